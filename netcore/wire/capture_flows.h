// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/flow.h"
#include "wire/packet_summary.h"

#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace twodoors
{

/// Which of the two ends of each flow in a capture is the client. A capture does not say so: it
/// follows from who sent the SYN, or else from the ports. Memory: some 300 bytes a flow.
class CaptureFlows
{
public:
    /// One packet's place in its flow.
    struct Place {
        std::uint32_t flow = 0; ///< 0, 1, 2 …
        Heading heading = Heading::None;
        Who client; ///< the kernels of the flow
        Who server;

        [[nodiscard]] Who sender() const noexcept
        {
            return heading == Heading::ToServer ? client : server;
        }
    };

    /// Takes in a packet. All of a capture are to be learnt before the first placeOf().
    void learn(std::string_view bytes, const PacketSummary &packet);

    /// An ICMP error belongs to the flow of the packet that it quotes. Clients get their numbers in
    /// the order of these calls; 0 where there is only one.
    [[nodiscard]] Place placeOf(std::string_view bytes, const PacketSummary &packet);

private:
    /// Both ends, the smaller one first; without ports and a protocol: two hosts.
    using Key = Flow;

    struct Known {
        std::uint32_t index = 0;
        std::uint32_t client = 0; ///< its number; 0 while it has none
        bool smallerIsClient = true;
        bool hasSyn = false;
        Known *first = nullptr; ///< of two hosts: the first flow with ports between them
    };

    using Entry = std::pair<const Key, Known>;

    [[nodiscard]] static Key keyOf(Protocol protocol, const Endpoint &one, const Endpoint &other);
    [[nodiscard]] static Key clientOf(const Entry &entry);
    [[nodiscard]] static bool hasPorts(const PacketSummary &packet) noexcept;

    [[nodiscard]] Entry &learnFlow(const PacketSummary &packet);
    [[nodiscard]] Entry *find(const PacketSummary &packet);
    void numberClient(Entry &entry);
    [[nodiscard]] bool hasSeveralClients() const;

    std::unordered_map<Key, Known, FlowHash> m_flows;
    std::unordered_map<Key, std::uint32_t, FlowHash> m_clients; ///< numbers, by clientOf()
    bool m_isLearning = true;
    bool m_hasSeveral = false;
};

} // namespace twodoors
