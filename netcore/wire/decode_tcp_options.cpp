// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/bytes.h"
#include "wire/layers.h"

#include <algorithm>
#include <fmt/format.h>
#include <netinet/tcp.h>

namespace twodoors
{

namespace
{

constexpr unsigned fastOpen = 34;     // RFC 7413; netinet/tcp.h has no name for it
constexpr unsigned largestShift = 14; // RFC 7323, 2.3
constexpr std::size_t kindAndLength = 2;

struct Option {
    FieldId id;
    std::size_t size; ///< with kind and length; 0 where it varies
};

Option optionOf(unsigned kind) noexcept
{
    switch (kind) {
    case TCPOPT_EOL:
        return {FieldId::TcpOptionEnd, 1};
    case TCPOPT_NOP:
        return {FieldId::TcpOptionNop, 1};
    case TCPOPT_MAXSEG:
        return {FieldId::TcpOptionMss, TCPOLEN_MAXSEG};
    case TCPOPT_WINDOW:
        return {FieldId::TcpOptionWindowScale, TCPOLEN_WINDOW};
    case TCPOPT_SACK_PERMITTED:
        return {FieldId::TcpOptionSackPermitted, TCPOLEN_SACK_PERMITTED};
    case TCPOPT_SACK:
        return {FieldId::TcpOptionSack, 0};
    case TCPOPT_TIMESTAMP:
        return {FieldId::TcpOptionTimestamps, TCPOLEN_TIMESTAMP};
    case fastOpen:
        return {FieldId::TcpOptionFastOpen, 0};
    default:
        return {FieldId::TcpOptionUnknown, 0};
    }
}

void addShift(FieldWriter &writer, std::size_t at)
{
    const unsigned shift = std::min<unsigned>(byteAt(writer.bytes(), at), largestShift);
    writer.add(FieldId::TcpOptionWindowShift, at);
    writer.addText(FieldId::TcpOptionWindowMultiplier, at, fmt::format("{}", 1U << shift));
}

void addBlocks(FieldWriter &writer, std::size_t at, std::size_t size)
{
    std::size_t offset = 0;
    for (; offset + 4 <= size; offset += 4)
        writer.add(offset % 8 == 0 ? FieldId::TcpOptionSackLeft : FieldId::TcpOptionSackRight,
                   at + offset);
    if (size % 8 != 0)
        writer.addMalformed(at + offset, size - offset, "option-length");
}

void addContent(FieldWriter &writer, FieldId option, std::size_t at, std::size_t size)
{
    switch (option) {
    case FieldId::TcpOptionMss:
        return writer.add(FieldId::TcpOptionMssValue, at);
    case FieldId::TcpOptionWindowScale:
        return addShift(writer, at);
    case FieldId::TcpOptionSack:
        return addBlocks(writer, at, size);
    case FieldId::TcpOptionTimestamps:
        writer.add(FieldId::TcpOptionTimestampValue, at);
        return writer.add(FieldId::TcpOptionTimestampEcho, at + 4);
    case FieldId::TcpOptionFastOpen:
        if (size == 0)
            return writer.add(FieldId::TcpOptionFastOpenRequest, at - kindAndLength);
        return writer.add(FieldId::TcpOptionFastOpenCookie, at, size);
    case FieldId::TcpOptionUnknown:
        if (size > 0)
            writer.add(FieldId::TcpOptionUnknownPayload, at, size);
        return;
    default:
        return;
    }
}

void addOption(FieldWriter &writer, const Option &option, std::size_t at, std::size_t size)
{
    writer.add(option.id, at, size);
    const Deeper deeper(writer);
    writer.add(FieldId::TcpOptionKind, at);
    if (size == 1)
        return;
    writer.add(FieldId::TcpOptionLength, at + 1);
    if (option.size != 0 && option.size != size)
        writer.addMalformed(at + 1, 1, "option-length");
    else
        addContent(writer, option.id, at + kindAndLength, size - kindAndLength);
}

} // namespace

void decodeTcpOptions(FieldWriter &writer, std::size_t at, std::size_t size)
{
    if (size == 0 || writer.isStopped())
        return;
    writer.add(FieldId::TcpOptions, at, size);
    const Deeper deeper(writer);
    const std::size_t end = at + size;
    bool hasEnded = false;
    while (at < end && !writer.isStopped()) {
        const unsigned kind = byteAt(writer.bytes(), at);
        if (hasEnded && kind != TCPOPT_EOL)
            return writer.addMalformed(at, end - at, "after-end");
        hasEnded = kind == TCPOPT_EOL;
        const Option option = optionOf(kind);
        std::size_t length = 1;
        if (option.size != 1) {
            length = byteAt(writer.bytes(), at + 1);
            const bool isCut = writer.left(at) == 1 && at + 1 < end;
            if (!isCut && (length < kindAndLength || length > end - at))
                return writer.addMalformed(at, end - at, "option-length");
            length = std::max(length, kindAndLength);
        }
        addOption(writer, option, at, length);
        at += length;
    }
}

} // namespace twodoors
