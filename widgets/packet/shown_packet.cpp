// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/packet/shown_packet.h"

#include "wire/field_forms.h"

#include <array>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

/// The packet that a packet's event is about; nothing where the World has not come to it.
std::optional<PacketView> packetOf(const Event &event, const World &world)
{
    if (const PacketView *named = world.packet(event.packet))
        return *named;
    return event.seq <= world.seq() ? std::optional(packetIn(event)) : std::nullopt;
}

/// The event itself or what led to it, where that is a packet's; None where it is not.
Seq packetEventBehind(const Viewpoint &view, Seq seq)
{
    while (seq != Seq::None && seq <= view.latest()) {
        const Event event = view.event(seq);
        if (event.kind == Kind::Packet)
            return seq;
        seq = event.cause < seq ? event.cause : Seq::None;
    }
    return Seq::None;
}

std::optional<PacketView> packetAtHand(const Viewpoint &view)
{
    const World &world = view.world();
    for (const PacketId id : world.onWire()) {
        if (const PacketView *packet = world.packet(id); packet != nullptr && packet->isInHand)
            return *packet;
    }
    return world.lastPacket() == Seq::None ? std::nullopt
                                           : packetOf(view.event(world.lastPacket()), world);
}

std::string_view bytesOf(const Viewpoint &view, Seq seq)
{
    return seq == Seq::None ? std::string_view{} : view.event(seq).bytes;
}

ShownPacket shown(const Viewpoint &view, const World &world, const PacketView &packet)
{
    const PacketView *first = &packet;
    for (const PacketView *original = world.packet(first->original);
         original != nullptr && original->firstEvent < first->firstEvent;
         original = world.packet(first->original))
        first = original;
    return {packet, bytesOf(view, packet.bytesEvent), bytesOf(view, first->firstEvent)};
}

std::string flagNames(std::uint32_t flags)
{
    constexpr std::array<std::string_view, 8> words{"FIN", "SYN", "RST", "PSH",
                                                    "ACK", "URG", "ECE", "CWR"};
    std::string text;
    for (std::size_t bit = 0; bit < words.size(); ++bit) {
        if ((flags >> bit & 1U) != 0)
            text += (text.empty() ? "" : ", ") + std::string(words[bit]);
    }
    return text;
}

class FieldList
{
public:
    void add(unsigned depth, FieldId id, std::string value = {}, std::string meaning = {})
    {
        m_fields.push_back({.id = id,
                            .name = formOf(id).name,
                            .value = std::move(value),
                            .depth = depth,
                            .meaning = std::move(meaning)});
    }

    [[nodiscard]] std::vector<PacketField> take() &&noexcept { return std::move(m_fields); }

private:
    std::vector<PacketField> m_fields;
};

} // namespace

std::optional<ShownPacket> shownPacket(const Viewpoint &view)
{
    const World &world = view.world();
    if (const Seq seq = packetEventBehind(view, view.selected()); seq != Seq::None) {
        const Event event = view.event(seq);
        if (const auto packet = packetOf(event, world))
            return shown(view, world, *packet);
        const World then = view.worldAt(seq); // the event lies after the cursor
        if (const auto packet = packetOf(event, then))
            return shown(view, then, *packet);
    }
    if (const auto packet = packetAtHand(view))
        return shown(view, world, *packet);
    return std::nullopt;
}

std::vector<PacketField> fieldsWithoutBytes(const PacketView &packet)
{
    FieldList list;
    const bool isIpv6 = packet.source.family == Family::IPv6;
    list.add(0, isIpv6 ? FieldId::Ipv6 : FieldId::Ip);
    list.add(1, isIpv6 ? FieldId::Ipv6Source : FieldId::IpSource, packet.source.addressText());
    list.add(1, isIpv6 ? FieldId::Ipv6Destination : FieldId::IpDestination,
             packet.destination.addressText());
    const std::string from = fmt::format("{}", packet.source.port);
    const std::string to = fmt::format("{}", packet.destination.port);
    if (packet.protocol == Protocol::Tcp) {
        list.add(0, FieldId::Tcp);
        list.add(1, FieldId::TcpSourcePort, from);
        list.add(1, FieldId::TcpDestinationPort, to);
        if (packet.evidence == Evidence::Packet) {
            list.add(1, FieldId::TcpSequence, fmt::format("{}", packet.sequence));
            list.add(1, FieldId::TcpAcknowledgement, fmt::format("{}", packet.acknowledgement));
        }
        list.add(1, FieldId::TcpFlags, fmt::format("{:#06x}", packet.flags),
                 flagNames(packet.flags));
    } else if (packet.protocol == Protocol::Udp) {
        list.add(0, FieldId::Udp);
        list.add(1, FieldId::UdpSourcePort, from);
        list.add(1, FieldId::UdpDestinationPort, to);
    }
    return std::move(list).take();
}

} // namespace twodoors
