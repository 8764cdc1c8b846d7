// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/layers.h"

#include <fmt/format.h>
#include <netinet/ip_icmp.h>

namespace twodoors
{

namespace
{

constexpr std::size_t headerSize = 8;

std::string littleEndian(std::string_view bytes, std::size_t at)
{
    return fmt::format("{}", byteAt(bytes, at) | byteAt(bytes, at + 1) << 8U);
}

void addEcho(FieldWriter &writer, std::size_t at)
{
    const std::string_view bytes = writer.bytes();
    writer.add(FieldId::IcmpIdentifier, at + 4);
    writer.addText(FieldId::IcmpIdentifierLittle, at + 4, littleEndian(bytes, at + 4));
    writer.add(FieldId::IcmpSequence, at + 6);
    writer.addText(FieldId::IcmpSequenceLittle, at + 6, littleEndian(bytes, at + 6));
    decodeData(writer, at + headerSize);
}

/// How long the quote is, in words of 32 bits (RFC 4884, 4); most senders leave it 0.
void addQuoteLength(FieldWriter &writer, std::size_t at)
{
    writer.add(FieldId::IcmpLength, at + 5);
    const unsigned bytes = byteAt(writer.bytes(), at + 5) * 4U;
    writer.addText(FieldId::IcmpLengthBytes, at + 5, fmt::format("{}", bytes));
}

void addUnreachable(FieldWriter &writer, std::size_t at, bool hasLength)
{
    const bool hasMtu = byteAt(writer.bytes(), at + 1) == ICMP_FRAG_NEEDED;
    if (!hasLength && !hasMtu)
        return writer.add(FieldId::IcmpUnused, at + 4, 4);
    writer.add(FieldId::IcmpUnused, at + 4, hasLength ? 1 : 2);
    if (hasLength)
        addQuoteLength(writer, at);
    if (hasMtu)
        writer.add(FieldId::IcmpMtu, at + 6); // RFC 1191, 4
    else
        writer.add(FieldId::IcmpUnused, at + 6, 2);
}

void addTimeExceeded(FieldWriter &writer, std::size_t at, bool hasLength)
{
    if (!hasLength)
        return writer.add(FieldId::IcmpUnused, at + 4, 4);
    writer.add(FieldId::IcmpUnused, at + 4, 1);
    addQuoteLength(writer, at);
    writer.add(FieldId::IcmpUnused, at + 6, 2);
}

void addParameterProblem(FieldWriter &writer, std::size_t at, bool hasLength)
{
    writer.add(FieldId::IcmpPointer, at + 4);
    if (!hasLength)
        return writer.add(FieldId::IcmpUnused, at + 5, 3);
    addQuoteLength(writer, at);
    writer.add(FieldId::IcmpUnused, at + 6, 2);
}

/// A redirect quotes the IP header and 8 bytes behind it (RFC 792).
void endRedirectQuote(FieldWriter &writer, std::size_t at)
{
    writer.endAt(at + std::size_t{byteAt(writer.bytes(), at) & 0x0FU} * 4 + 8);
}

void addBody(FieldWriter &writer, std::size_t at, unsigned type)
{
    const bool hasLength = byteAt(writer.bytes(), at + 5) != 0;
    switch (type) {
    case ICMP_ECHO:
    case ICMP_ECHOREPLY:
        return addEcho(writer, at);
    case ICMP_DEST_UNREACH:
        addUnreachable(writer, at, hasLength);
        break;
    case ICMP_TIME_EXCEEDED:
        addTimeExceeded(writer, at, hasLength);
        break;
    case ICMP_PARAMETERPROB:
        addParameterProblem(writer, at, hasLength);
        break;
    case ICMP_REDIRECT:
        writer.add(FieldId::IcmpGateway, at + 4);
        endRedirectQuote(writer, at + headerSize);
        break;
    default:
        return decodeData(writer, at + 4);
    }
    decodeQuoted(writer, at + headerSize);
}

} // namespace

void decodeIcmp(FieldWriter &writer, const Carried &carried)
{
    const std::size_t at = carried.at;
    const unsigned type = byteAt(writer.bytes(), at);
    const unsigned code = byteAt(writer.bytes(), at + 1);
    writer.addLayer(FieldId::Icmp, at, writer.left(at));
    const Deeper deeper(writer);
    writer.add(FieldId::IcmpType, at);
    writer.add(FieldId::IcmpCode, at + 1, fmt::format("{}.{}", type, code));
    std::optional<std::uint64_t> sum;
    if (carried.isWhole() && writer.quotes() == 0)
        sum = sumOf(writer.bytes().substr(at));
    addChecksum(writer, FieldId::IcmpChecksum, at + 2, sum);
    addBody(writer, at, type);
}

} // namespace twodoors
