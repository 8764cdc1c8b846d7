// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/bytes.h"
#include "wire/layers.h"

#include <netinet/ip.h>

namespace twodoors
{

namespace
{

FieldId idOf(unsigned type) noexcept
{
    switch (type) {
    case IPOPT_EOL:
        return FieldId::IpOptionEnd;
    case IPOPT_NOP:
        return FieldId::IpOptionNop;
    case IPOPT_RR:
        return FieldId::IpOptionRecordRoute;
    case IPOPT_TS:
        return FieldId::IpOptionTimestamp;
    case IPOPT_RA:
        return FieldId::IpOptionRouterAlert;
    default:
        return FieldId::IpOptionUnknown;
    }
}

void addType(FieldWriter &writer, std::size_t at)
{
    writer.add(FieldId::IpOptionType, at);
    const Deeper deeper(writer);
    writer.add(FieldId::IpOptionCopy, at);
    writer.add(FieldId::IpOptionClass, at);
    writer.add(FieldId::IpOptionNumber, at);
}

/// RFC 791, 3.1: addresses that routers have filled in, and room for more from the pointer on.
void addRecordRoute(FieldWriter &writer, std::size_t at, std::size_t size)
{
    writer.add(FieldId::IpOptionPointer, at + 2);
    const unsigned pointer = byteAt(writer.bytes(), at + 2);
    if (pointer < 4 || pointer % 4 != 0)
        return writer.addMalformed(at + 2, 1, "option-pointer");
    for (std::size_t offset = 3; offset + 4 <= size; offset += 4) {
        const bool isFilled = offset + 1 < pointer;
        writer.add(isFilled ? FieldId::IpRecordedRoute : FieldId::IpEmptyRoute, at + offset);
    }
}

/// RFC 791, 3.1: times alone (flag 0), or each behind the address of the router (1 and 3).
void addTimestamp(FieldWriter &writer, std::size_t at, std::size_t size)
{
    writer.add(FieldId::IpOptionPointer, at + 2);
    writer.add(FieldId::IpOptionOverflow, at + 3);
    writer.add(FieldId::IpOptionFlag, at + 3);
    const unsigned flag = byteAt(writer.bytes(), at + 3) & 0x0FU;
    const bool hasAddress = flag == IPOPT_TS_TSANDADDR || flag == IPOPT_TS_PRESPEC;
    const std::size_t step = hasAddress ? 8 : 4;
    std::size_t offset = 4;
    for (; offset + step <= size; offset += step) {
        if (hasAddress)
            writer.add(FieldId::IpOptionTimestampAddress, at + offset);
        writer.add(FieldId::IpOptionTimestampValue, at + offset + step - 4);
    }
    if (offset < size)
        writer.addMalformed(at + offset, size - offset, "option-length");
}

void addOption(FieldWriter &writer, std::size_t at, std::size_t size)
{
    const FieldId id = idOf(byteAt(writer.bytes(), at));
    writer.add(id, at, size);
    if (id == FieldId::IpOptionUnknown)
        return;
    const Deeper deeper(writer);
    addType(writer, at);
    if (size == 1)
        return;
    writer.add(FieldId::IpOptionLength, at + 1);
    if (id == FieldId::IpOptionRecordRoute && size >= 3)
        addRecordRoute(writer, at, size);
    else if (id == FieldId::IpOptionTimestamp && size >= 4)
        addTimestamp(writer, at, size);
    else if (id == FieldId::IpOptionRouterAlert && size == 4)
        writer.add(FieldId::IpOptionRouterAlertValue, at + 2);
    else
        writer.addMalformed(at, size, "option-length");
}

} // namespace

void decodeIpv4Options(FieldWriter &writer, std::size_t at, std::size_t size)
{
    if (size == 0 || writer.isStopped())
        return;
    writer.add(FieldId::IpOptions, at, size);
    const Deeper deeper(writer);
    const std::size_t end = at + size;
    while (at < end && !writer.isStopped()) {
        const unsigned type = byteAt(writer.bytes(), at);
        if (type == IPOPT_EOL || type == IPOPT_NOP) {
            addOption(writer, at, 1);
            ++at;
            if (type == IPOPT_EOL)
                return;
            continue;
        }
        const bool isCut = writer.left(at) == 1 && at + 1 < end;
        const std::size_t length = isCut ? 2 : std::size_t{byteAt(writer.bytes(), at + 1)};
        if (length < 2 || length > end - at)
            return writer.addMalformed(at, end - at, "option-length");
        addOption(writer, at, length);
        at += length;
    }
}

} // namespace twodoors
