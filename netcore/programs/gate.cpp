// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/gate.h"

namespace twodoors
{

Gate::Seat Gate::takeSeat()
{
    const std::scoped_lock lock(m_mutex);
    m_places.emplace_back();
    return m_places.size() - 1;
}

bool Gate::pass(Seat seat, LineNumber line)
{
    std::unique_lock lock(m_mutex);
    const auto mayGo = [this, seat] {
        return m_stopped || m_places[seat].live || m_places[seat].granted > 0;
    };
    if (!mayGo()) {
        View &view = m_places[seat].view;
        view.isWaiting = true;
        view.line = line;
        view.arrival = ++m_changes;
        m_changed.notify_all();
        m_places[seat].isInside = true;
        m_granted.wait(lock, mayGo);
        m_places[seat].isInside = false;
    }
    Place &place = m_places[seat];
    place.view.isWaiting = false;
    if (place.granted > 0)
        --place.granted;
    ++place.view.passed;
    return !m_stopped;
}

void Gate::leave(Seat seat)
{
    const std::scoped_lock lock(m_mutex);
    m_places[seat].view.hasEnded = true;
    m_places[seat].view.isWaiting = false;
    ++m_changes;
    m_changed.notify_all();
}

bool Gate::rest(Seat seat, Nanoseconds time)
{
    std::unique_lock lock(m_mutex);
    m_places[seat].view.isResting = true;
    ++m_changes;
    m_changed.notify_all();
    const bool stopped = m_granted.wait_for(lock, time, [this] { return m_stopped.load(); });
    m_places[seat].view.isResting = false;
    return !stopped;
}

void Gate::grant(Seat seat)
{
    const std::scoped_lock lock(m_mutex);
    Place &place = m_places[seat];
    ++place.granted;
    // from here on it no longer waits, whether or not its thread has woken yet
    place.view.isWaiting = false;
    m_granted.notify_all();
}

void Gate::setLive(Seat seat)
{
    const std::scoped_lock lock(m_mutex);
    m_places[seat].live = true;
    m_places[seat].view.isWaiting = false;
    m_granted.notify_all();
}

void Gate::setAsked(Seat seat)
{
    const std::scoped_lock lock(m_mutex);
    Place &place = m_places[seat];
    place.live = false;
    // it may not have woken while it was live, and then waits on
    place.view.isWaiting = place.isInside && place.granted == 0;
    ++m_changes;
    m_changed.notify_all();
}

void Gate::stop()
{
    const std::scoped_lock lock(m_mutex);
    m_stopped = true;
    m_granted.notify_all();
}

Gate::View Gate::look(Seat seat) const
{
    const std::scoped_lock lock(m_mutex);
    return m_places[seat].view;
}

std::uint64_t Gate::changes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_changes;
}

void Gate::waitForChange(std::uint64_t seen, Nanoseconds patience) const
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, patience, [this, seen] { return m_changes > seen; });
}

} // namespace twodoors
