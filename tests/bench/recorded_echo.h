// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"
#include "placement.h"

#include <chrono>
#include <filesystem>
#include <limits>
#include <optional>

namespace twodoors::bench
{

/// When a run is stopped: whatever comes first.
struct RunEnd {
    std::chrono::nanoseconds time{0};
    std::size_t events = std::numeric_limits<std::size_t>::max();
};

/// The exchanges of plainEchoRate() as programs of a session run live into an empty journal, with
/// the kernel's reports sampled and a session file written as the terminal does. The exchanges a
/// second; nothing where something went wrong.
[[nodiscard]] std::optional<double> recordedEchoRate(Protocol protocol, const Endpoint &server,
                                                     Placement placement, RunEnd end,
                                                     const std::filesystem::path &sessionFile,
                                                     Journal &journal, const Clock &clock);

/// A loopback address for each round, so that no round meets another's doors in TIME-WAIT.
[[nodiscard]] Endpoint roundAddress(int round);

/// Runs TCP echo exchanges until there are so many events, and writes them to a session file: that
/// many, not one more. A process of its own does this, so that the measuring one stays small.
[[nodiscard]] bool recordSession(const std::filesystem::path &file, std::size_t events);

} // namespace twodoors::bench
