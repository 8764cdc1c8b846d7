// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace twodoors
{

/// The sum of the 16-bit words of the bytes, the last byte padded with 0 (RFC 1071). Sums of parts
/// may be added, where each part but the last has an even number of bytes.
[[nodiscard]] std::uint64_t sumOf(std::string_view bytes) noexcept;

/// What TCP, UDP and ICMPv6 add to the sum of their own bytes (RFC 9293, 3.1; RFC 8200, 8.1).
/// `addresses` are source and destination together: 8 or 32 bytes.
[[nodiscard]] std::uint64_t pseudoHeaderSum(std::string_view addresses, std::uint64_t size,
                                            unsigned protocol) noexcept;

/// The sum with all carries added in: 0xFFFF where a checksum fits that was summed with the rest.
[[nodiscard]] std::uint16_t folded(std::uint64_t sum) noexcept;

} // namespace twodoors
