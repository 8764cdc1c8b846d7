// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace twodoors::bench
{

/// Which processors client and server run on. Where it is left to the scheduler the two may come to
/// share one or not, and stay so for a whole round: an exchange between two processors that have to
/// wake each other takes several times as long as one within a processor.
enum class Placement : std::uint8_t { Scheduler, OneProcessor, TwoProcessors };

enum class Side : std::uint8_t { Server, Client };

/// Puts the calling thread, and threads that it starts from now on, where this side runs.
void moveTo(Placement placement, Side side);

/// Lets the calling thread run anywhere again.
void moveAnywhere();

/// Whether this process may use two processors at least.
[[nodiscard]] bool hasTwoProcessors();

} // namespace twodoors::bench
