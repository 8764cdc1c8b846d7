// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

#include <QPainter>
#include <QString>

namespace twodoors
{

/// How an explanation is set: words in a box with round corners, wrapped to the box's width.
class ExplanationBox
{
public:
    ExplanationBox(const Theme &theme, QString text, qreal width)
        : m_theme(theme), m_text(std::move(text)), m_width(width)
    {}

    /// Of the box; `gap` above and below it is not counted.
    [[nodiscard]] qreal height() const;
    [[nodiscard]] static qreal gap(const Theme &theme) { return theme.px(4); }

    void paint(QPainter &painter, const QPointF &topLeft, Ink ground, Ink ink) const;

private:
    [[nodiscard]] QFont font() const { return m_theme.words(12.5); }
    [[nodiscard]] qreal padding() const { return m_theme.px(8); }

    /// Paints where there is a painter; returns the height of the words.
    qreal setWords(QPainter *painter, const QPointF &topLeft) const;

    const Theme &m_theme;
    QString m_text;
    qreal m_width;
};

} // namespace twodoors
