// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/packet/packet_label.h"

#include "notes/packet_text.h"

namespace twodoors
{

namespace
{

QString sizeText(const PacketView &packet)
{
    return packet.size > 0 ? QStringLiteral(" %1 B").arg(packet.size) : QString();
}

} // namespace

QString packetLabel(const PacketView &packet)
{
    switch (packet.protocol) {
    case Protocol::Tcp:
        return QString::fromStdString(flagsText(packet.flags)) + sizeText(packet);
    case Protocol::Udp:
        return QStringLiteral("UDP %1 B").arg(packet.size);
    case Protocol::Icmp:
        return QStringLiteral("ICMP");
    case Protocol::None:
        break;
    }
    return QStringLiteral("IP") + sizeText(packet);
}

QString packetSubLabel(const PacketView &packet)
{
    if (packet.protocol == Protocol::Udp)
        return QStringLiteral("%1 → %2").arg(packet.source.port).arg(packet.destination.port);
    if (packet.protocol != Protocol::Tcp)
        return {};
    const QString sequence = QStringLiteral("seq %1").arg(packet.sequence);
    if ((packet.flags & TcpFlag::Ack) == 0)
        return sequence;
    const bool saysSequence =
        packet.size > 0 || (packet.flags & (TcpFlag::Syn | TcpFlag::Fin)) != 0;
    const QString acknowledgement = QStringLiteral("ack %1").arg(packet.acknowledgement);
    return saysSequence ? sequence + QStringLiteral(" · ") + acknowledgement : acknowledgement;
}

} // namespace twodoors
