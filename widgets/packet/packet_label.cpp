// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/packet/packet_label.h"

#include "notes/packet_text.h"

#include <fmt/format.h>

namespace twodoors
{

namespace
{

std::string protocolText(const PacketView &packet)
{
    switch (packet.protocol) {
    case Protocol::Tcp:
        return flagsText(packet.flags);
    case Protocol::Udp:
        return "UDP";
    case Protocol::Icmp:
        return "ICMP";
    case Protocol::None:
        break;
    }
    return "IP";
}

} // namespace

QString packetLabel(const PacketView &packet)
{
    std::string text = protocolText(packet);
    if (packet.size > 0 && packet.protocol != Protocol::Icmp)
        text += fmt::format(" {} B", packet.size);
    return QString::fromStdString(text);
}

QString packetSubLabel(const PacketView &packet)
{
    if (packet.evidence != Evidence::Packet)
        return {};
    std::string text;
    if (packet.protocol == Protocol::Tcp) {
        text = fmt::format("seq {}", packet.sequence);
        if ((packet.flags & TcpFlag::Ack) != 0)
            text += fmt::format(" · ack {}", packet.acknowledgement);
    } else if (packet.protocol == Protocol::Udp) {
        text = fmt::format("{} → {}", packet.source.port, packet.destination.port);
    }
    return QString::fromStdString(text);
}

QString packetEndsText(const PacketView &packet)
{
    if (!packet.source.isSet() && !packet.destination.isSet())
        return {};
    return QString::fromStdString(
        fmt::format("{} → {}", packetEndText(packet.source), packetEndText(packet.destination)));
}

} // namespace twodoors
