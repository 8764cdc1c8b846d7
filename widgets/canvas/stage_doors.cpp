// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/stage_doors.h"

#include <map>

namespace twodoors
{

namespace
{

/// The most of one kind that are looked at; the canvas scrolls no further.
constexpr int mostShown = 4096;

bool isShut(const DoorView &door) noexcept
{
    switch (door.state) {
    case SocketState::Established:
    case SocketState::Listen:
    case SocketState::CloseWait:
    case SocketState::FinWait1:
    case SocketState::FinWait2:
        return false;
    default:
        return true;
    }
}

} // namespace

QString hostAddress(const Sight &sight, Side side)
{
    for (const DoorTrack &track : sight.index.tracks().doors()) {
        const DoorView *door = track.side == side ? sight.world().door(track.id) : nullptr;
        if (door != nullptr && door->local.isSet() && !door->local.isAnyAddress())
            return QString::fromStdString(door->local.addressText());
        if (number(track.id) > mostShown)
            break;
    }
    // a mailbox takes packets at any address; those it sends show which
    const Endpoint &source =
        sight.world().firstSource(side == Side::Server ? Heading::ToClient : Heading::ToServer);
    if (source.isSet())
        return QString::fromStdString(source.addressText());
    const Endpoint &server = sight.view.recording().header.server;
    return side == Side::Server ? QString::fromStdString(server.addressText()) : QString();
}

QString doorCaption(const Sight &sight, const DoorView &door)
{
    const std::string role(nameOf(door.role));
    const QString whole = sight.words("doorname." + role);
    const bool hasRoom = sight.types.width(Type::Label, whole) <= sight.columns.columnWidth();
    return hasRoom ? whole : sight.words("canvas.door-short." + role);
}

void StageDoors::draw()
{
    drawPrograms();
    const Tracks &tracks = m_sight.index.tracks();
    int drawn = 0;
    const Seq moment = static_cast<Seq>(number(m_sight.view.cursor()) + 1);
    tracks.doorLives().forEachAcross(moment, [&](std::uint32_t place, const Spans::Span &) {
        const DoorTrack &track = tracks.doors()[place];
        if (const DoorView *door = m_sight.world().door(track.id))
            drawDoor(*door, m_sight.columns.doorX(track));
        return ++drawn < mostShown;
    });
}

/// In each slot the program that came last.
void StageDoors::drawPrograms()
{
    std::map<qreal, const ProgramView *> shown;
    const CowVector<ProgramView> &programs = m_sight.world().programs();
    for (std::size_t i = 0; i < programs.size(); ++i) {
        if (const ProgramTrack *track = m_sight.index.tracks().program(programs[i].who))
            shown[m_sight.columns.programX(*track)] = &programs[i];
    }
    for (const auto &[x, program] : shown)
        drawProgram(*program, x);
    if (m_sight.view.recording().header.wire == SessionHeader::captureWire)
        return;
    for (const Role role : {Role::Client, Role::Server}) {
        const bool hasOne = std::ranges::any_of(
            shown, [role](const auto &entry) { return entry.second->who.role == role; });
        if (!hasOne)
            drawEmptyProgram(role);
    }
}

void StageDoors::drawEmptyProgram(Role role)
{
    const qreal x = m_sight.columns.emptyProgramX(sideOf(role));
    const qreal half = m_sight.px(34);
    const QRectF area(x - half, m_hosts.top() + m_sight.px(StageLine::middle - 24), half * 2,
                      m_sight.px(48));
    m_stage.scene.box(area, Ink::Dim, Ink::Panel, 6, Stroke::Dashed);
    m_stage.scene.text(area, m_sight.view.whoText({role, 0}), Ink::Dim, Type::Label);
}

/// nullptr where the recording does not say what it does.
const ProgramLine *StageDoors::lineOf(const ProgramView &program) const
{
    const auto &lesson = m_sight.view.recording().lesson;
    const Program *text = lesson ? lesson->programOf(program.who) : nullptr;
    return text != nullptr ? text->find(program.line) : nullptr;
}

void StageDoors::drawProgram(const ProgramView &program, qreal x)
{
    const Ink ink = program.who.role == Role::Server ? Ink::Connection : Ink::Client;
    const qreal half = std::min(m_sight.px(40), m_sight.columns.columnWidth() / 2 - m_sight.px(2));
    const QRectF area(x - half, m_hosts.top() + m_sight.px(StageLine::middle - 25), half * 2,
                      m_sight.px(50));
    m_stage.scene.box(area, program.hasEnded ? Ink::Dim : ink, Ink::Panel, 6,
                      program.hasEnded ? Stroke::Dashed : Stroke::Solid);
    const QRectF upper(area.left(), area.top() + m_sight.px(5), area.width(), m_sight.px(20));
    const QRectF lower(area.left(), area.top() + m_sight.px(25), area.width(), m_sight.px(18));
    const QString name = m_sight.view.whoText(program.who);
    m_stage.scene.text(upper, m_sight.types.elided(Type::Label, name, upper.width() - 4),
                       program.hasEnded ? Ink::Dim : ink, Type::Label);
    QString doing;
    if (program.hasEnded)
        doing = m_sight.words("canvas.ended");
    else if (program.inCall != CallName::None)
        doing = m_sight.words("canvas.in-call", {{{"call", std::string(nameOf(program.inCall))}}});
    else if (const ProgramLine *line = lineOf(program))
        doing = m_sight.words("canvas.at-line", {{{"step", std::string(nameOf(line->operation))}}});
    m_stage.scene.text(lower, m_sight.types.elided(Type::Small, doing, lower.width() - 4), Ink::Dim,
                       Type::Small);
    const Seq seq = program.inCall != CallName::None ? program.call : program.lastReturn;
    m_stage.scene.targets.push_back({area, seq, PacketId::None, DoorId::None, program.who});
}

void StageDoors::textAt(qreal x, qreal top, const QString &text, Ink ink, Type type)
{
    const qreal room = m_sight.columns.columnWidth();
    m_stage.scene.text({x - room / 2, top, room, m_sight.types.height(type)},
                       m_sight.types.elided(type, text, room), ink, type);
}

void StageDoors::drawDoor(const DoorView &door, qreal x)
{
    const Ink ink = inkOf(door);
    const qreal top = m_hosts.top();
    const qreal width = m_sight.px(StageLine::doorWidth);
    const QRectF area(x - width / 2, top + m_sight.px(StageLine::doorTop), width,
                      m_sight.px(StageLine::doorHeight));
    const bool isLeft = door.stage == DoorStage::Closed;
    textAt(x, top + m_sight.px(StageLine::caption), doorCaption(m_sight, door),
           isLeft ? Ink::Dim : ink, Type::Label);
    drawSign(door, area);
    drawBelow(door, x, area.bottom() + m_sight.px(3));
    m_stage.scene.targets.push_back({area, door.firstEvent, PacketId::None, door.id, door.owner});
}

void StageDoors::drawSign(const DoorView &door, const QRectF &area)
{
    const Ink ink = inkOf(door);
    Scene &scene = m_stage.scene;
    if (door.protocol == Protocol::Udp) {
        const qreal side = m_sight.px(38);
        const QRectF box(area.center().x() - side / 2, area.center().y() - side / 2, side, side);
        scene.box(box, ink, Ink::Panel, 5).width = 2;
        const qreal inset = m_sight.px(7);
        scene.line({box.left() + inset, box.top() + m_sight.px(8)},
                   {box.right() - inset, box.top() + m_sight.px(8)}, ink, Stroke::Solid, 2.5);
        scene.sign(
            ShapeKind::Envelope,
            {box.left() + inset, box.top() + m_sight.px(14), side - 2 * inset, m_sight.px(16)},
            ink);
        return;
    }
    const bool isHalfOpen = door.stage == DoorStage::HalfOpen;
    const ShapeKind kind = isShut(door) ? ShapeKind::ShutDoor : ShapeKind::OpenDoor;
    Shape &sign =
        scene.sign(kind, area, ink, tintOf(ink), isHalfOpen ? Stroke::Dashed : Stroke::Solid);
    sign.width = isHalfOpen ? 1.8 : 2;
    sign.isFaint = door.stage == DoorStage::Closed;
}

void StageDoors::drawBelow(const DoorView &door, qreal x, qreal y)
{
    const Ink ink = inkOf(door);
    const qreal line = m_sight.types.height(Type::CodeLabel);
    if (door.local.port != 0)
        textAt(x, y, QStringLiteral(":%1").arg(door.local.port), ink, Type::CodeLabel);
    else
        textAt(x, y, m_sight.words("canvas.no-port"), Ink::Dim, Type::Small);
    y += line;
    const bool hasState = door.state != SocketState::None && door.protocol != Protocol::Udp;
    QString state = hasState ? stateText(door.state, m_sight.types, Type::Small,
                                         m_sight.columns.columnWidth() - m_sight.px(2))
                             : QString();
    if (door.stage == DoorStage::HalfOpen)
        state = m_sight.words("canvas.half-open");
    else if (door.stage == DoorStage::Finished)
        state = m_sight.words("canvas.in-queue");
    if (!state.isEmpty()) {
        textAt(x, y, state, Ink::Dim, Type::Small);
        y += m_sight.types.height(Type::Small) + m_sight.px(2);
    }
    if (door.role == DoorRole::Welcome)
        drawAcceptQueue(door, x, y);
    else if (door.receiveQueue > 0)
        drawWaitingBytes(door, x, y);
}

/// Linux lets one more than the backlog wait (listen(2), and the kernel's sk_acceptq_is_full).
void StageDoors::drawAcceptQueue(const DoorView &door, qreal x, qreal y)
{
    constexpr std::int64_t mostBoxes = 5;
    const std::int64_t places = std::clamp<std::int64_t>(door.backlog + 1, 1, mostBoxes);
    const qreal side = m_sight.px(11);
    const qreal gap = m_sight.px(3);
    qreal left = x - (static_cast<qreal>(places) * (side + gap) - gap) / 2;
    for (std::int64_t i = 0; i < places; ++i, left += side + gap) {
        const bool isTaken = i < std::int64_t{door.receiveQueue};
        m_stage.scene
            .box({left, y, side, side}, Ink::Welcome,
                 isTaken ? std::optional(Ink::Welcome) : std::nullopt, 2,
                 isTaken ? Stroke::Solid : Stroke::Dashed)
            .width = 1.2;
    }
    const std::string waiting = std::to_string(door.receiveQueue);
    textAt(x, y + side + m_sight.px(1),
           m_sight.words("canvas.queue",
                         {{{"waiting", waiting}, {"backlog", std::to_string(door.backlog)}}}),
           Ink::Dim, Type::Small);
}

void StageDoors::drawWaitingBytes(const DoorView &door, qreal x, qreal y)
{
    const std::string_view key =
        door.protocol == Protocol::Udp ? "canvas.datagrams-wait" : "canvas.bytes-wait";
    const QString text = m_sight.words(key, {{{"bytes", std::to_string(door.receiveQueue)}}});
    const qreal width = m_sight.types.width(Type::Small, text) + m_sight.px(12);
    const QRectF area(x - width / 2, y, width, m_sight.types.height(Type::Small) + m_sight.px(2));
    m_stage.scene.sign(ShapeKind::Pill, area, Ink::Held, Ink::HeldTint);
    m_stage.scene.text(area, text, Ink::Held, Type::Small);
}

} // namespace twodoors
