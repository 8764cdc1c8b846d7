// SPDX-License-Identifier: GPL-3.0-or-later
#include "notes/notes.h"

#include "base/text.h"
#include "notes/packet_text.h"

#include <cerrno>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

/// What is special about a call's good return; empty for the usual case.
std::string_view specialReturn(const Event &event) noexcept
{
    const bool receives = event.call == CallName::Recv || event.call == CallName::RecvFrom;
    const bool sends = event.call == CallName::Send || event.call == CallName::SendTo;
    if ((receives || sends) && event.value == 0)
        return "empty";
    if (event.call == CallName::RecvFrom && event.value > event.size)
        return "truncated";
    if (event.call == CallName::Recv && event.value == event.size)
        return "full";
    if (sends && event.value < event.size)
        return "partial";
    if (event.call == CallName::Poll && event.value == 0)
        return "nothing";
    return {};
}

/// Whether a bare ACK answers the SYN-ACK of a half-open connection: one of the last doors.
bool isThirdKnock(const Event &ack, const World &world)
{
    constexpr std::size_t lastDoors = 64;
    const auto &doors = world.doors();
    const std::size_t end = doors.size();
    for (std::size_t i = end; i > 0 && end - i < lastDoors; --i) {
        const DoorView &door = doors[i - 1];
        if (door.role == DoorRole::Connection && door.local == ack.peer && door.peer == ack.local)
            return door.stage == DoorStage::HalfOpen;
    }
    return false;
}

std::string_view stateDetail(const Event &event) noexcept
{
    if (event.retransmits > 0)
        return "retransmits";
    if (event.receiveQueue > 0)
        return "waiting";
    if (event.sendQueue > 0 && event.state != SocketState::Listen)
        return "unacknowledged";
    return {};
}

/// The call that a program is in at this moment, by its event; None where it is no such call.
CallName callUnderWay(Seq call, const World &world) noexcept
{
    for (std::size_t i = 0; i < world.programs().size(); ++i) {
        const ProgramView &program = world.programs()[i];
        if (call != Seq::None && program.call == call)
            return program.inCall;
    }
    return CallName::None;
}

std::string_view protocolOf(const Event &event, const World &world) noexcept
{
    if (event.protocol != Protocol::None)
        return nameOf(event.protocol);
    const DoorView *door = world.door(event.door);
    return door == nullptr ? nameOf(Protocol::None) : nameOf(door->protocol);
}

} // namespace

Notes::Notes(const Catalogue &catalogue, ProgramOf programOf, Family server)
    : m_catalogue(catalogue), m_programOf(std::move(programOf)), m_server(server)
{}

const ProgramLine *Notes::lineOf(const Event &event) const
{
    const Program *program = m_programOf ? m_programOf(event.who) : nullptr;
    return program == nullptr ? nullptr : program->find(event.line);
}

std::vector<std::string> Notes::keysFor(const Event &event, const World &world) const
{
    std::vector<std::string> keys;
    const auto add = [&keys](auto &&...parts) {
        std::string key;
        ((key += (key.empty() ? "" : "."), key += parts), ...);
        keys.push_back(std::move(key));
    };
    const std::string_view role = nameOf(event.who.role);
    switch (event.kind) {
    case Kind::Line: {
        if (event.line == LineNumber::None) {
            add("line", event.error == 0 ? "end" : event.error == ECANCELED ? "stopped" : "failed");
            break;
        }
        const ProgramLine *line = lineOf(event);
        if (line == nullptr) {
            add("line", "unknown");
            break;
        }
        const DoorView *door = nullptr;
        const ProgramView *program = world.program(event.who);
        if (program != nullptr && line->door != NameId::None) {
            if (const HeldValue *held = program->find(m_programOf(event.who)->nameText(line->door)))
                door = world.door(held->door);
        }
        if (door != nullptr)
            add("line", nameOf(line->operation), nameOf(door->role));
        add("line", nameOf(line->operation), role);
        if (line->protocol != Protocol::None)
            add("line", nameOf(line->operation), nameOf(line->protocol));
        add("line", nameOf(line->operation));
        break;
    }
    case Kind::Call:
    case Kind::Wait:
        add("call", nameOf(event.call), protocolOf(event, world));
        if (const DoorView *door = world.door(event.door))
            add("call", nameOf(event.call), nameOf(door->role));
        if (event.call == CallName::SetSockOpt || event.call == CallName::GetSockOpt)
            add("call", nameOf(event.call), nameOf(event.option));
        add("call", nameOf(event.call));
        break;
    case Kind::Return:
        if (event.error != 0) {
            add("return", nameOf(event.call), Catalogue::errnoName(event.error));
            add("return", nameOf(event.call), "error");
            add("return", "any", Catalogue::errnoName(event.error));
            add("return", "any", "error");
            break;
        }
        if (const std::string_view special = specialReturn(event); !special.empty()) {
            add("return", nameOf(event.call), std::string(special), protocolOf(event, world));
            add("return", nameOf(event.call), std::string(special));
        }
        if (const DoorView *door = world.door(event.door))
            add("return", nameOf(event.call), nameOf(door->role));
        add("return", nameOf(event.call), protocolOf(event, world));
        if (event.option != SocketOption::None)
            add("return", nameOf(event.call), nameOf(event.option));
        add("return", nameOf(event.call), "ok");
        break;
    case Kind::Value: {
        const ProgramLine *line = lineOf(event);
        if (line != nullptr)
            add("value", nameOf(line->operation));
        add("value", nameOf(event.change));
        break;
    }
    case Kind::Door:
        if (event.evidence == Evidence::Inferred)
            add("door", nameOf(event.evidence), nameOf(event.stage), nameOf(event.role));
        add("door", nameOf(event.stage), nameOf(event.role));
        add("door", nameOf(event.stage), "any");
        break;
    case Kind::State: {
        const std::string_view detail = stateDetail(event);
        if (!detail.empty())
            add("state", nameOf(event.state), std::string(detail));
        if (const DoorView *door = world.door(event.door))
            add("state", nameOf(event.state), nameOf(door->role));
        add("state", nameOf(event.state), "plain");
        break;
    }
    case Kind::Packet: {
        const std::string_view name = packetName(event);
        const bool isInferred = event.evidence == Evidence::Inferred;
        if (isInferred)
            add("packet", "inferred", name, nameOf(callUnderWay(event.cause, world)));
        if (name == "ack" && !isInferred && isSighting(event.verb) && isThirdKnock(event, world))
            add("packet", "sent", "knock-3");
        if (!name.empty() && (isInferred || isSighting(event.verb)))
            add("packet", isInferred ? "inferred" : "sent", name);
        add("packet", nameOf(event.verb), nameOf(event.protocol));
        add("packet", nameOf(event.verb));
        break;
    }
    case Kind::Wire:
        add("wire", nameOf(event.setting), nameOf(event.heading));
        add("wire", nameOf(event.setting));
        break;
    case Kind::Prediction:
        add("prediction", nameOf(event.step));
        break;
    case Kind::Note:
        add("note");
        break;
    case Kind::Fault:
        add("fault", std::string(event.topic));
        break;
    }
    return keys;
}

std::string Notes::sentence(const Event &event, const World &world) const
{
    for (const std::string &key : keysFor(event, world)) {
        if (m_catalogue.has(key)) {
            return printable(filledIn(m_catalogue.pattern(key), [&](std::string_view name) {
                return placeholder(name, event, world);
            }));
        }
    }
    return printable(event.bytes);
}

std::string Notes::whoText(Who who) const
{
    const std::string key = fmt::format("who.{}", nameOf(who.role));
    std::string text(m_catalogue.pattern(key));
    if (who.number != 0)
        text += fmt::format(" {}", who.number);
    return text;
}

std::optional<std::string> Notes::placeholder(std::string_view name, const Event &event,
                                              const World &world) const
{
    const DoorView *door = world.door(event.door);
    const auto address = [this, &event](const Endpoint &endpoint) {
        if (!endpoint.isSet())
            return m_catalogue.text("word.no-address");
        return event.kind == Kind::Packet ? packetEndText(endpoint) : endpoint.text();
    };
    const Endpoint local = event.local.isSet() || door == nullptr ? event.local : door->local;
    const Endpoint peer = event.peer.isSet() || door == nullptr ? event.peer : door->peer;

    if (name == "who")
        return whoText(event.who);
    if (name == "fd")
        return std::to_string(event.fd);
    if (name == "value")
        return std::to_string(event.value);
    if (name == "way")
        return m_catalogue.text(fmt::format("way.{}", nameOf(event.heading)));
    if (name == "size")
        return std::to_string(event.size);
    if (name == "left")
        return std::to_string(event.size - event.value);
    if (name == "lost")
        return std::to_string(event.value - event.size);
    if (name == "bytes" || name == "text")
        return quoted(event.bytes);
    if (name == "plaintext")
        return std::string(event.bytes);
    if (name == "length")
        return std::to_string(event.bytes.size());
    if (name == "payload")
        return std::to_string(payloadSizeOf(event));
    if (name == "sequence")
        return std::to_string(event.sequence);
    if (name == "acknowledgement")
        return std::to_string(event.acknowledgement);
    if (name == "errno")
        return Catalogue::errnoName(event.error);
    if (name == "reason")
        return m_catalogue.errnoText(event.error);
    if (name == "duration")
        return durationText(event.duration);
    if (name == "local" || name == "source")
        return address(local);
    if (name == "localport")
        return std::to_string(local.port);
    if (name == "peer" || name == "destination" || name == "address")
        return address(peer);
    if (name == "peerport" || name == "port")
        return std::to_string(peer.port);
    if (name == "into")
        return std::string(event.into);
    if (name == "from")
        return std::string(event.from);
    if (name == "option")
        return std::string(nameOf(event.option));
    if (name == "protocol")
        return asciiUpper(protocolOf(event, world));
    if (name == "state")
        return std::string(nameOf(event.state));
    if (name == "waiting")
        return std::to_string(event.receiveQueue);
    if (name == "unacknowledged")
        return std::to_string(event.sendQueue);
    if (name == "retransmits")
        return std::to_string(event.retransmits);
    if (name == "expires")
        return durationText(event.expires);
    if (name == "backlog") {
        return std::to_string(event.kind == Kind::State || door == nullptr ? event.sendQueue
                                                                           : door->backlog);
    }
    if (name == "door") {
        const DoorRole role = door == nullptr ? event.role : door->role;
        return m_catalogue.text(fmt::format("doorname.{}", nameOf(role)));
    }
    if (name == "code") {
        const ProgramLine *line = lineOf(event);
        return line == nullptr ? std::string{}
                               : shortText(*m_programOf(event.who), *line, m_server);
    }
    if (name == "shown") {
        // what a print or break-if-empty line looks at
        const ProgramLine *line = lineOf(event);
        const ProgramView *program = world.program(event.who);
        if (line == nullptr || program == nullptr || line->value == NameId::None)
            return std::string{};
        const HeldValue *held = program->find(m_programOf(event.who)->nameText(line->value));
        return held == nullptr ? std::string{} : quoted(held->bytes);
    }
    return std::nullopt;
}

} // namespace twodoors
