// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace twodoors
{

/// The hidden option with which a program starts itself as the lab's helper.
inline constexpr const char *labHelperOption = "--lab-helper";

/// To be called first in main(), before any thread: where the program was started as the lab's
/// helper, it is that until Two Doors closes its end, and the result is the exit status. Nothing
/// otherwise.
[[nodiscard]] std::optional<int> runAsLabHelper(int argc, char **argv);

} // namespace twodoors
