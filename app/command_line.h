// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "commands.h"

#include <string>
#include <vector>

namespace twodoors
{

/// Reads the command line and does what it says; the exit status: 0; 1 the run met a fault; 2 wrong
/// usage. `arguments` starts with the program's name.
[[nodiscard]] int commandLine(const std::vector<std::string> &arguments, StopSignals &signals);

/// The language that the environment asks for (LC_ALL, LC_MESSAGES, LANG; locale(7)).
[[nodiscard]] Tongue tongueOfEnvironment();

} // namespace twodoors
