// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/names.h"

namespace twodoors
{

/// Light or dark, or as the system is.
enum class ThemeChoice : std::uint8_t { System, Light, Dark };
template <>
inline constexpr std::array<std::string_view, 3> names<ThemeChoice>{"system", "light", "dark"};

} // namespace twodoors
