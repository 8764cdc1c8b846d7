// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/columns.h"
#include "widgets/canvas/scene.h"
#include "widgets/canvas/timeline_index.h"
#include "widgets/viewpoint.h"

namespace twodoors
{

/// All that a picture of one moment is made from. What it refers to must outlive it.
struct Sight {
    const Viewpoint &view;
    const TimelineIndex &index;
    const Columns &columns;
    const Types &types;               ///< and the theme, which need not be the window's
    Nanoseconds now{0};               ///< what is on its way is drawn as of this time
    PacketId chosen = PacketId::None; ///< the packet that the hands are on
    bool isUdp = false;
    bool isPrinted = false; ///< nobody can press a key on it
    qreal seenLeft = 0;     ///< where the view on the canvas begins, where that is scrolled
    qreal seenWidth = 0;    ///< 0: all of it is in view

    [[nodiscard]] const World &world() const noexcept { return view.world(); }
    [[nodiscard]] const Journal &journal() const noexcept { return view.journal(); }
    [[nodiscard]] const Theme &theme() const noexcept { return types.theme(); }
    [[nodiscard]] QString words(std::string_view key, Catalogue::Values values = {}) const
    {
        return view.appearance().words(key, values);
    }
    [[nodiscard]] qreal seenRight() const noexcept
    {
        return seenWidth > 0 ? std::min(seenLeft + seenWidth, columns.width()) : columns.width();
    }
    [[nodiscard]] qreal px(qreal length) const noexcept { return theme().px(length); }

    /// Where a packet leaves its sender, and where it reaches its receiver: at the doors where they
    /// are known, else at the wire's ends. `seq` is the packet's event there.
    [[nodiscard]] qreal sourceX(const Event &packet) const;
    [[nodiscard]] qreal destinationX(const Event &packet) const;
    /// Where the event has its mark.
    [[nodiscard]] qreal xOf(const Event &event) const;
    [[nodiscard]] qreal programX(Who who) const;
};

/// "socket()", "bind(10.0.0.2:12000)", "recv(1024)": the call with what matters of its arguments.
[[nodiscard]] QString callText(const Event &call);
/// "fd 21", "0", "16 bytes", "−1 ECONNREFUSED", short enough for an arrow.
[[nodiscard]] QString returnText(const Event &back);

/// The name of a state, where there is no room for it the shorter one that ss(8) gives it.
[[nodiscard]] QString stateText(SocketState state, const Types &types, Type type, qreal room);

/// Whether the lesson that is looked at, or else its doors, speak UDP.
[[nodiscard]] bool isAboutUdp(const Viewpoint &view);

} // namespace twodoors
