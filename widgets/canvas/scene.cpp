// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/scene.h"

#include <ranges>

namespace twodoors
{

const Target *Scene::at(QPointF point, qreal slack) const noexcept
{
    for (const Target &target : targets | std::views::reverse) {
        if (target.area.adjusted(-slack, -slack, slack, slack).contains(point))
            return &target;
    }
    return nullptr;
}

Types::Types(const Theme &theme, QFont::StyleStrategy strategy)
    : m_theme(theme), m_fonts{theme.words(11),
                              theme.words(11.5, QFont::DemiBold),
                              theme.words(13, QFont::DemiBold),
                              theme.code(11),
                              theme.code(12),
                              theme.code(12, QFont::DemiBold)}
{
    for (QFont &font : m_fonts) {
        font.setStyleStrategy(strategy);
        m_metrics.emplace_back(font);
    }
}

} // namespace twodoors
