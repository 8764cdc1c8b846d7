// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/sight.h"
#include "widgets/canvas/time_scale.h"

namespace twodoors
{

/// The part of the timeline that is in view.
struct TimelineWindow {
    QRectF area;     ///< on the canvas
    double top = 0;  ///< the position at the area's upper edge, rows or seconds
    double zoom = 1; ///< pixels a row or a second
    Pace pace = Pace::Steps;
};

/// Maps positions of a window's time scale to pixels.
class TimelineRuler
{
public:
    TimelineRuler(const Sight &sight, const TimelineWindow &window)
        : m_scale(sight.index.rows(), sight.journal(), window.pace), m_window(window)
    {}

    [[nodiscard]] const TimeScale &scale() const noexcept { return m_scale; }
    [[nodiscard]] const TimelineWindow &window() const noexcept { return m_window; }
    [[nodiscard]] qreal y(double position) const noexcept
    {
        return m_window.area.top() + (position - m_window.top) * m_window.zoom;
    }
    [[nodiscard]] qreal y(Seq seq) const noexcept { return y(m_scale.of(seq)); }
    [[nodiscard]] double position(qreal y) const noexcept
    {
        return m_window.top + (y - m_window.area.top()) / m_window.zoom;
    }

private:
    TimeScale m_scale;
    TimelineWindow m_window;
};

/// Where the present line stands: below all that has happened up to the cursor.
[[nodiscard]] double presentPosition(const Sight &sight, const TimeScale &scale);

/// The timeline up to the cursor, as far as it is in the window. The number of shapes goes with the
/// window's pixels, never with the number of events.
[[nodiscard]] Scene timelineScene(const Sight &sight, const TimelineWindow &window);

} // namespace twodoors
