// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/capture_doors.h"

#include <algorithm>

namespace twodoors
{

namespace
{

/// Sequence numbers go round (RFC 9293, 3.4).
bool isAtOrAfter(std::uint32_t one, std::uint32_t other) noexcept
{
    return static_cast<std::int32_t>(one - other) >= 0;
}

bool has(const PacketSummary &packet, std::uint32_t flag) noexcept
{
    return (packet.flags & flag) != 0;
}

} // namespace

void CaptureDoors::apply(const PacketSummary &packet, const CaptureFlows::Place &place,
                         const Event &sent)
{
    const Side sender = place.heading == Heading::ToServer ? Side::Client : Side::Server;
    const Seen seen{packet, place, sent, sender};
    if (!packet.isWhole)
        return;
    if (packet.protocol == Protocol::Tcp)
        applyTcp(seen);
    else if (packet.protocol == Protocol::Udp)
        applyUdp(seen);
}

void CaptureDoors::applyUdp(const Seen &seen)
{
    // who only receives may have no mailbox: nobody could tell
    DoorId &door = doorAt(seen);
    if (door != DoorId::None || seen.packet.source.port == 0)
        return;
    door = nextDoor();
    append(seen, door, seen.sender, DoorRole::Mailbox, DoorStage::Named);
}

void CaptureDoors::applyTcp(const Seen &seen)
{
    const PacketSummary &packet = seen.packet;
    if (m_connections.size() <= seen.place.flow)
        m_connections.resize(seen.place.flow + 1);
    Connection &connection = m_connections[seen.place.flow];
    const bool isSyn = has(packet, TcpFlag::Syn);
    const bool isAck = has(packet, TcpFlag::Ack);
    if (has(packet, TcpFlag::Rst)) {
        if (connection.phase == Phase::Knocked && seen.sender == Side::Server)
            refuse(seen);
        finish(seen, connection);
    } else if (isSyn && !isAck && seen.sender == Side::Client) {
        const End &client = endOf(connection, Side::Client);
        if (!client.hasStart || client.start != packet.sequence)
            knock(seen, connection, packet.sequence);
    } else if (isSyn && isAck && seen.sender == Side::Server) {
        answer(seen, connection);
    } else if (!isSyn && isAck) {
        carry(seen, connection);
    }
}

void CaptureDoors::knock(const Seen &seen, Connection &connection, std::uint32_t sequence)
{
    finish(seen, connection);
    connection = {};
    connection.phase = Phase::Knocked;
    End &client = endOf(connection, Side::Client);
    client.hasStart = true;
    client.start = sequence;
    client.door = nextDoor();
    append(seen, client.door, Side::Client, DoorRole::Client, DoorStage::Named);
}

void CaptureDoors::answer(const Seen &seen, Connection &connection)
{
    const PacketSummary &packet = seen.packet;
    if (connection.phase == Phase::Unknown)
        knock(seen, connection, packet.acknowledgement - 1);
    const End &client = endOf(connection, Side::Client);
    if (connection.phase != Phase::Knocked || packet.acknowledgement != client.start + 1)
        return;
    connection.phase = Phase::Answered;
    if (DoorId &welcome = doorAt(seen); welcome == DoorId::None) {
        welcome = nextDoor();
        append(seen, welcome, Side::Server, DoorRole::Welcome, DoorStage::Welcome);
    }
    End &server = endOf(connection, Side::Server);
    server.hasStart = true;
    server.start = packet.sequence;
    server.door = nextDoor();
    append(seen, server.door, Side::Server, DoorRole::Connection, DoorStage::HalfOpen);
}

void CaptureDoors::refuse(const Seen &seen)
{
    DoorId &welcome = doorAt(seen);
    if (welcome != DoorId::None)
        append(seen, welcome, Side::Server, DoorRole::Welcome, DoorStage::Gone);
    welcome = DoorId::None;
}

void CaptureDoors::carry(const Seen &seen, Connection &connection)
{
    if (connection.phase == Phase::Over)
        return;
    const PacketSummary &packet = seen.packet;
    const bool isClients = seen.sender == Side::Client;
    End &own = endOf(connection, seen.sender);
    End &other = endOf(connection, isClients ? Side::Server : Side::Client);
    if (connection.phase == Phase::Answered) {
        if (isClients && !isAtOrAfter(packet.acknowledgement, other.start + 1))
            return;
        // knock 3, or a segment that shows that it came
        connection.phase = Phase::Open;
        connect(seen, endOf(connection, Side::Client), Side::Client);
        append(seen, endOf(connection, Side::Server).door, Side::Server, DoorRole::Connection,
               DoorStage::Finished);
        endOf(connection, Side::Server).isConnected = true;
    } else if (connection.phase != Phase::Knocked || !isClients) {
        // the capture began later, or its knocks are not all there
        connection.phase = Phase::Open;
        connect(seen, own, seen.sender);
    }

    if (has(packet, TcpFlag::Fin)) {
        own.hasFin = true;
        own.finEnd = packet.sequence + packet.sequenceLength();
    }
    if (other.hasFin && isAtOrAfter(packet.acknowledgement, other.finEnd))
        other.isFinAcknowledged = true;
    if (own.isFinAcknowledged && other.isFinAcknowledged)
        finish(seen, connection);
}

void CaptureDoors::finish(const Seen &seen, Connection &connection)
{
    for (const Side side : {Side::Client, Side::Server}) {
        End &end = endOf(connection, side);
        if (end.door != DoorId::None)
            append(seen, end.door, side, roleOf(side), DoorStage::Gone);
        end.door = DoorId::None;
    }
    connection.phase = Phase::Over;
}

void CaptureDoors::connect(const Seen &seen, End &end, Side side)
{
    if (end.isConnected)
        return;
    end.isConnected = true;
    if (end.door == DoorId::None)
        end.door = nextDoor();
    append(seen, end.door, side, roleOf(side), DoorStage::Connected);
}

DoorId &CaptureDoors::doorAt(const Seen &seen)
{
    const Endpoint &address = seen.packet.source;
    std::array<std::uint8_t, 20> key{static_cast<std::uint8_t>(seen.packet.protocol),
                                     static_cast<std::uint8_t>(address.family)};
    std::ranges::copy(address.address, key.begin() + 2);
    key[18] = static_cast<std::uint8_t>(address.port >> 8U);
    key[19] = static_cast<std::uint8_t>(address.port);
    return m_addresses[key];
}

void CaptureDoors::append(const Seen &seen, DoorId door, Side side, DoorRole role, DoorStage stage)
{
    const bool isSenders = side == seen.sender;
    const bool hasPeer = role == DoorRole::Client || role == DoorRole::Connection;
    Event event;
    event.kind = Kind::Door;
    event.t = seen.sent.t;
    event.who = side == Side::Client ? seen.place.client : seen.place.server;
    event.evidence = Evidence::Inferred;
    event.cause = seen.sent.seq;
    event.door = door;
    event.role = role;
    event.stage = stage;
    event.protocol = seen.packet.protocol;
    event.local = isSenders ? seen.sent.local : seen.sent.peer;
    if (hasPeer)
        event.peer = isSenders ? seen.sent.peer : seen.sent.local;
    m_append(event);
}

} // namespace twodoors
