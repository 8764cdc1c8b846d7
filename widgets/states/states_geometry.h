// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/states/tcp_figure.h"
#include "widgets/theme.h"

#include <QPolygonF>
#include <QRectF>
#include <QStringList>

namespace twodoors
{

/// How the figure is laid out: as in the RFC, or lying flat from left to right.
enum class StatesArrangement : std::uint8_t { Classic, Flat };

/// The words of an arrow: what happens, and below it what the kernel does then.
struct ArrowWords {
    QString event;
    QString action; ///< empty where the figure has none
};

struct StatesWords {
    std::array<ArrowWords, figureArrows.size()> arrows;
    QString longestLine;  ///< of all labels
    QString longestToken; ///< that boxes should have room for
    QString notSeen;
};

struct PlacedBox {
    QRectF rect;
    QRectF tokens; ///< where the tokens of doors in this state stand
    QRectF name;
};

struct PlacedArrow {
    QPolygonF path; ///< its head is at the end
    QRectF label;
    QStringList lines;
    bool hasRule = false; ///< between the first line and the others, as in the figure
    QPointF number;       ///< where the number of a step stands, on the path
};

/// The figure as plain data, in logical pixels.
struct StatesGeometry {
    StatesArrangement arrangement = StatesArrangement::Classic;
    QSizeF size;         ///< at least the size asked for; more where that is too small to be read
    qreal labelSize = 0; ///< of type, before the theme's scale
    qreal tokenHeight = 0;
    std::array<PlacedBox, figureBoxCount> boxes;
    std::array<PlacedArrow, figureArrows.size()> arrows;
    PlacedArrow skippedFinWait2; ///< FIN-WAIT-1 to TIME-WAIT, which the figure's note 2 tells of

    [[nodiscard]] const PlacedBox &box(FigureBox box) const { return boxes[indexOf(box)]; }
};

/// The sizes of type that are tried, the largest that fits is taken.
inline constexpr std::array<qreal, 4> stateLabelSizes{13, 12, 11, 10};

/// Lays the figure out for a widget of this size.
[[nodiscard]] StatesGeometry statesGeometry(const QSizeF &size, const Theme &theme,
                                            const StatesWords &words);

} // namespace twodoors
