// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/layers.h"

#include <fmt/format.h>
#include <netinet/icmp6.h>

namespace twodoors
{

namespace
{

constexpr std::size_t headerSize = 8;

/// Of an error: whatever stands before the quote.
void addUnused(FieldWriter &writer, std::size_t at)
{
    if (byteAt(writer.bytes(), at + 4) == 0)
        return writer.add(FieldId::Icmpv6Reserved, at + 4, 4);
    writer.add(FieldId::Icmpv6Length, at + 4); // RFC 4884, 4
    writer.add(FieldId::Icmpv6Reserved, at + 5, 3);
}

/// The packet that is better sent another way, and what fills it up to whole words.
void addRedirectedPacket(FieldWriter &writer, std::size_t at, std::size_t size)
{
    writer.add(FieldId::Icmpv6OptionReserved, at + 2, 6);
    writer.add(FieldId::Icmpv6RedirectedPacket, at + 8, size - 8);
    const std::size_t end = decodeQuoted(writer, at + 8);
    if (end < at + size)
        writer.add(FieldId::Icmpv6Unknown, end, at + size - end);
}

/// RFC 4861, 4.6: only the redirected header is taken apart.
void addRedirectOptions(FieldWriter &writer, std::size_t at)
{
    while (writer.left(at) > 0 && !writer.isStopped()) {
        const std::size_t size = std::size_t{byteAt(writer.bytes(), at + 1)} * 8;
        if (size == 0)
            return writer.addMalformed(at, writer.left(at), "option-length");
        writer.add(FieldId::Icmpv6Option, at, size);
        const Deeper deeper(writer);
        writer.add(FieldId::Icmpv6OptionType, at);
        writer.add(FieldId::Icmpv6OptionLength, at + 1);
        if (byteAt(writer.bytes(), at) == ND_OPT_REDIRECTED_HEADER)
            addRedirectedPacket(writer, at, size);
        else
            writer.add(FieldId::Icmpv6Unknown, at + 2, size - 2);
        at += size;
        writer.expectUpTo(at);
    }
}

void addBody(FieldWriter &writer, std::size_t at, unsigned type)
{
    switch (type) {
    case ICMP6_ECHO_REQUEST:
    case ICMP6_ECHO_REPLY:
        writer.add(FieldId::Icmpv6Identifier, at + 4);
        writer.add(FieldId::Icmpv6Sequence, at + 6);
        return decodeData(writer, at + headerSize);
    case ND_REDIRECT:
        writer.add(FieldId::Icmpv6Reserved, at + 4, 4);
        writer.add(FieldId::Icmpv6RedirectTarget, at + 8);
        writer.add(FieldId::Icmpv6RedirectDestination, at + 24);
        return addRedirectOptions(writer, at + 40);
    case ICMP6_DST_UNREACH:
    case ICMP6_TIME_EXCEEDED:
        addUnused(writer, at);
        break;
    case ICMP6_PACKET_TOO_BIG:
        writer.add(FieldId::Icmpv6Mtu, at + 4);
        break;
    case ICMP6_PARAM_PROB:
        writer.add(FieldId::Icmpv6Pointer, at + 4);
        break;
    default:
        return decodeData(writer, at + 4);
    }
    decodeQuoted(writer, at + headerSize);
}

} // namespace

void decodeIcmpv6(FieldWriter &writer, const Carried &carried)
{
    const std::size_t at = carried.at;
    const std::string_view message = writer.bytes().substr(at);
    const unsigned type = byteAt(message, 0);
    const unsigned code = byteAt(message, 1);
    writer.addLayer(FieldId::Icmpv6, at, message.size());
    const Deeper deeper(writer);
    writer.add(FieldId::Icmpv6Type, at);
    writer.add(FieldId::Icmpv6Code, at + 1, fmt::format("{}.{}", type, code));
    std::optional<std::uint64_t> sum;
    if (carried.isWhole() && writer.quotes() == 0)
        sum = sumOf(message) + pseudoHeaderSum(carried.addresses, message.size(), IPPROTO_ICMPV6);
    addChecksum(writer, FieldId::Icmpv6Checksum, at + 2, sum);
    addBody(writer, at, type);
}

} // namespace twodoors
