// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/flow.h"
#include "journal/journal.h"
#include "wire/packet_summary.h"

#include <array>
#include <deque>
#include <unordered_map>
#include <vector>

namespace twodoors
{

/// Finds the event that made a packet go: the call (connect for a SYN, send for data, close or
/// shutdown for a FIN), the delivery it answers (SYN-ACK, ACK, RST, ICMP), or the report of the
/// timer that sent it again. Follows the journal for what the programs do. One thread at a time.
class PacketCauses
{
public:
    /// The journal must outlive this object.
    explicit PacketCauses(const Journal &journal) : m_journal(journal) {}

    /// Of a packet that a host has just sent; Seq::None where nothing is known that fits.
    [[nodiscard]] Seq causeOf(Heading heading, const PacketSummary &packet, std::string_view bytes);

    /// The packet has reached the other host, by this event.
    void noteDelivered(const PacketSummary &packet, Seq event);

private:
    /// Bytes that one call handed to the kernel, counted from the first of the connection.
    struct Handed {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        Seq call = Seq::None;
    };

    struct Door {
        Flow flow;
        std::deque<Handed> handed;
        std::uint64_t handedEnd = 0;
        Seq closing = Seq::None;   ///< the last shutdown() or close(), or the program's end
        Seq receiving = Seq::None; ///< the last recv() that has returned
        Seq timer = Seq::None;     ///< the last report of a timer that runs
    };

    /// What was sent in one direction of a connection.
    struct Sent {
        DoorId door = DoorId::None;
        bool hasSyn = false;
        std::uint32_t first = 0;  ///< of the SYN
        std::uint32_t next = 0;   ///< after the highest sequence number so far
        Seq answered = Seq::None; ///< the last delivery that a packet was an answer to
    };

    /// A call that will put a packet on the wire whose source is not known yet.
    struct Pending {
        Seq call = Seq::None;
        DoorId door = DoorId::None;
        Role role = Role::Client;
        Endpoint destination;
        std::int64_t size = 0;
    };

    void readJournal();
    void readCall(const Event &event);
    void readReturn(const Event &event);
    void readDoor(const Event &event);

    [[nodiscard]] Seq causeOfSegment(Role host, const PacketSummary &packet);
    [[nodiscard]] Seq causeOfDatagram(Role host, const PacketSummary &packet);
    [[nodiscard]] Seq causeOfSyn(Role host, const PacketSummary &packet, Sent &sent);
    [[nodiscard]] Seq answer(Sent &sent, Seq delivered) const;
    [[nodiscard]] Seq again(Sent &sent, Seq delivered);
    [[nodiscard]] static Seq handedBy(Door &door, std::uint64_t offset);
    [[nodiscard]] Seq deliveredOn(const Flow &flow) const;

    const Journal &m_journal;
    std::size_t m_read = 0;
    std::unordered_map<DoorId, Door> m_doors;
    std::unordered_map<Flow, DoorId, FlowHash> m_doorOf;
    std::unordered_map<Flow, Sent, FlowHash> m_sent;
    std::unordered_map<Flow, Seq, FlowHash> m_delivered; ///< by the packet's own flow
    std::vector<Pending> m_connecting;
    std::deque<Pending> m_datagrams;
};

} // namespace twodoors
