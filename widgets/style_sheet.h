// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QPalette>
#include <QString>

namespace twodoors
{

/// What style sheets cannot say, and whatever paints with a palette, in the theme's colours.
[[nodiscard]] QPalette paletteOf(const Theme &theme);

/// How the window's frame and its controls look. Properties that it knows: `ink` of a button that
/// is filled ("client", "connection"), `segment` ("first", "last", "middle") of buttons that are
/// one choice together, with `chosen` for the colour of the one that is chosen ("client", "held").
[[nodiscard]] QString styleSheetOf(const Theme &theme);

} // namespace twodoors
