// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace twodoors
{

/// Nanoseconds since 1970-01-01 00:00 UTC, without leap seconds: any from 1677 to 2262.
using UtcTime = std::chrono::nanoseconds;

/// ISO 8601 with 0 … 9 digits behind the second, not rounded: "2026-11-22T10:23:41.123Z".
[[nodiscard]] std::string utcText(UtcTime time, int digits);

/// Reads what utcText() writes; nothing where it is not of that form.
[[nodiscard]] std::optional<UtcTime> utcFromText(std::string_view text);

} // namespace twodoors
