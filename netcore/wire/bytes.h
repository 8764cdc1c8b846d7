// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace twodoors
{

/// The byte at the offset; 0 where there is none.
[[nodiscard]] constexpr std::uint8_t byteAt(std::string_view bytes, std::size_t offset) noexcept
{
    return offset < bytes.size() ? static_cast<std::uint8_t>(bytes[offset]) : std::uint8_t{0};
}

/// 16 bits in network byte order; bytes that are not there count as 0.
[[nodiscard]] constexpr std::uint16_t wordAt(std::string_view bytes, std::size_t offset) noexcept
{
    return static_cast<std::uint16_t>(byteAt(bytes, offset) << 8U | byteAt(bytes, offset + 1));
}

/// 32 bits, likewise.
[[nodiscard]] constexpr std::uint32_t longAt(std::string_view bytes, std::size_t offset) noexcept
{
    return static_cast<std::uint32_t>(wordAt(bytes, offset)) << 16U | wordAt(bytes, offset + 2);
}

} // namespace twodoors
