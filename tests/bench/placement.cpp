// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement.h"

#include <sched.h>
#include <utility>

namespace twodoors::bench
{

namespace
{

cpu_set_t allowed() noexcept
{
    // asked for before any thread is moved
    static const cpu_set_t processors = [] {
        cpu_set_t set;
        CPU_ZERO(&set);
        sched_getaffinity(0, sizeof set, &set);
        return set;
    }();
    return processors;
}

} // namespace

void moveTo(Placement placement, Side side)
{
    const cpu_set_t processors = allowed();
    if (placement == Placement::Scheduler)
        return;
    const bool wantsSecond = placement == Placement::TwoProcessors && side == Side::Client;
    bool skipsOne = wantsSecond;
    for (std::size_t i = 0; i < CPU_SETSIZE; ++i) {
        if (!CPU_ISSET(i, &processors) || std::exchange(skipsOne, false))
            continue;
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(i, &one);
        sched_setaffinity(0, sizeof one, &one);
        return;
    }
}

void moveAnywhere()
{
    const cpu_set_t processors = allowed();
    sched_setaffinity(0, sizeof processors, &processors);
}

bool hasTwoProcessors()
{
    const cpu_set_t processors = allowed();
    return CPU_COUNT(&processors) >= 2;
}

} // namespace twodoors::bench
