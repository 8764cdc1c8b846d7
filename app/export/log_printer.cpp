// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/log_printer.h"

#include "base/text.h"
#include "notes/origin_text.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace twodoors
{

LogPrinter::LogPrinter(const Source &source)
    : m_source(source), m_notes(
                            source.catalogue,
                            [lesson = source.lesson](Who who) {
                                return lesson == nullptr ? nullptr : lesson->programOf(who);
                            },
                            source.header.server.family)
{}

void LogPrinter::printPlain(const Event &) {}

std::string LogPrinter::origin() const
{
    return originText(m_source.header, m_source.catalogue);
}

std::array<std::string, 6> LogPrinter::heads() const
{
    std::array<std::string, 6> heads{"number", "time", "who", "event", "meaning", "evidence"};
    for (std::string &head : heads)
        head = m_source.catalogue.text("log." + head);
    return heads;
}

std::string LogPrinter::evidenceText(const Event &event) const
{
    return m_source.catalogue.text(fmt::format("evidence.{}", nameOf(event.evidence)));
}

void LogPrinter::catchUp(const Journal &journal, std::size_t end)
{
    while (m_printed < end && !m_source.output.failure()) {
        const Event event = journal.at(static_cast<Seq>(++m_printed));
        if (wantsRows())
            take(event);
        else
            printPlain(event);
    }
}

void LogPrinter::take(const Event &event)
{
    m_world.apply(event);
    if (event.kind == Kind::Call) {
        m_keptBack.push_back(event);
        return;
    }
    const auto call = std::ranges::find(m_keptBack, event.cause, &Event::seq);
    const bool isKept = call != m_keptBack.end();
    if (event.kind == Kind::Wait) {
        if (isKept)
            print(event, m_notes.headline(*call, m_world), m_notes.sentence(*call, m_world));
    } else {
        const bool isWhole = isKept && event.kind == Kind::Return;
        print(event, isWhole ? Notes::headline(*call, event) : m_notes.headline(event, m_world),
              m_notes.sentence(event, m_world));
    }
    if (isKept && (event.kind == Kind::Wait || event.kind == Kind::Return))
        m_keptBack.erase(call);
}

void LogPrinter::print(const Event &event, std::string headline, std::string sentence)
{
    print({event, m_notes.whoText(event.who), std::move(headline), std::move(sentence)});
}

void LogPrinter::finish()
{
    for (const Event &call : std::exchange(m_keptBack, {}))
        print(call, m_notes.headline(call, m_world), m_notes.sentence(call, m_world));
    end();
}

std::string secondsText(Nanoseconds t)
{
    return fmt::format("{:.6f}", std::chrono::duration<double>(t).count());
}

bool wantsColour(const Sink &output)
{
    const char *noColour = std::getenv("NO_COLOR");
    const char *terminal = std::getenv("TERM");
    const bool isDumb = terminal != nullptr && std::string_view(terminal) == "dumb";
    return output.isTerminal() && !isDumb && (noColour == nullptr || *noColour == '\0');
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width)
{
    std::vector<std::string> lines;
    std::string line;
    std::size_t lineColumns = 0;
    while (!text.empty()) {
        // a word with the spaces before it, or one wide character with the punctuation after it
        std::size_t spaces = text.find_first_not_of(' ');
        if (spaces == std::string_view::npos)
            break;
        std::size_t end = spaces;
        while (end < text.size() && text[end] != ' ') {
            const std::size_t length =
                std::max<std::size_t>(utf8SequenceLength(text.substr(end)), 1);
            const std::string_view letter = text.substr(end, length);
            const bool isWide = columns(letter) == 2;
            constexpr std::string_view closing = "，。；：？！、）”’」》";
            const bool staysBehind = isWide && closing.find(letter) != std::string_view::npos;
            if (isWide && !staysBehind && end > spaces)
                break;
            end += length;
            if (isWide && !staysBehind) {
                const std::size_t next = utf8SequenceLength(text.substr(end));
                const std::string_view after = text.substr(end, next);
                if (next < 3 || closing.find(after) == std::string_view::npos)
                    break;
            }
        }
        const std::string_view word = text.substr(spaces, end - spaces);
        const std::size_t wordColumns = columns(word);
        const std::size_t gap = lineColumns == 0 ? 0 : spaces;
        if (lineColumns != 0 && lineColumns + gap + wordColumns > width) {
            lines.push_back(std::move(line));
            line.clear();
            lineColumns = 0;
        }
        if (lineColumns != 0) {
            line.append(spaces, ' ');
            lineColumns += spaces;
        }
        line += word;
        lineColumns += wordColumns;
        text.remove_prefix(end);
    }
    if (!line.empty())
        lines.push_back(std::move(line));
    return lines;
}

} // namespace twodoors
