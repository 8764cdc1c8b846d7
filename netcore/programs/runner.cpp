// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/runner.h"

#include "base/text.h"
#include "kernel/tcp_info.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace twodoors
{

namespace
{

/// accept(2), "Error handling": pending network errors of the new connection, and a guest that left
/// before it was let in. The next guest is waited for.
bool isLostGuest(int error) noexcept
{
    constexpr std::array<int, 9> errors{ECONNABORTED, ENETDOWN,    EPROTO,
                                        ENOPROTOOPT,  EHOSTDOWN,   ENONET,
                                        EHOSTUNREACH, ENETUNREACH, EPERM};
    return std::ranges::find(errors, error) != errors.end();
}

bool isOutOfMeans(int error) noexcept
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

} // namespace

template <class Call>
Outcome Runner::untilUninterrupted(Call call) const
{
    Outcome outcome = call();
    while (outcome.error == EINTR && !m_interruption.isRequested())
        outcome = call();
    return outcome;
}

Runner::Runner(const Ground &ground, Program program, Who who, const Endpoint &server, Input input)
    : m_ground(ground), m_program(std::move(program)), m_who(who), m_input(std::move(input)),
      m_seat(ground.gate.takeSeat()),
      m_calls(ground.journal, ground.clock, ground.doors, who, ground.host),
      m_values(m_program.names.size())
{
    at(Program::server).address = server;
}

Runner::~Runner()
{
    if (!m_thread.joinable())
        return;
    m_ground.gate.stop();
    std::uint64_t seen = 0;
    while (!hasEnded()) {
        requestStop();
        m_ground.gate.waitForChange(seen, std::chrono::milliseconds(2));
        seen = m_ground.gate.changes();
    }
    m_thread.join();
}

void Runner::start()
{
    m_thread = std::thread([this] { execute(); });
}

void Runner::requestStop()
{
    m_interruption.request();
}

Seq Runner::blockedCall() const
{
    const Seq call = m_calls.currentCall();
    if (call == Seq::None)
        return call;
    if (!m_hasStatus)
        return call; // not known to be at work, so nobody must wait for it
    std::array<char, 256> text{};
    const ssize_t size = ::pread(m_threadStatus.get(), text.data(), text.size(), 0);
    if (size <= 0)
        return Seq::None;
    // "TID (name) S …": the name may hold anything, a parenthesis too
    const std::string_view stat(text.data(), static_cast<std::size_t>(size));
    const std::size_t nameEnd = stat.rfind(')');
    const bool sleeps =
        nameEnd != std::string_view::npos && stat.substr(nameEnd).starts_with(") S");
    return sleeps && m_calls.currentCall() == call ? call : Seq::None;
}

void Runner::execute()
{
    m_threadStatus =
        outOfTheWay(Descriptor(::open("/proc/thread-self/stat", O_RDONLY | O_CLOEXEC)));
    m_hasStatus = m_threadStatus.isOpen();
    m_interruption.enter();
    if (runLines(m_program.lines) != Next::End)
        m_end.kind = ProgramEnd::Kind::Finished;
    if (!m_calls.isRecorded())
        m_end.kind = ProgramEnd::Kind::JournalFull;
    const int error = m_end.kind == ProgramEnd::Kind::Stopped ? ECANCELED : m_end.error;
    const Seq last = recordLine(LineNumber::None, error);
    for (Value &value : m_values)
        m_calls.closeForProgram(value.door, last);
    m_interruption.leave();
    m_ended = true;
    m_ground.gate.leave(m_seat);
}

Runner::Next Runner::runLines(const std::vector<ProgramLine> &lines)
{
    for (const ProgramLine &line : lines) {
        const Next next = runLine(line);
        if (next != Next::Line)
            return next;
    }
    return Next::Line;
}

Runner::Next Runner::runLine(const ProgramLine &line)
{
    if (line.operation == Operation::Loop)
        return runLoop(line);
    if (line.operation == Operation::Try) {
        ++m_tryDepth;
        const Next next = runLines(line.body);
        --m_tryDepth;
        if (next != Next::LeaveTry)
            return next;
        static_cast<void>(recordLine(line.number, m_end.error));
        m_end = {};
        return Next::Line;
    }
    if (!m_ground.gate.pass(m_seat, line.number) || m_interruption.isRequested()
        || !m_calls.isRecorded()) {
        m_end.kind = ProgramEnd::Kind::Stopped;
        return Next::End;
    }
    const CallSite site{line.number, recordLine(line.number), textOf(line.into), textOf(line.from)};
    return line.operation <= Operation::Poll ? runCall(line, site) : runOwn(line, site.lineEvent);
}

Runner::Next Runner::runLoop(const ProgramLine &line)
{
    while (true) {
        if (!m_ground.gate.pass(m_seat, line.number) || m_interruption.isRequested()
            || !m_calls.isRecorded()) {
            m_end.kind = ProgramEnd::Kind::Stopped;
            return Next::End;
        }
        static_cast<void>(recordLine(line.number));
        const Next next = runLines(line.body);
        if (next == Next::LeaveLoop)
            return Next::Line;
        if (next != Next::Line)
            return next;
    }
}

Runner::Next Runner::failed(const ProgramLine &line, const Outcome &outcome)
{
    // what fails while everything is being stopped fails because the other side has stopped already
    if (m_interruption.isRequested() || m_ground.gate.isStopped()) {
        m_end.kind = ProgramEnd::Kind::Stopped;
        return Next::End;
    }
    m_end = {ProgramEnd::Kind::Failed,
             static_cast<CallName>(static_cast<int>(line.operation) + 1),
             outcome.error,
             outcome.event,
             {}};
    if (line.address != NameId::None)
        m_end.address = at(line.address).address;
    return m_tryDepth > 0 ? Next::LeaveTry : Next::End;
}

Runner::Next Runner::runCall(const ProgramLine &line, const CallSite &site)
{
    OpenDoor *door = line.door == NameId::None ? nullptr : &at(line.door).door;
    Outcome outcome;
    switch (line.operation) {
    case Operation::Socket:
        outcome = m_calls.socket(site, at(Program::server).address.family, line.protocol,
                                 freshDoor(line.into, site.lineEvent));
        break;
    case Operation::Bind:
        outcome = m_calls.bind(site, *door, at(line.address).address);
        break;
    case Operation::Listen:
        outcome = m_calls.listen(site, *door, static_cast<int>(line.size));
        break;
    case Operation::Accept:
        outcome = accept(line, site);
        break;
    case Operation::Connect:
        outcome = connect(line, site);
        break;
    case Operation::Send:
        outcome = sendAll(line, site);
        break;
    case Operation::Recv:
        outcome = untilUninterrupted([&] {
            return m_calls.recv(site, *door, static_cast<std::size_t>(line.size),
                                at(line.into).bytes);
        });
        break;
    case Operation::SendTo:
        outcome = untilUninterrupted([&] {
            return m_calls.sendto(site, *door, at(line.value).bytes, at(line.address).address);
        });
        break;
    case Operation::RecvFrom:
        outcome = untilUninterrupted([&] {
            Endpoint unnamed;
            Endpoint &sender = line.from == NameId::None ? unnamed : at(line.from).address;
            return m_calls.recvfrom(site, *door, static_cast<std::size_t>(line.size),
                                    at(line.into).bytes, sender);
        });
        break;
    case Operation::SetSockOpt:
        outcome = m_calls.setsockopt(site, *door, line.option, line.optionValue);
        break;
    case Operation::GetSockOpt:
        outcome = m_calls.getsockopt(site, *door, line.option, at(line.into).number);
        break;
    case Operation::GetSockName:
        outcome = m_calls.getsockname(site, *door, at(line.into).address);
        break;
    case Operation::GetPeerName:
        outcome = m_calls.getpeername(site, *door, at(line.into).address);
        break;
    case Operation::Shutdown: {
        static_assert(static_cast<int>(Direction::Write) == SHUT_WR);
        outcome = m_calls.shutdown(site, *door, static_cast<int>(line.direction));
        break;
    }
    case Operation::Close:
        outcome = m_calls.close(site, *door);
        break;
    case Operation::Poll:
        outcome = untilUninterrupted([&] {
            short events = line.direction == Direction::Write ? POLLOUT : POLLIN;
            return m_calls.poll(site, *door, events, static_cast<int>(line.milliseconds));
        });
        if (line.into != NameId::None)
            at(line.into).number = outcome.value;
        break;
    default:
        break;
    }
    if (m_ground.readsTcpInfo)
        reportTcpInfo(at(line.door == NameId::None ? line.into : line.door).door, outcome.event);
    return outcome.succeeded() ? Next::Line : failed(line, outcome);
}

Runner::Next Runner::runOwn(const ProgramLine &line, Seq lineEvent)
{
    switch (line.operation) {
    case Operation::Input: {
        auto sentence = m_input ? m_input() : std::nullopt;
        if (!sentence || m_interruption.isRequested()) {
            m_end.kind = ProgramEnd::Kind::Stopped;
            return Next::End;
        }
        at(line.into).bytes = std::move(*sentence);
        recordValue(line, at(line.into).bytes, ValueChange::Set, lineEvent, Evidence::Person);
        break;
    }
    case Operation::Clear:
        at(line.into).bytes.clear();
        recordValue(line, {}, ValueChange::Set, lineEvent, Evidence::Call);
        break;
    case Operation::Upper:
        at(line.into).bytes = asciiUpper(at(line.value).bytes);
        recordValue(line, at(line.into).bytes, ValueChange::Set, lineEvent, Evidence::Call);
        break;
    case Operation::Append: {
        const std::string piece = at(line.value).bytes; // may be the name that gets longer
        at(line.into).bytes += piece;
        recordValue(line, piece, ValueChange::Appended, lineEvent, Evidence::Call);
        break;
    }
    case Operation::Sleep:
        if (!m_ground.gate.rest(m_seat, std::chrono::milliseconds(line.milliseconds))) {
            m_end.kind = ProgramEnd::Kind::Stopped;
            return Next::End;
        }
        break;
    case Operation::BreakIfEmpty:
        if (at(line.value).bytes.empty())
            return Next::LeaveLoop;
        break;
    default:
        break;
    }
    return Next::Line;
}

Outcome Runner::accept(const ProgramLine &line, const CallSite &site)
{
    constexpr Nanoseconds firstRest = std::chrono::milliseconds(50);
    constexpr Nanoseconds longestRest = std::chrono::seconds(1);
    OpenDoor &connection = freshDoor(line.into, site.lineEvent);
    Nanoseconds rest = firstRest;
    while (true) {
        const Outcome outcome = m_calls.accept(site, at(line.door).door, connection);
        if (outcome.succeeded() && line.from != NameId::None)
            at(line.from).address = connection.peer;
        const bool again = outcome.error == EINTR || isLostGuest(outcome.error);
        if (m_interruption.isRequested() || (!again && !isOutOfMeans(outcome.error)))
            return outcome;
        if (!again) {
            // nobody tells when a descriptor is free again, and the guest waits in the queue
            if (!m_ground.gate.rest(m_seat, rest))
                return outcome;
            rest = std::min(rest * 2, longestRest);
        }
    }
}

Outcome Runner::connect(const ProgramLine &line, const CallSite &site)
{
    OpenDoor &door = at(line.door).door;
    Outcome outcome = m_calls.connect(site, door, at(line.address).address);
    if (outcome.error != EINTR || m_interruption.isRequested())
        return outcome;
    // The handshake goes on without us; its end is read from SO_ERROR: connect(2), EINTR.
    outcome = untilUninterrupted([&] {
        short events = POLLOUT;
        return m_calls.poll(site, door, events, -1);
    });
    if (!outcome.succeeded())
        return outcome;
    std::int64_t pending = 0;
    outcome = m_calls.getsockopt(site, door, SocketOption::Error, pending);
    if (outcome.succeeded() && pending != 0)
        outcome.error = static_cast<int>(pending);
    else if (outcome.succeeded())
        m_calls.connectedLate(door, at(line.address).address, outcome.event);
    return outcome;
}

Outcome Runner::sendAll(const ProgramLine &line, const CallSite &site)
{
    std::string_view rest = at(line.value).bytes;
    Outcome outcome;
    do {
        outcome = untilUninterrupted([&] { return m_calls.send(site, at(line.door).door, rest); });
        if (!outcome.succeeded())
            return outcome;
        rest.remove_prefix(static_cast<std::size_t>(outcome.value));
    } while (!rest.empty() && !m_interruption.isRequested());
    if (!rest.empty())
        outcome.error = EINTR; // stopped after a part, so this line is not done
    return outcome;
}

void Runner::reportTcpInfo(const OpenDoor &door, Seq cause)
{
    const auto socket = door.fd.isOpen() && door.protocol == Protocol::Tcp
                            ? readTcpInfo(door.fd.get())
                            : std::nullopt;
    if (!socket || socket->state == SocketState::Closed)
        return;
    Event event;
    event.kind = Kind::State;
    event.who = kernelOf(m_who);
    event.evidence = Evidence::Kernel;
    event.cause = cause;
    event.door = door.id;
    event.state = socket->state;
    event.receiveQueue = socket->receiveQueue;
    event.sendQueue = socket->sendQueue;
    event.retransmits = socket->retransmits;
    m_calls.record(event);
}

Seq Runner::recordLine(LineNumber line, int error)
{
    Event event;
    event.kind = Kind::Line;
    event.who = m_who;
    event.line = line;
    event.error = error;
    return m_calls.record(event);
}

void Runner::recordValue(const ProgramLine &line, std::string_view bytes, ValueChange change,
                         Seq lineEvent, Evidence evidence)
{
    Event event;
    event.kind = Kind::Value;
    event.who = m_who;
    event.evidence = evidence;
    event.cause = lineEvent;
    event.line = line.number;
    event.into = textOf(line.into);
    event.change = change;
    event.bytes = bytes;
    event.size = static_cast<std::int64_t>(at(line.into).bytes.size());
    m_calls.record(event);
}

std::string_view Runner::textOf(NameId name) const
{
    return name == NameId::None ? std::string_view{} : m_program.nameText(name);
}

OpenDoor &Runner::freshDoor(NameId name, Seq cause)
{
    OpenDoor &door = at(name).door;
    m_calls.closeForProgram(door, cause);
    return door;
}

} // namespace twodoors
