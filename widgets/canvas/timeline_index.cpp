// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/timeline_index.h"

namespace twodoors
{

void TimelineIndex::clear()
{
    *this = TimelineIndex();
}

void TimelineIndex::catchUp(const Journal &journal, Seq upTo)
{
    for (std::uint32_t seq = number(latest()) + 1; seq <= number(upTo); ++seq) {
        const Event event = journal.at(static_cast<Seq>(seq));
        const Place place = placeFor(event);
        m_rows.append(place.room, place.band, place.gravity);
        m_tracks.take(event);
    }
}

Band TimelineIndex::programBand(Role role) noexcept
{
    return sideOf(role) == Side::Server ? Band::ServerProgram : Band::ClientProgram;
}

Band TimelineIndex::doorBand(Role role) noexcept
{
    return sideOf(role) == Side::Server ? Band::ServerDoors : Band::ClientDoors;
}

TimelineIndex::Place TimelineIndex::placeFor(const Event &event)
{
    switch (event.kind) {
    case Kind::Line:
        return {event.line == LineNumber::None ? Room::Low : Room::None,
                programBand(event.who.role), event.error != 0 ? Gravity::Lost : Gravity::None};
    case Kind::Call:
        m_openCalls[event.who] = {m_calls.open(event.seq), event.t};
        return {Room::Whole, programBand(event.who.role), Gravity::Plain};
    case Kind::Return:
        return placeForReturn(event);
    case Kind::Door:
        return {event.stage == DoorStage::HalfOpen ? Room::Whole : Room::None,
                doorBand(event.who.role), Gravity::Door};
    case Kind::State:
        return placeForState(event);
    case Kind::Packet:
        return placeForPacket(event);
    case Kind::Wire:
        return {event.setting == WireSetting::Rule ? Room::None : Room::Low, Band::Wire,
                Gravity::Held};
    case Kind::Note:
        return {Room::Whole, Band::Wire, Gravity::Door};
    case Kind::Fault:
        return {Room::Whole, Band::Wire, Gravity::Lost};
    case Kind::Wait:
        m_waits.emplace(event.cause, event.seq);
        break;
    case Kind::Value:
    case Kind::Prediction:
        break;
    }
    return {};
}

/// A call that returns before anything else happens takes one row with its return.
TimelineIndex::Place TimelineIndex::placeForReturn(const Event &event)
{
    Room room = Room::Whole;
    if (const auto call = m_openCalls.find(event.who); call != m_openCalls.end()) {
        const auto [place, since] = call->second;
        m_calls.close(place, event.seq, event.t - since);
        const Seq last = static_cast<Seq>(m_rows.size());
        if (m_rows.endOf(m_calls[place].begin) == m_rows.endOf(last))
            room = Room::None;
        m_openCalls.erase(call);
    }
    return {room, programBand(event.who.role), event.error != 0 ? Gravity::Lost : Gravity::Plain};
}

TimelineIndex::Place TimelineIndex::placeForState(const Event &event)
{
    SocketState &state = m_states[number(event.door)];
    if (state == event.state)
        return {Room::None, doorBand(event.who.role), Gravity::None};
    state = event.state;
    m_newStates.push_back(event.seq);
    return {Room::Low, doorBand(event.who.role), Gravity::Door};
}

TimelineIndex::Place TimelineIndex::placeForPacket(const Event &event)
{
    const std::uint32_t id = number(event.packet);
    const auto gravity = [&event](Gravity usual) {
        return (event.flags & TcpFlag::Rst) != 0 ? Gravity::Lost : usual;
    };
    switch (event.verb) {
    case PacketVerb::Seen:
        noteKnock(event);
        return {Room::Whole, Band::Wire, gravity(Gravity::Plain)};
    case PacketVerb::Sent:
    case PacketVerb::Duplicated: {
        if (event.verb == PacketVerb::Sent)
            noteKnock(event);
        const std::uint32_t place = m_packets.open(event.seq);
        if (event.packet != PacketId::None)
            m_openPackets[id] = {place, event.t};
        return {Room::Whole, Band::Wire, gravity(Gravity::Plain)};
    }
    case PacketVerb::Delivered:
    case PacketVerb::Dropped: {
        if (const auto packet = m_openPackets.find(id); packet != m_openPackets.end()) {
            m_packets.close(packet->second.place, event.seq, event.t - packet->second.since);
            m_openPackets.erase(packet);
        }
        const bool isLost = event.verb == PacketVerb::Dropped;
        return {Room::Whole, Band::Wire, isLost ? Gravity::Lost : gravity(Gravity::Plain)};
    }
    case PacketVerb::Corrupted:
        return {Room::Low, Band::Wire, Gravity::Lost};
    case PacketVerb::Delayed:
        return {Room::Low, Band::Wire, Gravity::Held};
    case PacketVerb::Held:
    case PacketVerb::Ghost:
        return {Room::None, Band::Wire, Gravity::Held};
    case PacketVerb::None:
        break;
    }
    return {};
}

/// RFC 9293, 3.5: SYN, SYN-ACK, and the first ACK that follows them.
void TimelineIndex::noteKnock(const Event &event)
{
    if (event.protocol != Protocol::Tcp || (event.flags & TcpFlag::Rst) != 0)
        return;
    const bool isSyn = (event.flags & TcpFlag::Syn) != 0;
    const bool isAck = (event.flags & TcpFlag::Ack) != 0;
    if (isSyn) {
        const unsigned knock = isAck ? 2 : 1;
        const Flow ofClient = isAck ? Flow{Protocol::Tcp, event.peer, event.local}
                                    : Flow{Protocol::Tcp, event.local, event.peer};
        m_handshakes[ofClient] = knock;
        m_knocks.emplace_back(event.seq, knock);
        return;
    }
    if (!isAck || m_handshakes.empty())
        return;
    const auto handshake = m_handshakes.find({Protocol::Tcp, event.local, event.peer});
    if (handshake == m_handshakes.end() || handshake->second != 2)
        return;
    m_handshakes.erase(handshake);
    m_knocks.emplace_back(event.seq, 3U);
}

unsigned TimelineIndex::knockAt(Seq seq) const noexcept
{
    const auto knock =
        std::ranges::lower_bound(m_knocks, seq, {}, &std::pair<Seq, unsigned>::first);
    return knock != m_knocks.end() && knock->first == seq ? knock->second : 0;
}

bool TimelineIndex::hasWaited(Seq call, Seq upTo) const noexcept
{
    const auto wait = m_waits.find(call);
    return wait != m_waits.end() && wait->second <= upTo;
}

bool TimelineIndex::isStateNew(Seq seq) const noexcept
{
    return std::ranges::binary_search(m_newStates, seq);
}

} // namespace twodoors
