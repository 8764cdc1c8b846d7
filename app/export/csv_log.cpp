// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/table_logs.h"
#include "base/text.h"

#include <algorithm>

namespace twodoors
{

namespace
{

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view lineEnd = "\r\n";

/// Whether a spreadsheet would take the text for a formula; some do so with wide signs, too.
bool looksLikeFormula(std::string_view text) noexcept
{
    constexpr std::array<std::string_view, 8> signs{"=", "+", "-", "@", "＝", "＋", "－", "＠"};
    return std::ranges::any_of(signs, [text](auto sign) { return text.starts_with(sign); });
}

std::string cell(std::string_view words)
{
    std::string text = printable(words);
    if (looksLikeFormula(text))
        text.insert(0, 1, '\'');
    if (text.find_first_of(",\"") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char letter : text) {
        quoted += letter;
        if (letter == '"')
            quoted += letter;
    }
    return quoted + '"';
}

class CsvLog final : public LogPrinter
{
public:
    using LogPrinter::LogPrinter;

    void begin() override
    {
        source().output.write(byteOrderMark);
        write(heads());
    }

protected:
    void print(const LogRow &row) override
    {
        write({std::to_string(number(row.event.seq)), secondsText(row.event.t), row.who,
               row.headline, row.sentence, evidenceText(row.event)});
    }

private:
    void write(const std::array<std::string, 6> &cells)
    {
        std::string line;
        for (const std::string &words : cells) {
            if (!line.empty())
                line += ',';
            line += cell(words);
        }
        line += lineEnd;
        source().output.write(line);
    }
};

} // namespace

std::unique_ptr<LogPrinter> makeCsvLog(const LogPrinter::Source &source)
{
    return std::make_unique<CsvLog>(source);
}

} // namespace twodoors
