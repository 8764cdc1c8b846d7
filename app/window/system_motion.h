// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace twodoors
{

/// Whether the desktop's settings in this folder ask for no animations: KDE's and GTK's are read.
[[nodiscard]] bool reducesMotion(const QString &configFolder);

/// As the user's own desktop has it; false where it does not say.
[[nodiscard]] bool systemReducesMotion();

} // namespace twodoors
