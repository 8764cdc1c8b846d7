// SPDX-License-Identifier: GPL-3.0-or-later
#include "figure_table.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace twodoors::bench
{

namespace
{

using Row = std::array<std::string, 6>;

Row rowOf(const Figure &figure)
{
    return {figure.name, figure.measured, figure.against, figure.ratio, figure.wanted, figure.met};
}

} // namespace

void Report::addNotMeasured(std::string name, std::string wanted)
{
    figures.push_back({std::move(name), "not measured", "", "", std::move(wanted), ""});
    ++notMeasured;
}

void printTable(const std::vector<Figure> &figures, std::FILE *out)
{
    std::vector<Row> rows{{"figure", "measured", "against", "ratio", "wanted", "met"}};
    std::ranges::transform(figures, std::back_inserter(rows), rowOf);
    std::array<std::size_t, 6> widths{};
    for (const Row &row : rows) {
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], row[column].size());
    }
    const auto print = [&widths, out](const Row &row) {
        std::string line;
        for (std::size_t column = 0; column < row.size(); ++column)
            line += fmt::format("{}{:<{}}", column == 0 ? "" : "  ", row[column], widths[column]);
        line.erase(line.find_last_not_of(' ') + 1);
        fmt::print(out, "{}\n", line);
    };
    print(rows.front());
    Row rule;
    for (std::size_t column = 0; column < rule.size(); ++column)
        rule[column].assign(widths[column], '-');
    print(rule);
    std::for_each(rows.begin() + 1, rows.end(), print);
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace twodoors::bench
