// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/code/code_text.h"

#include <QStringList>
#include <algorithm>

namespace twodoors
{

namespace
{

constexpr std::size_t spacesOfLevel = 4;

QString withTabs(const std::string &text)
{
    const std::size_t start = std::min(text.find_first_not_of(' '), text.size());
    const std::size_t levels = start / spacesOfLevel;
    return QString(static_cast<qsizetype>(levels), '\t')
           + QString::fromStdString(text.substr(levels * spacesOfLevel));
}

} // namespace

CodeText::CodeText(const Program &program, Language language, const Endpoint &server)
    : m_language(language)
{
    QStringList rows;
    for (const TextLine &line : programText(program, language, server)) {
        rows.append(withTabs(line.text));
        m_rows.push_back({line.line, line.text.empty()});
    }
    m_text = rows.join('\n');
}

bool CodeText::isBlank(int row) const noexcept
{
    return row < 0 || row >= rowCount() || m_rows[static_cast<std::size_t>(row)].isBlank;
}

LineNumber CodeText::lineAt(int row) const noexcept
{
    return row < 0 || row >= rowCount() ? LineNumber::None
                                        : m_rows[static_cast<std::size_t>(row)].line;
}

int CodeText::groupEnd(int row) const noexcept
{
    const LineNumber line = lineAt(row);
    do
        ++row;
    while (row < rowCount() && lineAt(row) == line);
    return row;
}

Rows CodeText::rowsAround(int row) const noexcept
{
    const LineNumber line = lineAt(row);
    if (line == LineNumber::None)
        return {row, row + 1};
    int first = row;
    while (first > 0 && lineAt(first - 1) == line)
        --first;
    return {first, groupEnd(row)};
}

Rows CodeText::rowsOf(LineNumber line) const noexcept
{
    const auto place = std::ranges::find(m_rows, line, &Row::line);
    if (line == LineNumber::None || place == m_rows.end())
        return {};
    const int first = static_cast<int>(place - m_rows.begin());
    return {first, groupEnd(first)};
}

Rows CodeText::rowsAfterBodyOf(LineNumber line) const noexcept
{
    const auto place = std::ranges::find(m_rows.rbegin(), m_rows.rend(), line, &Row::line);
    if (line == LineNumber::None || place == m_rows.rend())
        return {};
    const Rows rows = rowsAround(static_cast<int>(m_rows.rend() - place) - 1);
    return rows == rowsOf(line) ? Rows{} : rows;
}

int CodeText::firstRowOfLines() const noexcept
{
    const auto place =
        std::ranges::find_if(m_rows, [](const Row &row) { return row.line != LineNumber::None; });
    return place == m_rows.end() ? 0 : static_cast<int>(place - m_rows.begin());
}

} // namespace twodoors
