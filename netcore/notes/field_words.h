// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "notes/catalogue.h"
#include "wire/packet_fields.h"

namespace twodoors
{

/// A field of a packet in the words of people.
struct FieldWords {
    std::string name;  ///< "time to live"
    std::string value; ///< the value in words: "TCP", "set", "SYN, ACK"; empty where there are none
    std::string meaning; ///< a sentence: "At most this many routers may still pass it on; …"
};

/// In the language of the catalogue, from its sections "field" and "fieldvalue".
[[nodiscard]] FieldWords wordsFor(const PacketField &field, const Catalogue &catalogue);

/// The section below "fieldvalue" where the words for the field's values stand; empty where a
/// number says it all.
[[nodiscard]] std::string_view valueSectionOf(FieldId field) noexcept;

} // namespace twodoors
