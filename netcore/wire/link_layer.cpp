// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/link_layer.h"

#include "wire/packet_summary.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <pcap/pcap.h>

namespace twodoors
{

namespace
{

// https://www.tcpdump.org/linktypes.html has each layout.
constexpr std::size_t ethernetType = 12;
constexpr std::size_t cookedType = 14;
constexpr std::size_t cookedSize = 16;
constexpr std::size_t cooked2Type = 0;
constexpr std::size_t cooked2Size = 20;
constexpr std::size_t loopbackSize = 4;

constexpr std::array<std::pair<int, std::string_view>, 8> known{{
    {DLT_EN10MB, "Ethernet"},
    {DLT_LINUX_SLL, "Linux cooked v1"},
    {DLT_LINUX_SLL2, "Linux cooked v2"},
    {DLT_RAW, "raw IP"},
    {DLT_IPV4, "raw IPv4"},
    {DLT_IPV6, "raw IPv6"},
    {DLT_NULL, "BSD loopback"},
    {DLT_LOOP, "OpenBSD loopback"},
}};

std::uint16_t wordAt(std::string_view bytes, std::size_t at) noexcept
{
    if (at + 2 > bytes.size())
        return 0;
    return static_cast<std::uint16_t>(static_cast<std::uint8_t>(bytes[at]) << 8U
                                      | static_cast<std::uint8_t>(bytes[at + 1]));
}

std::string_view from(std::string_view bytes, std::size_t at) noexcept
{
    return bytes.substr(std::min(at, bytes.size()));
}

/// What stands behind an EtherType; the tag of a VLAN is followed by another one.
std::string_view behindType(std::uint16_t type, std::string_view rest) noexcept
{
    constexpr std::uint16_t ipv4 = 0x0800;
    constexpr std::uint16_t ipv6 = 0x86DD;
    constexpr std::array<std::uint16_t, 3> vlanTags{0x8100, 0x88A8, 0x9100};
    while (std::ranges::find(vlanTags, type) != vlanTags.end() && rest.size() >= 4) {
        type = wordAt(rest, 2);
        rest.remove_prefix(4);
    }
    return type == ipv4 || type == ipv6 ? rest : std::string_view{};
}

/// Without what makes a frame as long as its link wants it. A packet that gives no length was cut
/// into segments by the network card only after it was caught.
std::string_view unpadded(std::string_view bytes, const PacketSummary &packet) noexcept
{
    constexpr std::size_t ipv4Header = 20;
    constexpr std::size_t ipv6Header = 40;
    const bool saysLength =
        packet.family == Family::IPv6 ? packet.size > ipv6Header : packet.size >= ipv4Header;
    return saysLength ? bytes.substr(0, packet.size) : bytes;
}

} // namespace

bool isKnownLinkType(int linkType) noexcept
{
    return std::ranges::find(known, linkType, &std::pair<int, std::string_view>::first)
           != known.end();
}

std::string linkTypeText(int linkType)
{
    const auto found = std::ranges::find(known, linkType, &std::pair<int, std::string_view>::first);
    if (found != known.end())
        return std::string(found->second);
    const char *name = ::pcap_datalink_val_to_name(linkType);
    return name == nullptr ? std::to_string(linkType) : fmt::format("{} ({})", name, linkType);
}

std::optional<std::string_view> ipPacketIn(int linkType, std::string_view frame) noexcept
{
    std::string_view bytes;
    switch (linkType) {
    case DLT_EN10MB:
        bytes = behindType(wordAt(frame, ethernetType), from(frame, ethernetType + 2));
        break;
    case DLT_LINUX_SLL:
        bytes = behindType(wordAt(frame, cookedType), from(frame, cookedSize));
        break;
    case DLT_LINUX_SLL2:
        bytes = behindType(wordAt(frame, cooked2Type), from(frame, cooked2Size));
        break;
    case DLT_NULL: // the address family's number is the capturing system's own
    case DLT_LOOP:
        bytes = from(frame, loopbackSize);
        break;
    case DLT_RAW:
    case DLT_IPV4:
    case DLT_IPV6:
        bytes = frame;
        break;
    default:
        break;
    }
    const PacketSummary packet = summaryOf(bytes);
    if (packet.family == Family::None)
        return std::nullopt;
    return unpadded(bytes, packet);
}

} // namespace twodoors
