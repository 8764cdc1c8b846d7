// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/packet/field_bits.h"

#include "wire/bytes.h"

namespace twodoors
{

std::uint8_t maskOfByte(const PacketField &field, std::size_t byte) noexcept
{
    if (byte >= field.size)
        return 0;
    if (field.mask == 0)
        return 0xFF;
    const std::size_t behind = field.size - 1 - byte;
    return behind >= sizeof field.mask ? std::uint8_t{0}
                                       : static_cast<std::uint8_t>(field.mask >> (8 * behind));
}

FieldPlace placeOf(const PacketField &field) noexcept
{
    std::size_t begin = 0;
    std::size_t end = field.size;
    while (field.mask != 0 && begin < end && maskOfByte(field, begin) == 0)
        ++begin;
    while (field.mask != 0 && begin < end && maskOfByte(field, end - 1) == 0)
        --end;
    return {field.begin + begin, end - begin};
}

QString bitsText(const PacketField &field, std::string_view bytes)
{
    QString text;
    if (field.mask == 0)
        return text;
    const auto [begin, size] = placeOf(field);
    for (std::size_t place = begin; place < begin + size; ++place) {
        const std::uint8_t mask = maskOfByte(field, place - field.begin);
        const std::uint8_t value = byteAt(bytes, place);
        for (unsigned bit = 8; bit-- > 0;) {
            const bool isField = (mask >> bit & 1U) != 0;
            const bool isSet = (value >> bit & 1U) != 0;
            text += QLatin1Char(!isField ? '.' : isSet ? '1' : '0');
            if (bit == 4 || (bit == 0 && place + 1 < begin + size))
                text += QLatin1Char(' ');
        }
    }
    return text;
}

} // namespace twodoors
