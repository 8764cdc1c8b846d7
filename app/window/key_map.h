// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/actions.h"

#include <QStringList>
#include <vector>

namespace twodoors
{

/// What some keys do; each key as people read it, such as "Ctrl+S".
struct KeyRow {
    QStringList keys;
    QString what;
    QString more{}; ///< in a whole sentence, where there is one
};

struct KeyGroup {
    QString title;
    std::vector<KeyRow> rows;
};

/// Every key of the window: those of the actions as they have them, and those of its parts.
[[nodiscard]] std::vector<KeyGroup> keyMap(const Appearance &appearance, const Actions &actions);

} // namespace twodoors
