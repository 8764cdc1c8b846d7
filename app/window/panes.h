// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/viewpoint.h"

#include <QWidget>

namespace twodoors
{

class Conductor;

/// The parts of the window that show the run. The window gives them their places.
struct Panes {
    QWidget *clientCode = nullptr;
    QWidget *stage = nullptr; ///< with the scrubber under it
    QWidget *serverCode = nullptr;
    QWidget *log = nullptr;
    QWidget *packet = nullptr;
    QWidget *states = nullptr;
    QWidget *lesson = nullptr;
};

/// Makes them, and takes their wishes to the conductor. They belong to whoever gives them a place;
/// viewpoint and conductor must outlive them.
[[nodiscard]] Panes makePanes(Viewpoint &viewpoint, Conductor &conductor);

} // namespace twodoors
