// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/text.h"
#include "journal/journal.h"
#include "journal/session_file.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace twodoors::tests
{

/// The lines of a text, without their newlines; what follows the last newline is a line, too.
inline std::vector<std::string> linesOf(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// The code points that must not reach a terminal: controls but newline, what turns the writing
/// direction (UAX #9), and bytes that are not UTF-8. Each once, in order.
inline std::vector<std::string> unsafeIn(std::string_view text)
{
    std::vector<std::string> found;
    const auto note = [&found](std::string_view piece) {
        std::string hex;
        appendHex(hex, piece);
        if (std::ranges::find(found, hex) == found.end())
            found.push_back(std::move(hex));
    };
    while (!text.empty()) {
        const auto first = static_cast<unsigned char>(text.front());
        const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        const std::string_view piece = text.substr(0, length);
        constexpr std::array<std::string_view, 12> turning{"\u061c", "\u200e", "\u200f", "\u202a",
                                                           "\u202b", "\u202c", "\u202d", "\u202e",
                                                           "\u2066", "\u2067", "\u2068", "\u2069"};
        const bool isControl = (first < 0x20 && first != '\n') || first == 0x7f;
        const bool isC1 = piece >= "\xc2\x80" && piece < "\xc2\xa0" && first == 0xc2;
        if (isControl || isC1 || !isUtf8(piece)
            || std::ranges::find(turning, piece) != turning.end())
            note(piece);
        text.remove_prefix(std::min(length, text.size()));
    }
    return found;
}

/// How many times the piece stands in the text.
inline std::size_t countOf(std::string_view piece, std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t at = text.find(piece); at != std::string_view::npos;
         at = text.find(piece, at + piece.size()))
        ++count;
    return count;
}

inline bool hasChinese(std::string_view text)
{
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        const auto first = static_cast<unsigned char>(text[i]);
        if (first >= 0xe4 && first <= 0xe9)
            return true;
    }
    return false;
}

/// The events of a session in JSON Lines.
class SessionText
{
public:
    explicit SessionText(std::string_view text)
    {
        const auto read = readSessionText(text, *m_journal);
        m_isWhole = read && !read->cut && !read->damage;
        for (std::size_t seq = 1; seq <= m_journal->size(); ++seq)
            m_events.push_back(m_journal->at(static_cast<Seq>(seq)));
    }

    [[nodiscard]] bool isWhole() const noexcept { return m_isWhole; }
    [[nodiscard]] const std::vector<Event> &events() const noexcept { return m_events; }

    /// The bytes of all events of a program of which the condition holds, one after another.
    template <class Condition>
    [[nodiscard]] std::string bytesOf(Who who, Condition &&condition) const
    {
        std::string bytes;
        for (const Event &event : m_events) {
            if (event.who == who && condition(event))
                bytes += event.bytes;
        }
        return bytes;
    }

    template <class Condition>
    [[nodiscard]] std::size_t count(Condition &&condition) const
    {
        return static_cast<std::size_t>(std::ranges::count_if(m_events, condition));
    }

private:
    std::unique_ptr<SteadyClock> m_clock = std::make_unique<SteadyClock>();
    std::unique_ptr<Journal> m_journal = std::make_unique<Journal>(*m_clock);
    std::vector<Event> m_events;
    bool m_isWhole = false;
};

/// The port of the first address "HOST:PORT" after the piece; 0 where there is none.
inline std::uint16_t portAfter(std::string_view text, std::string_view piece)
{
    const std::size_t at = text.find(piece);
    if (at == std::string_view::npos)
        return 0;
    const std::size_t host = text.find("127.0.0.1:", at);
    if (host == std::string_view::npos)
        return 0;
    const std::string_view digits = text.substr(host + 10);
    const std::size_t end = digits.find_first_not_of("0123456789");
    return end == std::string_view::npos
               ? std::uint16_t{0} // more may come
               : static_cast<std::uint16_t>(std::stoi(std::string(digits.substr(0, end))));
}

/// Standard error holds one sentence of twodoors' own, and it holds this piece.
MATCHER_P(isOneSentenceWith, piece, "is one sentence with \"" + std::string(piece) + '"')
{
    const std::string_view text(arg);
    return text.starts_with("twodoors: ") && text.ends_with('\n')
           && std::ranges::count(text, '\n') == 1 && text.find(piece) != std::string_view::npos
           && unsafeIn(text).empty();
}

} // namespace twodoors::tests
