// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "notes/notes.h"
#include "notes/packet_text.h"
#include "wire/made_packets.h"

#include <array>
#include <cerrno>
#include <list>
#include <string>
#include <vector>

namespace twodoors
{

inline constexpr int highestErrno = 133;
inline constexpr Who client{Role::Client, 0};
inline constexpr Who server{Role::Server, 0};
inline constexpr DoorId theDoor{1};

inline Endpoint endpoint(std::string_view text)
{
    return Endpoint::fromText(text).value();
}

/// All enumeration values but the first, which stands for "none".
template <class Enum>
std::vector<Enum> valuesAfterNone()
{
    std::vector<Enum> values;
    for (std::size_t i = 1; i < names<Enum>.size(); ++i)
        values.push_back(static_cast<Enum>(i));
    return values;
}

template <class Enum>
std::vector<Enum> allValues()
{
    std::vector<Enum> values = valuesAfterNone<Enum>();
    values.insert(values.begin(), Enum{});
    return values;
}

/// A program with one line for each operation; line N has the Nth.
inline Program everyOperation()
{
    Program program;
    program.title = "EveryOperation";
    program.names = {{"server", NameKind::Address},
                     {"door", NameKind::Door},
                     {"piece", NameKind::Bytes},
                     {"who", NameKind::Address}};
    for (const Operation operation : allValues<Operation>()) {
        ProgramLine line;
        line.operation = operation;
        line.number = static_cast<LineNumber>(program.lines.size() + 1);
        const bool isCall = operation <= Operation::Poll;
        if (isCall && operation != Operation::Socket)
            line.door = NameId{1};
        line.into = operation == Operation::Socket ? NameId{1} : NameId{2};
        line.value = NameId{2};
        line.address = Program::server;
        line.from = NameId{3};
        program.lines.push_back(line);
    }
    ProgramLine tcp;
    tcp.operation = Operation::Socket;
    tcp.number = static_cast<LineNumber>(program.lines.size() + 1);
    tcp.into = NameId{1};
    tcp.protocol = Protocol::Tcp;
    ProgramLine udp = tcp;
    udp.number = static_cast<LineNumber>(program.lines.size() + 2);
    udp.protocol = Protocol::Udp;
    program.lines.push_back(tcp);
    program.lines.push_back(udp);
    return program;
}

inline LineNumber lineOf(Operation operation)
{
    return static_cast<LineNumber>(static_cast<std::uint32_t>(operation) + 1);
}

inline Event eventOf(Kind kind, Who who)
{
    Event event;
    event.kind = kind;
    event.who = who;
    event.t = std::chrono::milliseconds(5);
    return event;
}

/// A world in which the program's name `door` holds theDoor, which has the role and the protocol.
inline World worldWith(Who who, DoorRole role, Protocol protocol)
{
    World world;
    Event back = eventOf(Kind::Return, who);
    back.seq = Seq{1};
    back.call = CallName::Socket;
    back.door = theDoor;
    back.into = "door";
    back.value = 7;
    world.apply(back);

    Event door = eventOf(Kind::Door, who);
    door.seq = Seq{2};
    door.stage = DoorStage::Made;
    door.door = theDoor;
    door.role = role;
    door.protocol = protocol;
    door.fd = 7;
    door.local = endpoint("10.0.0.1:44436");
    door.peer = endpoint("10.0.0.2:12000");
    world.apply(door);

    Event piece = eventOf(Kind::Value, who);
    piece.seq = Seq{3};
    piece.into = "piece";
    piece.bytes = "hello, two doors";
    world.apply(piece);
    return world;
}

/// An event that has a value in each field that any kind may speak of.
inline Event fullEvent(Kind kind, Who who)
{
    Event event = eventOf(kind, who);
    event.seq = Seq{4};
    event.door = theDoor;
    event.fd = 7;
    event.local = endpoint("10.0.0.1:44436");
    event.peer = endpoint("10.0.0.2:12000");
    event.bytes = "hello";
    event.into = "piece";
    event.from = "who";
    event.value = 5;
    event.size = 1024;
    event.duration = std::chrono::microseconds(1250);
    event.receiveQueue = 0;
    event.expires = std::chrono::milliseconds(1000);
    return event;
}

struct Case {
    std::string name;
    Event event;
    World world;
};

/// Every form that an event of a run can take, as far as its sentence depends on it.
class Cases
{
public:
    Cases()
    {
        addLines();
        addCalls();
        addReturns();
        addDoorsAndStates();
        addPackets();
        addOthers();
    }

    [[nodiscard]] const std::vector<Case> &all() const { return m_cases; }

private:
    void add(std::string name, const Event &event, const World &world)
    {
        m_cases.push_back({std::string(nameOf(event.kind)) + ' ' + std::move(name), event, world});
    }

    void addLines()
    {
        for (const Who who : {client, server}) {
            const auto line = [&who](LineNumber number, int error) {
                Event event = eventOf(Kind::Line, who);
                event.line = number;
                event.error = error;
                return event;
            };
            for (const DoorRole role : allValues<DoorRole>()) {
                const World world = worldWith(who, role, Protocol::None);
                for (const Operation operation : allValues<Operation>()) {
                    add(std::string(nameOf(operation)) + ' ' + std::string(nameOf(role)),
                        line(lineOf(operation), operation == Operation::Try ? ECONNRESET : 0),
                        world);
                }
            }
            const World world = worldWith(who, DoorRole::Client, Protocol::Tcp);
            // before the program has a door
            add("close without a door", line(lineOf(Operation::Close), 0), World{});
            for (const Operation operation : allValues<Operation>())
                add(std::string(nameOf(operation)), line(lineOf(operation), 0), World{});
            const auto last = static_cast<std::uint32_t>(allValues<Operation>().size());
            add("socket tcp", line(static_cast<LineNumber>(last + 1), 0), world);
            add("socket udp", line(static_cast<LineNumber>(last + 2), 0), world);
            add("end", line(LineNumber::None, 0), world);
            add("failed", line(LineNumber::None, ECONNREFUSED), world);
            add("stopped", line(LineNumber::None, ECANCELED), world);
            add("unknown", line(LineNumber{999}, 0), world);
        }
    }

    template <class Add>
    void forEachDoor(Add addWith)
    {
        for (const DoorRole role : allValues<DoorRole>()) {
            for (const Protocol protocol : {Protocol::None, Protocol::Tcp, Protocol::Udp})
                addWith(std::string(nameOf(role)) + ' ' + std::string(nameOf(protocol)),
                        worldWith(server, role, protocol));
        }
    }

    void addCalls()
    {
        for (const CallName call : valuesAfterNone<CallName>()) {
            Event event = fullEvent(Kind::Call, server);
            event.call = call;
            forEachDoor([&](const std::string &door, const World &world) {
                add(std::string(nameOf(call)) + ' ' + door, event, world);
            });
            for (const SocketOption option : valuesAfterNone<SocketOption>()) {
                event.option = option;
                add(std::string(nameOf(call)) + ' ' + std::string(nameOf(option)), event,
                    worldWith(client, DoorRole::Client, Protocol::Tcp));
            }
        }
    }

    void addReturns()
    {
        for (const CallName call : valuesAfterNone<CallName>()) {
            // nothing, some, all there was room for, more than there was room for
            for (const std::int64_t value : {0, 5, 1024, 2000}) {
                Event event = fullEvent(Kind::Return, server);
                event.call = call;
                event.value = value;
                forEachDoor([&](const std::string &door, const World &world) {
                    add(std::string(nameOf(call)) + ' ' + std::to_string(value) + ' ' + door, event,
                        world);
                });
                for (const SocketOption option : valuesAfterNone<SocketOption>()) {
                    event.option = option;
                    add(std::string(nameOf(call)) + ' ' + std::string(nameOf(option)), event,
                        worldWith(server, DoorRole::Client, Protocol::Tcp));
                }
            }
        }
        const World world = worldWith(server, DoorRole::Connection, Protocol::Tcp);
        for (const CallName call : allValues<CallName>()) {
            for (int error = 1; error <= highestErrno; ++error) {
                Event event = fullEvent(Kind::Return, server);
                event.call = call;
                event.value = -1;
                event.error = error;
                add(std::string(nameOf(call)) + ' ' + Catalogue::errnoName(error), event, world);
            }
        }
    }

    void addDoorsAndStates()
    {
        for (const DoorRole role : allValues<DoorRole>()) {
            const World world = worldWith(server, role, Protocol::Tcp);
            for (const DoorStage stage : valuesAfterNone<DoorStage>()) {
                Event event = fullEvent(Kind::Door, server);
                event.stage = stage;
                event.role = role;
                add(std::string(nameOf(stage)) + ' ' + std::string(nameOf(role)), event, world);
                event.evidence = Evidence::Inferred;
                add(std::string(nameOf(stage)) + ' ' + std::string(nameOf(role)) + " inferred",
                    event, world);
            }
            for (const SocketState state : valuesAfterNone<SocketState>()) {
                const auto addState = [&](std::string_view name, std::uint32_t waiting,
                                          std::uint32_t unacknowledged, std::uint32_t again) {
                    Event event = fullEvent(Kind::State, kernelOf(server));
                    event.evidence = Evidence::Kernel;
                    event.state = state;
                    event.receiveQueue = waiting;
                    event.sendQueue = unacknowledged;
                    event.retransmits = again;
                    add(std::string(nameOf(state)) + ' ' + std::string(nameOf(role)) + ' '
                            + std::string(name),
                        event, world);
                };
                addState("plain", 0, 0, 0);
                addState("waiting", 2, 1, 0);
                addState("unacknowledged", 0, 5, 0);
                addState("retransmits", 2, 5, 3);
            }
        }
    }

    void addPackets()
    {
        for (const CallName name : valuesAfterNone<CallName>()) {
            Event call = fullEvent(Kind::Call, client);
            call.seq = Seq{1};
            call.call = name;
            World world;
            world.apply(call);
            Event reset = fullEvent(Kind::Packet, {Role::Wire, 0});
            reset.evidence = Evidence::Inferred;
            reset.cause = call.seq;
            reset.verb = PacketVerb::Delivered;
            reset.protocol = Protocol::Tcp;
            reset.flags = TcpFlag::Rst;
            add("inferred RST of " + std::string(nameOf(name)), reset, world);
        }
        constexpr std::array<std::uint32_t, 7> flags{0,
                                                     TcpFlag::Syn,
                                                     TcpFlag::Syn | TcpFlag::Ack,
                                                     TcpFlag::Ack,
                                                     TcpFlag::Psh | TcpFlag::Ack,
                                                     TcpFlag::Fin | TcpFlag::Ack,
                                                     TcpFlag::Rst | TcpFlag::Ack};
        for (const Evidence evidence : allValues<Evidence>()) {
            for (const PacketVerb verb : valuesAfterNone<PacketVerb>()) {
                for (const Protocol protocol : allValues<Protocol>()) {
                    for (const std::uint32_t bits : flags) {
                        Event event = fullEvent(Kind::Packet, {Role::Wire, 0});
                        event.evidence = evidence;
                        event.verb = verb;
                        event.protocol = protocol;
                        event.flags = bits;
                        add(std::string(nameOf(evidence)) + ' ' + std::string(nameOf(verb)) + ' '
                                + std::string(nameOf(protocol)) + ' ' + flagsText(bits),
                            event, World{});
                    }
                }
            }
        }
        addSegments();
        addIcmp();
    }

    void addSegments()
    {
        Event event = fullEvent(Kind::Packet, {Role::ClientKernel, 0});
        event.evidence = Evidence::Packet;
        event.verb = PacketVerb::Sent;
        event.protocol = Protocol::Tcp;
        event.flags = TcpFlag::Ack;
        const auto addSegment = [&](std::string name, std::string_view payload,
                                    const World &world) {
            const std::string &bytes = m_packets.emplace_back(tests::tcpPacket(
                event.local, event.peer, {TcpFlag::Ack, 1001, 9001, std::string(payload)}));
            event.bytes = bytes;
            add(std::move(name), event, world);
        };
        addSegment("data", "hello", World{});
        addSegment("ack", "", World{});
        World world;
        Event door = eventOf(Kind::Door, {Role::ServerKernel, 0});
        door.seq = Seq{1};
        door.stage = DoorStage::HalfOpen;
        door.door = theDoor;
        door.role = DoorRole::Connection;
        door.local = event.peer;
        door.peer = event.local;
        world.apply(door);
        addSegment("knock 3", "", world);
    }

    void addIcmp()
    {
        for (const std::string_view address : {"10.0.0.1:0", "[fe80::1]:0"}) {
            Event event = fullEvent(Kind::Packet, {Role::ServerKernel, 0});
            event.evidence = Evidence::Packet;
            event.verb = PacketVerb::Sent;
            event.protocol = Protocol::Icmp;
            event.local = event.peer = endpoint(address);
            for (unsigned type = 0; type < 256; ++type) {
                for (unsigned code = 0; code < 6; ++code) {
                    event.bytes = m_packets.emplace_back(
                        tests::icmpPacket(event.local, event.peer, static_cast<std::uint8_t>(type),
                                          static_cast<std::uint8_t>(code), ""));
                    add("icmp " + std::to_string(type) + ' ' + std::to_string(code), event,
                        World{});
                }
            }
            std::string &piece = m_packets.emplace_back(
                tests::ipPacket(event.local.family == Family::IPv6 ? 44 : 17, event.local,
                                event.peer, std::string("\x11\0\x10\0\0\0\0\0", 8)));
            if (event.local.family == Family::IPv4)
                piece[7] = '\x10';
            event.protocol = Protocol::None;
            event.bytes = piece;
            add("fragment", event, World{});
        }
    }

    void addOthers()
    {
        const World world = worldWith(client, DoorRole::Client, Protocol::Tcp);
        for (const ValueChange change : allValues<ValueChange>()) {
            for (const Operation operation : {Operation::Input, Operation::Clear, Operation::Upper,
                                              Operation::Append, Operation::Print}) {
                Event event = fullEvent(Kind::Value, client);
                event.change = change;
                event.line = lineOf(operation);
                add(std::string(nameOf(change)) + ' ' + std::string(nameOf(operation)), event,
                    world);
            }
        }
        for (const PredictionStep step : valuesAfterNone<PredictionStep>()) {
            Event event = fullEvent(Kind::Prediction, {Role::Person, 0});
            event.step = step;
            add(std::string(nameOf(step)), event, world);
        }
        add("of the person", fullEvent(Kind::Note, {Role::Person, 0}), world);
    }

    std::vector<Case> m_cases;
    std::list<std::string> m_packets; ///< what the cases' bytes look into
};

inline const std::vector<Case> &everyCase()
{
    static const Cases cases;
    return cases.all();
}

} // namespace twodoors
