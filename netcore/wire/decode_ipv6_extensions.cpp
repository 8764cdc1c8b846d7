// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/bytes.h"
#include "wire/layers.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/ip6.h>

namespace twodoors
{

namespace
{

/// The fields that hop-by-hop and destination options and the routing header begin with.
struct Beginning {
    FieldId layer;
    FieldId next;
    FieldId length;
    FieldId bytes;
};
constexpr Beginning hopByHop{FieldId::Ipv6HopByHop, FieldId::Ipv6HopByHopNext,
                             FieldId::Ipv6HopByHopLength, FieldId::Ipv6HopByHopBytes};
constexpr Beginning destinationOptions{
    FieldId::Ipv6DestinationOptions, FieldId::Ipv6DestinationOptionsNext,
    FieldId::Ipv6DestinationOptionsLength, FieldId::Ipv6DestinationOptionsBytes};
constexpr Beginning routing{FieldId::Ipv6Routing, FieldId::Ipv6RoutingNext,
                            FieldId::Ipv6RoutingLength, FieldId::Ipv6RoutingBytes};

void addBeginning(FieldWriter &writer, std::size_t at, const Beginning &ids, std::size_t size)
{
    writer.add(ids.next, at);
    writer.add(ids.length, at + 1);
    writer.addText(ids.bytes, at + 1, fmt::format("{}", size));
}

/// One option (RFC 8200, 4.2) of at most `room` bytes; returns its size.
std::size_t addOption(FieldWriter &writer, std::size_t at, std::size_t room)
{
    const unsigned type = byteAt(writer.bytes(), at);
    const std::size_t length = type == IP6OPT_PAD1 ? 0 : byteAt(writer.bytes(), at + 1);
    const std::size_t size = type == IP6OPT_PAD1 ? 1 : 2 + length;
    if (size > room) {
        writer.addMalformed(at, room, "option-length");
        return room;
    }
    writer.add(FieldId::Ipv6Option, at, size);
    const Deeper deeper(writer);
    writer.add(FieldId::Ipv6OptionType, at);
    if (type == IP6OPT_PAD1) {
        writer.add(FieldId::Ipv6OptionPad1, at);
        return size;
    }
    {
        const Deeper deeperStill(writer);
        writer.add(FieldId::Ipv6OptionAction, at);
        writer.add(FieldId::Ipv6OptionChange, at);
        writer.add(FieldId::Ipv6OptionRest, at);
    }
    writer.add(FieldId::Ipv6OptionLength, at + 1);
    if (type == IP6OPT_ROUTER_ALERT && length == 2)
        writer.add(FieldId::Ipv6OptionRouterAlert, at + 2);
    else if (length > 0)
        writer.add(type == IP6OPT_PADN ? FieldId::Ipv6OptionPadN : FieldId::Ipv6OptionUnknown,
                   at + 2, length);
    return size;
}

void addOptions(FieldWriter &writer, std::size_t at, std::size_t end)
{
    while (at < end && !writer.isStopped())
        at += addOption(writer, at, end - at);
}

/// RFC 8200, 4.4; of the types only 0 is taken apart (RFC 2460, 4.4; deprecated by RFC 5095).
/// Returns where the last address stands if the packet is still on its way there, otherwise 0.
std::size_t addRoute(FieldWriter &writer, std::size_t at, std::size_t size)
{
    writer.add(FieldId::Ipv6RoutingType, at + 2);
    writer.add(FieldId::Ipv6RoutingSegmentsLeft, at + 3);
    if (byteAt(writer.bytes(), at + 2) != 0) {
        writer.add(FieldId::Ipv6RoutingUnknown, at + 4, size - 4);
        return 0;
    }
    writer.add(FieldId::Ipv6RoutingReserved, at + 4, 4);
    std::size_t last = 0;
    for (std::size_t offset = 8; offset + 16 <= size; offset += 16) {
        writer.add(FieldId::Ipv6RoutingAddress, at + offset);
        last = at + offset;
    }
    return byteAt(writer.bytes(), at + 3) != 0 ? last : 0;
}

/// RFC 8200, 4.5.
Extension addFragment(FieldWriter &writer, std::size_t at)
{
    writer.addLayer(FieldId::Ipv6Fragment, at, 8);
    const Deeper deeper(writer);
    writer.add(FieldId::Ipv6FragmentNext, at);
    writer.add(FieldId::Ipv6FragmentReservedByte, at + 1);
    writer.add(FieldId::Ipv6FragmentOffset, at + 2);
    writer.add(FieldId::Ipv6FragmentReservedBits, at + 2);
    writer.add(FieldId::Ipv6FragmentMore, at + 2);
    writer.add(FieldId::Ipv6FragmentId, at + 4);
    const unsigned place = wordAt(writer.bytes(), at + 2);
    Extension extension{byteAt(writer.bytes(), at), at + 8};
    extension.isFragment = (place & 0xFFF9U) != 0;
    extension.isLaterFragment = (place & 0xFFF8U) != 0;
    return extension;
}

Extension addWithLength(FieldWriter &writer, std::size_t at, const Beginning &ids)
{
    const std::size_t size = (std::size_t{byteAt(writer.bytes(), at + 1)} + 1) * 8;
    writer.addLayer(ids.layer, at, size);
    const Deeper deeper(writer);
    addBeginning(writer, at, ids, size);
    Extension extension{byteAt(writer.bytes(), at), at + size};
    if (ids.layer == FieldId::Ipv6Routing)
        extension.lastAddress = addRoute(writer, at, size);
    else
        addOptions(writer, at + 2, at + size);
    return extension;
}

} // namespace

std::optional<Extension> decodeExtension(FieldWriter &writer, unsigned number, std::size_t at)
{
    Extension extension;
    switch (number) {
    case IPPROTO_HOPOPTS:
        extension = addWithLength(writer, at, hopByHop);
        break;
    case IPPROTO_DSTOPTS:
        extension = addWithLength(writer, at, destinationOptions);
        break;
    case IPPROTO_ROUTING:
        extension = addWithLength(writer, at, routing);
        break;
    case IPPROTO_FRAGMENT:
        extension = addFragment(writer, at);
        break;
    default:
        return std::nullopt;
    }
    writer.expectUpTo(extension.end);
    if (writer.isStopped())
        return std::nullopt;
    return extension;
}

} // namespace twodoors
