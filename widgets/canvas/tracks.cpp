// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/tracks.h"

#include <algorithm>

namespace twodoors
{

namespace
{

constexpr std::size_t indexOf(Side side) noexcept
{
    return static_cast<std::size_t>(side);
}

/// More columns than this nobody can look at; those beyond share the last.
constexpr std::size_t mostSlots = 4096;

/// Doors that their program has closed and the kernel keeps (TIME-WAIT, for a minute) have a place
/// of their own; of more than these the oldest gives its place to others.
constexpr std::size_t mostLingering = 6;

} // namespace

void Tracks::clear()
{
    *this = Tracks();
}

void Tracks::take(const Event &event)
{
    const bool isProgram = event.who.role == Role::Client || event.who.role == Role::Server;
    if (isProgram && (event.kind == Kind::Line || event.kind == Kind::Call))
        takeProgram(event);
    if (event.kind == Kind::Door && event.door != DoorId::None)
        takeDoor(event);
}

Slot Tracks::Slots::take()
{
    if (!m_free.empty()) {
        const Slot slot = *m_free.begin();
        m_free.erase(m_free.begin());
        ++m_uses[slot];
        return slot;
    }
    if (m_uses.size() < mostSlots)
        m_uses.push_back(0);
    ++m_uses.back();
    return static_cast<Slot>(m_uses.size() - 1);
}

void Tracks::Slots::release(Slot slot)
{
    if (--m_uses[slot] == 0)
        m_free.insert(slot);
}

void Tracks::note(Seq seq)
{
    const Milestone milestone{
        seq, {m_slots[0].size(), m_slots[1].size()}, {m_guestSlots, m_serverSlots.size()}};
    if (m_milestones.empty() || m_milestones.back().doors != milestone.doors
        || m_milestones.back().programs != milestone.programs)
        m_milestones.push_back(milestone);
}

void Tracks::takeProgram(const Event &event)
{
    Slots &slots = event.who.role == Role::Client ? m_slots[0] : m_serverSlots;
    if (const auto known = m_programPlaces.find(event.who); known != m_programPlaces.end()) {
        const std::uint32_t place = known->second;
        const bool hasEnded = event.kind == Kind::Line && event.line == LineNumber::None;
        if (hasEnded && m_programLives[place].end == Seq::None) {
            m_programLives.close(place, event.seq, event.t - m_programs[place].begunAt);
            slots.release(m_programs[place].slot);
        }
        return;
    }
    const Slot slot = slots.take();
    if (event.who.role == Role::Client)
        m_guestSlots = std::max(m_guestSlots, static_cast<Slot>(slot + 1));
    m_programPlaces.emplace(event.who, static_cast<std::uint32_t>(m_programs.size()));
    m_programs.push_back({event.who, slot, event.seq, event.t});
    m_programLives.open(event.seq);
    note(event.seq);
}

void Tracks::takeNewDoor(const Event &event)
{
    DoorTrack track{event.door, event.who,   event.protocol, sideOf(event.who.role),
                    0,          event.cause, event.t};
    Slots &slots = m_slots[indexOf(track.side)];
    const ProgramTrack *guest = track.side == Side::Client ? program(event.who) : nullptr;
    if (guest != nullptr && m_guestsDoors.insert(guest->slot).second) {
        track.slot = guest->slot;
        slots.add(track.slot);
    } else {
        track.slot = slots.take();
        if (track.side == Side::Client)
            m_guestsDoors.insert(track.slot);
    }
    m_doors.push_back(track);
    const std::size_t id = number(event.door);
    m_doorPlaces.resize(std::max(m_doorPlaces.size(), id + 1));
    m_doorPlaces[id] = static_cast<std::uint32_t>(m_doors.size());
    m_doorLives.open(event.seq);
    note(event.seq);
}

void Tracks::takeDoor(const Event &event)
{
    if (!isCredible(event.door, event.seq))
        return;
    if (placeOf(event.door) == 0) {
        if (event.stage == DoorStage::Gone)
            return;
        takeNewDoor(event);
    }
    const std::uint32_t place = placeOf(event.door) - 1;
    DoorTrack &track = m_doors[place];
    track.protocol = event.protocol;
    if (m_doorLives[place].end != Seq::None)
        return;
    if (event.local.isSet())
        takeFlow({event.protocol, event.local, event.peer}, {place, event.seq});
    std::deque<std::uint32_t> &lingering = m_lingering[indexOf(track.side)];
    if (event.stage == DoorStage::Gone) {
        std::erase(lingering, place);
        endDoor(place, event);
    } else if (event.stage == DoorStage::Closed
               && std::ranges::find(lingering, place) == lingering.end()) {
        lingering.push_back(place);
        if (lingering.size() > mostLingering) {
            endDoor(lingering.front(), event);
            lingering.pop_front();
        }
    }
}

void Tracks::takeFlow(const Flow &flow, const Known &door)
{
    std::uint32_t &last = m_flows[flow];
    if (last != 0 && m_known[last - 1].place == door.place)
        return;
    m_known.push_back({door.place, door.since, last});
    last = static_cast<std::uint32_t>(m_known.size());
    if (const auto other = m_flows.find(flow.reversed()); other != m_flows.end())
        takeConnection(m_known.back(), m_known[other->second - 1]);
}

/// The two ends of one connection, of which `one` is known since now.
void Tracks::takeConnection(const Known &one, const Known &other)
{
    const bool isOfServer = m_doors[one.place].side == Side::Server;
    const DoorTrack &guest = m_doors[isOfServer ? other.place : one.place];
    const std::uint32_t connection = isOfServer ? one.place : other.place;
    if (guest.owner.role == Role::Client && m_doors[connection].side == Side::Server)
        m_connections[guest.owner].push_back({connection, one.since});
}

std::uint32_t Tracks::placeOf(DoorId id) const noexcept
{
    return number(id) < m_doorPlaces.size() ? m_doorPlaces[number(id)] : 0;
}

void Tracks::endDoor(std::uint32_t place, const Event &event)
{
    const DoorTrack &track = m_doors[place];
    m_doorLives.close(place, event.seq, event.t - track.madeAt);
    m_slots[indexOf(track.side)].release(track.slot);
    if (track.side == Side::Client)
        m_guestsDoors.erase(track.slot);
}

const DoorTrack *Tracks::door(DoorId id, Seq upTo) const noexcept
{
    const std::uint32_t place = placeOf(id);
    const bool isThere = place != 0 && m_doorLives[place - 1].begin <= upTo;
    return isThere ? &m_doors[place - 1] : nullptr;
}

const ProgramTrack *Tracks::program(Who who) const noexcept
{
    const auto place = m_programPlaces.find(who);
    return place == m_programPlaces.end() ? nullptr : &m_programs[place->second];
}

const DoorTrack *Tracks::connectionOf(Who guest, Seq upTo) const noexcept
{
    const auto known = m_connections.find(guest);
    if (known == m_connections.end())
        return nullptr;
    const auto after = std::ranges::upper_bound(known->second, upTo, {}, &Known::since);
    return after == known->second.begin() ? nullptr : &m_doors[(after - 1)->place];
}

Slot Tracks::slotCount(Side side, Seq upTo) const noexcept
{
    const auto after = std::ranges::upper_bound(m_milestones, upTo, {}, &Milestone::seq);
    return after == m_milestones.begin() ? Slot{0} : (after - 1)->doors[indexOf(side)];
}

Slot Tracks::programSlotCount(Side side, Seq upTo) const noexcept
{
    const auto after = std::ranges::upper_bound(m_milestones, upTo, {}, &Milestone::seq);
    return after == m_milestones.begin() ? Slot{0} : (after - 1)->programs[indexOf(side)];
}

const DoorTrack *Tracks::find(const Flow &flow, Moment moment) const
{
    const auto last = m_flows.find(flow);
    for (std::uint32_t next = last == m_flows.end() ? 0 : last->second; next != 0;) {
        const Known &door = m_known[next - 1];
        const Spans::Span &life = m_doorLives[door.place];
        const bool lives =
            life.begin <= moment.at && (life.end == Seq::None || moment.at <= life.end);
        if (lives && door.since <= moment.upTo)
            return &m_doors[door.place];
        next = door.earlier;
    }
    return nullptr;
}

const DoorTrack *Tracks::openDoorAt(Protocol protocol, const Endpoint &local, Moment moment) const
{
    if (const DoorTrack *door = find({protocol, local, {}}, moment))
        return door;
    Endpoint any = local;
    any.address = {};
    any.scope = 0;
    return find({protocol, any, {}}, moment);
}

const DoorTrack *Tracks::doorAt(Protocol protocol, const Endpoint &local, const Endpoint &peer,
                                Moment moment) const
{
    const DoorTrack *door = find({protocol, local, peer}, moment);
    return door != nullptr ? door : openDoorAt(protocol, local, moment);
}

} // namespace twodoors
