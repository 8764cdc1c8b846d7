// SPDX-License-Identifier: GPL-3.0-or-later
#include "sockets/door_registry.h"

#include <bit>
#include <cstring>

namespace twodoors
{

namespace
{

/// Of an address; the port apart from it, as ports are what differs between flows.
std::uint64_t folded(const Endpoint &endpoint) noexcept
{
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    std::memcpy(&high, endpoint.address.data(), sizeof high);
    std::memcpy(&low, endpoint.address.data() + sizeof high, sizeof low);
    return high ^ std::rotl(low, 29);
}

} // namespace

std::size_t FlowHash::operator()(const Flow &flow) const noexcept
{
    const std::uint64_t ports = (std::uint64_t{flow.local.port} << 24U)
                                ^ (std::uint64_t{flow.peer.port} << 8U)
                                ^ static_cast<std::uint64_t>(flow.protocol);
    const std::uint64_t addresses = folded(flow.local) ^ std::rotl(folded(flow.peer), 13);
    return ((addresses * 0x9E3779B97F4A7C15U) ^ ports) * 0xD6E8FEB86659FD93U >> 7U;
}

DoorId DoorRegistry::next()
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<DoorId>(++m_last);
}

void DoorRegistry::assign(const Flow &flow, const Entry &entry)
{
    const std::scoped_lock lock(m_mutex);
    m_doors[flow] = {.entry = entry};
}

DoorRegistry::Found DoorRegistry::findOrAssign(const Flow &flow, DoorRole role, Who owner)
{
    const std::scoped_lock lock(m_mutex);
    const auto [place, isNew] = m_doors.try_emplace(flow);
    Kept &kept = place->second;
    if (!isNew && !kept.entry.closed)
        return {kept.entry, false};
    kept = {.entry = {static_cast<DoorId>(++m_last), role, owner, false}};
    return {kept.entry, true};
}

std::optional<DoorRegistry::Entry> DoorRegistry::find(const Flow &flow) const
{
    const std::scoped_lock lock(m_mutex);
    const auto place = m_doors.find(flow);
    if (place == m_doors.end())
        return std::nullopt;
    return place->second.entry;
}

std::vector<std::pair<Flow, DoorRegistry::Entry>> DoorRegistry::all() const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<std::pair<Flow, Entry>> doors;
    doors.reserve(m_doors.size());
    for (const auto &[flow, kept] : m_doors)
        doors.emplace_back(flow, kept.entry);
    return doors;
}

void DoorRegistry::markClosed(const Flow &flow, DoorId door)
{
    const std::scoped_lock lock(m_mutex);
    const auto place = m_doors.find(flow);
    if (place != m_doors.end() && place->second.entry.door == door)
        place->second.entry.closed = true;
}

void DoorRegistry::forget(const Flow &flow, DoorId door)
{
    const std::scoped_lock lock(m_mutex);
    const auto place = m_doors.find(flow);
    if (place != m_doors.end() && place->second.entry.door == door)
        m_doors.erase(place);
}

bool DoorRegistry::firstKnock(const Flow &flow)
{
    return isFirst(flow, &Kept::knocked);
}

bool DoorRegistry::firstReset(const Flow &flow)
{
    return isFirst(flow, &Kept::reset);
}

/// Marks both ends, as either may be closed when the other is asked about.
bool DoorRegistry::isFirst(const Flow &flow, bool Kept::*said)
{
    const std::scoped_lock lock(m_mutex);
    bool first = true;
    for (const Flow &end : {flow, flow.reversed()}) {
        const auto place = m_doors.find(end);
        if (place == m_doors.end() || place->second.entry.closed)
            continue;
        first = first && !(place->second.*said);
        place->second.*said = true;
    }
    return first;
}

} // namespace twodoors
