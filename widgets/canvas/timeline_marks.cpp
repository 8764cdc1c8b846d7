// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/timeline_marks.h"

#include "widgets/packet/packet_label.h"

#include <fmt/format.h>

#include <cmath>

namespace twodoors
{

namespace
{

constexpr qreal leastRowForTexts = 13;
constexpr qreal barWidth = 9;

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString arrowTo(const Event &back)
{
    return QStringLiteral(" → ") + returnText(back);
}

} // namespace

TimelineMarks::TimelineMarks(Scene &scene, const Sight &sight, const TimelineRuler &ruler,
                             qreal presentY)
    : m_scene(scene), m_sight(sight), m_ruler(ruler), m_presentY(presentY),
      m_hasTexts(ruler.scale().pace() == Pace::TrueTime
                 || ruler.window().zoom >= sight.px(leastRowForTexts))
{}

void TimelineMarks::draw(Seq seq)
{
    const Event event = m_sight.journal().at(seq);
    switch (event.kind) {
    case Kind::Call:
        drawCall(event);
        break;
    case Kind::Packet:
        if (isSighting(event.verb) || event.verb == PacketVerb::Duplicated)
            drawPacket(event);
        else if (event.verb == PacketVerb::Corrupted || event.verb == PacketVerb::Delayed)
            drawChange(event);
        break;
    case Kind::Door:
        if (event.stage == DoorStage::HalfOpen)
            drawMaking(event);
        break;
    case Kind::State:
        if (m_sight.index.isStateNew(seq))
            drawState(event);
        break;
    case Kind::Line:
        if (event.line == LineNumber::None)
            drawEnd(event);
        break;
    case Kind::Wire:
    case Kind::Note:
    case Kind::Fault:
        drawAcross(event);
        break;
    case Kind::Wait:
    case Kind::Return:
    case Kind::Value:
    case Kind::Prediction:
        break;
    }
}

qreal TimelineMarks::doorX(DoorId door, qreal otherwise) const
{
    const DoorTrack *track = m_sight.index.tracks().door(door, m_sight.view.cursor());
    return track != nullptr ? m_sight.columns.doorX(*track) : otherwise;
}

void TimelineMarks::lineText(qreal fromX, qreal toX, qreal y,
                             std::initializer_list<QString> choices, Ink ink)
{
    const Types &types = m_sight.types;
    const qreal left = std::min(fromX, toX) + m_sight.px(barWidth) / 2;
    const qreal room = std::abs(toX - fromX) - m_sight.px(barWidth);
    if (!m_hasTexts || room < m_sight.px(24))
        return;
    const auto *const fitting = std::ranges::find_if(choices, [&](const QString &choice) {
        return types.width(Type::SmallCode, choice) <= room;
    });
    const QString &text = fitting == choices.end() ? *(choices.end() - 1) : *fitting;
    const QString shown = types.elided(Type::SmallCode, text, room);
    const qreal height = types.height(Type::SmallCode);
    const QRectF area(left, y - height - m_sight.px(1), room, height);
    if (room > m_sight.columns.columnWidth()) { // over the lifelines of other doors
        const qreal beside = (room - types.width(Type::SmallCode, shown)) / 2;
        m_scene.box(area.adjusted(beside, 0, -beside, 0), Ink::Ground, Ink::Ground, 0,
                    Stroke::None);
    }
    m_scene.text(area, shown, ink, Type::SmallCode);
}

void TimelineMarks::drawCall(const Event &call)
{
    const Spans::Span *span = m_sight.index.calls().beginningAt(call.seq);
    const bool isBack =
        span != nullptr && span->end != Seq::None && span->end <= m_sight.view.cursor();
    const qreal y = m_ruler.y(call.seq);
    const qreal backY = isBack ? m_ruler.y(span->end) : m_presentY;
    const qreal x = m_sight.programX(call.who);
    Event back;
    if (isBack)
        back = m_sight.journal().at(span->end);
    const DoorId doorId = call.door != DoorId::None ? call.door : back.door;
    const qreal to = doorX(doorId, x);
    const DoorView *door = m_sight.world().door(doorId);
    const Ink programInk = call.who.role == Role::Server ? Ink::Connection : Ink::Client;
    const Ink ink = door != nullptr ? inkOf(*door) : programInk;
    const Target target{{}, call.seq, PacketId::None, doorId, call.who};

    const qreal half = m_sight.px(barWidth) / 2;
    const bool isLong = backY - y > m_sight.px(barWidth);
    const QRectF &seen = m_ruler.window().area;
    const qreal beyond = m_sight.px(24);
    const qreal barTop = std::max(y - half, seen.top() - beyond);
    const qreal barBottom = std::max(std::min(backY, seen.bottom() + beyond), barTop);
    const QRectF bar(x - half, barTop, half * 2, barBottom - barTop);
    if (isLong)
        m_scene.box(bar, programInk, Ink::Ground, 2);
    Shape &mark = isLong ? m_scene.sign(ShapeKind::Hatch, bar, programInk)
                         : m_scene.box({x - half, y - half * 1.3, half * 2, half * 2.6}, programInk,
                                       programInk, 2);
    mark.radius = 2;
    m_scene.targets.push_back(target);
    m_scene.targets.back().area = mark.area;

    if (to == x)
        return;
    const qreal edge = to > x ? half : -half;
    const qreal tip = to - (to > x ? m_sight.px(3) : -m_sight.px(3));
    m_scene.arrow({x + edge, y}, {tip, y}, ink);
    const QString name = toQString(nameOf(call.call));
    if (isBack && !isLong)
        lineText(x, to, y,
                 {callText(call) + arrowTo(back), name + QStringLiteral("()") + arrowTo(back),
                  name + arrowTo(back), name + QStringLiteral("→") + returnText(back),
                  back.error != 0 ? arrowTo(back).trimmed() : name + QStringLiteral("()")},
                 back.error != 0 ? Ink::Lost : ink);
    else
        lineText(x, to, y, {callText(call), name + QStringLiteral("()")}, ink);
    m_scene.targets.push_back(target);
    m_scene.targets.back().area =
        QRectF(QPointF(x, y - m_sight.px(8)), QPointF(to, y)).normalized();
    if (isBack && isLong)
        drawReturn(call, back, x, to, ink);
}

void TimelineMarks::drawReturn(const Event &call, const Event &back, qreal programX, qreal doorX,
                               Ink ink)
{
    const qreal y = m_ruler.y(back.seq);
    const qreal edge = (doorX > programX ? 1 : -1) * m_sight.px(barWidth) / 2;
    const Ink shown = back.error != 0 ? Ink::Lost : ink;
    m_scene.arrow({doorX, y}, {programX + edge, y}, shown, Stroke::Dashed, 1.2);
    const QString name = toQString(nameOf(call.call));
    lineText(programX, doorX, y,
             {name + QStringLiteral("()") + arrowTo(back), arrowTo(back).trimmed()}, shown);
    m_scene.targets.push_back(
        {QRectF(QPointF(programX, y - m_sight.px(8)), QPointF(doorX, y)).normalized(), back.seq,
         PacketId::None, back.door, back.who});
}

void TimelineMarks::drawPacket(const Event &first)
{
    const Spans::Span *span = m_sight.index.packets().beginningAt(first.seq);
    const bool hasEnd =
        span != nullptr && span->end != Seq::None && span->end <= m_sight.view.cursor();
    const PacketView *known = m_sight.world().packet(first.packet);
    const PacketView packet = known == nullptr ? packetIn(first) : *known;
    const bool isCopy = first.verb == PacketVerb::Duplicated;
    const QPointF from(isCopy ? m_sight.columns.wireX() : m_sight.sourceX(first),
                       m_ruler.y(first.seq));
    if (!hasEnd && first.verb != PacketVerb::Seen) {
        drawKept(first, packet, from, m_sight.destinationX(first));
        return;
    }
    const Event last = hasEnd ? m_sight.journal().at(span->end) : first;
    const qreal toX = m_sight.destinationX(last);
    const qreal toY = hasEnd ? m_ruler.y(last.seq) : from.y() + fallOf(first.seq);
    if (last.verb == PacketVerb::Dropped) {
        drawLost(first, packet, from, toX, toY);
        return;
    }
    const bool isReset = (first.flags & TcpFlag::Rst) != 0;
    const Ink ink = isReset || packet.isCorrupted        ? Ink::Lost
                    : first.heading == Heading::ToClient ? Ink::Connection
                                                         : Ink::Client;
    const bool isInferred = first.evidence == Evidence::Inferred;
    const qreal gap = toX > from.x() ? m_sight.px(3) : -m_sight.px(3);
    m_scene.arrow(from + QPointF(gap, 0), {toX - gap, toY}, ink,
                  isInferred ? Stroke::Dashed : Stroke::Solid);
    drawPacketLabel(packet, {m_sight.columns.wireX(), (from.y() + toY) / 2}, ink, first.seq);
}

/// How far a packet falls of which it is not known when it came: as far as there is room.
qreal TimelineMarks::fallOf(Seq seen) const
{
    const qreal usual = m_sight.px(7);
    if (m_ruler.scale().pace() == Pace::Steps)
        return std::min(m_ruler.window().zoom / 2, usual);
    const qreal room = m_ruler.y(seen) - m_ruler.y(static_cast<Seq>(number(seen) - 1));
    constexpr qreal least = 2;
    return room < m_sight.px(12) ? least : usual;
}

void TimelineMarks::drawLost(const Event &first, const PacketView &packet, QPointF from, qreal toX,
                             qreal endY)
{
    const qreal direction = toX > from.x() ? 1 : -1;
    const qreal middle = m_sight.columns.wireX();
    const std::size_t line = m_scene.shapes.size();
    m_scene.line(from + QPointF(direction * m_sight.px(3), 0), {}, Ink::Lost);
    const QRectF label =
        drawPacketLabel(packet, {middle, (from.y() + endY) / 2}, Ink::Lost, first.seq);
    const qreal half = m_sight.px(6);
    const qreal way =
        std::max(m_sight.columns.columnWidth() * 0.9, label.width() / 2 + half + m_sight.px(6));
    const QPointF end(middle + direction * way, endY);
    m_scene.shapes[line].area.setBottomRight(end);
    m_scene.sign(ShapeKind::Cross, {end.x() - half, end.y() - half, half * 2, half * 2}, Ink::Lost)
        .width = 2.2;
}

/// In the hand, or on its way still.
void TimelineMarks::drawKept(const Event &first, const PacketView &packet, QPointF from, qreal toX)
{
    const qreal middle = m_sight.columns.wireX();
    const Ink ink = packet.isInHand ? Ink::Held : inkOf(packet);
    const qreal y = std::max(from.y() + m_sight.px(14),
                             std::min(m_presentY - m_sight.px(24), from.y() + m_sight.px(64)));
    const qreal gap = toX > from.x() ? m_sight.px(3) : -m_sight.px(3);
    m_scene.line(from + QPointF(gap, 0), {middle, y}, ink);
    if (packet.isInHand)
        m_scene.line({middle, y}, {toX - gap, m_presentY}, ink, Stroke::Dotted);
    drawPacketLabel(packet, {middle, y}, ink, first.seq);
}

bool TimelineMarks::hasRoom(const QRectF &area) const
{
    return std::ranges::none_of(m_labels,
                                [&area](const QRectF &label) { return label.intersects(area); });
}

QRectF TimelineMarks::drawPacketLabel(const PacketView &packet, QPointF middle, Ink ink, Seq seq)
{
    if (!m_hasTexts)
        return {};
    const Types &types = m_sight.types;
    const qreal titleHeight = types.height(Type::Label);
    const QRectF least(middle.x() - m_sight.px(9), middle.y() - titleHeight / 2 - m_sight.px(1),
                       m_sight.px(18), titleHeight + m_sight.px(2));
    if (!hasRoom(least)) // most have none where they are many
        return {};
    QString title = packetLabel(packet);
    QString below = packetSubLabel(packet);
    const unsigned knock = m_sight.index.knockAt(seq);
    if (knock > 0)
        below = m_sight.words("canvas.knock", {{{"number", std::to_string(knock)}}})
                + QStringLiteral(" · ") + below;
    if (packet.isCorrupted)
        below = m_sight.words("canvas.corrupted");
    if (packet.isInHand) {
        const Nanoseconds held = std::max(m_sight.now - packet.changedAt, Nanoseconds{0});
        below = m_sight.words(
            "canvas.held-for",
            {{{"time", fmt::format("{:.1f}", std::chrono::duration<double>(held).count())}}});
    }
    if (packet.ghosts > 0)
        below +=
            QStringLiteral(" · ")
            + m_sight.words("canvas.sent-times", {{{"times", std::to_string(packet.ghosts + 1)}}});
    const bool hasCross = packet.verb == PacketVerb::Dropped; // which stands beside it
    const qreal beside = m_sight.px(hasCross ? 66 : 24);
    const qreal most = m_sight.columns.wireRight() - m_sight.columns.wireLeft() - beside;
    title = types.elided(Type::Label, title, most);
    below = types.partsThatFit(Type::SmallCode, below, most);
    const qreal signRoom = packet.isInHand ? m_sight.px(16) : 0;
    const qreal titleWidth = types.width(Type::Label, title) + signRoom;
    bool hasBelow = !below.isEmpty();
    const qreal belowHeight = hasBelow ? types.height(Type::SmallCode) : 0;
    const qreal width = std::max(titleWidth, types.width(Type::SmallCode, below)) + m_sight.px(18);
    const qreal height = titleHeight + belowHeight + m_sight.px(5);
    QRectF area(middle.x() - width / 2, middle.y() - height / 2, width, height);
    if (!hasRoom(area)) {
        const qreal narrow = titleWidth + m_sight.px(18);
        area = {middle.x() - narrow / 2, middle.y() - titleHeight / 2 - m_sight.px(1), narrow,
                titleHeight + m_sight.px(2)};
        hasBelow = false;
        if (!hasRoom(area))
            return {};
    }
    m_labels.push_back(area);
    const bool isInferred = packet.evidence == Evidence::Inferred;
    m_scene.box(area, ink, Ink::Panel, 6, isInferred ? Stroke::Dashed : Stroke::Solid);
    const QRectF titleArea(area.left(), area.top() + m_sight.px(2), area.width() - signRoom,
                           titleHeight);
    m_scene.text(titleArea, title, ink, Type::Label);
    if (packet.isInHand) {
        const qreal side = m_sight.px(9);
        const qreal left = titleArea.center().x() + (titleWidth - signRoom) / 2 + m_sight.px(6);
        m_scene.sign(ShapeKind::Pause,
                     {left, titleArea.center().y() - side / 2, m_sight.px(8), side}, ink, ink,
                     Stroke::None);
    }
    if (hasBelow)
        m_scene.text({area.left(), titleArea.bottom(), area.width(), belowHeight}, below, Ink::Dim,
                     Type::SmallCode);
    m_scene.targets.push_back({area, seq, packet.id, DoorId::None, {Role::Wire, 0}});
    return area;
}

/// The path from the packet that made the kernel note a half-open connection to its door.
void TimelineMarks::drawMaking(const Event &event)
{
    const qreal y = m_ruler.y(event.seq);
    const qreal to = doorX(event.door, m_sight.columns.wireX());
    const DoorView *door = m_sight.world().door(event.door);
    const Ink ink = door != nullptr ? inkOf(*door) : Ink::Connection;
    const Seq cause = event.cause;
    const bool isKnown =
        cause != Seq::None && cause < event.seq && m_sight.journal().kindOf(cause) == Kind::Packet;
    const qreal from =
        isKnown ? m_sight.destinationX(m_sight.journal().at(cause)) : m_sight.columns.wireRight();
    const qreal fromY = isKnown ? m_ruler.y(cause) : y;
    const qreal bend = from + (to - from) * 0.3;
    m_scene.line({from, fromY}, {bend, y}, ink, Stroke::Dotted);
    m_scene.arrow({bend, y}, {to - m_sight.px(4), y}, ink, Stroke::Dashed);
    if (m_hasTexts)
        pill({to, y}, m_sight.words("canvas.half-open"), ink,
             {{}, event.seq, {}, event.door, event.who});
    else
        m_scene.targets.push_back({QRectF(from, y - 3, to - from, 6).normalized(), event.seq,
                                   PacketId::None, event.door, event.who});
}

void TimelineMarks::pill(QPointF middle, const QString &text, Ink ink, const Target &target)
{
    const qreal most = m_sight.columns.columnWidth() * 1.25 - m_sight.px(10);
    const QString shown = m_sight.types.elided(Type::Label, text, most);
    const qreal width = m_sight.types.width(Type::Label, shown) + m_sight.px(12);
    const qreal height = m_sight.types.height(Type::Label) + m_sight.px(2);
    const QRectF area(middle.x() - width / 2, middle.y() - height / 2, width, height);
    m_scene.sign(ShapeKind::Pill, area, ink, tintOf(ink), Stroke::None);
    m_scene.text(area, shown, ink, Type::Label);
    m_scene.targets.push_back(target);
    m_scene.targets.back().area = area;
}

void TimelineMarks::drawState(const Event &event)
{
    const DoorView *door = m_sight.world().door(event.door);
    const Ink ink = door != nullptr ? inkOf(*door) : Ink::Dim;
    const QPointF middle(doorX(event.door, m_sight.columns.wireX()), m_ruler.y(event.seq));
    const Target target{{}, event.seq, PacketId::None, event.door, event.who};
    if (m_hasTexts && event.state != SocketState::None) {
        const qreal room = m_sight.columns.columnWidth() * 1.25 - m_sight.px(10);
        pill(middle, stateText(event.state, m_sight.types, Type::Label, room), ink, target);
        return;
    }
    const qreal half = m_sight.px(2.5);
    const QRectF area(middle.x() - half, middle.y() - half, half * 2, half * 2);
    m_scene.box(area, ink, ink);
    m_scene.targets.push_back(target);
    m_scene.targets.back().area = area;
}

void TimelineMarks::drawEnd(const Event &event)
{
    const qreal x = m_sight.programX(event.who);
    const qreal y = m_ruler.y(event.seq);
    const qreal half = m_sight.px(7);
    const Ink ink = event.error != 0 && event.error != ECANCELED ? Ink::Lost : Ink::Dim;
    m_scene.line({x - half, y}, {x + half, y}, ink, Stroke::Solid, 2.5);
    if (m_hasTexts)
        m_scene.text({x - m_sight.columns.columnWidth() / 2, y + m_sight.px(2),
                      m_sight.columns.columnWidth(), m_sight.types.height(Type::Small)},
                     m_sight.words("canvas.ended"), ink, Type::Small);
    m_scene.targets.push_back({QRectF(x - half, y - half, half * 2, half * 2), event.seq,
                               PacketId::None, DoorId::None, event.who});
}

/// What concerns the wire as a whole, and what is said about the run.
void TimelineMarks::drawAcross(const Event &event)
{
    const qreal y = m_ruler.y(event.seq);
    const qreal left = m_sight.columns.wireLeft();
    const qreal right = m_sight.columns.wireRight();
    const Ink ink = event.kind == Kind::Fault  ? Ink::Lost
                    : event.kind == Kind::Note ? Ink::Text
                                               : Ink::Held;
    if (event.setting == WireSetting::Rule)
        return;
    const Target target{
        {left, y - m_sight.px(6), right - left, m_sight.px(12)}, event.seq, {}, {}, event.who};
    m_scene.line({left, y}, {right, y}, ink, Stroke::Dotted, 1);
    if (m_hasTexts) {
        const QString text = m_sight.types.elided(Type::Small, m_sight.view.headline(event.seq),
                                                  right - left - m_sight.px(30));
        const qreal width = m_sight.types.width(Type::Small, text) + m_sight.px(14);
        const qreal height = m_sight.types.height(Type::Small) + m_sight.px(2);
        const QRectF area((left + right - width) / 2, y - height / 2, width, height);
        const bool isNote = event.kind == Kind::Note;
        m_scene.box(area, isNote ? Ink::Present : ink, isNote ? Ink::SelectedRow : Ink::Panel, 4);
        m_scene.text(area, text, ink, Type::Small);
    }
    m_scene.targets.push_back(target);
}

/// A delay or a corruption, beside the packet's way.
void TimelineMarks::drawChange(const Event &event)
{
    const qreal y = m_ruler.y(event.seq);
    const qreal x = m_sight.columns.wireX();
    const qreal half = m_sight.px(3.5);
    const Ink ink = event.verb == PacketVerb::Corrupted ? Ink::Lost : Ink::Held;
    const QRectF area(x - half, y - half, half * 2, half * 2);
    if (m_hasTexts) {
        const std::string_view key =
            event.verb == PacketVerb::Corrupted ? "canvas.corrupted" : "canvas.delayed";
        const QRectF room(area.right() + m_sight.px(6), y - m_sight.px(8),
                          m_sight.columns.wireRight() - area.right(), m_sight.px(16));
        m_scene.text(room, m_sight.words(key), ink, Type::Small, Qt::AlignLeft | Qt::AlignVCenter);
    }
    m_scene.sign(event.verb == PacketVerb::Corrupted ? ShapeKind::Cross : ShapeKind::Pause, area,
                 ink, ink);
    m_scene.targets.push_back({area, event.seq, event.packet, DoorId::None, event.who});
}

} // namespace twodoors
