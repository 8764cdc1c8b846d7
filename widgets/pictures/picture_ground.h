// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/timeline_scene.h"

namespace twodoors
{

/// What all parts of a picture are made from: columns of its own width and types of its own theme.
class PictureGround
{
public:
    /// Viewpoint and index must outlive the ground. `width` in logical pixels.
    PictureGround(const Viewpoint &view, const TimelineIndex &index, const Theme &theme,
                  qreal width);

    [[nodiscard]] const Columns &columns() const noexcept { return m_columns; }
    [[nodiscard]] const Types &types() const noexcept { return m_types; }
    [[nodiscard]] const Theme &theme() const noexcept { return m_types.theme(); }
    /// Refers to this ground.
    [[nodiscard]] Sight sight() const;

    /// Pixels a row, or a second where all of the time is to take `room` pixels.
    [[nodiscard]] double zoom(Pace pace, qreal room) const;
    /// The height of all up to the present line and its tag.
    [[nodiscard]] qreal timelineHeight(Pace pace, double zoom) const;

private:
    const Viewpoint &m_view;
    const TimelineIndex &m_index;
    bool m_isUdp;
    Types m_types;
    Columns m_columns;
};

} // namespace twodoors
