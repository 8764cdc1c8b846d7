// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/packet_causes.h"

#include <algorithm>

namespace twodoors
{

namespace
{

/// Datagrams handed over but not seen on the wire that are remembered; more were lost on the way.
constexpr std::size_t mostDatagrams = 256;

Role programOf(Role role) noexcept
{
    return role == Role::ClientKernel   ? Role::Client
           : role == Role::ServerKernel ? Role::Server
                                        : role;
}

/// Whether the sequence number comes after the other (RFC 9293, 3.4).
bool isAfter(std::uint32_t number, std::uint32_t other) noexcept
{
    return static_cast<std::int32_t>(number - other) > 0;
}

} // namespace

Seq PacketCauses::causeOf(Heading heading, const PacketSummary &packet, std::string_view bytes)
{
    readJournal();
    const Role host = heading == Heading::ToServer ? Role::Client : Role::Server;
    const Flow flow{packet.protocol, packet.source, packet.destination};
    switch (packet.protocol) {
    case Protocol::Tcp:
        return causeOfSegment(host, packet);
    case Protocol::Udp:
        return causeOfDatagram(host, packet);
    case Protocol::Icmp:
        if (const auto quoted = quotedBy(bytes, packet))
            return deliveredOn({quoted->protocol, quoted->source, quoted->destination});
        return deliveredOn(flow.reversed());
    case Protocol::None:
        break;
    }
    return Seq::None;
}

void PacketCauses::noteDelivered(const PacketSummary &packet, Seq event)
{
    m_delivered[{packet.protocol, packet.source, packet.destination}] = event;
}

Seq PacketCauses::deliveredOn(const Flow &flow) const
{
    const auto place = m_delivered.find(flow);
    return place == m_delivered.end() ? Seq::None : place->second;
}

Seq PacketCauses::causeOfSegment(Role host, const PacketSummary &packet)
{
    const Flow flow{packet.protocol, packet.source, packet.destination};
    Sent &sent = m_sent[flow];
    const Seq delivered = deliveredOn(flow.reversed());
    const bool isSyn = (packet.flags & TcpFlag::Syn) != 0;
    const std::uint32_t end = packet.sequence + packet.sequenceLength();

    if (isSyn && (!sent.hasSyn || sent.first != packet.sequence)) {
        const Seq cause = (packet.flags & TcpFlag::Ack) != 0 ? answer(sent, delivered)
                                                             : causeOfSyn(host, packet, sent);
        sent.hasSyn = true;
        sent.first = packet.sequence;
        sent.next = end;
        return cause;
    }
    if (sent.door == DoorId::None) {
        const auto known = m_doorOf.find(flow);
        sent.door = known == m_doorOf.end() ? DoorId::None : known->second;
    }
    const auto place = m_doors.find(sent.door);
    Door *door = place == m_doors.end() ? nullptr : &place->second;

    if ((packet.flags & TcpFlag::Rst) != 0) {
        const bool byClosing = door != nullptr && door->closing > delivered;
        return byClosing ? door->closing : answer(sent, delivered);
    }
    if (packet.sequenceLength() == 0) {
        const bool isProbe = isAfter(sent.next, packet.sequence); // of a window, or a keepalive
        if (isProbe && door != nullptr && door->timer != Seq::None)
            return door->timer;
        const bool isNewAnswer = delivered > sent.answered;
        if (!isNewAnswer && door != nullptr && door->receiving > sent.answered)
            return door->receiving; // the window has grown
        return answer(sent, delivered);
    }
    if (!isAfter(end, sent.next))
        return again(sent, delivered);

    const std::uint32_t newest = isAfter(sent.next, packet.sequence) ? sent.next : packet.sequence;
    sent.next = end;
    if (door == nullptr)
        return Seq::None;
    const bool hasData = packet.payloadSize > newest - packet.sequence;
    return hasData ? handedBy(*door, std::uint32_t{newest - sent.first - 1}) : door->closing;
}

Seq PacketCauses::causeOfSyn(Role host, const PacketSummary &packet, Sent &sent)
{
    const auto isMeant = [&](const Pending &pending) {
        return pending.role == host && pending.destination == packet.destination;
    };
    const auto call = std::ranges::find_if(m_connecting, isMeant);
    if (call == m_connecting.end())
        return Seq::None;
    sent.door = call->door;
    m_doorOf[{packet.protocol, packet.source, packet.destination}] = call->door;
    return call->call;
}

Seq PacketCauses::causeOfDatagram(Role host, const PacketSummary &packet)
{
    const auto place = std::ranges::find_if(m_datagrams, [&](const Pending &pending) {
        return pending.role == host && pending.destination == packet.destination
               && pending.size == static_cast<std::int64_t>(packet.payloadSize);
    });
    if (place == m_datagrams.end())
        return Seq::None;
    const Seq call = place->call;
    m_datagrams.erase(place);
    return call;
}

Seq PacketCauses::answer(Sent &sent, Seq delivered) const
{
    sent.answered = std::max(sent.answered, delivered);
    return delivered;
}

/// Sent before: by a timer, or since something has just come that asks for it.
Seq PacketCauses::again(Sent &sent, Seq delivered)
{
    const auto place = m_doors.find(sent.door);
    const Seq timer = place == m_doors.end() ? Seq::None : place->second.timer;
    if (delivered > sent.answered && delivered > timer)
        return answer(sent, delivered);
    return timer;
}

/// Forgets what was handed over before that: it has been sent.
Seq PacketCauses::handedBy(Door &door, std::uint64_t offset)
{
    // sequence numbers begin anew every 4 GiB, bytes handed over do not
    constexpr std::uint64_t round = std::uint64_t{1} << 32U;
    const auto has = [offset](const Handed &part) {
        const std::uint64_t rounds = part.begin / round;
        const std::uint64_t full = rounds * round + offset;
        return (full >= part.begin && full < part.end)
               || (full + round >= part.begin && full + round < part.end);
    };
    const auto part = std::ranges::find_if(door.handed, has);
    if (part == door.handed.end())
        return Seq::None;
    const Seq call = part->call;
    door.handed.erase(door.handed.begin(), part);
    return call;
}

void PacketCauses::readJournal()
{
    const std::size_t end = m_journal.size();
    while (m_read < end) {
        const Seq seq{static_cast<std::uint32_t>(++m_read)};
        const Kind kind = m_journal.kindOf(seq);
        if (kind == Kind::Call)
            readCall(m_journal.at(seq));
        else if (kind == Kind::Return)
            readReturn(m_journal.at(seq));
        else if (kind == Kind::Door)
            readDoor(m_journal.at(seq));
        else if (kind == Kind::State) {
            const Event event = m_journal.at(seq);
            const auto place = m_doors.find(event.door);
            if (place != m_doors.end() && event.timer != Timer::None)
                place->second.timer = seq;
        }
    }
}

void PacketCauses::readCall(const Event &event)
{
    const Role role = event.who.role;
    switch (event.call) {
    case CallName::Connect:
        m_connecting.push_back({event.seq, event.door, role, event.peer, 0});
        break;
    case CallName::Send:
    case CallName::SendTo: {
        Door &door = m_doors[event.door];
        const Endpoint destination = event.peer.isSet() ? event.peer : door.flow.peer;
        if (door.flow.protocol == Protocol::Udp || event.call == CallName::SendTo) {
            m_datagrams.push_back({event.seq, event.door, role, destination, event.size});
            if (m_datagrams.size() > mostDatagrams)
                m_datagrams.pop_front();
            break;
        }
        const auto size = static_cast<std::uint64_t>(std::max<std::int64_t>(event.size, 0));
        door.handed.push_back({door.handedEnd, door.handedEnd + size, event.seq});
        constexpr std::size_t most = 4096; // older bytes were sent long ago
        if (door.handed.size() > most)
            door.handed.pop_front();
        break;
    }
    case CallName::Close:
    case CallName::Shutdown:
        m_doors[event.door].closing = event.seq;
        break;
    default:
        break;
    }
}

void PacketCauses::readReturn(const Event &event)
{
    if (event.call == CallName::Connect)
        std::erase_if(m_connecting, [&](const Pending &p) { return p.call == event.cause; });
    if (event.call == CallName::Recv)
        m_doors[event.door].receiving = event.seq;
    const auto place = m_doors.find(event.door);
    if (event.call != CallName::Send || place == m_doors.end())
        return;
    Door &door = place->second;
    if (door.handed.empty() || door.handed.back().call != event.cause)
        return;
    const auto taken = static_cast<std::uint64_t>(std::max<std::int64_t>(event.value, 0));
    door.handedEnd = door.handed.back().end = door.handed.back().begin + taken;
}

void PacketCauses::readDoor(const Event &event)
{
    if (event.stage == DoorStage::Gone) {
        const auto place = m_doors.find(event.door);
        if (place == m_doors.end())
            return;
        const Flow flow = place->second.flow;
        m_doorOf.erase(flow);
        m_sent.erase(flow);
        m_delivered.erase(flow.reversed());
        m_doors.erase(place);
        return;
    }
    Door &door = m_doors[event.door];
    door.flow = {event.protocol, event.local, event.peer};
    if (event.local.isSet() && event.peer.isSet())
        m_doorOf[door.flow] = event.door;
    // what a program leaves open, its kernel closes
    if (event.stage == DoorStage::Closed && programOf(event.who.role) != event.who.role)
        door.closing = event.seq;
}

} // namespace twodoors
