// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string_view>

namespace twodoors
{

/// What stands before main() in a C text, in the order it must stand there.
enum class CHelper : unsigned char {
    Bytes,
    Address,
    MakeRoom,
    ReadLine,
    SendAll,
    ToUpper,
    Append,
    Clear,
    TimeLimit
};

/// Its text, several lines, each ended by a newline. It uses what stands before it: MakeRoom needs
/// Bytes, ToUpper and Append need MakeRoom.
[[nodiscard]] std::string_view textOf(CHelper helper) noexcept;

/// Adds the headers that it needs, without their angle brackets.
void addHeadersOf(CHelper helper, std::set<std::string_view> &headers);

} // namespace twodoors
