// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/packet_summary.h"

#include <array>
#include <cstdint>
#include <map>
#include <string_view>

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
    /// Protocol, family, and address and port of both ends, the smaller one first.
    using Key = std::array<std::uint8_t, 38>;

    struct Flow {
        std::uint32_t index = 0;
        std::uint32_t client = 0; ///< its number; 0 while it has none
        bool smallerIsClient = true;
        bool hasSyn = false;
        Flow *first = nullptr; ///< of two hosts: the first flow with ports between them
    };

    [[nodiscard]] static Key endKey(Protocol protocol, const Endpoint &end);
    [[nodiscard]] static Key flowKey(Protocol protocol, const Endpoint &one, const Endpoint &other);
    [[nodiscard]] static Key clientKey(const Key &key, const Flow &flow);
    [[nodiscard]] static bool hasPorts(const PacketSummary &packet) noexcept;

    [[nodiscard]] std::pair<const Key, Flow> &learnFlow(const PacketSummary &packet);
    [[nodiscard]] std::pair<const Key, Flow> *find(const PacketSummary &packet);
    void numberClient(const Key &key, Flow &flow);
    [[nodiscard]] bool hasSeveralClients() const;

    std::map<Key, Flow> m_flows;
    std::map<Key, std::uint32_t> m_clients; ///< numbers, by endKey()
    bool m_isLearning = true;
    bool m_hasSeveral = false;
};

} // namespace twodoors
