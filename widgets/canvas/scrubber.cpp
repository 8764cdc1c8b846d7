// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/scrubber.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <cmath>

namespace twodoors
{

namespace
{

constexpr qreal inset = 26;
constexpr qreal heightInDesign = 38;

/// The gravest of all bands, and where it is.
std::pair<Gravity, Band> gravestOf(const Marks &marks) noexcept
{
    const auto gravest = std::ranges::max_element(marks);
    return {*gravest, static_cast<Band>(gravest - marks.begin())};
}

Ink inkOf(Gravity gravity, Band band) noexcept
{
    if (gravity == Gravity::Lost)
        return Ink::Lost;
    if (gravity == Gravity::Held)
        return Ink::Held;
    if (band == Band::Wire)
        return Ink::Dim;
    return band == Band::ServerDoors || band == Band::ServerProgram ? Ink::Connection : Ink::Client;
}

} // namespace

Scrubber::Scrubber(Viewpoint &view, const TimelineIndex &index, QWidget *parent)
    : QWidget(parent), m_view(view), m_index(index)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_view, &Viewpoint::recordingChanged, this, [this] {
        m_range = {};
        update();
    });
    connect(&m_view, &Viewpoint::grown, this, [this] { update(); });
    connect(&m_view, &Viewpoint::cursorMoved, this, &Scrubber::say);
    connect(&m_view.appearance(), &Appearance::changed, this, &Scrubber::restyle);
    restyle();
}

QSize Scrubber::sizeHint() const
{
    const Theme &theme = m_view.theme();
    return {static_cast<int>(theme.px(300)), static_cast<int>(theme.px(heightInDesign))};
}

void Scrubber::restyle()
{
    setAccessibleName(m_view.appearance().words("canvas.scrubber"));
    setWhatsThis(m_view.appearance().words("canvas.scrubber-what"));
    updateGeometry();
    say();
}

void Scrubber::say()
{
    const QString value = m_view.appearance().words(
        "canvas.scrubber-value", {{{"seq", std::to_string(number(m_view.cursor()))},
                                   {"latest", std::to_string(number(m_view.latest()))}}});
    setAccessibleDescription(value);
    setToolTip(value);
    update();
}

QRectF Scrubber::line() const
{
    const qreal margin = m_view.theme().px(inset);
    return {margin, 0, std::max<qreal>(width() - 2 * margin, 1), static_cast<qreal>(height())};
}

qreal Scrubber::xOf(Seq seq) const noexcept
{
    const double latest = std::max<std::uint32_t>(number(m_view.latest()), 1);
    return line().left() + line().width() * number(seq) / latest;
}

Seq Scrubber::eventAt(qreal x) const noexcept
{
    const double part = std::clamp((x - line().left()) / line().width(), 0.0, 1.0);
    return static_cast<Seq>(std::llround(part * number(m_view.latest())));
}

void Scrubber::go(qreal x)
{
    const Seq seq = eventAt(x);
    if (seq >= m_view.latest() && x >= line().right())
        m_view.returnToNow();
    else
        m_view.setCursor(seq);
}

void Scrubber::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        go(event->position().x());
}

void Scrubber::mouseMoveEvent(QMouseEvent *event)
{
    if ((event->buttons() & Qt::LeftButton) != 0)
        go(event->position().x());
}

void Scrubber::keyPressEvent(QKeyEvent *event)
{
    const std::int64_t page = std::max<std::int64_t>(number(m_view.latest()) / 20, 1);
    switch (event->key()) {
    case Qt::Key_PageUp:
        m_view.moveCursor(-page);
        break;
    case Qt::Key_PageDown:
        m_view.moveCursor(page);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

/// One mark a pixel at most, the gravest of what falls on it.
void Scrubber::findMarks()
{
    const Range range{m_view.latest(), std::min(m_view.latest(), m_index.latest()), line()};
    if (range == m_range)
        return;
    m_range = range;
    m_marks.clear();
    const std::uint32_t latest = number(range.indexed);
    for (std::uint32_t seq = 1; seq <= latest;) {
        const qreal pixel = std::floor(xOf(static_cast<Seq>(seq)));
        std::uint32_t next = seq + 1;
        while (next <= latest && xOf(static_cast<Seq>(next)) < pixel + 1) {
            const double atNextPixel =
                (pixel + 1 - line().left()) / line().width() * number(m_view.latest());
            next = std::max(next + 1, static_cast<std::uint32_t>(std::ceil(atNextPixel)));
        }
        const auto [gravity, band] = gravestOf(m_index.rows().gravest(
            static_cast<Seq>(seq), static_cast<Seq>(std::min(next, latest + 1))));
        if (gravity != Gravity::None)
            m_marks.push_back({pixel, gravity, band});
        seq = next;
    }
}

/// What was held stands on the line, what was lost goes through it; all else is short.
void Scrubber::paintMarks(QPainter &painter) const
{
    const Theme &theme = m_view.theme();
    const qreal middle = height() / 2.0;
    for (const auto &[pixel, gravity, band] : m_marks) {
        const qreal above = theme.px(gravity >= Gravity::Held ? 10 : 5);
        const qreal below = gravity == Gravity::Held ? 0 : above;
        painter.fillRect(QRectF(pixel, middle - above, theme.px(2), above + below),
                         theme.colour(inkOf(gravity, band)));
    }
}

void Scrubber::paintEvent(QPaintEvent *)
{
    const Theme &theme = m_view.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Ink::Panel));
    painter.fillRect(QRectF(0, 0, width(), 1), theme.colour(Ink::Line));
    const qreal middle = height() / 2.0;
    painter.fillRect(QRectF(line().left(), middle - 1, line().width(), theme.px(2)),
                     theme.colour(Ink::Line));
    findMarks();
    paintMarks(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal radius = theme.px(7);
    painter.setBrush(theme.colour(Ink::Present));
    painter.setPen(QPen(theme.colour(hasFocus() ? Ink::Text : Ink::Panel), theme.px(2)));
    painter.drawEllipse(QPointF(xOf(m_view.cursor()), middle), radius, radius);
}

} // namespace twodoors
