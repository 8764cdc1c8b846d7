// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/export/log_printer.h"
#include "output.h"
#include "signals.h"

namespace twodoors
{

namespace ExitStatus
{
inline constexpr int good = 0;
inline constexpr int fault = 1;
inline constexpr int usage = 2;
} // namespace ExitStatus

/// What every command works with.
struct CommandContext {
    const Catalogue &catalogue;
    StopSignals &stops;

    /// Says a failure on standard error: "twodoors: …".
    void complain(const Failure &failure) const;
    void complain(const std::string &sentence) const;
};

/// The exit status of a command that has written its output: `status`, or a fault where that could
/// not be written, which is said.
[[nodiscard]] int finished(const CommandContext &context, const Output &output, int status);

} // namespace twodoors
