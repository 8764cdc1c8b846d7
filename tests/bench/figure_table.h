// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace twodoors::bench
{

/// One measured figure; `ratio` is its part of what it is held against.
struct Figure {
    std::string name;
    std::string measured;
    std::string against;
    std::string ratio;
    std::string wanted;
    std::string met;
};

/// The words for Figure::met; neither where nothing is asked of a figure.
[[nodiscard]] inline std::string yesNo(bool met)
{
    return met ? "yes" : "NO";
}

/// What could not be measured stands in the table without figures and is counted here.
struct Report {
    std::vector<Figure> figures;
    int notMeasured = 0;

    void addNotMeasured(std::string name, std::string wanted);
};

void printTable(const std::vector<Figure> &figures, std::FILE *out);

/// Of at least one value; of an even number of them the upper one.
[[nodiscard]] double median(std::vector<double> values);

} // namespace twodoors::bench
