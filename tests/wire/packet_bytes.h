// SPDX-License-Identifier: GPL-3.0-or-later
// Packets put together byte by byte, by nothing that the decoder uses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace twodoors::tests
{

inline std::string bytesOf(std::uint64_t number, unsigned count)
{
    std::string bytes;
    while (count > 0)
        bytes += static_cast<char>(number >> (8 * --count) & 0xFFU);
    return bytes;
}

inline std::string byte(unsigned number)
{
    return bytesOf(number, 1);
}

inline std::string word(unsigned number)
{
    return bytesOf(number, 2);
}

inline std::string fromHex(std::string_view digits)
{
    std::string bytes;
    unsigned number = 0;
    unsigned count = 0;
    for (const char digit : digits) {
        if (digit == ' ')
            continue;
        number = number * 16 + static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
        if (++count % 2 == 0) {
            bytes += static_cast<char>(number);
            number = 0;
        }
    }
    return bytes;
}

/// RFC 1071.
inline unsigned internetChecksum(std::string_view bytes)
{
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        sum += std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (i % 2 == 0 ? 8U : 0U);
    while (sum > 0xFFFF)
        sum = (sum & 0xFFFFU) + (sum >> 16U);
    return static_cast<unsigned>(sum) ^ 0xFFFFU;
}

inline void setWord(std::string &bytes, std::size_t at, unsigned number)
{
    bytes.replace(at, 2, word(number));
}

inline const std::string clientV4 = fromHex("0a000001");
inline const std::string serverV4 = fromHex("0a000002");
inline const std::string clientV6 = fromHex("fd000000000000000000000000000001");
inline const std::string serverV6 = fromHex("fd000000000000000000000000000002");

/// What an IP header is made of; the lengths and its checksum follow from the rest.
struct IpHeader {
    unsigned protocol = 6;
    std::string source = clientV4; ///< 4 or 16 bytes: they say which version it is
    std::string destination = serverV4;
    std::string options{}; ///< of IPv6: the extension headers, which `protocol` is not the last of
    unsigned trafficClass = 0;
    unsigned flowLabel = 0;
    unsigned id = 0x1234;
    unsigned fragment = 0x4000; ///< flags and offset
    unsigned hops = 64;
};

inline std::string ipPacket(const IpHeader &header, std::string_view payload)
{
    std::string packet;
    const auto size = static_cast<unsigned>(header.options.size() + payload.size());
    if (header.source.size() == 16) {
        packet = bytesOf(0x60000000U | header.trafficClass << 20U | header.flowLabel, 4)
                 + word(size) + byte(header.protocol) + byte(header.hops) + header.source
                 + header.destination + header.options;
    } else {
        const auto words = static_cast<unsigned>(5 + header.options.size() / 4);
        packet = byte(0x40U | words) + byte(header.trafficClass) + word(20 + size) + word(header.id)
                 + word(header.fragment) + byte(header.hops) + byte(header.protocol) + word(0)
                 + header.source + header.destination + header.options;
        setWord(packet, 10, internetChecksum(packet));
    }
    packet += payload;
    return packet;
}

/// Sets the checksum of a TCP (6), UDP (17), ICMP (1) or ICMPv6 (58) message between the addresses.
inline void fixChecksum(std::string &message, unsigned protocol, const std::string &source,
                        const std::string &destination)
{
    const std::size_t at = protocol == 6 ? 16 : protocol == 17 ? 6 : 2;
    setWord(message, at, 0);
    std::string covered;
    if (protocol != 1)
        covered = source + destination + bytesOf(message.size(), 4) + bytesOf(protocol, 4);
    unsigned checksum = internetChecksum(covered + message);
    if (protocol == 17 && checksum == 0)
        checksum = 0xFFFF; // RFC 768: 0 says that there is none
    setWord(message, at, checksum);
}

struct TcpHeader {
    unsigned sourcePort = 40000;
    unsigned destinationPort = 12000;
    std::uint32_t sequence = 1000;
    std::uint32_t acknowledgement = 2000;
    unsigned flags = 0x18; ///< 12 bits
    unsigned window = 502;
    unsigned urgent = 0;
    std::string options{};
};

inline std::string tcpSegment(const TcpHeader &header, std::string_view payload)
{
    const auto words = static_cast<unsigned>(5 + header.options.size() / 4);
    return word(header.sourcePort) + word(header.destinationPort) + bytesOf(header.sequence, 4)
           + bytesOf(header.acknowledgement, 4) + word(words << 12U | header.flags)
           + word(header.window) + word(0) + word(header.urgent) + header.options
           + std::string(payload);
}

inline std::string udpDatagram(unsigned sourcePort, unsigned destinationPort,
                               std::string_view payload)
{
    return word(sourcePort) + word(destinationPort)
           + word(static_cast<unsigned>(8 + payload.size())) + word(0) + std::string(payload);
}

/// ICMP and ICMPv6; `rest` are the four bytes behind the checksum.
inline std::string icmpMessage(unsigned type, unsigned code, std::uint32_t rest,
                               std::string_view body)
{
    return byte(type) + byte(code) + word(0) + bytesOf(rest, 4) + std::string(body);
}

/// A whole packet with a checksum that fits.
inline std::string goodPacket(const IpHeader &header, std::string message)
{
    fixChecksum(message, header.protocol, header.source, header.destination);
    return ipPacket(header, message);
}

} // namespace twodoors::tests
