// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/ids.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <vector>

namespace twodoors
{

/// Lets programs through line by line, or does not ask. Each program takes a seat; its thread calls
/// pass() before each line. All functions may be called from any thread.
class Gate
{
public:
    using Seat = std::size_t;

    struct View {
        bool isWaiting = false;             ///< stands before a line
        bool isResting = false;             ///< waits for a time to pass
        bool hasEnded = false;              ///< will pass no more
        LineNumber line = LineNumber::None; ///< the one it waits at
        std::uint64_t arrival = 0; ///< when it came to where it waits: a smaller one came earlier
        std::uint64_t passed = 0;  ///< lines let through so far
    };

    [[nodiscard]] Seat takeSeat();

    /// Waits until the program may go on; false when everything is to stop.
    [[nodiscard]] bool pass(Seat seat, LineNumber line);
    /// The program of this seat has ended.
    void leave(Seat seat);
    /// Waits for so long; false, and at once, when everything is to stop.
    [[nodiscard]] bool rest(Seat seat, Nanoseconds time);

    /// Lets one line of this program through, the one it waits at or the next it comes to.
    void grant(Seat seat);
    /// Live: the seat's program is not asked any more, until setAsked().
    void setLive(Seat seat);
    void setAsked(Seat seat);
    /// Ends every wait, for good.
    void stop();
    [[nodiscard]] bool isStopped() const noexcept { return m_stopped.load(); }

    [[nodiscard]] View look(Seat seat) const;

    /// Counts up at each arrival and end.
    [[nodiscard]] std::uint64_t changes() const;
    /// Returns when changes() is beyond `seen` or the time is over.
    void waitForChange(std::uint64_t seen, Nanoseconds patience) const;

private:
    struct Place {
        View view;
        std::uint64_t granted = 0;
        bool live = false;
        bool isInside = false; ///< its thread is in pass(), woken or not
    };

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_granted;
    mutable std::condition_variable m_changed;
    std::vector<Place> m_places;
    std::uint64_t m_changes = 0;
    std::atomic<bool> m_stopped = false;
};

} // namespace twodoors
