// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/panes.h"

namespace twodoors
{

Panes makePanes(Viewpoint & /*viewpoint*/, Conductor & /*conductor*/)
{
    const auto pane = [] {
        auto *widget = new QWidget;
        widget->setObjectName("Pane");
        return widget;
    };
    return {pane(), pane(), pane(), pane(), pane(), pane(), pane()};
}

} // namespace twodoors
