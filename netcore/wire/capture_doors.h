// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/capture_flows.h"
#include "wire/packet_summary.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace twodoors
{

/// The doors that must stand where packets come from, as far as a capture shows: an end that
/// answers has one. Nothing is said of programs, so no door is ever accepted or closed here.
class CaptureDoors
{
public:
    using Append = std::function<void(const Event &)>;

    /// `append` gets each door event, in order; its time and cause are the packet's.
    explicit CaptureDoors(Append append) : m_append(std::move(append)) {}

    /// `sent` is the event of the packet, with its place in the journal.
    void apply(const PacketSummary &packet, const CaptureFlows::Place &place, const Event &sent);

private:
    enum class Side : std::uint8_t { Client, Server };
    enum class Phase : std::uint8_t {
        Unknown,  ///< nothing seen of it
        Knocked,  ///< the SYN
        Answered, ///< the SYN-ACK
        Open,     ///< it carries segments
        Over
    };

    /// One end of a TCP connection.
    struct End {
        DoorId door = DoorId::None;
        bool isConnected = false;
        bool hasStart = false;
        bool hasFin = false;
        bool isFinAcknowledged = false;
        std::uint32_t start = 0;  ///< its SYN's sequence number
        std::uint32_t finEnd = 0; ///< the sequence number behind its FIN
    };

    struct Connection {
        Phase phase = Phase::Unknown;
        std::array<End, 2> ends;
    };

    /// The packet that is being applied.
    struct Seen {
        const PacketSummary &packet;
        const CaptureFlows::Place &place;
        const Event &sent;
        Side sender;
    };

    void applyTcp(const Seen &seen);
    void applyUdp(const Seen &seen);
    void knock(const Seen &seen, Connection &connection, std::uint32_t sequence);
    void answer(const Seen &seen, Connection &connection);
    void refuse(const Seen &seen);
    void carry(const Seen &seen, Connection &connection);
    void finish(const Seen &seen, Connection &connection);
    void connect(const Seen &seen, End &end, Side side);
    void append(const Seen &seen, DoorId door, Side side, DoorRole role, DoorStage stage);

    [[nodiscard]] static DoorRole roleOf(Side side) noexcept
    {
        return side == Side::Client ? DoorRole::Client : DoorRole::Connection;
    }
    [[nodiscard]] static End &endOf(Connection &connection, Side side) noexcept
    {
        return connection.ends[static_cast<std::size_t>(side)];
    }
    [[nodiscard]] DoorId nextDoor() noexcept { return static_cast<DoorId>(++m_doors); }
    /// Of the sender's address; DoorId::None where it has no such door yet.
    [[nodiscard]] DoorId &doorAt(const Seen &seen);

    Append m_append;
    std::vector<Connection> m_connections;                      ///< by flow
    std::map<std::array<std::uint8_t, 20>, DoorId> m_addresses; ///< welcome doors and mailboxes
    std::uint32_t m_doors = 0;
};

} // namespace twodoors
