// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/layers.h"

#include <fmt/format.h>

namespace twodoors
{

namespace
{

constexpr std::size_t shortestHeader = 20;

void addFirstWord(FieldWriter &writer, std::size_t at, std::size_t header)
{
    writer.add(FieldId::IpVersion, at);
    writer.addText(FieldId::IpHeaderLength, at, fmt::format("{}", header));
    if (header < shortestHeader) {
        writer.addMalformed(at, 1, "header-length");
        return writer.stop();
    }
    writer.add(FieldId::IpDsfield, at + 1);
    const Deeper deeper(writer);
    writer.add(FieldId::IpDscp, at + 1);
    writer.add(FieldId::IpEcn, at + 1);
}

/// Returns the total length. A length of 0 stands for all that there is: the kernel leaves the rest
/// to a network card that cuts segments.
std::size_t addLength(FieldWriter &writer, std::size_t at, std::size_t header)
{
    const std::size_t length = wordAt(writer.bytes(), at + 2);
    if (length == 0) {
        const std::size_t left = writer.left(at);
        writer.addText(FieldId::IpLength, at + 2, fmt::format("{}", left), "unset");
        return left;
    }
    writer.add(FieldId::IpLength, at + 2);
    if (length < header) {
        writer.addMalformed(at + 2, 2, "length-short");
        writer.stop();
    }
    return length;
}

void addFragmentation(FieldWriter &writer, std::size_t at)
{
    writer.add(FieldId::IpFlags, at + 6);
    {
        const Deeper deeper(writer);
        writer.add(FieldId::IpReservedFlag, at + 6);
        writer.add(FieldId::IpDontFragment, at + 6);
        writer.add(FieldId::IpMoreFragments, at + 6);
    }
    writer.add(FieldId::IpFragmentOffset, at + 6);
}

void addHeaderChecksum(FieldWriter &writer, std::size_t at, std::size_t header)
{
    std::optional<std::uint64_t> sum;
    if (header <= writer.left(at))
        sum = sumOf(writer.bytes().substr(at, header));
    if (const auto right = addChecksum(writer, FieldId::IpChecksum, at + 10, sum))
        writer.addText(FieldId::IpChecksumCalculated, at + 10, fmt::format("{:#06x}", *right));
}

} // namespace

void decodeIpv4(FieldWriter &writer, std::size_t at)
{
    const std::size_t header = std::size_t{byteAt(writer.bytes(), at) & 0x0FU} * 4;
    writer.addLayer(FieldId::Ip, at, header);
    std::size_t length = 0;
    {
        const Deeper deeper(writer);
        addFirstWord(writer, at, header);
        length = addLength(writer, at, header);
        writer.endAt(at + length);
        writer.add(FieldId::IpId, at + 4);
        addFragmentation(writer, at);
        writer.add(FieldId::IpTtl, at + 8);
        writer.add(FieldId::IpProtocol, at + 9);
        addHeaderChecksum(writer, at, header);
        writer.add(FieldId::IpSource, at + 12);
        writer.add(FieldId::IpDestination, at + 16);
        decodeIpv4Options(writer, at + shortestHeader, header - shortestHeader);
        writer.expectUpTo(at + header);
    }
    if (writer.isStopped())
        return;
    const std::string_view bytes = writer.bytes();
    const unsigned fragment = wordAt(bytes, at + 6);
    const bool isFirst = (fragment & 0x1FFFU) == 0;
    const bool isFragment = (fragment & 0x2000U) != 0;
    if (!isFirst)
        decodeData(writer, at + header);
    else if (writer.left(at + header) > 0)
        decodeCarried(
            writer, byteAt(bytes, at + 9),
            {at + header, bytes.substr(at + 12, 8), isFragment, at + length > writer.end()});
    writer.expectUpTo(at + length);
}

} // namespace twodoors
