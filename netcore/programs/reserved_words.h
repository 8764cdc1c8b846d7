// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace twodoors
{

/// Whether a program's name would stand in the way of its Python or its C text: a keyword, a
/// lower-case macro of the headers, something that the text itself uses, or a word all in capitals,
/// as the macros and constants are.
[[nodiscard]] bool isReservedWord(std::string_view word) noexcept;

} // namespace twodoors
