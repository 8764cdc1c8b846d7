// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/code/explanation_box.h"

#include <QTextLayout>
#include <algorithm>

namespace twodoors
{

qreal ExplanationBox::height() const
{
    return setWords(nullptr, {}) + 2 * padding();
}

void ExplanationBox::paint(QPainter &painter, const QPointF &topLeft, Ink ground, Ink ink) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colour(ground));
    painter.drawRoundedRect(QRectF(topLeft, QSizeF(m_width, height())), m_theme.px(5),
                            m_theme.px(5));
    painter.setPen(m_theme.colour(ink));
    setWords(&painter, topLeft + QPointF(padding(), padding()));
}

qreal ExplanationBox::setWords(QPainter *painter, const QPointF &topLeft) const
{
    constexpr qreal lineSpacing = 1.4; // of the type's size
    QTextLayout layout(m_text, font());
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    const qreal advance = font().pixelSize() * lineSpacing;
    qreal y = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(m_width - 2 * padding(), m_theme.px(40)));
        line.setPosition({0, y + (advance - line.height()) / 2});
        y += advance;
    }
    layout.endLayout();
    if (painter != nullptr)
        layout.draw(painter, topLeft);
    return y;
}

} // namespace twodoors
