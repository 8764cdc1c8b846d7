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
    const bool isShort = text.size() <= LogWriter::longestText; // no column without a byte
    return QString::fromStdString(isShort ? text : clipped(text, LogWriter::longestText));
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

LogWriter::Told LogWriter::told(const LogRow &row) const
{
    Told told{readable(m_view.event(row.seq)), {}};
    if (row.isWhole || row.kind == Kind::Wait)
        told.call = readable(m_view.event(told.event.cause));
    return told;
}

QString LogWriter::headline(const LogRow &row, const Told &told) const
{
    return shown(row.isWhole ? Notes::headline(*told.call, told.event)
                             : m_view.notes().headline(told.call.value_or(told.event), m_world));
}

QString LogWriter::sentence(const LogRow &row, const Told &told) const
{
    return shown(m_view.notes().sentence(row.isWhole ? told.event : told.call.value_or(told.event),
                                         m_world));
}

LogLine LogWriter::line(const LogRow &row)
{
    moveTo(row.seq);
    const Told all = told(row);
    LogLine line;
    line.t = all.event.t;
    line.evidence = all.event.evidence;
    line.ink = inkOf(all.event, m_world);
    line.call = all.call ? all.call->seq : Seq::None;
    line.cause = all.call ? all.call->cause : all.event.cause;
    line.who = m_view.whoText(all.event.who);
    line.headline = headline(row, all);
    line.sentence = sentence(row, all);
    return line;
}

bool LogWriter::says(const LogRow &row, const QStringMatcher &text)
{
    moveTo(row.seq);
    const Told all = told(row);
    return text.indexIn(headline(row, all)) >= 0 || text.indexIn(sentence(row, all)) >= 0;
}

} // namespace twodoors
