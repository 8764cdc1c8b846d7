// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/picture_work.h"

#include <algorithm>

namespace twodoors
{

namespace
{

/// Events taken between two looks at the progress.
constexpr std::uint32_t batch = 16'384;

/// Of the progress, before the drawing begins; then the same again.
constexpr std::size_t half = 1000;

} // namespace

std::optional<Failure> drawPicture(const PictureOrder &order, const Progress &progress)
{
    Appearance appearance(order.tongue, order.options.theme);
    Viewpoint view(appearance);
    view.look(order.recording);
    view.setFrontGuest(order.frontGuest);
    TimelineIndex index;
    const std::uint32_t end = number(order.cursor);
    while (view.latest() < order.cursor) {
        view.catchUp(std::min(batch, end - number(view.latest())));
        index.catchUp(view.journal(), view.latest());
        if (!progress.goesOn(half * number(view.latest()) / end, 2 * half))
            return cancelled();
    }
    view.setCursor(order.cursor);
    const auto goesOn = [&progress](int done, int total) {
        const std::size_t part =
            total <= 0 ? 0
                       : half * static_cast<std::size_t>(done) / static_cast<std::size_t>(total);
        return progress.goesOn(half + part, 2 * half);
    };
    auto failure = exportPicture(order.file, view, index, order.options, goesOn);
    if (failure && failure->topic == "picture-cancelled")
        return cancelled();
    return failure;
}

} // namespace twodoors
