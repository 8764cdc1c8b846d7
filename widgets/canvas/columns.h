// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/tracks.h"
#include "widgets/theme.h"

#include <QRectF>

namespace twodoors
{

/// Across the canvas, from left to right: the time, the clients with their doors, the wire, the
/// server's doors, the server. Stage and timeline stand on the same columns. A value; lengths in
/// logical pixels from the canvas' left edge.
class Columns
{
public:
    struct Layout {
        Seq upTo = Seq::None; ///< as many columns as there were up to this event
        Who front{Role::Client, 0};
        qreal width = 0; ///< that there is
        bool isUdp = false;
    };

    Columns(const Tracks &tracks, const Layout &layout, const Theme &theme);

    [[nodiscard]] qreal programX(const ProgramTrack &track) const noexcept;
    [[nodiscard]] qreal doorX(const DoorTrack &track) const noexcept;
    /// Where the programs and doors that are still to come will stand.
    [[nodiscard]] qreal emptyProgramX(Side side) const noexcept;

    [[nodiscard]] qreal gutter() const noexcept { return m_gutter; } ///< the times' right edge
    [[nodiscard]] qreal wireLeft() const noexcept { return m_wireLeft; }
    [[nodiscard]] qreal wireRight() const noexcept { return m_wireRight; }
    [[nodiscard]] qreal wireX() const noexcept { return (m_wireLeft + m_wireRight) / 2; }
    [[nodiscard]] qreal columnWidth() const noexcept { return m_column; }
    /// The whole canvas, which may be wider than there is room.
    [[nodiscard]] qreal width() const noexcept { return m_width; }
    [[nodiscard]] qreal wireEdge(Side side) const noexcept
    {
        return side == Side::Client ? m_wireLeft : m_wireRight;
    }

private:
    /// A slot's place from the wire outwards: the front guest's comes next to it.
    [[nodiscard]] Slot clientPlace(Slot slot) const noexcept;
    /// The same of the server's doors: the front guest's comes next to the welcome door.
    [[nodiscard]] Slot serverPlace(Slot slot) const noexcept;

    static constexpr Slot firstConnection = 1; ///< after the welcome door

    qreal m_column = 0;
    qreal m_gutter = 0;
    qreal m_wireLeft = 0;
    qreal m_wireRight = 0;
    qreal m_width = 0;
    Slot m_clientSlots = 1;
    Slot m_serverSlots = 1;
    Slot m_serverPrograms = 1;
    bool m_hasGuests = true;
    Slot m_frontSlot = 0;
    Slot m_frontConnection = firstConnection;
};

} // namespace twodoors
