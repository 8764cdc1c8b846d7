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

namespace
{

/// More than a window shows at once.
constexpr qsizetype mostKnown = 1024;

} // namespace

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

const Types::Known &Types::known(Type type, const QString &text) const
{
    QHash<QString, Known> &texts = m_known[static_cast<std::size_t>(type)];
    if (const auto place = texts.constFind(text); place != texts.cend())
        return *place;
    if (texts.size() >= mostKnown)
        texts.clear();
    Known known{metrics(type).horizontalAdvance(text), QStaticText(text)};
    known.layout.setTextFormat(Qt::PlainText);
    return *texts.insert(text, known);
}

QString Types::elided(Type type, const QString &text, qreal room) const
{
    return width(type, text) <= room ? text : metrics(type).elidedText(text, Qt::ElideRight, room);
}

QString Types::partsThatFit(Type type, const QString &text, qreal room) const
{
    QString shown = text;
    while (width(type, shown) > room) {
        const qsizetype end = shown.lastIndexOf(QStringLiteral(" · "));
        if (end <= 0)
            break;
        shown.truncate(end);
    }
    return elided(type, shown, room);
}

} // namespace twodoors
