// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/ids.h"

namespace twodoors
{

/// Where a session's times come from: nanoseconds since the session's start, never going back.
class Clock
{
public:
    Clock() = default;
    Clock(const Clock &) = delete;
    Clock &operator=(const Clock &) = delete;
    virtual ~Clock() = default;

    [[nodiscard]] virtual Nanoseconds now() const noexcept = 0;
};

/// The steady clock (CLOCK_MONOTONIC), counted from this object's making.
class SteadyClock final : public Clock
{
public:
    [[nodiscard]] Nanoseconds now() const noexcept override
    {
        return std::chrono::steady_clock::now() - m_start;
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

} // namespace twodoors
