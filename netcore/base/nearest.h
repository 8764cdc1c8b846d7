// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace twodoors
{

/// What a mistyped word was meant to be: the known word nearest to it, upper and lower case alike,
/// where one is near (a slip or two); otherwise all of them, "read, write, both".
[[nodiscard]] std::string nearestOrAll(std::string_view word,
                                       std::span<const std::string_view> known);

} // namespace twodoors
