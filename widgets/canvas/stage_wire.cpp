// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/stage_wire.h"

#include "base/text.h"
#include "notes/packet_text.h"
#include "widgets/canvas/stage_doors.h"
#include "widgets/packet/packet_label.h"

#include <fmt/format.h>

namespace twodoors
{

namespace
{

/// More packets than this on the wire are counted, not drawn.
constexpr std::size_t mostDrawn = 24;

qreal share(Nanoseconds part, Nanoseconds whole)
{
    return whole.count() <= 0
               ? 1.0
               : std::clamp(static_cast<qreal>(part.count()) / static_cast<qreal>(whole.count()),
                            0.0, 1.0);
}

} // namespace

StageWire::StageWire(Stage &stage, const Sight &sight, const QRectF &hosts)
    : m_stage(stage), m_sight(sight), m_hosts(hosts)
{
    const qreal half = sight.px(16);
    const qreal middle = hosts.top() + sight.px(StageLine::middle);
    m_tube = {sight.columns.wireLeft(), middle - half,
              sight.columns.wireRight() - sight.columns.wireLeft(), half * 2};
    m_stage.wire = m_tube;
    m_stage.hands = {m_tube.left(), m_tube.bottom() + sight.px(12), m_tube.width(), sight.px(64)};
}

void StageWire::draw()
{
    drawTube();
    drawPackets();
    if (m_sight.world().onWire().empty())
        drawLastLoss();
}

QString StageWire::caption() const
{
    const World &world = m_sight.world();
    if (world.wire(Heading::ToServer).isCut && world.wire(Heading::ToClient).isCut)
        return m_sight.words("canvas.wire-cut");
    if (world.wire(Heading::ToServer).isCut)
        return m_sight.words("canvas.wire-cut-to-server");
    if (world.wire(Heading::ToClient).isCut)
        return m_sight.words("canvas.wire-cut-to-client");
    const std::string &wire = m_sight.view.recording().header.wire;
    if (wire == SessionHeader::captureWire)
        return m_sight.words("canvas.wire-capture");
    if (!wire.empty() && wire != "lab")
        return m_sight.words("canvas.wire-inferred");
    return m_sight.words(m_sight.isUdp ? "canvas.wire-udp" : "canvas.wire-real");
}

void StageWire::drawTube()
{
    const World &world = m_sight.world();
    const qreal lines = m_sight.types.height(Type::Small) * 3;
    m_stage.scene
        .text({m_tube.left() + m_sight.px(6), m_tube.top() - lines - m_sight.px(14),
               m_tube.width() - m_sight.px(12), lines},
              caption(), Ink::Dim, Type::Small, Qt::AlignHCenter | Qt::AlignBottom)
        .wraps = true;
    const bool isReal = m_sight.view.recording().header.wire == "lab" && !m_sight.isUdp;
    m_stage.scene.box(m_tube, Ink::Line, Ink::Band, 16, isReal ? Stroke::Solid : Stroke::Dashed);
    const bool isCut = world.wire(Heading::ToServer).isCut || world.wire(Heading::ToClient).isCut;
    if (isCut) {
        const qreal half = m_sight.px(9);
        const QPointF middle = m_tube.center();
        m_stage.scene.box({middle.x() - half, m_tube.top() - 2, half * 2, m_tube.height() + 4},
                          Ink::Panel, Ink::Panel, 0, Stroke::None);
        m_stage.scene
            .sign(ShapeKind::Cross, {middle.x() - half, middle.y() - half, half * 2, half * 2},
                  Ink::Lost)
            .width = 2.5;
    }
    m_stage.scene.targets.push_back(
        {m_tube, Seq::None, PacketId::None, DoorId::None, {Role::Wire, 0}});
}

QSizeF StageWire::boxSize(const PacketView &packet, bool isChosen) const
{
    const Types &types = m_sight.types;
    if (!isChosen)
        return {types.width(Type::Label, packetLabel(packet)) + m_sight.px(14),
                types.height(Type::Label) + m_sight.px(6)};
    if (packet.protocol == Protocol::Udp) {
        const qreal wide =
            std::max(types.width(Type::SmallCode, QStringLiteral("from 255.255.255.255:65535")),
                     m_sight.px(150));
        return {wide, types.height(Type::SmallCode) * 3 + m_sight.px(8)};
    }
    const qreal wide = std::max(types.width(Type::Label, packetLabel(packet)),
                                types.width(Type::SmallCode, packetSubLabel(packet)));
    return {std::min(wide + m_sight.px(20), m_tube.width() * 0.8),
            types.height(Type::Label) + types.height(Type::SmallCode) + m_sight.px(8)};
}

/// What is held stands side by side, the oldest nearest to where it goes; a packet that is not the
/// chosen one shows only what it is.
std::vector<StageWire::Placed> StageWire::placed() const
{
    const World &world = m_sight.world();
    const PacketId chosen = packetInReach(world, m_sight.chosen);
    std::vector<Placed> all;
    qreal total = 0;
    for (const Heading heading : {Heading::ToClient, Heading::ToServer}) {
        std::vector<Placed> some;
        for (const PacketId id : world.onWire()) {
            const PacketView *packet = world.packet(id);
            const bool isThisWay =
                packet != nullptr
                && (packet->heading == Heading::ToClient) == (heading == Heading::ToClient);
            if (!isThisWay || all.size() + some.size() >= mostDrawn)
                continue;
            some.push_back({packet, 0, boxSize(*packet, id == chosen), id == chosen});
            total += some.back().size.width() + m_sight.px(8);
        }
        if (heading == Heading::ToServer)
            std::ranges::reverse(some);
        all.insert(all.end(), some.begin(), some.end());
    }
    // where room is short, the others give way to the chosen one
    const auto chosenOne = std::ranges::find_if(all, &Placed::isChosen);
    const qreal gap = m_sight.px(8);
    const qreal kept = chosenOne == all.end() ? 0 : chosenOne->size.width() + gap;
    const qreal squeeze =
        std::clamp((m_tube.width() - kept) / std::max(total - kept, 1.0), 0.02, 1.0);
    qreal left = m_tube.center().x() - (kept + (total - kept) * squeeze) / 2;
    for (Placed &one : all) {
        const qreal room = (one.size.width() + gap) * (one.isChosen ? 1 : squeeze);
        if (!one.isChosen)
            one.size.setWidth(std::max(room - gap / 2, m_sight.px(6)));
        one.x = left + room / 2;
        left += room;
        moveFlying(one);
    }
    return all;
}

/// What flies moves as its time goes by.
void StageWire::moveFlying(Placed &placed) const
{
    const PacketView &packet = *placed.packet;
    const bool isFlying = !packet.isInHand && packet.arrivesAt > packet.changedAt;
    if (!isFlying || m_sight.view.appearance().hasReducedMotion())
        return;
    qreal part = share(m_sight.now - packet.changedAt, packet.arrivesAt - packet.changedAt);
    if (packet.heading == Heading::ToClient)
        part = 1 - part;
    const qreal half = placed.size.width() / 2;
    placed.x = m_tube.left() + half + (m_tube.width() - 2 * half) * part;
}

void StageWire::drawPackets()
{
    const std::vector<Placed> all = placed();
    for (const Placed &one : all) {
        if (!one.isChosen)
            drawPacket(one);
    }
    for (const Placed &one : all) {
        if (one.isChosen) {
            drawPacket(one);
            drawCountdown(*one.packet);
        }
    }
}

void StageWire::drawPacket(const Placed &placed)
{
    const PacketView &packet = *placed.packet;
    const QSizeF size = placed.size;
    const QRectF area(placed.x - size.width() / 2, m_tube.center().y() - size.height() / 2,
                      size.width(), size.height());
    const Ink ink = packet.isCorrupted ? Ink::Lost : inkOf(packet);
    m_stage.scene.box(area, ink, Ink::Panel, 6).width = placed.isChosen ? 2.4 : 1.2;
    if (!placed.isChosen)
        m_stage.scene.text(area,
                           m_sight.types.elided(Type::Label, packetLabel(packet), area.width() - 4),
                           ink, Type::Label);
    else if (packet.protocol == Protocol::Udp)
        drawEnvelope(packet, area, ink);
    else
        drawSegment(packet, area, ink);
    const bool toClient = packet.heading == Heading::ToClient;
    const qreal begin = toClient ? area.left() - m_sight.px(4) : area.right() + m_sight.px(4);
    const qreal end = begin + (toClient ? -1 : 1) * m_sight.px(20);
    const bool isAlone = m_sight.world().onWire().size() == 1;
    if (placed.isChosen && isAlone && end > m_tube.left() && end < m_tube.right())
        m_stage.scene.arrow({begin, area.center().y()}, {end, area.center().y()}, ink,
                            Stroke::Solid, 2);
    m_stage.packets.push_back({packet.id, packet.heading, packet.isInHand, area});
    m_stage.scene.targets.push_back(
        {area, packet.firstEvent, packet.id, DoorId::None, {Role::Wire, 0}});
}

void StageWire::drawSegment(const PacketView &packet, const QRectF &area, Ink ink)
{
    const qreal line = m_sight.types.height(Type::Label);
    m_stage.scene.text({area.left(), area.top() + m_sight.px(3), area.width(), line},
                       m_sight.types.elided(Type::Label, packetLabel(packet), area.width() - 8),
                       ink, Type::Label);
    const QString below =
        packet.isCorrupted ? m_sight.words("canvas.corrupted") : packetSubLabel(packet);
    m_stage.scene.text({area.left(), area.top() + m_sight.px(3) + line, area.width(),
                        m_sight.types.height(Type::SmallCode)},
                       m_sight.types.partsThatFit(Type::SmallCode, below, area.width() - 8),
                       Ink::Text, Type::SmallCode);
}

void StageWire::drawEnvelope(const PacketView &packet, const QRectF &area, Ink ink)
{
    const std::string payload =
        packet.bytesEvent == Seq::None
            ? std::string()
            : std::string(payloadOf(m_sight.journal().at(packet.bytesEvent)));
    constexpr std::size_t mostLetters = 24;
    const std::array lines{m_sight.words("canvas.from", {{{"address", packet.source.text()}}}),
                           m_sight.words("canvas.to", {{{"address", packet.destination.text()}}}),
                           packet.isCorrupted ? m_sight.words("canvas.corrupted")
                                              : QString::fromStdString(twodoors::quoted(
                                                  payload.substr(0, mostLetters)))};
    const qreal line = m_sight.types.height(Type::SmallCode);
    qreal top = area.top() + m_sight.px(4);
    for (const QString &text : lines) {
        const QRectF room(area.left() + m_sight.px(8), top, area.width() - m_sight.px(16), line);
        m_stage.scene.text(room, m_sight.types.elided(Type::SmallCode, text, room.width()),
                           &text == &lines.back() ? ink : Ink::Dim, Type::SmallCode,
                           Qt::AlignLeft | Qt::AlignVCenter);
        top += line;
    }
}

/// "sent ×2 · again in 0.8 s", of the door whose kernel still waits for an answer.
void StageWire::drawCountdown(const PacketView &packet)
{
    if (!packet.isInHand)
        return;
    QStringList parts;
    if (packet.ghosts > 0)
        parts +=
            m_sight.words("canvas.sent-times", {{{"times", std::to_string(packet.ghosts + 1)}}});
    const DoorTrack *track =
        m_sight.index.tracks().doorAt(packet.protocol, packet.source, packet.destination,
                                      {m_sight.view.cursor(), m_sight.view.cursor()});
    const DoorView *door = track == nullptr ? nullptr : m_sight.world().door(track->id);
    const bool runs =
        door != nullptr && door->timer == Timer::Retransmit && door->timerFires > m_sight.now;
    if (runs) {
        const double seconds =
            std::chrono::duration<double>(door->timerFires - m_sight.now).count();
        parts += m_sight.words("canvas.again-in", {{{"time", fmt::format("{:.1f}", seconds)}}});
    }
    if (parts.isEmpty())
        return;
    const qreal line = m_sight.types.height(Type::Small);
    const QRectF room(m_tube.left(), m_hosts.bottom() - line - m_sight.px(2), m_tube.width(), line);
    m_stage.scene.text(room, parts.join(QStringLiteral(" · ")), Ink::Held, Type::Small);
}

/// The packet that the last event lost.
void StageWire::drawLastLoss()
{
    const Seq cursor = m_sight.view.cursor();
    if (cursor == Seq::None || m_sight.journal().kindOf(cursor) != Kind::Packet)
        return;
    const Event event = m_sight.journal().at(cursor);
    const PacketView *packet = m_sight.world().packet(event.packet);
    if (event.verb != PacketVerb::Dropped || packet == nullptr)
        return;
    drawPacket({packet, m_tube.center().x(), boxSize(*packet, true), true});
    m_stage.packets.clear();
    const qreal line = m_sight.types.height(Type::Label);
    const std::string_view key =
        event.who.role == Role::Person ? "canvas.dropped-by-you" : "canvas.lost";
    m_stage.scene.text({m_tube.left(), m_stage.hands.top(), m_tube.width(), line},
                       m_sight.words(key), Ink::Lost, Type::Label);
}

} // namespace twodoors
