// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace twodoors
{

/// The place of an event in the journal's one total order: 1, 2, 3 …; 0 names no event.
enum class Seq : std::uint32_t { None = 0 };

/// One socket, from the moment the kernel made it; never used again for another.
enum class DoorId : std::uint32_t { None = 0 };

/// One packet on the wire; copies that a hand made are packets of their own.
enum class PacketId : std::uint32_t { None = 0 };

/// An operation of a program, counted from 1 in the order they are written; 0 is outside of any.
enum class LineNumber : std::uint16_t { None = 0 };

using Nanoseconds = std::chrono::nanoseconds;

[[nodiscard]] constexpr std::uint32_t number(Seq seq) noexcept
{
    return static_cast<std::uint32_t>(seq);
}

[[nodiscard]] constexpr std::uint32_t number(DoorId door) noexcept
{
    return static_cast<std::uint32_t>(door);
}

[[nodiscard]] constexpr std::uint32_t number(PacketId packet) noexcept
{
    return static_cast<std::uint32_t>(packet);
}

[[nodiscard]] constexpr std::uint16_t number(LineNumber line) noexcept
{
    return static_cast<std::uint16_t>(line);
}

/// Whether an event of this place can name a door or a packet by this id. An id runs ahead of its
/// first event by as many as threads make at once; one further ahead is a file's invention, and is
/// not followed.
template <class Id>
[[nodiscard]] constexpr bool isCredible(Id id, Seq event) noexcept
{
    constexpr std::uint32_t widestGap = 4096;
    return id != Id::None && (number(id) <= widestGap || number(id) - widestGap <= number(event));
}

} // namespace twodoors
