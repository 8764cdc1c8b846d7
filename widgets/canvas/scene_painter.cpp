// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/scene_painter.h"

#include <QLineF>
#include <QPaintDevice>
#include <cmath>

namespace twodoors
{

namespace
{

/// How far a shape's line, an arrow's head or a letter may stand out of its area.
constexpr qreal overhang = 32;

/// On and off, in widths of the line.
std::optional<std::pair<qreal, qreal>> dashesOf(Stroke stroke) noexcept
{
    if (stroke == Stroke::Dashed)
        return std::pair(3.0, 2.5);
    if (stroke == Stroke::Dotted)
        return std::pair(1.0, 3.0);
    return std::nullopt;
}

/// Sets what differs from the shape before.
class Brushes
{
public:
    Brushes(QPainter &painter, const Theme &theme, const Types &types)
        : m_painter(painter), m_theme(theme), m_types(types),
          m_isSmooth(painter.testRenderHint(QPainter::Antialiasing))
    {}

    void use(const Shape &shape)
    {
        usePen(shape);
        if (shape.kind == ShapeKind::Text)
            useFont(shape.type);
        else
            useBrush(shape.fill ? QBrush(colour(*shape.fill, shape)) : QBrush(Qt::NoBrush));
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

    void setSmooth(bool smooth)
    {
        if (smooth != m_isSmooth)
            m_painter.setRenderHint(QPainter::Antialiasing, smooth);
        m_isSmooth = smooth;
    }

    [[nodiscard]] QColor colour(Ink ink, const Shape &shape) const noexcept
    {
        return shape.isFaint ? m_theme.faint(ink) : m_theme.colour(ink);
    }

private:
    void usePen(const Shape &shape)
    {
        if (m_hasPen && shape.ink == m_ink && shape.isFaint == m_isFaint && shape.stroke == m_stroke
            && shape.width == m_width)
            return;
        m_ink = shape.ink;
        m_isFaint = shape.isFaint;
        m_stroke = shape.stroke;
        m_width = shape.width;
        m_hasPen = true;
        if (shape.stroke == Stroke::None) {
            m_painter.setPen(Qt::NoPen);
            return;
        }
        QPen pen(colour(shape.ink, shape), m_theme.px(shape.width));
        if (const auto dashes = dashesOf(shape.stroke))
            pen.setDashPattern({dashes->first, dashes->second});
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
    bool m_isSmooth;
    bool m_hasPen = false;
    bool m_hasBrush = false;
    bool m_hasFont = false;
    bool m_isFaint = false;
    Ink m_ink = Ink::Text;
    Stroke m_stroke = Stroke::Solid;
    qreal m_width = 0;
    QBrush m_brush;
    Type m_type = Type::Small;
};

/// What stands level or upright is filled on whole pixels, without smoothing: it is as sharp as can
/// be, and costs a tenth. Colours are opaque: of anything else Qt 6.4 makes work for its threads
/// (qdrawhelper.cpp), and on a busy machine a frame waits for them.
class ScenePainter
{
public:
    ScenePainter(QPainter &painter, const Theme &theme, const Types &types)
        : m_painter(painter), m_theme(theme), m_types(types), m_brushes(painter, theme, types),
          m_pixels(painter.device()->devicePixelRatioF())
    {
        if (painter.hasClipping())
            m_clip = painter.clipBoundingRect();
    }

    void paint(const Shape &shape)
    {
        const QRectF &area = shape.area;
        const qreal margin = m_theme.px(overhang);
        if (m_clip
            && !m_clip->intersects(area.normalized().adjusted(-margin, -margin, margin, margin)))
            return;
        const bool isFill =
            shape.kind == ShapeKind::Box && shape.stroke == Stroke::None && shape.radius == 0;
        const bool isStraight =
            (shape.kind == ShapeKind::Line || shape.kind == ShapeKind::Arrow)
            && (area.width() == 0 || area.height() == 0 || isNearlyLevel(shape));
        m_brushes.setSmooth(!isFill && !isStraight);
        if (isFill)
            fill(area, m_brushes.colour(*shape.fill, shape));
        if (isStraight)
            paintSteps(shape);
        if (isStraight && shape.kind == ShapeKind::Arrow)
            paintHead(shape);
        if (!isFill && !isStraight)
            paintSmooth(shape);
    }

private:
    void paintSmooth(const Shape &shape)
    {
        m_brushes.use(shape);
        const QRectF &area = shape.area;
        switch (shape.kind) {
        case ShapeKind::Line:
            m_painter.drawLine(area.topLeft(), area.bottomRight());
            break;
        case ShapeKind::Arrow:
            m_painter.drawLine(area.topLeft(), area.bottomRight());
            paintHead(shape);
            break;
        case ShapeKind::Box:
            paintBox(area, m_theme.px(shape.radius));
            break;
        case ShapeKind::Hatch:
            paintHatch(area);
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
            paintText(shape);
            break;
        }
    }

    void fill(const QRectF &area, const QColor &colour)
    {
        m_painter.fillRect(m_clip ? area & *m_clip : area, colour);
    }

    [[nodiscard]] qreal wholePixels(qreal length) const
    {
        return std::round(length * m_pixels) / m_pixels;
    }

    /// So little slanted that its few steps cannot be told from a smooth line.
    [[nodiscard]] static bool isNearlyLevel(const Shape &shape) noexcept
    {
        constexpr qreal most = 2;
        constexpr qreal leastLength = 64;
        return shape.stroke == Stroke::Solid && std::abs(shape.area.height()) <= most
               && std::abs(shape.area.width()) >= leastLength;
    }

    void paintSteps(const Shape &shape)
    {
        const QRectF &area = shape.area;
        const bool isSlanted = area.width() != 0 && area.height() != 0;
        const int steps = isSlanted ? 1 + static_cast<int>(std::ceil(std::abs(area.height()))) : 1;
        if (steps == 1) {
            paintStraight(shape, area);
            return;
        }
        const qreal length = area.width() / steps;
        for (int i = 0; i < steps; ++i)
            paintStraight(shape, {area.left() + i * length,
                                  area.top() + area.height() * i / (steps - 1), length, 0});
    }

    void paintStraight(const Shape &shape, const QRectF &way)
    {
        const QColor colour = m_brushes.colour(shape.ink, shape);
        const bool isLevel = way.height() == 0;
        const qreal width = std::max(wholePixels(m_theme.px(shape.width)), 1 / m_pixels);
        const QPointF middle = way.topLeft();
        const qreal side = wholePixels((isLevel ? middle.y() : middle.x()) - width / 2);
        const qreal from = isLevel ? way.left() : way.top();
        const qreal length = isLevel ? way.width() : way.height();
        const auto part = [&](qreal begin, qreal end) {
            const QRectF area = isLevel ? QRectF(QPointF(begin, side), QPointF(end, side + width))
                                        : QRectF(QPointF(side, begin), QPointF(side + width, end));
            fill(area.normalized(), colour);
        };
        const auto dashes = dashesOf(shape.stroke);
        if (!dashes) {
            part(from, from + length);
            return;
        }
        const qreal step = (dashes->first + dashes->second) * m_theme.px(shape.width);
        const qreal on = dashes->first * m_theme.px(shape.width);
        const qreal direction = length < 0 ? -1 : 1;
        const auto [begin, end] = seenOf(isLevel, from, length);
        for (qreal at = std::floor(begin / step) * step; at < end; at += step)
            part(from + direction * at, from + direction * std::min(at + on, std::abs(length)));
    }

    /// Which part of a level or upright way is not clipped away, from its begin on.
    [[nodiscard]] std::pair<qreal, qreal> seenOf(bool isLevel, qreal from, qreal length) const
    {
        const qreal whole = std::abs(length);
        if (!m_clip)
            return {0, whole};
        const qreal low = isLevel ? m_clip->left() : m_clip->top();
        const qreal high = isLevel ? m_clip->right() : m_clip->bottom();
        return length < 0 ? std::pair(std::max(from - high, 0.0), std::min(from - low, whole))
                          : std::pair(std::max(low - from, 0.0), std::min(high - from, whole));
    }

    void paintText(const Shape &shape)
    {
        if (shape.wraps) {
            m_painter.drawText(shape.area, static_cast<int>(shape.align) | Qt::TextWordWrap,
                               shape.text);
            return;
        }
        const QSizeF size(m_types.width(shape.type, shape.text), m_types.height(shape.type));
        const QRectF &area = shape.area;
        const qreal left = (shape.align & Qt::AlignLeft) != 0 ? area.left()
                           : (shape.align & Qt::AlignRight) != 0
                               ? area.right() - size.width()
                               : area.center().x() - size.width() / 2;
        const qreal top = (shape.align & Qt::AlignBottom) != 0
                              ? area.bottom() - size.height()
                              : area.center().y() - size.height() / 2;
        m_painter.drawStaticText(QPointF(left, top), m_types.laidOut(shape.type, shape.text));
    }

    void paintBox(const QRectF &area, qreal radius)
    {
        if (radius > 0)
            m_painter.drawRoundedRect(area, radius, radius);
        else
            m_painter.drawRect(area);
    }

    /// Slanted lines, those that are seen.
    void paintHatch(const QRectF &area)
    {
        const qreal step = m_theme.px(5);
        const auto [begin, end] = seenOf(false, area.top(), area.height());
        QList<QLineF> lines;
        for (qreal at = std::floor(begin / step) * step; at + area.width() <= end; at += step)
            lines.emplace_back(QPointF(area.left(), area.top() + at + area.width()),
                               QPointF(area.right(), area.top() + at));
        m_painter.drawLines(lines);
    }

    void paintHead(const Shape &shape)
    {
        const QLineF line(shape.area.topLeft(), shape.area.bottomRight());
        if (line.length() < 1)
            return;
        const qreal head = m_theme.px(6);
        const qreal angle = std::atan2(line.dy(), line.dx());
        constexpr qreal spread = 0.45;
        m_brushes.setSmooth(true);
        m_brushes.usePlainPen(shape);
        const auto back = [&](qreal side) {
            return line.p2() - QPointF(head * std::cos(side), head * std::sin(side));
        };
        const std::array points{back(angle - spread), line.p2(), back(angle + spread)};
        m_painter.drawPolyline(points.data(), static_cast<int>(points.size()));
    }

    /// The frame, and the leaf: ajar it stands out of the frame, shut it fills it.
    void paintDoor(const Shape &shape)
    {
        const QRectF &area = shape.area;
        paintBox(area, m_theme.px(2));
        if (shape.stroke != Stroke::Solid)
            return;
        m_brushes.useBrush(m_brushes.colour(shape.ink, shape));
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
    const Types &m_types;
    Brushes m_brushes;
    qreal m_pixels; ///< in a length of 1
    std::optional<QRectF> m_clip;
};

} // namespace

void paint(QPainter &painter, const Scene &scene, const Theme &theme, const Types &types)
{
    ScenePainter scenePainter(painter, theme, types);
    for (const Shape &shape : scene.shapes)
        scenePainter.paint(shape);
    painter.setRenderHint(QPainter::Antialiasing);
}

} // namespace twodoors
