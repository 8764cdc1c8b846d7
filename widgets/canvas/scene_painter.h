// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/scene.h"

#include <QPainter>

namespace twodoors
{

/// Paints the shapes in order. Nothing is decided here: what is painted is what the scene says.
/// The painter smooths then, and its pen, brush and font are as the last shape left them.
void paint(QPainter &painter, const Scene &scene, const Theme &theme, const Types &types);

} // namespace twodoors
