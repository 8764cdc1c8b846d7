// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"
#include "widgets/theme.h"

#include <QFontMetricsF>
#include <QHash>
#include <QPointF>
#include <QRectF>
#include <QStaticText>
#include <QString>
#include <array>
#include <optional>
#include <vector>

namespace twodoors
{

enum class ShapeKind : std::uint8_t {
    Line,
    Arrow,    ///< a line with a head at its second end
    Box,      ///< a rectangle, its corners round by `radius`
    Hatch,    ///< slanted lines
    Pill,     ///< a box as round as it is high
    OpenDoor, ///< a frame with its leaf ajar
    ShutDoor,
    Envelope,
    Cross,
    Pause,
    Triangle, ///< points down
    Text
};

enum class Stroke : std::uint8_t { None, Solid, Dashed, Dotted };

/// The types of the canvas.
enum class Type : std::uint8_t { Small, Label, Title, SmallCode, Code, CodeLabel };
inline constexpr std::size_t typeCount = 6;

/// One thing to paint. A line goes from the rectangle's top left to its bottom right corner, which
/// may lie on any side of it.
struct Shape {
    ShapeKind kind = ShapeKind::Line;
    Stroke stroke = Stroke::Solid;
    Ink ink = Ink::Text;
    std::optional<Ink> fill{};
    Type type = Type::Small; ///< of a text
    Qt::Alignment align = Qt::AlignCenter;
    bool isFaint = false;
    bool wraps = false; ///< a text, at words
    qreal width = 1.5;  ///< of the stroke
    qreal radius = 0;
    QRectF area;
    QString text{};

    friend bool operator==(const Shape &, const Shape &) = default;
};

/// What can be pointed at: the event it shows, and what that event is about.
struct Target {
    QRectF area;
    Seq seq = Seq::None;
    PacketId packet = PacketId::None;
    DoorId door = DoorId::None;
    Who who{Role::TwoDoors, 0};
};

/// What is to be painted, as plain data in the order of painting, and what can be pointed at, the
/// last one in front.
struct Scene {
    std::vector<Shape> shapes;
    std::vector<Target> targets;

    void line(QPointF from, QPointF to, Ink ink, Stroke stroke = Stroke::Solid, qreal width = 1.5)
    {
        shapes.push_back({.kind = ShapeKind::Line,
                          .stroke = stroke,
                          .ink = ink,
                          .width = width,
                          .area = {from, to}});
    }
    void arrow(QPointF from, QPointF to, Ink ink, Stroke stroke = Stroke::Solid, qreal width = 1.5)
    {
        line(from, to, ink, stroke, width);
        shapes.back().kind = ShapeKind::Arrow;
    }
    Shape &box(const QRectF &area, Ink ink, std::optional<Ink> fill = {}, qreal radius = 0,
               Stroke stroke = Stroke::Solid)
    {
        shapes.push_back({.kind = ShapeKind::Box,
                          .stroke = stroke,
                          .ink = ink,
                          .fill = fill,
                          .radius = radius,
                          .area = area});
        return shapes.back();
    }
    Shape &text(const QRectF &area, QString words, Ink ink, Type type,
                Qt::Alignment align = Qt::AlignCenter)
    {
        shapes.push_back({.kind = ShapeKind::Text,
                          .ink = ink,
                          .type = type,
                          .align = align,
                          .area = area,
                          .text = std::move(words)});
        return shapes.back();
    }
    Shape &sign(ShapeKind kind, const QRectF &area, Ink ink, std::optional<Ink> fill = {},
                Stroke stroke = Stroke::Solid)
    {
        shapes.push_back({.kind = kind, .stroke = stroke, .ink = ink, .fill = fill, .area = area});
        return shapes.back();
    }

    /// The target in front at this point; nullptr where there is none. Small ones can be missed by
    /// `slack`.
    [[nodiscard]] const Target *at(QPointF point, qreal slack = 3) const noexcept;
};

/// A theme with the fonts of its types and their measures. Texts in use are measured and laid out
/// once. A value; each belongs to one thread.
class Types
{
public:
    /// Without shaping, letters stay the glyphs of their own that a PDF's text is found by.
    explicit Types(const Theme &theme, QFont::StyleStrategy strategy = QFont::PreferDefault);

    [[nodiscard]] const Theme &theme() const noexcept { return m_theme; }
    [[nodiscard]] const QFont &font(Type type) const noexcept
    {
        return m_fonts[static_cast<std::size_t>(type)];
    }
    [[nodiscard]] qreal width(Type type, const QString &text) const
    {
        return known(type, text).width;
    }
    [[nodiscard]] qreal height(Type type) const { return metrics(type).height(); }
    /// The text, or as much of its beginning as there is room for, with "…" behind.
    [[nodiscard]] QString elided(Type type, const QString &text, qreal room) const;
    /// As many of the parts of "a · b · c" as there is room for whole; the first of them at least.
    [[nodiscard]] QString partsThatFit(Type type, const QString &text, qreal room) const;
    /// Ready to be painted, from its top left corner on.
    [[nodiscard]] const QStaticText &laidOut(Type type, const QString &text) const
    {
        return known(type, text).layout;
    }

private:
    struct Known {
        qreal width = 0;
        QStaticText layout;
    };

    [[nodiscard]] const Known &known(Type type, const QString &text) const;

    [[nodiscard]] const QFontMetricsF &metrics(Type type) const noexcept
    {
        return m_metrics[static_cast<std::size_t>(type)];
    }

    Theme m_theme;
    std::array<QFont, typeCount> m_fonts;
    std::vector<QFontMetricsF> m_metrics;
    mutable std::array<QHash<QString, Known>, typeCount> m_known;
};

} // namespace twodoors
