// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/layers.h"

#include <array>
#include <fmt/format.h>
#include <netinet/in.h>

namespace twodoors
{

namespace
{

constexpr std::size_t shortestHeader = 20;
constexpr unsigned resetFlag = 0x04;

struct Flag {
    FieldId id;
    std::size_t byte;
    unsigned bit;
    std::string_view name;
};

// In the order of RFC 9293, 3.1; the Accurate ECN flag is RFC 9768's.
constexpr std::array flags{Flag{FieldId::TcpFlagReserved, 12, 0x0E, {}},
                           Flag{FieldId::TcpFlagAccurateEcn, 12, 0x01, "AE"},
                           Flag{FieldId::TcpFlagCwr, 13, 0x80, "CWR"},
                           Flag{FieldId::TcpFlagEce, 13, 0x40, "ECE"},
                           Flag{FieldId::TcpFlagUrgent, 13, 0x20, "URG"},
                           Flag{FieldId::TcpFlagAck, 13, 0x10, "ACK"},
                           Flag{FieldId::TcpFlagPush, 13, 0x08, "PSH"},
                           Flag{FieldId::TcpFlagReset, 13, 0x04, "RST"},
                           Flag{FieldId::TcpFlagSyn, 13, 0x02, "SYN"},
                           Flag{FieldId::TcpFlagFin, 13, 0x01, "FIN"}};

/// "SYN, ACK": the lowest bit first, as people say it; empty where no flag is set.
std::string flagNames(std::string_view bytes, std::size_t at)
{
    std::string names;
    for (auto flag = flags.rbegin(); flag != flags.rend(); ++flag) {
        if (flag->name.empty() || (byteAt(bytes, at + flag->byte) & flag->bit) == 0)
            continue;
        names += names.empty() ? "" : ", ";
        names += flag->name;
    }
    return names;
}

void addFlags(FieldWriter &writer, std::size_t at)
{
    writer.add(FieldId::TcpFlags, at + 12, flagNames(writer.bytes(), at));
    const Deeper deeper(writer);
    for (const Flag &flag : flags)
        writer.add(flag.id, at + flag.byte);
}

void addSegmentChecksum(FieldWriter &writer, const Carried &carried)
{
    const std::string_view segment = writer.bytes().substr(carried.at);
    std::optional<std::uint64_t> sum;
    if (carried.isWhole())
        sum = sumOf(segment) + pseudoHeaderSum(carried.addresses, segment.size(), IPPROTO_TCP);
    const std::size_t at = carried.at + 16;
    if (const auto right = addChecksum(writer, FieldId::TcpChecksum, at, sum))
        writer.addText(FieldId::TcpChecksumCalculated, at, fmt::format("{:#06x}", *right));
}

void addPayload(FieldWriter &writer, std::size_t at, bool isReset)
{
    // A reset may say in its bytes why (RFC 9293, 3.10.7.4).
    if (writer.left(at) > 0)
        writer.add(isReset ? FieldId::TcpResetCause : FieldId::TcpPayload, at, writer.left(at));
}

} // namespace

void decodeTcp(FieldWriter &writer, const Carried &carried)
{
    const std::size_t at = carried.at;
    const std::string_view bytes = writer.bytes();
    const std::size_t header = std::size_t{byteAt(bytes, at + 12)} >> 4U << 2U;
    writer.addLayer(FieldId::Tcp, at, header < shortestHeader ? writer.left(at) : header);
    const Deeper deeper(writer);
    writer.add(FieldId::TcpSourcePort, at);
    writer.add(FieldId::TcpDestinationPort, at + 2);
    writer.add(FieldId::TcpSequence, at + 4);
    writer.add(FieldId::TcpAcknowledgement, at + 8);
    writer.addText(FieldId::TcpHeaderLength, at + 12, fmt::format("{}", header));
    if (header < shortestHeader) {
        writer.addMalformed(at + 12, 1, "header-length");
        return writer.stop();
    }
    addFlags(writer, at);
    writer.add(FieldId::TcpWindow, at + 14);
    addSegmentChecksum(writer, carried);
    writer.add(FieldId::TcpUrgentPointer, at + 18);
    decodeTcpOptions(writer, at + shortestHeader, header - shortestHeader);
    writer.expectUpTo(at + header);
    addPayload(writer, at + header, (byteAt(bytes, at + 13) & resetFlag) != 0);
}

} // namespace twodoors
