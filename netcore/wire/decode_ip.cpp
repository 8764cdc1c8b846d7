// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/layers.h"

#include <netinet/in.h>

namespace twodoors
{

namespace
{

// An error never quotes an error (RFC 1122, 3.2.2), but bytes can say anything.
constexpr unsigned deepestQuote = 8;

} // namespace

std::vector<PacketField> decodePacket(std::string_view bytes)
{
    FieldWriter writer(bytes);
    decodeIp(writer, 0);
    return std::move(writer).take();
}

void decodeIp(FieldWriter &writer, std::size_t at)
{
    if (writer.left(at) == 0)
        return writer.cut(at);
    const unsigned version = byteAt(writer.bytes(), at) >> 4U;
    if (version == 6) {
        decodeIpv6(writer, at);
    } else if (version == 4) {
        decodeIpv4(writer, at);
    } else {
        writer.addMalformed(at, 1, "version");
        decodeData(writer, at);
    }
}

void decodeCarried(FieldWriter &writer, unsigned protocol, const Carried &carried)
{
    if (writer.isStopped())
        return;
    switch (protocol) {
    case IPPROTO_TCP:
        return decodeTcp(writer, carried);
    case IPPROTO_UDP:
        return decodeUdp(writer, carried);
    case IPPROTO_ICMP:
        return decodeIcmp(writer, carried);
    case IPPROTO_ICMPV6:
        return decodeIcmpv6(writer, carried);
    default:
        return decodeData(writer, carried.at);
    }
}

void decodeData(FieldWriter &writer, std::size_t at)
{
    if (writer.left(at) > 0)
        writer.add(FieldId::Data, at, writer.left(at));
}

std::size_t decodeQuoted(FieldWriter &writer, std::size_t at)
{
    if (writer.isStopped())
        return at;
    if (writer.quotes() >= deepestQuote) {
        decodeData(writer, at);
        return writer.end();
    }
    const std::size_t outerEnd = writer.enterQuote();
    decodeIp(writer, at);
    const std::size_t end = writer.end();
    writer.leaveQuote(outerEnd);
    return end;
}

std::optional<std::uint16_t> addChecksum(FieldWriter &writer, FieldId id, std::size_t at,
                                         std::optional<std::uint64_t> sum)
{
    if (!sum) {
        writer.add(id, at, "unchecked");
        return std::nullopt;
    }
    const unsigned found = wordAt(writer.bytes(), at);
    const unsigned missing = 0xFFFFU & ~unsigned{folded(*sum)};
    writer.add(id, at, missing == 0 ? "fits" : "wrong");
    return folded(found + missing);
}

} // namespace twodoors
