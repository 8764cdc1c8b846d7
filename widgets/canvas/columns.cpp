// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/columns.h"

#include <algorithm>

namespace twodoors
{

namespace
{

constexpr qreal gutterWidth = 52;
constexpr qreal leastColumn = 72;
constexpr qreal mostColumn = 132;
constexpr qreal leastWire = 204;
constexpr qreal wireShare = 0.35;
constexpr qreal rightMargin = 14;

} // namespace

Columns::Columns(const Tracks &tracks, const Layout &layout, const Theme &theme)
    : m_gutter(theme.px(gutterWidth))
{
    const bool hasStarted = tracks.slotCount(Side::Client, layout.upTo) > 0;
    m_clientSlots = std::max<Slot>(tracks.slotCount(Side::Client, layout.upTo), 1);
    m_hasGuests = !hasStarted || tracks.programSlotCount(Side::Client, layout.upTo) > 0;
    m_serverSlots =
        std::max<Slot>(tracks.slotCount(Side::Server, layout.upTo), layout.isUdp ? 1 : 2);
    const bool isCapture = hasStarted && !m_hasGuests;
    m_serverPrograms =
        isCapture ? Slot{0} : std::max<Slot>(tracks.programSlotCount(Side::Server, layout.upTo), 1);

    const ProgramTrack *front = tracks.program(layout.front);
    if (front == nullptr && !tracks.programs().empty()) {
        const auto guest = std::ranges::find(tracks.programs(), Role::Client,
                                             [](const ProgramTrack &p) { return p.who.role; });
        front = guest == tracks.programs().end() ? nullptr : &*guest;
    }
    if (front != nullptr && sideOf(front->who.role) == Side::Client)
        m_frontSlot = std::min<Slot>(front->slot, static_cast<Slot>(m_clientSlots - 1));
    const DoorTrack *connection =
        front == nullptr ? nullptr : tracks.connectionOf(front->who, layout.upTo);
    if (connection != nullptr && connection->slot > firstConnection)
        m_frontConnection = connection->slot;

    const int columns = m_clientSlots * (m_hasGuests ? 2 : 1) + m_serverSlots + m_serverPrograms;
    const qreal margin = theme.px(rightMargin);
    const qreal room = layout.width - m_gutter - margin;
    const qreal least = columns * theme.px(leastColumn) + theme.px(leastWire);
    m_column =
        std::clamp(room * (1 - wireShare) / columns, theme.px(leastColumn), theme.px(mostColumn));
    const qreal wire = std::max(room - columns * m_column, theme.px(leastWire));
    m_width = room >= least ? layout.width : m_gutter + columns * m_column + wire + margin;
    m_wireLeft = m_gutter + m_column * m_clientSlots * (m_hasGuests ? 2 : 1);
    m_wireRight = m_wireLeft + m_width - margin - m_gutter - columns * m_column;
}

Slot Columns::clientPlace(Slot slot) const noexcept
{
    slot = std::min<Slot>(slot, static_cast<Slot>(m_clientSlots - 1));
    if (slot == m_frontSlot)
        return 0;
    // the others keep their order, the first furthest left
    const int others = m_clientSlots - 1;
    const int index = slot < m_frontSlot ? slot : slot - 1;
    return static_cast<Slot>(others - index);
}

Slot Columns::serverPlace(Slot slot) const noexcept
{
    if (slot == m_frontConnection)
        slot = firstConnection;
    else if (slot >= firstConnection && slot < m_frontConnection)
        ++slot; // it makes room
    return std::min<Slot>(slot, static_cast<Slot>(m_serverSlots - 1));
}

qreal Columns::programX(const ProgramTrack &track) const noexcept
{
    if (sideOf(track.who.role) == Side::Client)
        return m_wireLeft - m_column * (2 * clientPlace(track.slot) + 1.5);
    const Slot place =
        std::min<Slot>(track.slot, static_cast<Slot>(std::max(m_serverPrograms - 1, 0)));
    return m_wireRight + m_column * (m_serverSlots + place + 0.5);
}

qreal Columns::doorX(const DoorTrack &track) const noexcept
{
    if (track.side == Side::Client)
        return m_wireLeft - m_column * (clientPlace(track.slot) * (m_hasGuests ? 2 : 1) + 0.5);
    return m_wireRight + m_column * (serverPlace(track.slot) + 0.5);
}

qreal Columns::emptyProgramX(Side side) const noexcept
{
    return side == Side::Client ? m_wireLeft - m_column * 1.5
                                : m_wireRight + m_column * (m_serverSlots + 0.5);
}

} // namespace twodoors
