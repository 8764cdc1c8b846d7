// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/packet_fields.h"

#include <QString>

namespace twodoors
{

/// Which bits of the field's byte number `byte`, counted from its first, are the field's.
[[nodiscard]] std::uint8_t maskOfByte(const PacketField &field, std::size_t byte) noexcept;

/// Where the bytes are that hold bits of a field.
struct FieldPlace {
    std::size_t begin = 0;
    std::size_t size = 0;
};
[[nodiscard]] FieldPlace placeOf(const PacketField &field) noexcept;

/// The field's bits among dots for the others: ".... ..1."; empty for a field of whole bytes.
[[nodiscard]] QString bitsText(const PacketField &field, std::string_view bytes);

} // namespace twodoors
