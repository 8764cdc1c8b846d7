// SPDX-License-Identifier: GPL-3.0-or-later
#include "notes/packet_text.h"

#include "base/text.h"
#include "wire/packet_summary.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>

namespace twodoors
{

namespace
{

struct IcmpMessage {
    Family family;
    std::uint8_t type;
    int code; ///< anyCode for all
    std::string_view text;
    std::string_view name{}; ///< of its sentence
};

constexpr int anyCode = -1;

// The types and codes of RFC 792, RFC 4443 and RFC 4861; the first that fits holds.
constexpr std::array<IcmpMessage, 20> icmpMessages{{
    {Family::IPv4, ICMP_ECHO, anyCode, "echo request", "echo-request"},
    {Family::IPv4, ICMP_ECHOREPLY, anyCode, "echo reply", "echo-reply"},
    {Family::IPv4, ICMP_DEST_UNREACH, ICMP_NET_UNREACH, "network unreachable", "unreachable"},
    {Family::IPv4, ICMP_DEST_UNREACH, ICMP_HOST_UNREACH, "host unreachable", "unreachable"},
    {Family::IPv4, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, "port unreachable", "port-unreachable"},
    {Family::IPv4, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, "fragmentation needed", "too-big"},
    {Family::IPv4, ICMP_DEST_UNREACH, anyCode, "destination unreachable", "unreachable"},
    {Family::IPv4, ICMP_TIME_EXCEEDED, anyCode, "time exceeded"},
    {Family::IPv4, ICMP_REDIRECT, anyCode, "redirect"},
    {Family::IPv6, ICMP6_ECHO_REQUEST, anyCode, "echo request", "echo-request"},
    {Family::IPv6, ICMP6_ECHO_REPLY, anyCode, "echo reply", "echo-reply"},
    {Family::IPv6, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOPORT, "port unreachable",
     "port-unreachable"},
    {Family::IPv6, ICMP6_DST_UNREACH, anyCode, "destination unreachable", "unreachable"},
    {Family::IPv6, ICMP6_PACKET_TOO_BIG, anyCode, "packet too big", "too-big"},
    {Family::IPv6, ICMP6_TIME_EXCEEDED, anyCode, "time exceeded"},
    {Family::IPv6, 133, anyCode, "router solicitation"},
    {Family::IPv6, 134, anyCode, "router advertisement"},
    {Family::IPv6, 135, anyCode, "neighbor solicitation"},
    {Family::IPv6, 136, anyCode, "neighbor advertisement"},
    {Family::IPv6, 137, anyCode, "redirect"},
}};

const IcmpMessage *messageOf(const PacketSummary &packet) noexcept
{
    const auto found = std::ranges::find_if(icmpMessages, [&packet](const IcmpMessage &message) {
        return message.family == packet.family && message.type == packet.icmpType
               && (message.code == anyCode || message.code == packet.icmpCode);
    });
    return found == icmpMessages.end() ? nullptr : &*found;
}

std::string icmpText(const PacketSummary &packet)
{
    if (packet.family == Family::None)
        return "ICMP";
    if (const IcmpMessage *message = messageOf(packet))
        return fmt::format("ICMP {}", message->text);
    return fmt::format("ICMP type {} code {}", packet.icmpType, packet.icmpCode);
}

std::string protocolText(const Event &event, const PacketSummary &packet)
{
    switch (event.protocol) {
    case Protocol::Tcp:
        return flagsText(event.flags);
    case Protocol::Udp:
        return "UDP";
    case Protocol::Icmp:
        return icmpText(packet);
    case Protocol::None:
        break;
    }
    return packet.isFragment ? "IP fragment" : "IP";
}

/// Which of the three knocks a segment is, or what else.
std::string_view segmentName(const Event &event)
{
    const std::uint32_t flags = event.flags & (TcpFlag::Syn | TcpFlag::Ack);
    if ((event.flags & TcpFlag::Rst) != 0)
        return "rst";
    if ((event.flags & TcpFlag::Fin) != 0)
        return "fin";
    if (flags == TcpFlag::Syn)
        return "syn";
    if (flags == (TcpFlag::Syn | TcpFlag::Ack))
        return "syn-ack";
    if (event.evidence == Evidence::Packet && payloadSizeOf(event) > 0)
        return "data";
    return flags == TcpFlag::Ack ? "ack" : "";
}

} // namespace

std::string flagsText(std::uint32_t flags)
{
    std::string text;
    constexpr std::array<std::pair<std::uint32_t, std::string_view>, 6> words{{
        {TcpFlag::Syn, "SYN"},
        {TcpFlag::Fin, "FIN"},
        {TcpFlag::Rst, "RST"},
        {TcpFlag::Psh, "PSH"},
        {TcpFlag::Ack, "ACK"},
        {TcpFlag::Urg, "URG"},
    }};
    for (const auto &[bit, word] : words) {
        if ((flags & bit) != 0)
            text += (text.empty() ? "" : "-") + std::string(word);
    }
    return text.empty() ? "TCP" : text;
}

std::string_view packetName(const Event &event)
{
    if (event.protocol == Protocol::Tcp)
        return segmentName(event);
    const PacketSummary packet = summaryOf(event.bytes);
    if (event.protocol == Protocol::Icmp) {
        const IcmpMessage *message = messageOf(packet);
        return message == nullptr ? std::string_view{} : message->name;
    }
    return event.protocol == Protocol::None && packet.isFragment ? "fragment" : "";
}

std::string_view payloadOf(const Event &event)
{
    const PacketSummary packet = summaryOf(event.bytes);
    const bool hasPayload = packet.protocol == Protocol::Tcp || packet.protocol == Protocol::Udp;
    if (!hasPayload || packet.payload >= event.bytes.size())
        return {};
    return event.bytes.substr(packet.payload, packet.payloadSize);
}

std::size_t payloadSizeOf(const Event &event)
{
    if (event.bytes.empty())
        return static_cast<std::size_t>(std::max<std::int64_t>(event.size, 0));
    return summaryOf(event.bytes).payloadSize;
}

std::string packetEndText(const Endpoint &end)
{
    return end.port == 0 ? end.addressText() : end.text();
}

std::string packetText(const Event &event, const Catalogue &catalogue)
{
    const PacketSummary packet = summaryOf(event.bytes);
    const std::size_t size = payloadSizeOf(event);
    const bool isFate = !isSighting(event.verb) && event.evidence == Evidence::Packet;
    std::string text;
    if (isFate)
        text = catalogue.text(fmt::format("verbname.{}", nameOf(event.verb))) + ": ";
    if (!event.local.isSet() && !event.peer.isSet())
        return text + fmt::format("#{}", number(event.packet));
    text += protocolText(event, packet);
    if (size > 0 && event.protocol != Protocol::Icmp)
        text += fmt::format(" len {}", size);
    text += fmt::format("  {} → {}", packetEndText(event.local), packetEndText(event.peer));
    if (const std::string_view payload = payloadOf(event); !payload.empty())
        text += "  " + quoted(payload);
    return text;
}

} // namespace twodoors
