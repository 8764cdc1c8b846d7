// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/bytes.h"
#include "wire/layers.h"

#include <netinet/in.h>
#include <string>

namespace twodoors
{

namespace
{

constexpr std::size_t fixedHeader = 40;

void addFixedHeader(FieldWriter &writer, std::size_t at)
{
    writer.add(FieldId::Ipv6Version, at);
    writer.add(FieldId::Ipv6TrafficClass, at);
    {
        const Deeper deeper(writer);
        writer.add(FieldId::Ipv6Dscp, at);
        writer.add(FieldId::Ipv6Ecn, at);
    }
    writer.add(FieldId::Ipv6FlowLabel, at + 1);
    writer.add(FieldId::Ipv6PayloadLength, at + 4);
    writer.add(FieldId::Ipv6NextHeader, at + 6);
    writer.add(FieldId::Ipv6HopLimit, at + 7);
    writer.add(FieldId::Ipv6Source, at + 8);
    writer.add(FieldId::Ipv6Destination, at + 24);
}

} // namespace

void decodeIpv6(FieldWriter &writer, std::size_t at)
{
    writer.addLayer(FieldId::Ipv6, at, fixedHeader);
    const std::size_t end = at + fixedHeader + wordAt(writer.bytes(), at + 4);
    unsigned next = byteAt(writer.bytes(), at + 6);
    std::string addresses(writer.bytes().substr(at, fixedHeader));
    addresses.erase(0, 8);
    Carried carried{at + fixedHeader, {}, false, end > writer.end()};
    bool isLaterFragment = false;
    {
        const Deeper deeper(writer);
        addFixedHeader(writer, at);
        writer.endAt(end);
        while (!isLaterFragment && !writer.isStopped()) {
            const auto extension = decodeExtension(writer, next, carried.at);
            if (!extension)
                break;
            next = extension->next;
            carried.at = extension->end;
            carried.isFragment = carried.isFragment || extension->isFragment;
            isLaterFragment = extension->isLaterFragment;
            if (extension->lastAddress != 0)
                addresses.replace(16, 16, writer.bytes().substr(extension->lastAddress, 16));
        }
    }
    if (writer.isStopped())
        return;
    if (isLaterFragment) {
        decodeData(writer, carried.at);
        return writer.expectUpTo(end);
    }
    writer.last(FieldId::Ipv6)->size = carried.at - at;
    carried.addresses = addresses;
    if (next != IPPROTO_NONE && writer.left(carried.at) > 0)
        decodeCarried(writer, next, carried);
    writer.expectUpTo(end);
}

} // namespace twodoors
