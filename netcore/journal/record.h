// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"

#include <cstddef>
#include <type_traits>

namespace twodoors
{

/// Texts and bytes longer than this lie outside of the record, where they were put beforehand. A
/// packet of the lab's wire is shorter.
inline constexpr std::size_t longestInlineBytes = 2047;

/// Enough room for any record: the head, each field at its largest, four short texts.
inline constexpr std::size_t largestRecord = 4 * (longestInlineBytes + 4) + 256;

/// Whether a field says nothing, so that it is left out.
template <class Value>
[[nodiscard]] constexpr bool isDefault(const Value &value, Value Event::*member) noexcept
{
    constexpr Event defaults;
    if constexpr (std::is_same_v<Value, std::string_view>)
        return value.empty();
    else if constexpr (std::is_same_v<Value, Endpoint>)
        return !value.isSet();
    else
        return value == defaults.*member;
}

/// Writes the event, only the fields that differ from their defaults, with the time `t` to `out`,
/// which has room for largestRecord bytes. Texts longer than longestInlineBytes are kept as views,
/// so they must live as long as the record. Returns the bytes written.
[[nodiscard]] std::size_t packRecord(const Event &event, Nanoseconds t, std::byte *out) noexcept;

/// The kind alone of what packRecord wrote.
[[nodiscard]] Kind kindOfRecord(const std::byte *record) noexcept;

/// The time alone.
[[nodiscard]] Nanoseconds timeOfRecord(const std::byte *record) noexcept;

/// Reads what packRecord wrote. The views point into the record or where it pointed.
[[nodiscard]] Event unpackRecord(Seq seq, const std::byte *record) noexcept;

} // namespace twodoors
