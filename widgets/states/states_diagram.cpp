// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/states_diagram.h"

#include "widgets/states/label_places.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace twodoors
{

StatesDiagram::StatesDiagram(Appearance &appearance, QWidget *parent)
    : QAbstractScrollArea(parent), m_appearance(appearance)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    connect(&m_appearance, &Appearance::changed, this, &StatesDiagram::layOut);
    layOut();
}

void StatesDiagram::setScene(StatesScene scene)
{
    if (scene == m_scene)
        return;
    m_scene = std::move(scene);
    if (!isVisible())
        return;
    m_placed = placedScene(m_scene, m_geometry, m_appearance);
    viewport()->update();
}

void StatesDiagram::select(std::optional<FigureBox> box)
{
    if (box == m_selected)
        return;
    m_selected = box;
    if (box) {
        const QRect rect = m_geometry.box(*box).rect.toAlignedRect();
        const auto show = [](QScrollBar *bar, int from, int to) {
            bar->setValue(std::clamp(bar->value(), to - bar->pageStep(), std::max(from, 0)));
        };
        show(horizontalScrollBar(), std::min(rect.left(), rect.right() - 1),
             std::min(rect.right(), rect.left() + horizontalScrollBar()->pageStep()));
        show(verticalScrollBar(), rect.top(),
             std::min(rect.bottom(), rect.top() + verticalScrollBar()->pageStep()));
    }
    viewport()->update();
    emit selectionChanged();
}

void StatesDiagram::layOut()
{
    setAccessibleName(m_appearance.words("states.diagram"));
    if (!isVisible())
        return; // it takes milliseconds, and waits until there is something to see
    m_geometry = statesGeometry(QSizeF(maximumViewportSize()), m_appearance.theme(),
                                statesWords(m_appearance));
    m_placed = placedScene(m_scene, m_geometry, m_appearance);
    const QSize room = maximumViewportSize();
    const bool isTooWide = m_geometry.size.width() > room.width();
    const bool isTooHigh = m_geometry.size.height() > room.height();
    const auto range = [](QScrollBar *bar, bool isNeeded, qreal length, int page) {
        bar->setRange(0, isNeeded ? static_cast<int>(std::ceil(length)) - page : 0);
        bar->setPageStep(page);
        bar->setSingleStep(20);
    };
    range(horizontalScrollBar(), isTooWide, m_geometry.size.width(),
          room.width() - (isTooHigh ? verticalScrollBar()->sizeHint().width() : 0));
    range(verticalScrollBar(), isTooHigh, m_geometry.size.height(),
          room.height() - (isTooWide ? horizontalScrollBar()->sizeHint().height() : 0));
    viewport()->update();
}

QSize StatesDiagram::sizeHint() const
{
    const Theme &theme = m_appearance.theme();
    return {static_cast<int>(theme.px(1000)), static_cast<int>(theme.px(190))};
}

QPointF StatesDiagram::origin() const
{
    return {-static_cast<qreal>(horizontalScrollBar()->value()),
            -static_cast<qreal>(verticalScrollBar()->value())};
}

QPointF StatesDiagram::placeOf(const QPointF &inViewport) const
{
    return inViewport - origin();
}

void StatesDiagram::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_appearance.theme().colour(Ink::Panel));
    painter.translate(origin());
    paintStates(painter, m_geometry, m_placed, m_scene, {m_selected, hasFocus()},
                m_appearance.theme());
}

void StatesDiagram::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    layOut();
}

void StatesDiagram::resizeEvent(QResizeEvent *)
{
    layOut();
}

std::optional<FigureBox> StatesDiagram::boxAt(const QPointF &place) const
{
    for (std::size_t i = 0; i < figureBoxCount; ++i) {
        if (m_geometry.boxes[i].rect.contains(place))
            return static_cast<FigureBox>(i);
    }
    return std::nullopt;
}

void StatesDiagram::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPointF place = placeOf(event->position());
    for (const PlacedToken &token : m_placed.tokens) {
        if (token.token.door != DoorId::None && token.rect.contains(place)) {
            emit doorChosen(token.token.door);
            return;
        }
    }
    select(boxAt(place));
}

std::optional<FigureBox> StatesDiagram::neighbour(FigureBox box, const QPointF &towards) const
{
    std::optional<FigureBox> best;
    qreal least = 0;
    const QPointF here = m_geometry.box(box).rect.center();
    for (std::size_t i = 0; i < figureBoxCount; ++i) {
        const QPointF way = m_geometry.boxes[i].rect.center() - here;
        const qreal along = QPointF::dotProduct(way, towards);
        const qreal aside = std::abs(way.x() * towards.y() - way.y() * towards.x());
        if (along < 1 || aside > 3 * along)
            continue;
        const qreal cost = along + 2 * aside;
        if (!best || cost < least) {
            best = static_cast<FigureBox>(i);
            least = cost;
        }
    }
    return best;
}

void StatesDiagram::keyPressEvent(QKeyEvent *event)
{
    QPointF towards;
    switch (event->key()) {
    case Qt::Key_Left:
        towards = {-1, 0};
        break;
    case Qt::Key_Right:
        towards = {1, 0};
        break;
    case Qt::Key_Up:
        towards = {0, -1};
        break;
    case Qt::Key_Down:
        towards = {0, 1};
        break;
    case Qt::Key_Escape:
        if (m_selected) {
            select(std::nullopt);
            return;
        }
        [[fallthrough]];
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (!m_selected)
        select(!m_scene.tokens.empty() ? m_scene.tokens.front().box : FigureBox::Closed);
    else if (const auto next = neighbour(*m_selected, towards))
        select(next);
}

void StatesDiagram::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (!m_selected
        && (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason))
        select(!m_scene.tokens.empty() ? m_scene.tokens.front().box : FigureBox::Closed);
    viewport()->update();
}

void StatesDiagram::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

QString StatesDiagram::meaningOf(FigureBox box) const
{
    const std::string state(nameOf(stateOf(box)));
    const std::pair<std::string, std::string> values[] = {
        {"state", state}, {"meaning", m_appearance.catalogue().text("states.meaning." + state)}};
    return m_appearance.words("states.place", values);
}

QString StatesDiagram::explanationAt(const QPointF &place) const
{
    for (const PlacedToken &token : m_placed.tokens) {
        if (token.token.door != DoorId::None && token.rect.contains(place))
            return token.token.text;
    }
    for (const PlacedSkip &skip : m_placed.skips) {
        if (skip.label.contains(place))
            return reasonOf(skip.step, m_appearance);
    }
    if (const auto box = boxAt(place))
        return meaningOf(*box);
    const qreal near = m_appearance.theme().px(4);
    const QRectF around(place.x() - near, place.y() - near, 2 * near, 2 * near);
    for (std::size_t i = 0; i < m_geometry.arrows.size(); ++i) {
        if (m_geometry.arrows[i].label.contains(place)
            || crosses(m_geometry.arrows[i].path, around))
            return reasonOf({.arrow = i}, m_appearance);
    }
    for (const PlacedSkip &skip : m_placed.skips) {
        if (crosses(skip.path, around))
            return reasonOf(skip.step, m_appearance);
    }
    return {};
}

bool StatesDiagram::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QString text = explanationAt(placeOf(QPointF(help->pos())));
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, viewport());
    return true;
}

} // namespace twodoors
