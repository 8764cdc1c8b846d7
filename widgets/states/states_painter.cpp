// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/states_painter.h"

#include <QLineF>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace twodoors
{

namespace
{

class StatesPainter
{
public:
    StatesPainter(QPainter &painter, const StatesGeometry &geometry, const Theme &theme)
        : m_painter(painter), m_geometry(geometry), m_theme(theme)
    {}

    void paintArrow(const QPolygonF &path, const QColor &colour, qreal width, Qt::PenStyle style)
    {
        if (path.size() < 2)
            return;
        const qreal headLength = m_theme.px(4) + 2 * width;
        const QLineF last(path.last(), path[path.size() - 2]);
        QPolygonF shaft = path;
        shaft.last() = last.pointAt(std::min(1.0, headLength * 0.7 / last.length()));
        m_painter.setPen(QPen(colour, width, style, Qt::FlatCap, Qt::RoundJoin));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawPath(rounded(shaft));

        QLineF back = last;
        back.setLength(headLength);
        QLineF left = back;
        QLineF right = back;
        left.setAngle(back.angle() + 24);
        right.setAngle(back.angle() - 24);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(colour);
        m_painter.drawPolygon(QPolygonF{path.last(), left.p2(), right.p2()});
    }

    void paintLabel(const PlacedArrow &arrow, const QColor &colour)
    {
        m_painter.setFont(m_theme.words(m_geometry.labelSize));
        m_painter.setPen(colour);
        const qreal line = arrow.label.height() / static_cast<qreal>(arrow.lines.size());
        for (qsizetype i = 0; i < arrow.lines.size(); ++i)
            m_painter.drawText(QRectF(arrow.label.left(),
                                      arrow.label.top() + line * static_cast<qreal>(i),
                                      arrow.label.width(), line),
                               Qt::AlignCenter, arrow.lines[i]);
        if (arrow.hasRule) {
            const qreal y = std::round(arrow.label.top() + line) - 0.5;
            QColor faint = colour;
            faint.setAlphaF(0.45F);
            m_painter.setPen(QPen(faint, 1));
            m_painter.drawLine(QPointF(arrow.label.left() + 2, y),
                               QPointF(arrow.label.right() - 2, y));
        }
    }

    void paintBadge(const QRectF &rect, const QString &text, const QColor &ground,
                    const QColor &words, const QColor &edge)
    {
        m_painter.setPen(QPen(edge, 1.2));
        m_painter.setBrush(ground);
        m_painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2);
        m_painter.setFont(m_theme.words(m_geometry.labelSize, QFont::DemiBold));
        m_painter.setPen(words);
        m_painter.drawText(rect, Qt::AlignCenter, text);
    }

    void paintNumber(const QPointF &at, const QString &text, Ink ink)
    {
        const QFontMetricsF metrics(m_theme.words(m_geometry.labelSize, QFont::DemiBold));
        const qreal height = std::ceil(metrics.height());
        const qreal width = std::max(height, metrics.horizontalAdvance(text) + m_theme.px(8));
        paintBadge(QRectF(at.x() - width / 2, at.y() - height / 2, width, height), text,
                   m_theme.colour(ink), m_theme.colour(Ink::OnAccent), m_theme.colour(Ink::Panel));
    }

    void paintToken(const PlacedToken &placed)
    {
        const StateToken &token = placed.token;
        const bool isRest = token.door == DoorId::None;
        const Ink ink = isRest ? Ink::Dim : token.ink;
        const bool isFilled = token.isChosen && !token.isGone;
        m_painter.setPen(
            QPen(m_theme.colour(ink), 1.2, token.isGone ? Qt::DashLine : Qt::SolidLine));
        m_painter.setBrush(isFilled ? m_theme.colour(ink) : m_theme.colour(tintOf(ink)));
        m_painter.drawPath(outline(placed.rect.adjusted(0.5, 0.5, -0.5, -0.5), token.role));
        m_painter.setFont(m_theme.words(m_geometry.labelSize, QFont::Medium));
        m_painter.setPen(m_theme.colour(isFilled ? Ink::OnAccent : ink));
        m_painter.drawText(placed.rect, Qt::AlignCenter, placed.text);
    }

    void paintBox(FigureBox box, const QColor &edge, qreal width, const QColor &ground,
                  bool isEmpty)
    {
        const PlacedBox &placed = m_geometry.box(box);
        const qreal radius = m_theme.px(6);
        m_painter.setPen(QPen(edge, width));
        m_painter.setBrush(ground);
        m_painter.drawRoundedRect(placed.rect, radius, radius);
        m_painter.setFont(m_theme.words(m_geometry.labelSize, QFont::DemiBold));
        m_painter.setPen(m_theme.colour(Ink::Text));
        const std::string_view name = nameOf(stateOf(box));
        m_painter.drawText(isEmpty ? placed.rect : placed.name, Qt::AlignCenter,
                           QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
    }

    void paintSelection(FigureBox box, bool hasKeyboard)
    {
        const qreal out = m_theme.px(3);
        m_painter.setPen(QPen(m_theme.colour(hasKeyboard ? Ink::Present : Ink::Dim),
                              m_theme.px(hasKeyboard ? 2 : 1)));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRoundedRect(m_geometry.box(box).rect.adjusted(-out, -out, out, out),
                                  m_theme.px(8), m_theme.px(8));
    }

private:
    /// The path with its corners rounded.
    [[nodiscard]] QPainterPath rounded(const QPolygonF &points) const
    {
        QPainterPath path(points.first());
        for (qsizetype i = 1; i + 1 < points.size(); ++i) {
            QLineF in(points[i], points[i - 1]);
            QLineF out(points[i], points[i + 1]);
            const qreal radius = std::min({m_theme.px(7), in.length() / 2, out.length() / 2});
            in.setLength(radius);
            out.setLength(radius);
            path.lineTo(in.p2());
            path.quadTo(points[i], out.p2());
        }
        path.lineTo(points.last());
        return path;
    }

    /// The shape of a door's token, so that colour is not its only sign: a client's is round, a
    /// welcome door's is a plate with a threshold, a connection door's points to its guest.
    [[nodiscard]] static QPainterPath outline(const QRectF &rect, DoorRole role)
    {
        QPainterPath path;
        const qreal tip = rect.height() * 0.35;
        switch (role) {
        case DoorRole::Welcome:
            path.addRect(rect);
            path.addRect(QRectF(rect.left(), rect.top(), 3, rect.height()));
            path.setFillRule(Qt::WindingFill);
            break;
        case DoorRole::Connection:
            path.moveTo(rect.left() + tip, rect.top());
            path.lineTo(rect.right(), rect.top());
            path.lineTo(rect.right(), rect.bottom());
            path.lineTo(rect.left() + tip, rect.bottom());
            path.lineTo(rect.left(), rect.center().y());
            path.closeSubpath();
            break;
        default:
            path.addRoundedRect(rect, rect.height() / 2, rect.height() / 2);
        }
        return path;
    }

    QPainter &m_painter;
    const StatesGeometry &m_geometry;
    const Theme &m_theme;
};

/// The boxes that the way has touched.
std::array<bool, figureBoxCount> touchedBy(const StatesScene &scene)
{
    std::array<bool, figureBoxCount> touched{};
    for (const WayStep &step : scene.steps)
        touched[indexOf(step.from)] = touched[indexOf(step.to)] = true;
    return touched;
}

} // namespace

void paintStates(QPainter &painter, const StatesGeometry &geometry, const PlacedScene &placed,
                 const StatesScene &scene, const StatesFocus &focus, const Theme &theme)
{
    painter.setRenderHint(QPainter::Antialiasing);
    StatesPainter paint(painter, geometry, theme);
    const QColor way = theme.colour(scene.wayInk);
    const QColor quiet = theme.colour(Ink::Dim);

    for (const bool isWalked : {false, true}) {
        for (std::size_t i = 0; i < geometry.arrows.size(); ++i) {
            if (placed.numbers[i].isEmpty() == isWalked)
                continue;
            paint.paintArrow(geometry.arrows[i].path, isWalked ? way : quiet,
                             theme.px(isWalked ? 2.6 : 1),
                             placed.isInferred[i] ? Qt::DotLine : Qt::SolidLine);
        }
    }
    for (const PlacedSkip &skip : placed.skips)
        paint.paintArrow(skip.path, way, theme.px(2), Qt::DashLine);
    for (std::size_t i = 0; i < geometry.arrows.size(); ++i)
        paint.paintLabel(geometry.arrows[i],
                         placed.numbers[i].isEmpty() ? quiet : theme.colour(Ink::Text));

    const auto touched = touchedBy(scene);
    const bool hasPresent = !scene.tokens.empty() && scene.tokens.front().isChosen;
    for (std::size_t i = 0; i < figureBoxCount; ++i) {
        const auto box = static_cast<FigureBox>(i);
        const bool isPresent = hasPresent && scene.tokens.front().box == box;
        paint.paintBox(box, touched[i] || isPresent ? way : quiet,
                       theme.px(isPresent    ? 2.6
                                : touched[i] ? 1.8
                                             : 1),
                       theme.colour(isPresent ? tintOf(scene.wayInk) : Ink::Panel),
                       std::ranges::none_of(scene.tokens, [box](const StateToken &token) {
                           return token.box == box;
                       }));
    }
    for (const PlacedSkip &skip : placed.skips)
        paint.paintBadge(skip.label, skip.text, theme.colour(Ink::Panel), way, way);
    for (std::size_t i = 0; i < geometry.arrows.size(); ++i) {
        if (!placed.numbers[i].isEmpty())
            paint.paintNumber(geometry.arrows[i].number, placed.numbers[i], scene.wayInk);
    }
    for (const PlacedToken &token : placed.tokens)
        paint.paintToken(token);
    if (focus.selected)
        paint.paintSelection(*focus.selected, focus.hasKeyboard);
}

} // namespace twodoors
