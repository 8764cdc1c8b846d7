// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/failure.h"
#include "widgets/canvas/time_scale.h"
#include "widgets/canvas/timeline_index.h"
#include "widgets/viewpoint.h"

#include <QPageLayout>
#include <QSize>
#include <functional>
#include <optional>

namespace twodoors
{

enum class PictureFormat : std::uint8_t { Png, Svg, Pdf };

/// By the ending of a file's name; nothing where it is another one.
[[nodiscard]] std::optional<PictureFormat> pictureFormatOf(const QString &path);

struct PictureOptions {
    PictureFormat format = PictureFormat::Png;
    bool wholeTimeline = false; ///< or as much as the size has room for; a PDF always has it whole
    QSize size{1100, 760}; ///< of PNG and SVG in logical pixels; wider where the columns need it
    qreal scale = 2;       ///< of PNG: pixels for each logical one
    Theme theme{};         ///< for print, whatever the window's is
    Pace pace = Pace::Steps;
    std::optional<QPageLayout::Orientation> orientation{}; ///< of PDF; nothing: as columns need it
};

/// Told how many pages are done, and of how many; 0 before that is known. False: cancel. It must
/// not move the viewpoint.
using PictureProgress = std::function<bool(int done, int total)>;

/// The most pages and the longest side that a picture has. A timeline that would be longer is
/// drawn denser.
inline constexpr int mostPicturePages = 200;
inline constexpr int longestPictureSide = 16'000;

/// Stage and timeline at the viewpoint's cursor, in its language, as a file. The index must have
/// been followed up to the cursor. After a failure, and after a cancel, which is one too
/// ("picture-cancelled"), there is no new file, and an older one of the name is as it was.
[[nodiscard]] std::optional<Failure> exportPicture(const QString &path, const Viewpoint &view,
                                                   const TimelineIndex &index,
                                                   const PictureOptions &options,
                                                   const PictureProgress &progress = {});

} // namespace twodoors
