// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/few_colours.h"

#include <QHash>
#include <algorithm>
#include <utility>
#include <vector>

namespace twodoors
{

namespace
{

constexpr std::size_t paletteSize = 256;

int distance(QRgb left, QRgb right)
{
    const int red = qRed(left) - qRed(right);
    const int green = qGreen(left) - qGreen(right);
    const int blue = qBlue(left) - qBlue(right);
    return red * red + green * green + blue * blue;
}

std::vector<std::pair<QRgb, int>> coloursByFrequency(const QImage &picture)
{
    QHash<QRgb, int> counts;
    for (int y = 0; y < picture.height(); ++y) {
        const auto *row = reinterpret_cast<const QRgb *>(picture.constScanLine(y));
        for (int x = 0; x < picture.width(); ++x)
            ++counts[row[x]];
    }
    std::vector<std::pair<QRgb, int>> colours;
    for (auto colour = counts.cbegin(); colour != counts.cend(); ++colour)
        colours.emplace_back(colour.key(), colour.value());
    std::ranges::sort(colours, [](const auto &left, const auto &right) {
        return std::pair(-left.second, left.first) < std::pair(-right.second, right.first);
    });
    return colours;
}

} // namespace

QImage withFewColours(const QImage &picture)
{
    const QImage exact = picture.convertToFormat(QImage::Format_RGB32);
    QList<QRgb> palette;
    QHash<QRgb, uchar> places;
    for (const auto &[colour, count] : coloursByFrequency(exact)) {
        if (palette.size() < static_cast<qsizetype>(paletteSize)) {
            places[colour] = static_cast<uchar>(palette.size());
            palette.append(colour);
            continue;
        }
        const auto nearest = std::ranges::min_element(
            palette, {}, [wanted = colour](QRgb known) { return distance(wanted, known); });
        places[colour] = static_cast<uchar>(nearest - palette.begin());
    }
    QImage few(exact.size(), QImage::Format_Indexed8);
    few.setColorTable(palette);
    for (int y = 0; y < exact.height(); ++y) {
        const auto *row = reinterpret_cast<const QRgb *>(exact.constScanLine(y));
        std::transform(row, row + exact.width(), few.scanLine(y),
                       [&places](QRgb colour) { return places.value(colour); });
    }
    return few;
}

} // namespace twodoors
