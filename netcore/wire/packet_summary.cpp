// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/packet_summary.h"

#include "wire/bytes.h"
#include "wire/checksum.h"

#include <algorithm>
#include <cstring>
#include <netinet/in.h>

namespace twodoors
{

namespace
{

Endpoint addressAt(std::string_view bytes, std::size_t offset, Family family) noexcept
{
    const std::size_t length = family == Family::IPv6 ? 16 : 4;
    Endpoint endpoint;
    if (bytes.size() < offset + length)
        return endpoint;
    endpoint.family = family;
    std::memcpy(endpoint.address.data(), bytes.data() + offset, length);
    return endpoint;
}

Protocol protocolOf(unsigned number) noexcept
{
    switch (number) {
    case IPPROTO_TCP:
        return Protocol::Tcp;
    case IPPROTO_UDP:
        return Protocol::Udp;
    case IPPROTO_ICMP:
    case IPPROTO_ICMPV6:
        return Protocol::Icmp;
    default:
        return Protocol::None;
    }
}

void readTransport(std::string_view bytes, PacketSummary &packet) noexcept
{
    const std::size_t at = packet.transport;
    const std::size_t end = std::min(packet.size, bytes.size());
    std::size_t header = 0;
    switch (packet.protocol) {
    case Protocol::Tcp:
        header = std::size_t{byteAt(bytes, at + 12)} >> 4U << 2U;
        packet.isWhole = header >= 20 && at + header <= end;
        packet.sequence = longAt(bytes, at + 4);
        packet.acknowledgement = longAt(bytes, at + 8);
        packet.flags = byteAt(bytes, at + 13);
        packet.window = wordAt(bytes, at + 14);
        break;
    case Protocol::Udp:
        header = 8;
        packet.isWhole = at + header <= end;
        break;
    case Protocol::Icmp:
        header = 8;
        packet.isWhole = at + header <= end;
        packet.icmpType = byteAt(bytes, at);
        packet.icmpCode = byteAt(bytes, at + 1);
        break;
    case Protocol::None:
        packet.isWhole = true;
        break;
    }
    if (packet.protocol == Protocol::Tcp || packet.protocol == Protocol::Udp) {
        packet.source.port = wordAt(bytes, at);
        packet.destination.port = wordAt(bytes, at + 2);
    }
    packet.payload = at + header;
    // UDP says for itself where it ends; the IP packet may be longer.
    const std::size_t last = packet.protocol == Protocol::Udp
                                 ? std::min(at + wordAt(bytes, at + 4), packet.size)
                                 : packet.size;
    packet.payloadSize = last > packet.payload ? last - packet.payload : 0;
}

/// Walks IPv6 extension headers (RFC 8200, 4) to the transport header.
unsigned skipExtensions(std::string_view bytes, PacketSummary &packet) noexcept
{
    unsigned next = byteAt(bytes, 6);
    packet.transport = 40;
    while (packet.transport < bytes.size()) {
        const std::size_t at = packet.transport;
        if (next == IPPROTO_FRAGMENT) {
            packet.isFragment = (wordAt(bytes, at + 2) & 0xFFF9U) != 0;
            next = byteAt(bytes, at);
            packet.transport = at + 8;
            if ((wordAt(bytes, at + 2) & 0xFFF8U) != 0)
                return IPPROTO_NONE;
        } else if (next == IPPROTO_HOPOPTS || next == IPPROTO_ROUTING || next == IPPROTO_DSTOPTS) {
            next = byteAt(bytes, at);
            packet.transport = at + (std::size_t{byteAt(bytes, at + 1)} + 1) * 8;
        } else {
            break;
        }
    }
    return next;
}

/// As the pseudo header has it (RFC 9293, 3.1; RFC 8200, 8.1); ICMP has one only over IPv6.
unsigned numberOf(Protocol protocol) noexcept
{
    return protocol == Protocol::Tcp   ? unsigned{IPPROTO_TCP}
           : protocol == Protocol::Udp ? unsigned{IPPROTO_UDP}
                                       : unsigned{IPPROTO_ICMPV6};
}

/// The checksum's place in the transport header.
std::size_t checksumPlace(const PacketSummary &packet) noexcept
{
    switch (packet.protocol) {
    case Protocol::Tcp:
        return packet.transport + 16;
    case Protocol::Udp:
        return packet.transport + 6;
    case Protocol::Icmp:
        return packet.transport + 2;
    case Protocol::None:
        break;
    }
    return 0;
}

} // namespace

PacketSummary summaryOf(std::string_view bytes) noexcept
{
    PacketSummary packet;
    const unsigned version = byteAt(bytes, 0) >> 4U;
    unsigned next = IPPROTO_NONE;
    if (version == 4 && bytes.size() >= 20) {
        const std::size_t header = std::size_t{byteAt(bytes, 0) & 0x0FU} * 4;
        packet.family = Family::IPv4;
        packet.size = wordAt(bytes, 2);
        packet.source = addressAt(bytes, 12, Family::IPv4);
        packet.destination = addressAt(bytes, 16, Family::IPv4);
        packet.transport = header;
        const unsigned fragment = wordAt(bytes, 6);
        packet.isFragment = (fragment & 0x3FFFU) != 0;
        if (header < 20 || header > bytes.size() || (fragment & 0x1FFFU) != 0)
            return packet;
        next = byteAt(bytes, 9);
    } else if (version == 6 && bytes.size() >= 40) {
        packet.family = Family::IPv6;
        packet.size = std::size_t{wordAt(bytes, 4)} + 40;
        packet.source = addressAt(bytes, 8, Family::IPv6);
        packet.destination = addressAt(bytes, 24, Family::IPv6);
        next = skipExtensions(bytes, packet);
        if (packet.isFragment && next == IPPROTO_NONE)
            return packet;
    } else {
        return packet;
    }
    packet.protocol = protocolOf(next);
    readTransport(bytes, packet);
    return packet;
}

std::optional<PacketSummary> quotedBy(std::string_view bytes, const PacketSummary &icmp) noexcept
{
    if (icmp.protocol != Protocol::Icmp || !icmp.isWhole || icmp.payload >= bytes.size())
        return std::nullopt;
    const bool isError = icmp.family == Family::IPv6
                             ? icmp.icmpType < 128
                             : icmp.icmpType == 3 || icmp.icmpType == 4 || icmp.icmpType == 5
                                   || icmp.icmpType == 11 || icmp.icmpType == 12;
    if (!isError)
        return std::nullopt;
    const PacketSummary quoted = summaryOf(bytes.substr(icmp.payload, icmp.payloadSize));
    if (quoted.family == Family::None)
        return std::nullopt;
    return quoted;
}

std::string corrupted(std::string_view bytes)
{
    std::string changed(bytes);
    const PacketSummary packet = summaryOf(bytes);
    const std::size_t checksum = checksumPlace(packet);
    if (checksum == 0 || checksum + 2 > changed.size())
        return changed;
    const bool hasNone = packet.protocol == Protocol::Udp && wordAt(bytes, checksum) == 0;
    const bool hasPayload = packet.payloadSize > 0 && packet.payload < changed.size();
    const std::size_t place = hasPayload && !hasNone ? packet.payload : checksum;
    const bool canBeChecked = hasNone || checksumFits(bytes).has_value();
    // One of the bits may make right what was wrong, one may make a UDP checksum 0, not the third.
    for (const unsigned bit : {0x01U, 0x02U, 0x04U}) {
        changed[place] = static_cast<char>(byteAt(bytes, place) ^ bit);
        if (!canBeChecked || checksumFits(changed) == false)
            break;
    }
    return changed;
}

std::optional<bool> checksumFits(std::string_view bytes)
{
    const PacketSummary packet = summaryOf(bytes);
    const std::size_t checksum = checksumPlace(packet);
    if (checksum == 0 || !packet.isWhole || packet.isFragment || packet.size > bytes.size()
        || (packet.protocol == Protocol::Udp && wordAt(bytes, checksum) == 0))
        return std::nullopt;
    const std::string_view transport =
        bytes.substr(packet.transport, packet.payload + packet.payloadSize - packet.transport);
    if (packet.protocol == Protocol::Udp && wordAt(bytes, checksum - 2) != transport.size())
        return std::nullopt;
    std::uint64_t sum = sumOf(transport);
    const bool hasPseudoHeader = packet.protocol != Protocol::Icmp || packet.family == Family::IPv6;
    if (hasPseudoHeader) {
        const bool isIPv6 = packet.family == Family::IPv6;
        sum += pseudoHeaderSum(isIPv6 ? bytes.substr(8, 32) : bytes.substr(12, 8), transport.size(),
                               numberOf(packet.protocol));
    }
    return folded(sum) == 0xFFFF;
}

} // namespace twodoors
