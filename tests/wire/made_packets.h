// SPDX-License-Identifier: GPL-3.0-or-later
// IP packets and capture files put together byte by byte, so that tests share no code with what
// they test.
#pragma once

#include "journal/endpoint.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace twodoors::tests
{

inline Endpoint end(std::string_view text)
{
    return Endpoint::fromText(text).value();
}

/// An integer's bytes, the most significant one first.
template <class Integer>
std::string big(Integer value)
{
    std::string out;
    for (std::size_t i = sizeof value; i > 0; --i)
        out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * (i - 1)));
    return out;
}

template <class Integer>
std::string little(Integer value)
{
    const std::string bytes = big(value);
    return {bytes.rbegin(), bytes.rend()};
}

inline std::string addressBytes(const Endpoint &end)
{
    return {reinterpret_cast<const char *>(end.address.data()),
            end.family == Family::IPv6 ? std::size_t{16} : std::size_t{4}};
}

inline std::uint16_t checksum(std::string_view bytes)
{
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        sum += static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[i]))
               << (i % 2 == 0 ? 8U : 0U);
    while (sum > 0xFFFF)
        sum = (sum & 0xFFFFU) + (sum >> 16U);
    return static_cast<std::uint16_t>(~sum);
}

inline std::string ipPacket(std::uint8_t protocol, const Endpoint &source,
                            const Endpoint &destination, const std::string &rest)
{
    const std::string addresses = addressBytes(source) + addressBytes(destination);
    if (source.family == Family::IPv6)
        return big(std::uint32_t{0x60000000}) + big(static_cast<std::uint16_t>(rest.size()))
               + static_cast<char>(protocol) + '\x40' + addresses + rest;
    std::string header = big(std::uint16_t{0x4500})
                         + big(static_cast<std::uint16_t>(20 + rest.size()))
                         + big(std::uint32_t{0x00014000}) + '\x40' + static_cast<char>(protocol)
                         + big(std::uint16_t{0}) + addresses;
    header.replace(10, 2, big(checksum(header)));
    return header + rest;
}

/// The checksum over the pseudo header put where it belongs.
inline std::string checked(std::uint8_t protocol, const Endpoint &source,
                           const Endpoint &destination, std::string rest, std::size_t at)
{
    const std::string pseudo = addressBytes(source) + addressBytes(destination)
                               + big(static_cast<std::uint32_t>(rest.size()))
                               + big(std::uint32_t{protocol});
    return rest.replace(at, 2, big(checksum(pseudo + rest)));
}

struct Segment {
    std::uint32_t flags = 0;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgement = 0;
    std::string payload{};
};

inline std::string tcpPacket(const Endpoint &source, const Endpoint &destination,
                             const Segment &segment)
{
    const std::string rest = big(source.port) + big(destination.port) + big(segment.sequence)
                             + big(segment.acknowledgement) + '\x50'
                             + static_cast<char>(segment.flags) + big(std::uint16_t{0xFFFF})
                             + big(std::uint32_t{0}) + segment.payload;
    return ipPacket(6, source, destination, checked(6, source, destination, rest, 16));
}

inline std::string udpPacket(const Endpoint &source, const Endpoint &destination,
                             const std::string &payload)
{
    const std::string rest = big(source.port) + big(destination.port)
                             + big(static_cast<std::uint16_t>(8 + payload.size()))
                             + big(std::uint16_t{0}) + payload;
    return ipPacket(17, source, destination, checked(17, source, destination, rest, 6));
}

inline std::string icmpPacket(const Endpoint &source, const Endpoint &destination,
                              std::uint8_t type, std::uint8_t code, const std::string &body)
{
    std::string rest = std::string{static_cast<char>(type), static_cast<char>(code)}
                       + big(std::uint16_t{0}) + big(std::uint32_t{0}) + body;
    if (source.family == Family::IPv6)
        return ipPacket(58, source, destination, checked(58, source, destination, rest, 2));
    rest.replace(2, 2, big(checksum(rest)));
    return ipPacket(1, source, destination, rest);
}

/// A handshake, a sentence there and back, and two FINs.
inline std::vector<std::string> echoPackets(const Endpoint &client, const Endpoint &server)
{
    constexpr std::uint32_t syn = 2;
    constexpr std::uint32_t ack = 16;
    constexpr std::uint32_t push = 8;
    constexpr std::uint32_t fin = 1;
    return {tcpPacket(client, server, {syn, 1000, 0}),
            tcpPacket(server, client, {syn | ack, 9000, 1001}),
            tcpPacket(client, server, {ack, 1001, 9001}),
            tcpPacket(client, server, {push | ack, 1001, 9001, "hello"}),
            tcpPacket(server, client, {ack, 9001, 1006}),
            tcpPacket(server, client, {push | ack, 9001, 1006, "HELLO"}),
            tcpPacket(server, client, {fin | ack, 9006, 1006}),
            tcpPacket(client, server, {fin | ack, 1006, 9007}),
            tcpPacket(server, client, {ack, 9007, 1007})};
}

/// How a pcap file is written down.
struct PcapForm {
    std::uint32_t linkType = 101;
    bool isBigEndian = false;
    bool hasNanoseconds = false;
    std::uint32_t snapLength = 262'144;
};

/// A pcap file (IETF draft-ietf-opsawg-pcap). Frame N stands at `start` seconds and N times 1000
/// of the file's units.
inline std::string pcapFile(const std::vector<std::string> &frames, const PcapForm &form = {},
                            std::uint32_t start = 1'800'000'000)
{
    const auto number = [&form](auto value) {
        return form.isBigEndian ? big(value) : little(value);
    };
    std::string file = number(form.hasNanoseconds ? 0xA1B23C4DU : 0xA1B2C3D4U)
                       + number(std::uint16_t{2}) + number(std::uint16_t{4})
                       + number(std::uint32_t{0}) + number(std::uint32_t{0})
                       + number(form.snapLength) + number(form.linkType);
    std::uint32_t fraction = 0;
    for (const std::string &frame : frames) {
        const std::string caught = frame.substr(0, form.snapLength);
        file += number(start) + number(fraction) + number(static_cast<std::uint32_t>(caught.size()))
                + number(static_cast<std::uint32_t>(frame.size())) + caught;
        fraction += 1000;
    }
    return file;
}

} // namespace twodoors::tests
