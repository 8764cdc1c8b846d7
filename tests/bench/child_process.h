// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace twodoors::bench
{

struct ChildRun {
    std::chrono::duration<double> wall{0};
    std::size_t peakMemory = 0; ///< bytes resident at most
    std::string output;         ///< of standard output, where it was kept
};

enum class Output { Kept, Dropped };

/// Runs a program, looked up in PATH, to its end; standard error is dropped. Nothing where it could
/// not be started or did not end with status 0.
///
/// The kernel counts the memory of this process, too, from before the child became its program
/// (getrusage(2), ru_maxrss): keep it small while measuring.
[[nodiscard]] std::optional<ChildRun> runChild(const std::vector<std::string> &arguments,
                                               Output output);

/// This very program.
[[nodiscard]] std::string ownPath();

} // namespace twodoors::bench
