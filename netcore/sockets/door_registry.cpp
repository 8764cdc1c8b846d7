// SPDX-License-Identifier: GPL-3.0-or-later
#include "sockets/door_registry.h"

#include <algorithm>

namespace twodoors
{

DoorId DoorRegistry::next()
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<DoorId>(++m_last);
}

void DoorRegistry::assign(const Flow &flow, const Entry &entry)
{
    const std::scoped_lock lock(m_mutex);
    m_open[flow] = {.entry = entry};
}

DoorRegistry::Found DoorRegistry::findOrAssign(const Flow &flow, DoorRole role, Who owner)
{
    const std::scoped_lock lock(m_mutex);
    const auto [place, isNew] = m_open.try_emplace(flow);
    if (isNew)
        place->second.entry = {static_cast<DoorId>(++m_last), role, owner, false};
    return {place->second.entry, isNew};
}

std::optional<DoorRegistry::Entry> DoorRegistry::assignUnknown(const Flow &flow, DoorRole role,
                                                               Who owner)
{
    const std::scoped_lock lock(m_closedMutex);
    sortInClosed();
    if (m_closed.contains(flow))
        return std::nullopt;
    const std::scoped_lock openLock(m_mutex);
    const auto isThis = [&flow](const auto &closed) { return closed.first == flow; };
    if (std::ranges::any_of(m_justClosed, isThis)) // since the line above
        return std::nullopt;
    const auto [place, isNew] = m_open.try_emplace(flow);
    if (!isNew)
        return std::nullopt;
    place->second.entry = {static_cast<DoorId>(++m_last), role, owner, false};
    return place->second.entry;
}

std::optional<DoorRegistry::Entry> DoorRegistry::find(const Flow &flow) const
{
    const std::scoped_lock lock(m_closedMutex);
    {
        const std::scoped_lock openLock(m_mutex);
        if (const auto place = m_open.find(flow); place != m_open.end())
            return place->second.entry;
    }
    sortInClosed();
    const auto place = m_closed.find(flow);
    if (place == m_closed.end())
        return std::nullopt;
    return place->second;
}

std::vector<std::pair<Flow, DoorRegistry::Entry>> DoorRegistry::all() const
{
    const std::scoped_lock lock(m_closedMutex);
    std::vector<std::pair<Flow, Entry>> doors;
    {
        const std::scoped_lock openLock(m_mutex);
        for (const auto &[flow, open] : m_open)
            doors.emplace_back(flow, open.entry);
    }
    sortInClosed();
    doors.insert(doors.end(), m_closed.begin(), m_closed.end());
    return doors;
}

void DoorRegistry::sortInClosed() const
{
    std::vector<std::pair<Flow, Entry>> closed;
    {
        const std::scoped_lock lock(m_mutex);
        closed.swap(m_justClosed);
    }
    for (const auto &[flow, entry] : closed)
        m_closed.insert_or_assign(flow, entry);
}

void DoorRegistry::markClosed(const Flow &flow, DoorId door)
{
    const std::scoped_lock lock(m_mutex);
    const auto place = m_open.find(flow);
    if (place == m_open.end() || place->second.entry.door != door)
        return;
    Entry closed = place->second.entry;
    closed.closed = true;
    m_justClosed.emplace_back(flow, closed);
    m_open.erase(place);
}

void DoorRegistry::forget(const Flow &flow, DoorId door)
{
    const std::scoped_lock lock(m_closedMutex);
    {
        const std::scoped_lock openLock(m_mutex);
        const auto place = m_open.find(flow);
        if (place != m_open.end() && place->second.entry.door == door)
            m_open.erase(place);
    }
    sortInClosed();
    const auto place = m_closed.find(flow);
    if (place != m_closed.end() && place->second.door == door)
        m_closed.erase(place);
}

bool DoorRegistry::firstKnock(const Flow &flow)
{
    return isFirst(flow, &Open::knocked);
}

bool DoorRegistry::firstReset(const Flow &flow)
{
    return isFirst(flow, &Open::reset);
}

/// Marks both ends, as either may be closed when the other is asked about.
bool DoorRegistry::isFirst(const Flow &flow, bool Open::*said)
{
    const std::scoped_lock lock(m_mutex);
    bool first = true;
    for (const Flow &end : {flow, flow.reversed()}) {
        const auto place = m_open.find(end);
        if (place == m_open.end())
            continue;
        first = first && !(place->second.*said);
        place->second.*said = true;
    }
    return first;
}

} // namespace twodoors
