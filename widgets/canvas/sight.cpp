// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/sight.h"

namespace twodoors
{

namespace
{

Side sourceSide(const Event &packet) noexcept
{
    return packet.heading == Heading::ToClient ? Side::Server : Side::Client;
}

Side otherSide(Side side) noexcept
{
    return side == Side::Client ? Side::Server : Side::Client;
}

qreal doorOrEdge(const Columns &columns, const DoorTrack *door, Side side)
{
    return door != nullptr && door->side == side ? columns.doorX(*door) : columns.wireEdge(side);
}

bool opensUdp(const std::vector<ProgramLine> &lines)
{
    return std::ranges::any_of(lines, [](const ProgramLine &line) {
        return (line.operation == Operation::Socket && line.protocol == Protocol::Udp)
               || opensUdp(line.body);
    });
}

} // namespace

qreal Sight::sourceX(const Event &packet) const
{
    const Side side = sourceSide(packet);
    const Tracks &tracks = index.tracks();
    const DoorTrack *door = nullptr;
    if (packet.cause != Seq::None && packet.cause < packet.seq)
        door = tracks.door(journal().at(packet.cause).door, view.cursor()); // a call knows its door
    if (door == nullptr || door->side != side)
        door =
            tracks.doorAt(packet.protocol, packet.local, packet.peer, {packet.seq, view.cursor()});
    return doorOrEdge(columns, door, side);
}

qreal Sight::destinationX(const Event &packet) const
{
    // a SYN knocks at the welcome door, even where an old door has the very same addresses
    const bool isKnock = packet.protocol == Protocol::Tcp
                         && (packet.flags & (TcpFlag::Syn | TcpFlag::Ack)) == TcpFlag::Syn;
    const Tracks::Moment moment{packet.seq, view.cursor()};
    const DoorTrack *door =
        isKnock ? index.tracks().openDoorAt(packet.protocol, packet.peer, moment)
                : index.tracks().doorAt(packet.protocol, packet.peer, packet.local, moment);
    return doorOrEdge(columns, door, otherSide(sourceSide(packet)));
}

qreal Sight::programX(Who who) const
{
    const ProgramTrack *program = index.tracks().program(who);
    return program != nullptr ? columns.programX(*program)
                              : columns.emptyProgramX(sideOf(who.role));
}

qreal Sight::xOf(const Event &event) const
{
    switch (event.kind) {
    case Kind::Packet:
        return event.verb == PacketVerb::Delivered ? destinationX(event)
               : isSighting(event.verb)            ? sourceX(event)
                                                   : columns.wireX();
    case Kind::Door:
    case Kind::State:
        if (const DoorTrack *door = index.tracks().door(event.door, view.cursor()))
            return columns.doorX(*door);
        return columns.wireX();
    case Kind::Line:
    case Kind::Call:
    case Kind::Wait:
    case Kind::Return:
    case Kind::Value:
        return programX(event.who);
    case Kind::Wire:
    case Kind::Prediction:
    case Kind::Note:
    case Kind::Fault:
        break;
    }
    return columns.wireX();
}

QString callText(const Event &call)
{
    QString arguments;
    switch (call.call) {
    case CallName::Bind:
        arguments = QString::fromStdString(call.peer.text());
        break;
    case CallName::Listen:
    case CallName::Recv:
    case CallName::RecvFrom:
        arguments = QString::number(call.size);
        break;
    case CallName::SetSockOpt:
    case CallName::GetSockOpt:
        arguments = QString::fromUtf8(nameOf(call.option).data(),
                                      static_cast<int>(nameOf(call.option).size()));
        break;
    default:
        break;
    }
    const std::string_view name = nameOf(call.call);
    return QString::fromUtf8(name.data(), static_cast<int>(name.size())) + '(' + arguments + ')';
}

QString returnText(const Event &back)
{
    if (back.error != 0)
        return QStringLiteral("−1 ") + QString::fromStdString(Catalogue::errnoName(back.error));
    if (back.call == CallName::Socket || back.call == CallName::Accept)
        return QStringLiteral("fd %1").arg(back.value);
    return QString::number(back.value);
}

QString stateText(SocketState state, const Types &types, Type type, qreal room)
{
    const std::string_view name = nameOf(state);
    const QString whole = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    if (types.width(type, whole) <= room)
        return whole;
    if (state == SocketState::Established)
        return QStringLiteral("ESTAB");
    return state == SocketState::Unconnected ? QStringLiteral("UNCONN") : whole;
}

bool isAboutUdp(const Viewpoint &view)
{
    if (const auto &lesson = view.recording().lesson) {
        return !lesson->cast.empty() && std::ranges::all_of(lesson->cast, [](const CastMember &m) {
            return opensUdp(m.program.lines);
        });
    }
    const auto &doors = view.world().doors();
    return doors.size() > 0 && doors[0].protocol == Protocol::Udp;
}

} // namespace twodoors
