// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/field_writer.h"

#include "journal/endpoint.h"
#include "wire/bytes.h"
#include "wire/field_forms.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

std::uint32_t numberAt(std::string_view bytes, std::size_t at, std::size_t size) noexcept
{
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < size; ++i)
        number = number << 8U | byteAt(bytes, at + i);
    return number;
}

std::string addressText(std::string_view bytes, Family family)
{
    Endpoint endpoint;
    endpoint.family = family;
    std::memcpy(endpoint.address.data(), bytes.data(), bytes.size());
    return endpoint.addressText();
}

std::string rawText(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 3);
    for (const char letter : bytes) {
        const auto byte = static_cast<std::uint8_t>(letter);
        if (!text.empty())
            text += ':';
        text += digits[byte >> 4U];
        text += digits[byte & 0x0FU];
    }
    return text;
}

std::string asciiText(std::string_view bytes)
{
    std::string text;
    for (const char letter : bytes) {
        const auto byte = static_cast<std::uint8_t>(letter);
        if (byte >= 0x80)
            text += "\uFFFD";
        else if (byte < 0x20 || byte == 0x7F)
            text += fmt::format("\\x{:02x}", byte);
        else
            text += letter;
    }
    return text;
}

} // namespace

bool FieldWriter::has(std::size_t at, std::size_t size)
{
    if (m_isStopped)
        return false;
    if (at <= end() && size <= end() - at)
        return true;
    cut(at);
    return false;
}

void FieldWriter::cut(std::size_t at)
{
    const std::size_t from = std::min(at, end());
    append(FieldId::Cut, from, end() - from, rawText(m_bytes.substr(from)),
           m_quotes > 0 ? "quote" : "packet");
    stop();
}

void FieldWriter::append(FieldId id, std::size_t at, std::size_t size, std::string value,
                         std::string meaning)
{
    const FieldForm &form = formOf(id);
    m_fields.push_back(
        {id, form.name, std::move(value), at, size, m_depth, form.mask, std::move(meaning)});
}

std::string FieldWriter::shown(FieldId id, std::size_t at, std::size_t size) const
{
    const FieldForm &form = formOf(id);
    const std::string_view bytes = m_bytes.substr(at, size);
    std::uint32_t number = numberAt(bytes, 0, size);
    if (form.mask != 0)
        number = (number & form.mask) >> static_cast<unsigned>(std::countr_zero(form.mask));
    switch (form.show) {
    case FieldShow::Decimal:
        return fmt::format("{}", number);
    case FieldShow::Hex:
        return fmt::format("{:#0{}x}", number, 2 + 2 * size);
    case FieldShow::Flag:
        return number != 0 ? "1" : "0";
    case FieldShow::IPv4:
        return addressText(bytes, Family::IPv4);
    case FieldShow::IPv6:
        return addressText(bytes, Family::IPv6);
    case FieldShow::Raw:
        return rawText(bytes);
    case FieldShow::Ascii:
        return asciiText(bytes);
    case FieldShow::Nothing:
    case FieldShow::Layer:
    case FieldShow::Text:
        break;
    }
    return {};
}

void FieldWriter::add(FieldId id, std::size_t at, std::string meaning)
{
    const std::size_t size = formOf(id).size;
    if (has(at, size))
        append(id, at, size, shown(id, at, size), std::move(meaning));
}

void FieldWriter::add(FieldId id, std::size_t at, std::size_t size)
{
    if (!has(at, 1))
        return;
    const std::size_t there = std::min(size, left(at));
    append(id, at, there, shown(id, at, there));
}

void FieldWriter::addText(FieldId id, std::size_t at, std::string value, std::string meaning)
{
    const std::size_t size = formOf(id).size;
    if (has(at, size))
        append(id, at, size, std::move(value), std::move(meaning));
}

void FieldWriter::addLayer(FieldId id, std::size_t at, std::size_t size)
{
    if (!m_isStopped)
        append(id, std::min(at, end()), std::min(size, left(at)), {});
}

void FieldWriter::addMalformed(std::size_t at, std::size_t size, std::string why)
{
    if (m_isStopped)
        return;
    const std::size_t from = std::min(at, end());
    const std::size_t there = std::min(size, left(at));
    append(FieldId::Malformed, from, there, rawText(m_bytes.substr(from, there)), std::move(why));
}

PacketField *FieldWriter::last(FieldId id) noexcept
{
    const auto place = std::find_if(m_fields.rbegin(), m_fields.rend(),
                                    [id](const PacketField &field) { return field.id == id; });
    return place == m_fields.rend() ? nullptr : &*place;
}

} // namespace twodoors
