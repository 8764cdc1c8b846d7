// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/rule_book.h"

namespace twodoors
{

void RuleBook::add(const Rule &rule)
{
    m_rules.push_back({rule, 0});
}

std::optional<std::uint32_t> RuleBook::relativeSequence(const PacketSummary &summary)
{
    if (summary.protocol != Protocol::Tcp)
        return std::nullopt;
    const Flow flow{summary.protocol, summary.source, summary.destination};
    if ((summary.flags & TcpFlag::Syn) != 0)
        m_firstSequences[flow] = summary.sequence;
    const auto first = m_firstSequences.find(flow);
    if (first == m_firstSequences.end())
        return std::nullopt;
    return summary.sequence - first->second;
}

Verdict RuleBook::judge(Heading heading, const PacketSummary &summary, std::string_view bytes)
{
    if (m_rules.empty())
        return {};
    const PacketToJudge packet{heading, summary,
                               summary.payload < bytes.size() ? bytes.substr(summary.payload)
                                                              : std::string_view{},
                               relativeSequence(summary)};
    Verdict verdict;
    for (auto &[rule, matches] : m_rules) {
        if (!rule.isAbout(packet))
            continue;
        ++matches;
        const bool speaks =
            rule.chance ? std::uniform_real_distribution<double>(0, 1)(m_chance) < *rule.chance
                        : matches >= rule.first && matches <= rule.last;
        if (speaks && !verdict.action)
            verdict = {rule.action, rule.delay};
    }
    return verdict;
}

} // namespace twodoors
