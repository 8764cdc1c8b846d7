// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/layers.h"

#include <algorithm>
#include <fmt/format.h>
#include <netinet/in.h>

namespace twodoors
{

namespace
{

constexpr std::size_t headerSize = 8;

void addDatagramChecksum(FieldWriter &writer, const Carried &carried, std::size_t length)
{
    const std::size_t at = carried.at + 6;
    if (wordAt(writer.bytes(), at) == 0)
        return writer.add(FieldId::UdpChecksum, at, "none");
    std::optional<std::uint64_t> sum;
    if (!carried.isFragment && length <= writer.left(carried.at))
        sum = sumOf(writer.bytes().substr(carried.at, length))
              + pseudoHeaderSum(carried.addresses, length, IPPROTO_UDP);
    if (const auto right = addChecksum(writer, FieldId::UdpChecksum, at, sum)) {
        const Deeper deeper(writer);
        writer.addText(FieldId::UdpChecksumCalculated, at, fmt::format("{:#06x}", *right));
    }
}

} // namespace

void decodeUdp(FieldWriter &writer, const Carried &carried)
{
    const std::size_t at = carried.at;
    const std::size_t length = wordAt(writer.bytes(), at + 4);
    writer.addLayer(FieldId::Udp, at, headerSize);
    const Deeper deeper(writer);
    writer.add(FieldId::UdpSourcePort, at);
    writer.add(FieldId::UdpDestinationPort, at + 2);
    writer.add(FieldId::UdpLength, at + 4);
    if (length < headerSize) {
        writer.addMalformed(at + 4, 2, "length-short");
        return writer.stop();
    }
    if (length > writer.left(at) && carried.isWhole())
        writer.addMalformed(at + 4, 2, "length-long");
    addDatagramChecksum(writer, carried, length);
    const std::size_t payload = std::min(length, writer.left(at));
    if (payload > headerSize)
        writer.add(FieldId::UdpPayload, at + headerSize, payload - headerSize);
}

} // namespace twodoors
