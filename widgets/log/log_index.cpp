// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_index.h"

#include <algorithm>
#include <functional>

namespace twodoors
{

namespace
{

LogRow *findCall(Seq call, std::vector<LogRow> &rows) noexcept
{
    const std::size_t place = placeOf(call, rows);
    if (place == rows.size())
        return nullptr;
    LogRow &row = rows[place];
    return row.seq == call && row.kind == Kind::Call && !row.isSettled ? &row : nullptr;
}

} // namespace

std::size_t placeOf(Seq seq, std::span<const LogRow> rows) noexcept
{
    std::size_t back = 1;
    while (back <= rows.size() && rows[rows.size() - back].seq >= seq)
        back *= 2;
    const auto from = rows.end() - static_cast<std::ptrdiff_t>(std::min(back, rows.size()));
    const auto to = rows.end() - static_cast<std::ptrdiff_t>(back / 2);
    const auto place = std::ranges::lower_bound(from, to, seq, {}, &LogRow::seq);
    return static_cast<std::size_t>(place - rows.begin());
}

bool LogIndex::settleCall(Seq call, Growth &growth)
{
    LogRow *row = findCall(call, growth.rows);
    if (row == nullptr) {
        row = findCall(call, m_rows);
        if (row == nullptr)
            return false;
        growth.settled.push_back(static_cast<std::size_t>(row - m_rows.data()));
    }
    row->isSettled = true;
    return true;
}

LogIndex::Growth LogIndex::read(const Journal &journal, Seq end)
{
    Growth growth;
    growth.rows.reserve(number(end) - std::min(number(m_read), number(end)));
    while (m_read < end) {
        m_read = static_cast<Seq>(number(m_read) + 1);
        const Event event = journal.at(m_read);
        LogRow row{m_read, event.kind, event.who.role};
        if (event.kind == Kind::Wait && !settleCall(event.cause, growth))
            continue;
        if (event.kind == Kind::Return)
            row.isWhole = settleCall(event.cause, growth);
        growth.rows.push_back(row);
    }
    std::erase_if(growth.rows, &LogRow::isSettled);
    std::ranges::sort(growth.settled);
    return growth;
}

void LogIndex::settle(std::size_t place)
{
    m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(place));
}

void LogIndex::append(std::span<const LogRow> rows)
{
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
}

void LogIndex::take(const Growth &growth)
{
    if (!growth.settled.empty()) {
        const auto first = m_rows.begin() + static_cast<std::ptrdiff_t>(growth.settled.front());
        m_rows.erase(std::remove_if(first, m_rows.end(), std::mem_fn(&LogRow::isSettled)),
                     m_rows.end());
    }
    append(growth.rows);
}

void LogIndex::clear()
{
    m_rows.clear();
    m_read = Seq::None;
}

} // namespace twodoors
