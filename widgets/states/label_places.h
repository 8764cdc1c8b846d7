// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/states/states_geometry.h"

#include <QFontMetricsF>
#include <optional>
#include <span>
#include <vector>

namespace twodoors
{

/// What labels must keep clear of, and how they are measured.
struct LabelGround {
    QSizeF size;
    std::vector<QRectF> obstacles;
    QFontMetricsF metrics;
    qreal gap; ///< between a label and its own arrow
};

/// Gives each arrow a place for its words beside its path where they touch nothing: no box, no
/// arrow, no other label. Whether there was room for all.
[[nodiscard]] bool placeLabels(std::span<PlacedArrow> arrows, std::span<const ArrowWords> words,
                               std::span<const QPolygonF> otherPaths, const LabelGround &ground);

/// Whether a path passes through a rectangle.
[[nodiscard]] bool crosses(const QPolygonF &path, const QRectF &rect);

/// The point at this share of the path's length.
[[nodiscard]] QPointF pointAlong(const QPolygonF &path, qreal share);

} // namespace twodoors
