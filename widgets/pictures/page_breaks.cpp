// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pictures/page_breaks.h"

#include <algorithm>

namespace twodoors
{

namespace
{

/// What is higher goes on over the page's end: grounds, bars of blocked calls.
constexpr qreal highestLabel = 60;
constexpr qreal halfArrowHead = 4;
/// How much of a page is filled at least.
constexpr qreal leastShare = 0.65;
/// How much of a page is counted on, as cuts between labels leave some of it empty.
constexpr qreal likelyShare = 0.93;

struct Extent {
    qreal top = 0;
    qreal bottom = 0;
};

std::optional<Extent> uncut(const Shape &shape)
{
    const QRectF area = shape.area.normalized();
    const bool isLine = shape.kind == ShapeKind::Line || shape.kind == ShapeKind::Arrow;
    if (isLine && area.height() > 0)
        return std::nullopt;
    if (isLine)
        return Extent{area.top() - halfArrowHead, area.top() + halfArrowHead};
    if (area.height() > highestLabel)
        return std::nullopt;
    return Extent{area.top(), area.bottom()};
}

std::optional<PageBreaks> broken(const PictureGround &ground, Pace pace, const PageRoom &room,
                                 double zoom, const std::function<bool()> &goesOn)
{
    PageBreaks breaks;
    breaks.zoom = zoom;
    const qreal all = ground.timelineHeight(pace, zoom);
    const Sight sight = ground.sight();
    for (qreal done = 0; done < all;) {
        if (!goesOn())
            return std::nullopt;
        const qreal limit = breaks.parts.empty() ? room.onFirst : room.onOthers;
        const double top = done / zoom;
        qreal height = all - done;
        if (height > limit) {
            const QRectF area(0, 0, ground.columns().width(), limit);
            height =
                cutIn(timelineScene(sight, {area, top, zoom, pace}), limit * leastShare, limit);
        }
        breaks.parts.push_back({top, height});
        done += height;
        if (static_cast<int>(breaks.parts.size()) > room.mostPages)
            break;
    }
    return breaks;
}

/// True time has all on the first page.
double usualZoom(const PictureGround &ground, Pace pace, const PageRoom &room)
{
    constexpr qreal belowPresent = 40;
    constexpr qreal unbounded = 1e12;
    return ground.zoom(pace, pace == Pace::Steps ? unbounded : room.onFirst - belowPresent);
}

double zoomFor(const PictureGround &ground, Pace pace, const PageRoom &room)
{
    const qreal counted =
        room.onFirst + static_cast<qreal>(room.mostPages - 1) * room.onOthers * likelyShare;
    return std::min(usualZoom(ground, pace, room), ground.zoom(pace, counted));
}

} // namespace

qreal cutIn(const Scene &scene, qreal least, qreal limit)
{
    std::vector<Extent> extents;
    for (const Shape &shape : scene.shapes) {
        const auto extent = uncut(shape);
        if (extent && extent->top < limit && extent->bottom > least)
            extents.push_back(*extent);
    }
    std::ranges::sort(extents, std::ranges::greater{}, &Extent::bottom);
    qreal cut = limit;
    for (bool hasMoved = true; hasMoved && cut > least;) {
        hasMoved = false;
        for (const Extent &extent : extents) {
            if (extent.bottom <= cut)
                break;
            if (extent.top < cut) {
                cut = extent.top;
                hasMoved = true;
            }
        }
    }
    return cut > least ? cut : limit;
}

bool needsDensity(const PictureGround &ground, Pace pace, const PageRoom &room)
{
    return zoomFor(ground, pace, room) < usualZoom(ground, pace, room);
}

std::optional<PageBreaks> breakIntoPages(const PictureGround &ground, Pace pace,
                                         const PageRoom &room, const std::function<bool()> &goesOn)
{
    double zoom = zoomFor(ground, pace, room);
    while (true) {
        auto breaks = broken(ground, pace, room, zoom, goesOn);
        if (!breaks || static_cast<int>(breaks->parts.size()) <= room.mostPages)
            return breaks;
        constexpr double denser = 0.9;
        zoom *= denser;
    }
}

} // namespace twodoors
