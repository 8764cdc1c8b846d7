// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/pictures/picture_export.h"

class QWidget;

namespace twodoors
{

/// As exportPicture(), behind a dialog that shows the progress and can cancel, once it takes long.
/// The cursor stands still meanwhile, and follows the run again afterwards if it did before.
[[nodiscard]] std::optional<Failure> exportWithProgress(QWidget *parent, const QString &path,
                                                        Viewpoint &view, const TimelineIndex &index,
                                                        const PictureOptions &options);

} // namespace twodoors
