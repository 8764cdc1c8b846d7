// SPDX-License-Identifier: GPL-3.0-or-later
// What a code view paints itself: the margin, whose marks Scintilla has no signs for, and the boxes
// of explanations, to which Scintilla gives neither padding nor round corners.
#include "widgets/code/code_colours.h"
#include "widgets/code/code_view.h"
#include "widgets/code/explanation_box.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace twodoors
{

namespace
{

QFont numberFont(const Theme &theme)
{
    return theme.code(Theme::smallSize);
}

/// Signs in a square of side 1.
QPainterPath tick()
{
    QPainterPath path({0.12, 0.55});
    path.lineTo(0.4, 0.82);
    path.lineTo(0.88, 0.22);
    return path;
}

QPainterPath cross()
{
    QPainterPath path({0.18, 0.18});
    path.lineTo(0.82, 0.82);
    path.moveTo(0.82, 0.18);
    path.lineTo(0.18, 0.82);
    return path;
}

QPainterPath arrowHead()
{
    QPainterPath path({0.22, 0.1});
    path.lineTo(0.9, 0.5);
    path.lineTo(0.22, 0.9);
    path.closeSubpath();
    return path;
}

QPainterPath hourglass()
{
    QPainterPath path({0.15, 0});
    path.lineTo(0.85, 0);
    path.lineTo(0.15, 1);
    path.lineTo(0.85, 1);
    path.closeSubpath();
    return path;
}

} // namespace

CodeView::MarginGeometry CodeView::margin() const
{
    const QFontMetricsF metrics(numberFont(theme()));
    const int digits = static_cast<int>(QString::number(std::max(m_text.rowCount(), 10)).size());
    const qreal mark = theme().px(8);
    const qreal number = mark + theme().px(16) + digits * metrics.horizontalAdvance('0');
    return {mark, number, std::ceil(number + theme().px(10))};
}

QRectF CodeView::boxUnder(const Explanation &explanation) const
{
    const int row = explanation.rows.last();
    const QRect above = rectOf(row);
    return {0, qreal(above.bottom() + 1), qreal(viewport()->width()),
            qreal(annotationRows(row) * rowHeight())};
}

void CodeView::paintEvent(QPaintEvent *event)
{
    QsciScintilla::paintEvent(event);
    QPainter painter(viewport());
    painter.setClipRegion(event->region());
    if (isExplained(m_chosen))
        paintBox(painter, m_chosen, Ink::Button, Ink::Dim);
    if (isExplained(m_explanation))
        paintBox(painter, m_explanation, tintOf(m_accent), Ink::Text);
    paintMargin(painter);
}

void CodeView::paintMargin(QPainter &painter) const
{
    const MarginGeometry columns = margin();
    const QFont font = numberFont(theme());
    painter.setRenderHint(QPainter::Antialiasing);
    const long firstShown = SendScintilla(SCI_GETFIRSTVISIBLELINE);
    int row = static_cast<int>(
        SendScintilla(SCI_DOCLINEFROMVISIBLE, static_cast<unsigned long>(firstShown)));
    for (; row < m_text.rowCount(); ++row) {
        const QRect rect = rectOf(row);
        if (rect.top() >= viewport()->height())
            break;
        if (m_current.contains(row)) {
            painter.fillRect(QRectF(0, rect.top(), columns.width, rect.height()),
                             theme().colour(Ink::SelectedRow));
            painter.fillRect(QRectF(0, rect.top(), theme().px(3), rect.height()),
                             theme().colour(Ink::Present));
            painter.fillRect(
                QRectF(rect.width() - rightGap(), rect.top(), rightGap(), rect.height()),
                theme().colour(Ink::SelectedRow));
        }
        const QRectF line(0, rect.top(), columns.number, rowHeight());
        if (!m_text.isBlank(row)) {
            painter.setFont(font);
            painter.setPen(theme().colour(Ink::Dim));
            painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, QString::number(row + 1));
        }
        const qreal side = theme().px(10);
        paintMark(painter, markAt(row), {columns.mark, line.center().y() - side / 2, side, side});
    }
    if (hasFocus()) {
        const int caret =
            static_cast<int>(SendScintilla(SCI_LINEFROMPOSITION, SendScintilla(SCI_GETCURRENTPOS)));
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(theme().colour(m_accent));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rectOf(caret).adjusted(0, 0, -1, -1));
    }
}

void CodeView::paintMark(QPainter &painter, LineMark mark, const QRectF &place) const
{
    const auto scaled = [&place](const QPainterPath &path) {
        return QTransform(place.width(), 0, 0, place.height(), place.x(), place.y()).map(path);
    };
    const auto stroke = [&](const QPainterPath &path, Ink ink) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(
            QPen(theme().colour(ink), theme().px(1.8), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(scaled(path));
    };
    const auto fill = [&](const QPainterPath &path) {
        painter.fillPath(scaled(path), theme().colour(m_accent));
    };
    switch (mark) {
    case LineMark::None:
        break;
    case LineMark::Done:
        stroke(tick(), Ink::Connection);
        break;
    case LineMark::Failed:
        stroke(cross(), Ink::Lost);
        break;
    case LineMark::At:
    case LineMark::Handling:
        fill(arrowHead());
        break;
    case LineMark::Waiting:
        fill(hourglass());
        break;
    }
}

void CodeView::paintBox(QPainter &painter, const Explanation &explanation, Ink ground,
                        Ink ink) const
{
    const QRectF place = boxUnder(explanation);
    painter.fillRect(place, theme().colour(Ink::Panel));
    const ExplanationBox box(theme(), explanation.text, boxWidth());
    const qreal spare = std::max(place.height() - box.height(), 0.0);
    box.paint(painter, {boxLeft(), place.top() + spare / 3}, ground, ink);
}

} // namespace twodoors
