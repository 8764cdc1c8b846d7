// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/ghosts.h"

#include <vector>

namespace twodoors
{

namespace
{

bool canBeRepeated(const PacketSummary &packet) noexcept
{
    return packet.protocol == Protocol::Tcp && packet.isWhole && packet.sequenceLength() > 0;
}

/// How far the number is beyond `base`, all modulo 2^32 (RFC 9293, 3.4).
std::uint32_t distance(std::uint32_t base, std::uint32_t number) noexcept
{
    return number - base;
}

} // namespace

void Ghosts::hold(PacketId id, Heading heading, const PacketSummary &packet)
{
    if (canBeRepeated(packet))
        m_held.insert_or_assign(id, Held{heading, packet});
}

void Ghosts::letGo(PacketId id)
{
    m_held.erase(id);
}

PacketId Ghosts::repeated(Heading heading, const PacketSummary &packet) const
{
    if (m_held.empty() || !canBeRepeated(packet))
        return PacketId::None;
    PacketId first = PacketId::None;
    std::uint32_t covered = 0; // of the packet's sequence numbers, from its first on
    const std::uint32_t length = packet.sequenceLength();
    for (bool goesOn = true; goesOn && covered < length;) {
        goesOn = false;
        for (const auto &[id, held] : m_held) {
            constexpr std::uint32_t kinds = TcpFlag::Syn | TcpFlag::Rst;
            if (held.heading != heading || held.packet.source != packet.source
                || held.packet.destination != packet.destination
                || ((held.packet.flags ^ packet.flags) & kinds) != 0)
                continue;
            const std::uint32_t into = distance(held.packet.sequence, packet.sequence + covered);
            if (into >= held.packet.sequenceLength())
                continue;
            if (covered == 0)
                first = id;
            covered += held.packet.sequenceLength() - into;
            goesOn = true;
            break;
        }
    }
    return covered >= length ? first : PacketId::None;
}

} // namespace twodoors
