// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_writer.h"

#include "base/text.h"

namespace twodoors
{

namespace
{

/// The beginning of a text, with all that a line can show of it.
std::string_view beginningOf(std::string_view text) noexcept
{
    constexpr std::size_t most = 4 * (LogWriter::longestText + 1);
    if (text.size() <= most)
        return text;
    std::size_t end = most;
    while (end > most - 3 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80)
        --end;
    return text.substr(0, end);
}

/// The event without megabytes that notes would write out. The bytes of others stay: notes count
/// them and quote only their beginning.
Event readable(Event event) noexcept
{
    const bool isText = event.kind == Kind::Note || event.kind == Kind::Prediction
                        || event.kind == Kind::Fault || event.kind == Kind::Wire;
    if (isText)
        event.bytes = beginningOf(event.bytes);
    event.into = beginningOf(event.into);
    event.from = beginningOf(event.from);
    event.topic = beginningOf(event.topic);
    return event;
}

QString shown(const std::string &text)
{
    return QString::fromStdString(clipped(text, LogWriter::longestText));
}

} // namespace

void LogWriter::moveTo(Seq seq)
{
    const std::uint32_t now = number(m_world.seq());
    if (number(seq) < now || number(seq) - now > History::interval) {
        m_world = m_view.worldAt(seq);
        return;
    }
    for (std::uint32_t next = now + 1; next <= number(seq); ++next)
        m_world.apply(m_view.event(static_cast<Seq>(next)));
}

LogLine LogWriter::line(const LogRow &row)
{
    moveTo(row.seq);
    const Notes &notes = m_view.notes();
    const Event event = readable(m_view.event(row.seq));
    LogLine line;
    line.t = event.t;
    line.evidence = event.evidence;
    line.ink = inkOf(event, m_world);
    line.cause = event.cause;
    line.who = m_view.whoText(event.who);
    if (row.kind != Kind::Wait && !row.isWhole) {
        line.headline = shown(notes.headline(event, m_world));
        line.sentence = shown(notes.sentence(event, m_world));
        return line;
    }
    const Event call = readable(m_view.event(event.cause));
    line.call = call.seq;
    line.cause = call.cause;
    line.headline =
        shown(row.isWhole ? Notes::headline(call, event) : notes.headline(call, m_world));
    line.sentence = shown(notes.sentence(row.isWhole ? event : call, m_world));
    return line;
}

} // namespace twodoors
