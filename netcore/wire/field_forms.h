// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/field_ids.h"

#include <string_view>

namespace twodoors
{

/// How the value of a field is written, as tshark has it.
enum class FieldShow : std::uint8_t {
    Decimal, ///< the masked bits as a number
    Hex,     ///< likewise, "0x" and two digits for each byte of the field
    Flag,    ///< "1" where any of the masked bits is set, otherwise "0"
    IPv4,
    IPv6,
    Raw,     ///< its bytes: "de:ad"
    Nothing, ///< it only groups others, or marks a place
    Layer,   ///< likewise, the whole header of a protocol
    Ascii,   ///< its bytes as text; what is no ASCII becomes U+FFFD
    Text     ///< the decoder works it out
};

struct FieldForm {
    /// That of tshark. It has no name for ip.options and ip.options.unknown, and knows nothing of
    /// the twodoors fields.
    std::string_view name;
    std::uint8_t size; ///< bytes; 0 where the packet says how many
    FieldShow show;
    std::uint32_t mask = 0; ///< which bits of them, 0 for all
};

[[nodiscard]] const FieldForm &formOf(FieldId id) noexcept;

} // namespace twodoors
