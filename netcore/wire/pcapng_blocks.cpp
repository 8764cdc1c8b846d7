// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/pcapng_blocks.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace twodoors::pcapng
{

namespace
{

enum class BlockType : std::uint32_t {
    SectionHeader = 0x0A0D0D0A,
    Interface = 1,
    EnhancedPacket = 6
};

/// What is the same for all blocks, and what each has for itself.
enum class Option : std::uint16_t {
    End = 0,
    Comment = 1,
    System = 3,          ///< of a section: shb_os
    Application = 4,     ///< shb_userappl
    InterfaceName = 2,   ///< if_name
    TimeResolution = 9,  ///< if_tsresol
    PacketDirection = 2, ///< epb_flags, bits 0 and 1
    PacketId = 5         ///< epb_packetid
};

constexpr std::uint32_t byteOrderMagic = 0x1A2B3C4D;
constexpr std::uint64_t unknownLength = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint8_t nanoseconds = 9;

template <class Integer>
void append(std::string &out, Integer value)
{
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out.append(bytes, sizeof value);
}

void appendPadded(std::string &out, std::string_view bytes)
{
    out += bytes;
    out.append((4 - bytes.size() % 4) % 4, '\0');
}

/// As much of UTF-8 text as an option can hold.
std::string_view fitting(std::string_view text)
{
    constexpr std::size_t most = std::numeric_limits<std::uint16_t>::max();
    if (text.size() <= most)
        return text;
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80)
        --end;
    return text.substr(0, end);
}

void appendOption(std::string &out, Option option, std::string_view value)
{
    const std::string_view text = fitting(value);
    append(out, static_cast<std::uint16_t>(option));
    append(out, static_cast<std::uint16_t>(text.size()));
    appendPadded(out, text);
}

template <class Integer>
void appendNumber(std::string &out, Option option, Integer value)
{
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    appendOption(out, option, {bytes, sizeof value});
}

/// A block's type, its length, what `body` appends, and its length again.
template <class Body>
void appendBlock(std::string &out, BlockType type, Body body)
{
    const std::size_t start = out.size();
    append(out, static_cast<std::uint32_t>(type));
    append(out, std::uint32_t{0});
    body();
    appendOption(out, Option::End, {});
    const auto length = static_cast<std::uint32_t>(out.size() - start + sizeof(std::uint32_t));
    append(out, length);
    std::memcpy(out.data() + start + sizeof length, &length, sizeof length);
}

} // namespace

void appendSectionHeader(std::string &out, std::string_view system, std::string_view application)
{
    appendBlock(out, BlockType::SectionHeader, [&] {
        append(out, byteOrderMagic);
        append(out, std::uint16_t{1}); // version 1.0
        append(out, std::uint16_t{0});
        append(out, unknownLength);
        if (!system.empty())
            appendOption(out, Option::System, system);
        appendOption(out, Option::Application, application);
    });
}

void appendInterface(std::string &out, std::string_view name, Link link)
{
    appendBlock(out, BlockType::Interface, [&] {
        append(out, static_cast<std::uint16_t>(link));
        append(out, std::uint16_t{0});
        append(out, static_cast<std::uint32_t>(longestPacket));
        appendOption(out, Option::InterfaceName, name);
        appendNumber(out, Option::TimeResolution, nanoseconds);
    });
}

void appendPacket(std::string &out, const Packet &packet)
{
    const std::string_view bytes = packet.bytes.substr(0, longestPacket);
    const std::size_t size = std::min<std::size_t>(std::max(packet.size, packet.bytes.size()),
                                                   std::numeric_limits<std::uint32_t>::max());
    appendBlock(out, BlockType::EnhancedPacket, [&] {
        append(out, packet.interface);
        append(out, static_cast<std::uint32_t>(packet.time >> 32U));
        append(out, static_cast<std::uint32_t>(packet.time));
        append(out, static_cast<std::uint32_t>(bytes.size()));
        append(out, static_cast<std::uint32_t>(size));
        appendPadded(out, bytes);
        for (const std::string &comment : packet.comments)
            appendOption(out, Option::Comment, comment);
        if (packet.direction != Direction::Unknown)
            appendNumber(out, Option::PacketDirection,
                         static_cast<std::uint32_t>(packet.direction));
        if (packet.id != 0)
            appendNumber(out, Option::PacketId, packet.id);
    });
}

} // namespace twodoors::pcapng
