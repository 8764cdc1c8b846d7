// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/flow.h"
#include "wire/rule.h"

#include <random>
#include <unordered_map>
#include <vector>

namespace twodoors
{

/// What the rules say of a packet.
struct Verdict {
    std::optional<WireAction> action; ///< nothing where no rule speaks
    Nanoseconds delay{0};
};

/// Rules in their order, each with the matches it has counted. Every rule counts every packet that
/// it is about; the first whose count fits decides.
class RuleBook
{
public:
    explicit RuleBook(std::uint64_t seed) : m_chance(seed) {}

    void add(const Rule &rule);

    [[nodiscard]] bool empty() const noexcept { return m_rules.empty(); }

    /// For each packet once, in the order in which they come; ghosts are not packets of their own.
    [[nodiscard]] Verdict judge(Heading heading, const PacketSummary &summary,
                                std::string_view bytes);

private:
    struct Counting {
        Rule rule;
        std::uint64_t matches = 0;
    };

    [[nodiscard]] std::optional<std::uint32_t> relativeSequence(const PacketSummary &summary);

    std::vector<Counting> m_rules;
    std::mt19937_64 m_chance;
    std::unordered_map<Flow, std::uint32_t, FlowHash> m_firstSequences; ///< of the SYNs
};

} // namespace twodoors
