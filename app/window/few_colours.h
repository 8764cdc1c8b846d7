// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

namespace twodoors
{

/// The picture with a palette of its 256 most frequent colours, the others each replaced by the
/// nearest of these: a third of the file, and of a window's picture no eye tells the difference.
[[nodiscard]] QImage withFewColours(const QImage &picture);

} // namespace twodoors
