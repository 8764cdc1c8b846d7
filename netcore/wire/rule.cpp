// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/rule.h"

#include "base/nearest.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace twodoors
{

namespace
{

struct Word {
    std::string_view text;
    std::size_t begin = 0;
};

constexpr std::uint32_t congestionFlags = TcpFlag::Ece | TcpFlag::Cwr;

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 8> flagWords{
    {{"SYN", TcpFlag::Syn},
     {"ACK", TcpFlag::Ack},
     {"PSH", TcpFlag::Psh},
     {"FIN", TcpFlag::Fin},
     {"RST", TcpFlag::Rst},
     {"URG", TcpFlag::Urg},
     {"ECE", TcpFlag::Ece},
     {"CWR", TcpFlag::Cwr}}};

/// At spaces, but not inside of "".
std::vector<Word> wordsOf(std::string_view text)
{
    std::vector<Word> words;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == ' ' || text[at] == '\t') {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        bool isQuoted = false;
        for (; at < text.size() && (isQuoted || (text[at] != ' ' && text[at] != '\t')); ++at)
            isQuoted = isQuoted != (text[at] == '"');
        words.push_back({text.substr(begin, at - begin), begin});
    }
    return words;
}

template <class Number>
std::optional<Number> numberFrom(std::string_view text)
{
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<std::uint32_t> flagsFrom(std::string_view word)
{
    std::uint32_t flags = 0;
    while (true) {
        const std::string_view part = word.substr(0, word.find('-'));
        const auto place =
            std::ranges::find(flagWords, part, [](const auto &f) { return f.first; });
        if (place == flagWords.end() || (flags & place->second) != 0)
            return std::nullopt;
        flags |= place->second;
        if (part.size() == word.size())
            return flags;
        word.remove_prefix(part.size() + 1);
    }
}

std::optional<Nanoseconds> durationFrom(std::string_view word)
{
    constexpr std::array<std::pair<std::string_view, double>, 4> units{
        {{"ms", 1e6}, {"us", 1e3}, {"ns", 1}, {"s", 1e9}}};
    constexpr double mostNanoseconds = 86'400e9;
    for (const auto &[unit, factor] : units) {
        if (!word.ends_with(unit))
            continue;
        const auto count = numberFrom<double>(word.substr(0, word.size() - unit.size()));
        if (!count || !(*count >= 0) || *count * factor > mostNanoseconds)
            return std::nullopt;
        return Nanoseconds(static_cast<std::int64_t>(*count * factor));
    }
    return std::nullopt;
}

class RuleReader
{
public:
    explicit RuleReader(std::string_view text) : m_text(text), m_words(wordsOf(text)) {}

    Result<Rule> read()
    {
        if (m_words.empty())
            return Failure{"rule-empty", {}};
        m_rule.source = m_text;
        if (auto failure = readAction())
            return *failure;
        if (auto failure = readHeading())
            return *failure;
        for (; m_next < m_words.size(); ++m_next) {
            const bool isLast = m_next + 1 == m_words.size();
            if (!readWhat(m_words[m_next].text) && !(isLast && readWhich(m_words[m_next].text)))
                return wrong(m_words[m_next],
                             "tcp, udp, icmp, SYN, SYN-ACK, ACK, PSH-ACK, FIN-ACK, RST …, len=0, "
                             "len>0, seq=1, text=\"…\"; 1, 2-4, every, 5%");
        }
        return m_rule;
    }

private:
    [[nodiscard]] Failure wrong(const Word &word, std::string meant) const
    {
        std::string marked(m_text.substr(0, word.begin));
        marked += "»" + std::string(word.text) + "«";
        marked += m_text.substr(word.begin + word.text.size());
        return {"rule-wrong-word",
                {{"rule", std::move(marked)},
                 {"word", std::string(word.text)},
                 {"meant", std::move(meant)}}};
    }

    [[nodiscard]] Failure missing(std::string meant) const
    {
        return {"rule-missing-word", {{"rule", std::string(m_text)}, {"meant", std::move(meant)}}};
    }

    [[nodiscard]] std::optional<Failure> readAction()
    {
        const Word &word = m_words[m_next++];
        const auto action = fromName<WireAction>(word.text);
        if (!action)
            return wrong(word, nearestOrAll(word.text, names<WireAction>));
        m_rule.action = *action;
        if (*action != WireAction::Delay)
            return std::nullopt;
        if (m_next == m_words.size())
            return missing("2s, 200ms");
        const auto delay = durationFrom(m_words[m_next].text);
        if (!delay)
            return wrong(m_words[m_next], "2s, 200ms");
        m_rule.delay = *delay;
        ++m_next;
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Failure> readHeading()
    {
        constexpr std::array<std::string_view, 3> headings{"client>server", "server>client",
                                                           "both"};
        if (m_next == m_words.size())
            return missing("client>server, server>client, both");
        const Word &word = m_words[m_next++];
        if (std::ranges::find(headings, word.text) == headings.end())
            return wrong(word, nearestOrAll(word.text, headings));
        m_rule.heading = fromName<Heading>(word.text).value_or(Heading::None);
        return std::nullopt;
    }

    /// Whether the word says which packets; each thing once.
    [[nodiscard]] bool readWhat(std::string_view word)
    {
        const auto protocol = fromName<Protocol>(word);
        if (protocol && *protocol != Protocol::None && m_rule.protocol == Protocol::None) {
            m_rule.protocol = *protocol;
            return true;
        }
        if (const auto flags = flagsFrom(word); flags && !m_rule.flags) {
            m_rule.flags = flags;
            m_rule.heedsCongestionFlags = (*flags & congestionFlags) != 0;
            return true;
        }
        const bool isLonger = word.starts_with("len>");
        if ((isLonger || word.starts_with("len=")) && !m_rule.length) {
            m_rule.length = numberFrom<std::size_t>(word.substr(4));
            m_rule.isLonger = isLonger;
            return m_rule.length.has_value();
        }
        if (word.starts_with("seq=") && !m_rule.sequence) {
            m_rule.sequence = numberFrom<std::uint32_t>(word.substr(4));
            return m_rule.sequence.has_value();
        }
        if (word.starts_with("text=") && m_rule.text.empty()) {
            m_rule.text = word.substr(5);
            std::erase(m_rule.text, '"');
            return !m_rule.text.empty();
        }
        return false;
    }

    [[nodiscard]] bool readWhich(std::string_view word)
    {
        if (word == "every") {
            m_rule.last = Rule::noLast;
            return true;
        }
        if (word.ends_with('%')) {
            const auto percent = numberFrom<double>(word.substr(0, word.size() - 1));
            if (!percent || !(*percent >= 0 && *percent <= 100))
                return false;
            m_rule.chance = *percent / 100;
            return true;
        }
        const std::size_t dash = word.find('-');
        const auto first = numberFrom<std::uint64_t>(word.substr(0, dash));
        const auto last = dash == std::string_view::npos
                              ? first
                              : numberFrom<std::uint64_t>(word.substr(dash + 1));
        if (!first || !last || *first == 0 || *last < *first)
            return false;
        m_rule.first = *first;
        m_rule.last = *last;
        return true;
    }

    std::string_view m_text;
    std::vector<Word> m_words;
    std::size_t m_next = 0;
    Rule m_rule;
};

} // namespace

bool Rule::isAbout(const PacketToJudge &packet) const
{
    const PacketSummary &summary = packet.summary;
    if (heading != Heading::None && heading != packet.heading)
        return false;
    if (protocol != Protocol::None && protocol != summary.protocol)
        return false;
    const std::uint32_t heeded = heedsCongestionFlags ? ~0U : ~congestionFlags;
    if (flags && (summary.protocol != Protocol::Tcp || (summary.flags & heeded) != *flags))
        return false;
    if (length && (isLonger ? summary.payloadSize <= *length : summary.payloadSize != *length))
        return false;
    if (sequence && packet.relativeSequence != sequence)
        return false;
    return text.empty() || packet.payload.find(text) != std::string_view::npos;
}

Result<Rule> readRule(std::string_view text)
{
    return RuleReader(text).read();
}

} // namespace twodoors
