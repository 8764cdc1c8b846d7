// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/scene_painter.h"

#include <QLineF>
#include <QPaintEngine>
#include <QPainterPath>
#include <cmath>

namespace twodoors
{

namespace
{

constexpr qreal faintness = 0.55;

/// Sets what differs from the shape before.
class Brushes
{
public:
    Brushes(QPainter &painter, const Theme &theme, const Types &types)
        : m_painter(painter), m_theme(theme), m_types(types)
    {}

    void use(const Shape &shape)
    {
        setOpacity(shape.isFaint ? faintness : 1.0);
        usePen(shape);
        if (shape.kind == ShapeKind::Text)
            useFont(shape.type);
        else
            useBrush(shape.fill ? QBrush(m_theme.colour(*shape.fill)) : QBrush(Qt::NoBrush));
    }

    void useBrush(const QBrush &brush)
    {
        if (!m_hasBrush || brush != m_brush)
            m_painter.setBrush(brush);
        m_brush = brush;
        m_hasBrush = true;
    }

    /// A pen without dashes, for the small parts of a shape.
    void usePlainPen(const Shape &shape)
    {
        Shape plain;
        plain.ink = shape.ink;
        plain.width = shape.width;
        usePen(plain);
    }

private:
    void setOpacity(qreal opacity)
    {
        if (opacity != m_opacity)
            m_painter.setOpacity(opacity);
        m_opacity = opacity;
    }

    void usePen(const Shape &shape)
    {
        if (m_hasPen && shape.ink == m_ink && shape.stroke == m_stroke && shape.width == m_width)
            return;
        m_ink = shape.ink;
        m_stroke = shape.stroke;
        m_width = shape.width;
        m_hasPen = true;
        if (shape.stroke == Stroke::None) {
            m_painter.setPen(Qt::NoPen);
            return;
        }
        QPen pen(m_theme.colour(shape.ink), m_theme.px(shape.width));
        if (shape.stroke == Stroke::Dashed)
            pen.setDashPattern({3, 2.5});
        if (shape.stroke == Stroke::Dotted)
            pen.setDashPattern({1, 3});
        pen.setCapStyle(Qt::FlatCap);
        m_painter.setPen(pen);
    }

    void useFont(Type type)
    {
        if (m_hasFont && type == m_type)
            return;
        m_painter.setFont(m_types.font(type));
        m_type = type;
        m_hasFont = true;
    }

    QPainter &m_painter;
    const Theme &m_theme;
    const Types &m_types;
    bool m_hasPen = false;
    bool m_hasBrush = false;
    bool m_hasFont = false;
    Ink m_ink = Ink::Text;
    Stroke m_stroke = Stroke::Solid;
    qreal m_width = 0;
    qreal m_opacity = 1.0;
    QBrush m_brush;
    Type m_type = Type::Small;
};

class ScenePainter
{
public:
    ScenePainter(QPainter &painter, const Theme &theme, const Types &types)
        : m_painter(painter), m_theme(theme), m_brushes(painter, theme, types)
    {}

    void paint(const Shape &shape)
    {
        m_brushes.use(shape);
        const QRectF &area = shape.area;
        switch (shape.kind) {
        case ShapeKind::Line:
            m_painter.drawLine(area.topLeft(), area.bottomRight());
            break;
        case ShapeKind::Arrow:
            paintArrow(shape);
            break;
        case ShapeKind::Box:
            paintBox(area, m_theme.px(shape.radius));
            break;
        case ShapeKind::Hatch:
            paintHatch(shape);
            break;
        case ShapeKind::Pill:
            paintBox(area, area.height() / 2);
            break;
        case ShapeKind::OpenDoor:
        case ShapeKind::ShutDoor:
            paintDoor(shape);
            break;
        case ShapeKind::Envelope:
            paintEnvelope(area);
            break;
        case ShapeKind::Cross:
            m_painter.drawLine(area.topLeft(), area.bottomRight());
            m_painter.drawLine(area.topRight(), area.bottomLeft());
            break;
        case ShapeKind::Pause: {
            const qreal bar = area.width() / 3;
            m_painter.drawRect(QRectF(area.topLeft(), QSizeF(bar, area.height())));
            m_painter.drawRect(
                QRectF(QPointF(area.right() - bar, area.top()), QSizeF(bar, area.height())));
            break;
        }
        case ShapeKind::Triangle: {
            const std::array points{area.topLeft(), area.topRight(),
                                    QPointF(area.center().x(), area.bottom())};
            m_painter.drawConvexPolygon(points.data(), static_cast<int>(points.size()));
            break;
        }
        case ShapeKind::Text:
            m_painter.drawText(area,
                               static_cast<int>(shape.align)
                                   | (shape.wraps ? Qt::TextWordWrap : Qt::TextDontClip),
                               shape.text);
            break;
        }
    }

private:
    void paintBox(const QRectF &area, qreal radius)
    {
        if (radius > 0)
            m_painter.drawRoundedRect(area, radius, radius);
        else
            m_painter.drawRect(area);
    }

    /// By the pattern on pixels. On paper that would be too fine, and in SVG few know patterns.
    void paintHatch(const Shape &shape)
    {
        const QRectF &area = shape.area;
        const bool hasPixels = m_painter.paintEngine()->type() == QPaintEngine::Raster;
        if (hasPixels)
            m_brushes.useBrush(QBrush(m_theme.colour(shape.ink), Qt::BDiagPattern));
        paintBox(area, m_theme.px(shape.radius));
        if (hasPixels)
            return;
        QPainterPath lines;
        const qreal rise = area.width();
        for (qreal y = area.top() + rise; y < area.bottom(); y += m_theme.px(5)) {
            lines.moveTo(area.left(), y);
            lines.lineTo(area.right(), y - rise);
        }
        m_painter.drawPath(lines);
    }

    void paintArrow(const Shape &shape)
    {
        const QLineF line(shape.area.topLeft(), shape.area.bottomRight());
        m_painter.drawLine(line);
        if (line.length() < 1)
            return;
        const qreal head = m_theme.px(6);
        const qreal angle = std::atan2(line.dy(), line.dx());
        constexpr qreal spread = 0.45;
        m_brushes.usePlainPen(shape);
        for (const qreal side : {angle - spread, angle + spread}) {
            const QPointF back(head * std::cos(side), head * std::sin(side));
            m_painter.drawLine(line.p2(), line.p2() - back);
        }
    }

    /// The frame, and the leaf: ajar it stands out of the frame, shut it fills it.
    void paintDoor(const Shape &shape)
    {
        const QRectF &area = shape.area;
        paintBox(area, m_theme.px(2));
        if (shape.stroke != Stroke::Solid)
            return;
        m_brushes.useBrush(m_theme.colour(shape.ink));
        const bool isOpen = shape.kind == ShapeKind::OpenDoor;
        const qreal leaf = area.width() * (isOpen ? 0.45 : 1.0);
        const qreal lift = isOpen ? area.height() * 0.06 : 0;
        const std::array points{area.topLeft(), QPointF(area.left() + leaf, area.top() + lift),
                                QPointF(area.left() + leaf, area.bottom() - lift),
                                area.bottomLeft()};
        m_painter.drawConvexPolygon(points.data(), static_cast<int>(points.size()));
        m_brushes.useBrush(m_theme.colour(Ink::Panel));
        const qreal knob = m_theme.px(1.6);
        m_painter.drawEllipse(QPointF(area.left() + leaf * 0.78, area.center().y()), knob, knob);
    }

    void paintEnvelope(const QRectF &area)
    {
        paintBox(area, m_theme.px(2));
        const std::array points{area.topLeft(),
                                QPointF(area.center().x(), area.top() + area.height() * 0.58),
                                area.topRight()};
        m_painter.drawPolyline(points.data(), static_cast<int>(points.size()));
    }

    QPainter &m_painter;
    const Theme &m_theme;
    Brushes m_brushes;
};

} // namespace

void paint(QPainter &painter, const Scene &scene, const Theme &theme, const Types &types)
{
    ScenePainter scenePainter(painter, theme, types);
    for (const Shape &shape : scene.shapes)
        scenePainter.paint(shape);
    painter.setOpacity(1.0);
}

} // namespace twodoors
