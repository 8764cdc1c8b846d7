// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/timeline_scene.h"

namespace twodoors
{

[[nodiscard]] qreal columnHeadsHeight(const Theme &theme) noexcept;

/// The names over the columns, of what lives in the window: programs, doors with their ports, the
/// wire. The heads stand right above the window.
[[nodiscard]] Scene columnHeads(const Sight &sight, const TimelineWindow &window);

} // namespace twodoors
