// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/capture_flows.h"

#include <algorithm>
#include <limits>

namespace twodoors
{

namespace
{

bool isSmaller(const Endpoint &one, const Endpoint &other) noexcept
{
    return one.address != other.address ? one.address < other.address : one.port < other.port;
}

/// Without a SYN to tell: whether the one who is seen to send first is the client. In the middle of
/// a TCP connection it may be either; servers' ports are small and known.
bool senderIsClient(const PacketSummary &packet) noexcept
{
    constexpr std::uint16_t firstUserPort = 1024; // RFC 6335, section 6
    const std::uint16_t own = packet.source.port;
    const std::uint16_t theirs = packet.destination.port;
    if (packet.protocol == Protocol::Tcp)
        return own >= theirs;
    return own >= firstUserPort || theirs < firstUserPort;
}

Endpoint withoutPort(Endpoint end) noexcept
{
    end.port = 0;
    return end;
}

} // namespace

CaptureFlows::Key CaptureFlows::keyOf(Protocol protocol, const Endpoint &one, const Endpoint &other)
{
    const bool isInOrder = !isSmaller(other, one);
    return {protocol, isInOrder ? one : other, isInOrder ? other : one};
}

/// The client's end of a flow, without the other.
CaptureFlows::Key CaptureFlows::clientOf(const Entry &entry)
{
    const auto &[key, flow] = entry;
    return {key.protocol, flow.smallerIsClient ? key.local : key.peer, {}};
}

bool CaptureFlows::hasPorts(const PacketSummary &packet) noexcept
{
    return (packet.protocol == Protocol::Tcp || packet.protocol == Protocol::Udp)
           && packet.source.port != 0;
}

CaptureFlows::Entry *CaptureFlows::find(const PacketSummary &packet)
{
    const auto found = hasPorts(packet)
                           ? m_flows.find(keyOf(packet.protocol, packet.source, packet.destination))
                           : m_flows.find(keyOf(Protocol::None, withoutPort(packet.source),
                                                withoutPort(packet.destination)));
    return found == m_flows.end() ? nullptr : &*found;
}

CaptureFlows::Entry &CaptureFlows::learnFlow(const PacketSummary &packet)
{
    const auto add = [ this, &packet ](Protocol protocol, const Endpoint &source,
                                       const Endpoint &destination) -> auto &
    {
        const auto [place, isNew] = m_flows.try_emplace(keyOf(protocol, source, destination));
        if (isNew) {
            place->second.index = static_cast<std::uint32_t>(m_flows.size() - 1);
            place->second.smallerIsClient =
                senderIsClient(packet) == !isSmaller(destination, source);
        }
        return *place;
    };
    auto &hosts = add(Protocol::None, withoutPort(packet.source), withoutPort(packet.destination));
    if (!hasPorts(packet))
        return hosts;
    auto &entry = add(packet.protocol, packet.source, packet.destination);
    Known &flow = entry.second;
    if (hosts.second.first == nullptr)
        hosts.second.first = &flow;
    if (packet.protocol == Protocol::Tcp && (packet.flags & TcpFlag::Syn) != 0 && !flow.hasSyn) {
        const bool isClients = (packet.flags & TcpFlag::Ack) == 0;
        flow.hasSyn = true;
        flow.smallerIsClient = isClients == !isSmaller(packet.destination, packet.source);
    }
    return entry;
}

void CaptureFlows::learn(std::string_view bytes, const PacketSummary &packet)
{
    if (!quotedBy(bytes, packet)) // an error may come from a router, which is no end of a flow
        static_cast<void>(learnFlow(packet));
}

bool CaptureFlows::hasSeveralClients() const
{
    const Entry *known = nullptr;
    for (const Entry &next : m_flows) {
        if (next.second.first != nullptr)
            continue; // the flows between these hosts speak for themselves
        if (known != nullptr && clientOf(*known) != clientOf(next))
            return true;
        known = &next;
    }
    return false;
}

void CaptureFlows::numberClient(Entry &entry)
{
    if (entry.second.client != 0)
        return;
    const auto next = static_cast<std::uint32_t>(m_clients.size() + 1);
    entry.second.client = m_clients.try_emplace(clientOf(entry), next).first->second;
}

CaptureFlows::Place CaptureFlows::placeOf(std::string_view bytes, const PacketSummary &packet)
{
    if (m_isLearning) {
        m_isLearning = false;
        m_hasSeveral = hasSeveralClients();
    }
    const auto quoted = quotedBy(bytes, packet);
    auto *entry = quoted ? find(*quoted) : nullptr;
    const bool isAnswer = entry != nullptr;
    if (entry == nullptr)
        entry = &learnFlow(packet);
    const PacketSummary &said = isAnswer ? *quoted : packet;

    Known &hosts = entry->second;
    Known &flow = hosts.first != nullptr ? *hosts.first : hosts;
    if (hosts.first == nullptr)
        numberClient(*entry);
    const Endpoint source = hasPorts(said) ? said.source : withoutPort(said.source);
    const Endpoint destination = hasPorts(said) ? said.destination : withoutPort(said.destination);
    const bool isFromClient = flow.smallerIsClient == !isSmaller(destination, source);

    constexpr std::uint32_t most = std::numeric_limits<std::uint16_t>::max();
    const std::uint32_t client =
        m_hasSeveral && flow.client != 0 ? (flow.client - 1) % most + 1 : 0;
    const Heading heading = isFromClient ? Heading::ToServer : Heading::ToClient;
    return {.flow = flow.index,
            .heading = isAnswer ? reversed(heading) : heading,
            .client = {Role::ClientKernel, static_cast<std::uint16_t>(client)},
            .server = {Role::ServerKernel, 0}};
}

} // namespace twodoors
