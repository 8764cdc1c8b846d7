// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"
#include "widgets/canvas/event_rows.h"
#include "widgets/canvas/spans.h"
#include "widgets/canvas/tracks.h"

#include <unordered_map>

namespace twodoors
{

/// What painting a part of the timeline needs to know of the rest: which room each event takes,
/// what begins where and ends where, which column whose door is. Follows the journal event by
/// event; what it says up to an event does not depend on later ones.
class TimelineIndex
{
public:
    void clear();
    /// Takes the journal's events up to this one.
    void catchUp(const Journal &journal, Seq upTo);

    [[nodiscard]] Seq latest() const noexcept { return static_cast<Seq>(m_rows.size()); }

    [[nodiscard]] const EventRows &rows() const noexcept { return m_rows; }
    [[nodiscard]] const Tracks &tracks() const noexcept { return m_tracks; }
    /// From a call to its return.
    [[nodiscard]] const Spans &calls() const noexcept { return m_calls; }
    /// From a packet's first event to its delivery or loss.
    [[nodiscard]] const Spans &packets() const noexcept { return m_packets; }

    /// Whether the kernel has said, up to an event, that the program sleeps in this call.
    [[nodiscard]] bool hasWaited(Seq call, Seq upTo) const noexcept;
    /// Which of the three knocks a packet's first event is; 0 for none.
    [[nodiscard]] unsigned knockAt(Seq seq) const noexcept;
    /// Whether a state event says another state than the one before it of the same door.
    [[nodiscard]] bool isStateNew(Seq seq) const noexcept;

private:
    struct Place {
        Room room = Room::None;
        Band band = Band::Wire;
        Gravity gravity = Gravity::None;
    };

    [[nodiscard]] Place placeFor(const Event &event);
    [[nodiscard]] Place placeForReturn(const Event &event);
    [[nodiscard]] Place placeForState(const Event &event);
    [[nodiscard]] Place placeForPacket(const Event &event);
    void noteKnock(const Event &event);
    [[nodiscard]] static Band programBand(Role role) noexcept;
    [[nodiscard]] static Band doorBand(Role role) noexcept;

    EventRows m_rows;
    Tracks m_tracks;
    Spans m_calls;
    Spans m_packets;
    /// A call or a packet that has not ended: its place among the others, and since when.
    struct Open {
        std::uint32_t place = 0;
        Nanoseconds since{0};
    };
    std::map<Who, Open> m_openCalls;
    std::unordered_map<std::uint32_t, Open> m_openPackets;
    std::unordered_map<std::uint32_t, SocketState> m_states;   ///< by door
    std::unordered_map<Flow, unsigned, FlowHash> m_handshakes; ///< as the client knows them
    std::vector<std::pair<Seq, unsigned>> m_knocks;
    std::vector<Seq> m_newStates;
    std::unordered_map<Seq, Seq> m_waits; ///< by the call that slept
};

} // namespace twodoors
