// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/pictures/picture_ground.h"

#include <functional>
#include <vector>

namespace twodoors
{

/// The part of the timeline that stands on one page.
struct PagePart {
    double top = 0;   ///< its first position
    qreal height = 0; ///< in logical pixels
};

/// The timeline in parts that fit on pages, cut where no label is.
struct PageBreaks {
    double zoom = 1;
    std::vector<PagePart> parts;
};

/// What a page has room for, in logical pixels.
struct PageRoom {
    qreal onFirst = 0;
    qreal onOthers = 0;
    int mostPages = 0;
};

/// Whether the timeline must be drawn denser than usual to keep to the most pages.
[[nodiscard]] bool needsDensity(const PictureGround &ground, Pace pace, const PageRoom &room);

/// Nothing where `goesOn`, asked at each page, has answered false.
[[nodiscard]] std::optional<PageBreaks> breakIntoPages(const PictureGround &ground, Pace pace,
                                                       const PageRoom &room,
                                                       const std::function<bool()> &goesOn);

/// The lowest place above `limit` where the scene has no text or sign; `limit` where there is none
/// below `least`.
[[nodiscard]] qreal cutIn(const Scene &scene, qreal least, qreal limit);

} // namespace twodoors
