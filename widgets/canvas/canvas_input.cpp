// SPDX-License-Identifier: GPL-3.0-or-later
// What a hand does on the canvas.
#include "widgets/canvas/canvas.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>

namespace twodoors
{

namespace
{

constexpr qreal dragThreshold = 5;
constexpr double zoomStep = 1.25;
/// How far along the wire a packet must be carried to be delivered, and how far off it to be lost.
constexpr qreal deliverShare = 0.25;
constexpr qreal dropDistance = 60;

} // namespace

QPointF Canvas::onCanvas(QPointF inViewport) const
{
    return inViewport + QPointF(horizontalScrollBar()->value(), 0);
}

const Target *Canvas::targetAt(QPointF inViewport) const
{
    const QPointF point = onCanvas(inViewport);
    return stageArea().contains(inViewport) ? m_stage.scene.at(point) : m_timeline.at(point);
}

bool Canvas::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const Target *target = targetAt(help->pos());
    if (target == nullptr || target->seq == Seq::None) {
        QToolTip::hideText();
        return true;
    }
    // rich text wraps, and its parts are escaped
    const QString sentence = m_view.sentence(target->seq).toHtmlEscaped();
    const QString headline = m_view.headline(target->seq).toHtmlEscaped();
    QToolTip::showText(help->globalPos(),
                       QStringLiteral("<p><b>%1</b></p><p>%2</p>").arg(headline, sentence),
                       viewport(), target->area.toAlignedRect());
    return true;
}

void Canvas::wheelEvent(QWheelEvent *event)
{
    const QPointF angle = event->angleDelta();
    if ((event->modifiers() & Qt::ControlModifier) != 0) {
        const double notches = angle.y() / int{QWheelEvent::DefaultDeltasPerStep};
        zoomAround(std::pow(zoomStep, notches), event->position().y());
    } else if ((event->modifiers() & Qt::ShiftModifier) != 0
               || std::abs(angle.x()) > std::abs(angle.y())) {
        const qreal delta = angle.x() != 0 ? angle.x() : angle.y();
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - static_cast<int>(delta));
        refresh();
    } else {
        setTop(m_top - angle.y() / m_zoom);
        refresh();
    }
    event->accept();
}

void Canvas::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Target *target = targetAt(event->position());
    m_drag = Drag{event->position(),
                  event->position(),
                  m_top,
                  horizontalScrollBar()->value(),
                  PacketId::None,
                  false};
    const bool isOnStage = stageArea().contains(event->position());
    if (isOnStage && target != nullptr && target->packet != PacketId::None) {
        m_chosen = target->packet;
        m_drag->packet = target->packet;
        m_view.select(target->seq);
    } else if (isOnStage && target != nullptr && target->who.role == Role::Client) {
        m_view.setFrontGuest(target->who);
    }
    refresh();
}

void Canvas::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_drag) {
        const Target *target = targetAt(event->position());
        const bool isSomething = target != nullptr && target->seq != Seq::None;
        viewport()->setCursor(isSomething ? Qt::PointingHandCursor : Qt::ArrowCursor);
        return;
    }
    m_drag->at = event->position();
    const QPointF way = m_drag->at - m_drag->begin;
    m_drag->hasMoved = m_drag->hasMoved || way.manhattanLength() > dragThreshold;
    if (m_drag->packet == PacketId::None && m_drag->hasMoved) {
        setTop(m_drag->top - way.y() / m_zoom);
        horizontalScrollBar()->setValue(m_drag->left - static_cast<int>(way.x()));
    }
    refresh();
}

void Canvas::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_drag)
        return;
    const Drag drag = *std::exchange(m_drag, std::nullopt);
    if (drag.packet != PacketId::None && drag.hasMoved) {
        m_drag = drag;
        endPacketDrag(event->position());
        m_drag.reset();
    } else if (!drag.hasMoved && timelineArea().contains(event->position())) {
        const Target *target = targetAt(event->position());
        if (target != nullptr && target->seq != Seq::None) {
            const Seq seq = target->seq;
            m_keepsPlace = true;
            m_isFollowing = false;
            m_view.setCursor(seq);
            m_view.select(seq);
            m_keepsPlace = false;
        } else {
            m_view.clearSelection();
        }
    }
    refresh();
}

/// Carried towards its end of the wire a packet is delivered, carried off the wire it is lost.
void Canvas::endPacketDrag(QPointF end)
{
    const PacketView *packet = m_view.world().packet(m_drag->packet);
    if (packet == nullptr || !packet->isOnWire() || m_view.isInPast() || !m_refusal.isEmpty())
        return;
    const QPointF point = onCanvas(end);
    if (std::abs(point.y() - m_stage.wire.center().y()) > m_view.theme().px(dropDistance)) {
        emit packetActionWanted(packet->id, WireAction::Drop);
        return;
    }
    const qreal near = m_stage.wire.width() * deliverShare;
    const bool isThere = packet->heading == Heading::ToClient
                             ? point.x() < m_stage.wire.left() + near
                             : point.x() > m_stage.wire.right() - near;
    if (isThere)
        emit packetActionWanted(packet->id, WireAction::Deliver);
}

void Canvas::paintDraggedPacket(QPainter &painter) const
{
    if (!m_drag || m_drag->packet == PacketId::None || !m_drag->hasMoved)
        return;
    const auto box = std::ranges::find(m_stage.packets, m_drag->packet, &Stage::PacketBox::packet);
    if (box == m_stage.packets.end())
        return;
    const Theme &theme = m_view.theme();
    painter.setPen(QPen(theme.colour(Ink::Held), theme.px(2)));
    painter.setBrush(theme.colour(Ink::HeldTint));
    painter.drawRoundedRect(box->area.translated(m_drag->at - m_drag->begin), theme.px(6),
                            theme.px(6));
}

void Canvas::keyPressEvent(QKeyEvent *event)
{
    const double page = timelineArea().height() / m_zoom * 0.8;
    switch (event->key()) {
    case Qt::Key_Up:
        setTop(m_top - 1);
        break;
    case Qt::Key_Down:
        setTop(m_top + 1);
        break;
    case Qt::Key_PageUp:
        setTop(m_top - page);
        break;
    case Qt::Key_PageDown:
        setTop(m_top + page);
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(zoomStep);
        break;
    case Qt::Key_Minus:
        zoom(1 / zoomStep);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        m_view.select(m_view.cursor());
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    refresh();
}

void Canvas::packetMenu(QMenu &menu, PacketId packet)
{
    constexpr std::array<std::pair<WireAction, std::string_view>, 6> actions{
        {{WireAction::Deliver, "canvas.deliver"},
         {WireAction::Drop, "canvas.drop"},
         {WireAction::Duplicate, "canvas.duplicate"},
         {WireAction::Delay, "canvas.delay"},
         {WireAction::Corrupt, "canvas.corrupt"},
         {WireAction::Hold, "canvas.hold"}}};
    const PacketView *view = m_view.world().packet(packet);
    if (view == nullptr || !view->isOnWire() || m_view.isInPast())
        return;
    for (const auto &[action, key] : actions) {
        QAction *entry = menu.addAction(m_view.appearance().words(key));
        entry->setEnabled(m_refusal.isEmpty());
        connect(entry, &QAction::triggered, this,
                [this, packet, wanted = action] { emit packetActionWanted(packet, wanted); });
    }
    menu.addSeparator();
}

void Canvas::wireMenu(QMenu &menu)
{
    const World &world = m_view.world();
    const bool isCut = world.wire(Heading::ToServer).isCut || world.wire(Heading::ToClient).isCut;
    const auto add = [&](std::string_view key, auto signal, Heading heading) {
        QAction *entry = menu.addAction(m_view.appearance().words(key));
        entry->setEnabled(m_refusal.isEmpty() && m_view.isLive());
        entry->setToolTip(m_refusal);
        connect(entry, &QAction::triggered, this,
                [this, signal, heading] { emit(this->*signal)(heading); });
    };
    menu.setToolTipsVisible(true);
    if (isCut)
        add("canvas.mend", &Canvas::mendWanted, Heading::None);
    add("canvas.cut", &Canvas::cutWanted, Heading::None);
    add("canvas.cut-to-server", &Canvas::cutWanted, Heading::ToServer);
    add("canvas.cut-to-client", &Canvas::cutWanted, Heading::ToClient);
    menu.addSeparator();
    add("canvas.hold-to-server", &Canvas::holdWanted, Heading::ToServer);
    add("canvas.hold-to-client", &Canvas::holdWanted, Heading::ToClient);
}

void Canvas::contextMenuEvent(QContextMenuEvent *event)
{
    const QPointF place = event->reason() == QContextMenuEvent::Mouse
                              ? QPointF(event->pos())
                              : m_stage.wire.center() - QPointF(horizontalScrollBar()->value(), 0);
    const Target *target = targetAt(place);
    QMenu menu(this);
    if (target != nullptr && target->packet != PacketId::None)
        packetMenu(menu, target->packet);
    if (target != nullptr && target->seq != Seq::None) {
        QAction *select = menu.addAction(m_view.appearance().words("canvas.select"));
        connect(select, &QAction::triggered, this,
                [this, seq = target->seq] { m_view.select(seq); });
        menu.addSeparator();
    }
    if (stageArea().contains(place))
        wireMenu(menu);
    QAction *pace = menu.addAction(
        m_view.appearance().words(m_pace == Pace::Steps ? "canvas.true-time" : "canvas.steps"));
    connect(pace, &QAction::triggered, this,
            [this] { setPace(m_pace == Pace::Steps ? Pace::TrueTime : Pace::Steps); });
    menu.exec(viewport()->mapToGlobal(place.toPoint()));
}

} // namespace twodoors
