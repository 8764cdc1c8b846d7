// SPDX-License-Identifier: GPL-3.0-or-later
#include "world/world.h"

#include <algorithm>

namespace twodoors
{

namespace
{

/// No program has more lines, let alone names.
constexpr std::size_t mostLines = 1000;
constexpr std::size_t mostNames = mostLines;

template <class Places>
std::size_t placeIn(const Places &places, std::size_t id) noexcept
{
    return id < places.size() ? places[id] : 0;
}

template <class Places>
void setPlace(Places &places, std::size_t id, std::size_t place)
{
    while (places.size() <= id)
        places.append(0);
    places.edit(id) = static_cast<std::uint32_t>(place);
}

HeldValue &editName(ProgramView &program, std::string_view name)
{
    const auto place = std::ranges::find(program.names, name, &HeldValue::name);
    if (place != program.names.end())
        return *place;
    if (program.names.size() >= mostNames)
        return program.names.back();
    return program.names.emplace_back(HeldValue{.name = std::string(name)});
}

void setBytes(HeldValue &value, std::string_view bytes)
{
    value.kind = HeldValue::Kind::Bytes;
    value.bytes = bytes.substr(0, HeldValue::longestKept);
    value.size = bytes.size();
}

Nanoseconds arrivalOf(const Event &packet) noexcept
{
    return packet.t + std::min(packet.duration, Nanoseconds::max() - packet.t);
}

} // namespace

PacketView packetIn(const Event &event)
{
    return {.firstEvent = event.seq,
            .id = event.packet,
            .original = event.original,
            .verb = event.verb,
            .evidence = event.evidence,
            .protocol = event.protocol,
            .heading = event.heading,
            .isCorrupted = event.verb == PacketVerb::Corrupted,
            .isInHand = event.verb == PacketVerb::Held,
            .source = event.local,
            .destination = event.peer,
            .flags = event.flags,
            .sequence = event.sequence,
            .acknowledgement = event.acknowledgement,
            .size = event.size,
            .bytesEvent = event.bytes.empty() ? Seq::None : event.seq,
            .sentAt = event.t,
            .changedAt = event.t,
            .arrivesAt = arrivalOf(event)};
}

const HeldValue *ProgramView::find(std::string_view name) const noexcept
{
    const auto place = std::ranges::find(names, name, &HeldValue::name);
    return place == names.end() ? nullptr : &*place;
}

Seq ProgramView::lineEvent(LineNumber at) const noexcept
{
    const std::size_t place = number(at);
    return place < lineEvents.size() ? lineEvents[place] : Seq::None;
}

void World::apply(const Event &event)
{
    m_seq = event.seq;
    m_now = event.t;
    switch (event.kind) {
    case Kind::Line:
        applyLine(event);
        break;
    case Kind::Call:
        applyCall(event);
        break;
    case Kind::Wait:
        applyWait(event);
        break;
    case Kind::Return:
        applyReturn(event);
        break;
    case Kind::Value:
        applyValue(event);
        break;
    case Kind::Door:
        applyDoor(event);
        break;
    case Kind::State:
        applyState(event);
        break;
    case Kind::Packet:
        applyPacket(event);
        break;
    case Kind::Wire:
        applyWire(event);
        break;
    case Kind::Fault:
        ++m_faults;
        break;
    case Kind::Prediction:
    case Kind::Note:
        break;
    }
}

const ProgramView *World::program(Who who) const noexcept
{
    const std::size_t place =
        placeIn(m_programPlaces[static_cast<std::size_t>(who.role)], who.number);
    return place == 0 ? nullptr : &m_programs[place - 1];
}

ProgramView &World::editProgram(Who who)
{
    Places &places = m_programPlaces[static_cast<std::size_t>(who.role)];
    if (const std::size_t place = placeIn(places, who.number); place != 0)
        return m_programs.edit(place - 1);
    ProgramView &program = m_programs.append({.who = who});
    setPlace(places, who.number, m_programs.size());
    return program;
}

const DoorView *World::door(DoorId id) const noexcept
{
    const std::size_t place = placeIn(m_doorPlaces, number(id));
    return place == 0 ? nullptr : &m_doors[place - 1];
}

DoorView *World::editDoor(DoorId id)
{
    const std::size_t place = placeIn(m_doorPlaces, number(id));
    return place == 0 ? nullptr : &m_doors.edit(place - 1);
}

void World::applyLine(const Event &event)
{
    ProgramView &program = editProgram(event.who);
    program.lastEvent = event.seq;
    program.line = event.line;
    program.lineSince = event.t;
    if (const std::size_t place = number(event.line); place != 0 && place <= mostLines) {
        if (program.lineEvents.size() <= place)
            program.lineEvents.resize(place + 1, Seq::None);
        program.lineEvents[place] = event.seq;
    }
    if (event.line == LineNumber::None) {
        program.hasEnded = true;
        program.endError = event.error;
        program.inCall = CallName::None;
    }
}

void World::applyCall(const Event &event)
{
    ProgramView &program = editProgram(event.who);
    program.lastEvent = event.seq;
    program.inCall = event.call;
    program.call = event.seq;
    program.callDoor = event.door;
    program.callSince = event.t;
    program.waits = false;
}

void World::applyWait(const Event &event)
{
    ProgramView &program = editProgram(event.who);
    program.lastEvent = event.seq;
    program.waits = program.inCall != CallName::None && program.call == event.cause;
}

void World::applyReturn(const Event &event)
{
    ProgramView &program = editProgram(event.who);
    program.lastEvent = event.seq;
    program.inCall = CallName::None;
    program.waits = false;
    program.lastReturn = event.seq;
    program.lastReturnDoor = event.door;
    if (event.error != 0)
        return;

    const bool sends = event.call == CallName::Send || event.call == CallName::SendTo;
    const bool receives = event.call == CallName::Recv || event.call == CallName::RecvFrom;
    if ((sends || receives) && event.value > 0) {
        if (DoorView *door = editDoor(event.door)) {
            if (sends)
                door->bytesOut += static_cast<std::uint64_t>(event.value);
            else
                door->bytesIn += event.bytes.size();
        }
    }
    if (!event.into.empty()) {
        HeldValue &value = editName(program, event.into);
        if (receives) {
            setBytes(value, event.bytes);
        } else if (event.call == CallName::Socket || event.call == CallName::Accept) {
            value.kind = HeldValue::Kind::Door;
            // of accept, the connection door's own event follows and names it
            value.door = event.call == CallName::Socket ? event.door : DoorId::None;
            value.number = event.value;
        } else if (event.call == CallName::GetSockName || event.call == CallName::GetPeerName) {
            value.kind = HeldValue::Kind::Address;
            value.address = event.call == CallName::GetSockName ? event.local : event.peer;
        } else {
            value.kind = HeldValue::Kind::Number;
            value.number = event.call == CallName::GetSockOpt ? event.size : event.value;
        }
    }
    if (!event.from.empty()) {
        HeldValue &value = editName(program, event.from);
        value.kind = HeldValue::Kind::Address;
        value.address = event.peer;
    }
}

void World::applyValue(const Event &event)
{
    ProgramView &program = editProgram(event.who);
    program.lastEvent = event.seq;
    HeldValue &value = editName(program, event.into);
    if (event.change == ValueChange::Set) {
        setBytes(value, event.bytes);
        return;
    }
    value.kind = HeldValue::Kind::Bytes;
    value.bytes += event.bytes.substr(
        0, HeldValue::longestKept - std::min(value.bytes.size(), HeldValue::longestKept));
    value.size += event.bytes.size();
}

void World::applyDoor(const Event &event)
{
    if (!isCredible(event.door, event.seq))
        return;
    DoorView *door = editDoor(event.door);
    if (door == nullptr) {
        door = &m_doors.append({.id = event.door, .owner = event.who, .firstEvent = event.seq});
        setPlace(m_doorPlaces, number(event.door), m_doors.size());
        if (event.who.role == Role::ClientKernel)
            door->owner.role = Role::Client;
        if (event.who.role == Role::ServerKernel)
            door->owner.role = Role::Server;
    }
    const bool isLate = (event.stage == DoorStage::HalfOpen || event.stage == DoorStage::Finished)
                        && door->stage >= DoorStage::Accepted;
    if (isLate)
        return; // the kernel's report was on its way when accept() returned
    door->stage = event.stage;
    door->role = event.role;
    door->protocol = event.protocol;
    if (event.local.isSet())
        door->local = event.local;
    if (event.peer.isSet())
        door->peer = event.peer;
    switch (event.stage) {
    case DoorStage::Welcome:
        door->backlog = event.size;
        door->fd = event.fd;
        break;
    case DoorStage::Closed:
        door->fd = -1;
        break;
    case DoorStage::Gone:
        door->fd = -1;
        door->state = SocketState::None;
        door->timer = Timer::None;
        break;
    case DoorStage::Accepted: {
        door->fd = event.fd;
        door->owner = event.who;
        ProgramView &program = editProgram(event.who);
        if (program.lastReturn == event.cause)
            door->welcome = program.lastReturnDoor;
        for (HeldValue &value : program.names) {
            if (value.kind == HeldValue::Kind::Door && value.door == DoorId::None)
                value.door = event.door;
        }
        break;
    }
    default:
        if (event.fd >= 0)
            door->fd = event.fd;
        break;
    }
}

void World::applyState(const Event &event)
{
    DoorView *door = editDoor(event.door);
    if (door == nullptr)
        return;
    door->state = event.state;
    door->receiveQueue = event.receiveQueue;
    door->sendQueue = event.sendQueue;
    door->timer = event.timer;
    door->timerFires = event.t + std::min(event.expires, Nanoseconds::max() - event.t);
    door->retransmits = event.retransmits;
}

const PacketView *World::packet(PacketId id) const noexcept
{
    const std::size_t place = placeIn(m_packetPlaces, number(id));
    return place == 0 ? nullptr : &m_packets[place - 1];
}

void World::applyPacket(const Event &event)
{
    const bool isNamed = isCredible(event.packet, event.seq);
    std::size_t place = isNamed ? placeIn(m_packetPlaces, number(event.packet)) : 0;
    if (place == 0) {
        learnPacket(event);
        if (!isNamed || event.verb == PacketVerb::Seen)
            return;
        m_packets.append(packetIn(event));
        place = m_packets.size();
        setPlace(m_packetPlaces, number(event.packet), place);
        m_onWire.push_back(event.packet);
    }
    PacketView &packet = m_packets.edit(place - 1);
    if (event.verb == PacketVerb::Ghost) {
        ++packet.ghosts;
        return;
    }
    packet.verb = event.verb;
    packet.changedAt = event.t;
    packet.arrivesAt = arrivalOf(event);
    if (event.verb != PacketVerb::Corrupted)
        packet.isInHand = event.verb == PacketVerb::Held;
    packet.isCorrupted = packet.isCorrupted || event.verb == PacketVerb::Corrupted;
    if (!event.bytes.empty())
        packet.bytesEvent = event.seq;
    else if (const PacketView *original = this->packet(event.original);
             packet.bytesEvent == Seq::None && original != nullptr)
        packet.bytesEvent = original->bytesEvent;
    if (!packet.isOnWire())
        std::erase(m_onWire, event.packet);
}

void World::learnPacket(const Event &first)
{
    m_lastPacket = first.seq;
    Endpoint &source = m_firstSources[first.heading == Heading::ToClient ? 1 : 0];
    if (!source.isSet())
        source = first.local;
    const std::uint32_t syn = first.flags & (TcpFlag::Syn | TcpFlag::Ack);
    if (first.protocol == Protocol::Tcp && syn == TcpFlag::Syn)
        learnAddress(first);
}

/// The kernel picks the port within connect(): its SYN is what shows it while the call still waits.
void World::learnAddress(const Event &knock)
{
    for (std::size_t i = 0; i < m_programs.size(); ++i) {
        if (m_programs[i].call != knock.cause || m_programs[i].inCall != CallName::Connect)
            continue;
        const DoorId id = m_programs[i].callDoor;
        if (const DoorView *door = this->door(id); door == nullptr || door->local.port != 0)
            return;
        DoorView &door = *editDoor(id);
        door.local = knock.local;
        door.peer = knock.peer;
        return;
    }
}

void World::applyWire(const Event &event)
{
    if (event.setting == WireSetting::Flight)
        m_flightTime = event.duration;
    for (const Heading heading : {Heading::ToServer, Heading::ToClient}) {
        if (event.heading != Heading::None && event.heading != heading)
            continue;
        WireView &wire = m_wire[heading == Heading::ToClient ? 1 : 0];
        if (event.setting == WireSetting::Hold || event.setting == WireSetting::Flow)
            wire.holds = event.setting == WireSetting::Hold;
        if (event.setting == WireSetting::Cut || event.setting == WireSetting::Mend)
            wire.isCut = event.setting == WireSetting::Cut;
    }
}

} // namespace twodoors
