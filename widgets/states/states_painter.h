// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/states/states_scene.h"

#include <QPainter>

namespace twodoors
{

/// What the person looks at in the figure.
struct StatesFocus {
    std::optional<FigureBox> selected; ///< its meaning is said beside
    bool hasKeyboard = false;
};

void paintStates(QPainter &painter, const StatesGeometry &geometry, const PlacedScene &placed,
                 const StatesScene &scene, const StatesFocus &focus, const Theme &theme);

} // namespace twodoors
