// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pictures/picture_ground.h"

namespace twodoors
{

namespace
{

constexpr double usualRow = 30;    ///< pixels of the design
constexpr qreal belowPresent = 16; ///< for half of its tag

} // namespace

PictureGround::PictureGround(const Viewpoint &view, const TimelineIndex &index, const Theme &theme,
                             qreal width)
    : m_view(view), m_index(index), m_isUdp(isAboutUdp(view)),
      m_types(theme, QFont::PreferNoShaping),
      m_columns(index.tracks(), {view.cursor(), view.frontGuest(), width, m_isUdp}, theme)
{}

Sight PictureGround::sight() const
{
    return {.view = m_view,
            .index = m_index,
            .columns = m_columns,
            .types = m_types,
            .now = m_view.now(),
            .isUdp = m_isUdp,
            .isPrinted = true};
}

double PictureGround::zoom(Pace pace, qreal room) const
{
    const double row = theme().px(usualRow);
    const Sight seen = sight();
    const double end = presentPosition(seen, TimeScale(m_index.rows(), m_view.journal(), pace));
    if (pace == Pace::Steps)
        return std::min(row, room / std::max(end, 1.0));
    constexpr double leastTime = 1e-6;
    return room / std::max(end, leastTime);
}

qreal PictureGround::timelineHeight(Pace pace, double zoom) const
{
    const TimeScale scale(m_index.rows(), m_view.journal(), pace);
    return presentPosition(sight(), scale) * zoom + theme().px(belowPresent);
}

} // namespace twodoors
