// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/conductor.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/scrubber.h"
#include "widgets/code/code_pane.h"
#include "widgets/lesson/lesson_panel.h"
#include "widgets/log/log_panel.h"
#include "widgets/packet/packet_panel.h"
#include "widgets/states/states_panel.h"

#include <QWidget>

namespace twodoors
{

/// The parts of the window that show the run. The window gives them their places.
struct Panes {
    CodePane *clientCode = nullptr;
    QWidget *stage = nullptr; ///< the canvas with the scrubber under it
    Canvas *canvas = nullptr;
    CodePane *serverCode = nullptr;
    LogPanel *log = nullptr;
    PacketPanel *packet = nullptr;
    StatesPanel *states = nullptr;
    LessonPanel *lesson = nullptr;
};

/// Makes them, and takes their wishes to the conductor. They belong to whoever gives them a place;
/// viewpoint and conductor must outlive them.
[[nodiscard]] Panes makePanes(Viewpoint &viewpoint, Conductor &conductor);

} // namespace twodoors
