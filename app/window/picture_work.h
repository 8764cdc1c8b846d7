// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/progress.h"
#include "notes/catalogue.h"
#include "widgets/pictures/picture_export.h"

#include <memory>

namespace twodoors
{

/// A picture of a recording as it was looked at.
struct PictureOrder {
    QString file{};
    std::shared_ptr<const Recording> recording{};
    Tongue tongue = Tongue::English;
    Seq cursor = Seq::None;
    Who frontGuest{};
    PictureOptions options{};
};

/// Draws it with a viewpoint of its own, so that the window's goes on meanwhile. Any thread.
[[nodiscard]] std::optional<Failure> drawPicture(const PictureOrder &order,
                                                 const Progress &progress);

} // namespace twodoors
