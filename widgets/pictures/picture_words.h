// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/viewpoint.h"

namespace twodoors
{

/// What a picture says of itself, in the window's language.
struct PictureWords {
    QString title;  ///< of the lesson
    QString origin; ///< kernel, wire, start
    QString moment; ///< of the cursor, with the event's sentence
    QString denser; ///< that more stands on a page than is usual
};

[[nodiscard]] PictureWords pictureWords(const Viewpoint &view);

} // namespace twodoors
