// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session.h"

#include "journal/fault.h"
#include "kernel/port_holder.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

using namespace std::chrono_literals;

/// How often the kernel is asked about a program's thread while others wait for it.
constexpr Nanoseconds lookInterval = 200us;

/// How long a thread needs to notice an interruption, at the most.
constexpr Nanoseconds interruptInterval = 2ms;

/// How often a live run is looked at for calls that sleep.
constexpr Nanoseconds waitLookInterval = 100ms;

} // namespace

Session::Session(Journal &journal, const Clock &clock, const Lesson &lesson, SessionOptions options)
    : m_journal(journal), m_clock(clock), m_lesson(lesson), m_options(std::move(options)),
      m_history(journal), m_kernel(journal, clock, m_doors)
{
    if (m_options.lab != nullptr)
        joinHosts();
    else
        m_kernel.addThisMachine();
    m_kernel.watch(m_options.server.port);
    for (PlayedPart &part : partsOf(m_lesson, m_options.part, m_options.messages))
        m_members.push_back({std::move(part), nullptr, Seq::None, Seq::None});
}

Session::~Session()
{
    stop();
}

void Session::joinHosts()
{
    m_wire =
        std::make_unique<LabWire>(m_journal, m_clock, *m_options.lab, m_kernel, m_options.seed);
    Relay &relay = m_wire->relay();
    if (m_options.flightTime > Nanoseconds::zero())
        relay.setFlightTime(m_options.flightTime, Relay::lesson);
    for (const Rule &rule : m_options.rules)
        relay.addRule(rule);
    if (m_options.holds)
        relay.hold(Heading::None, Relay::lesson);
    m_wire->start();
}

Session::Member *Session::find(Who who) noexcept
{
    const auto place = std::ranges::find(m_members, who, &Member::who);
    return place == m_members.end() ? nullptr : &*place;
}

bool Session::hasEntered(Who who, CallName call) const noexcept
{
    return std::ranges::find(m_entered, std::pair(who, call)) != m_entered.end();
}

bool Session::isDue(const Member &member)
{
    if (!member.after)
        return true;
    if (!member.after->ended)
        return hasEntered(member.after->who, member.after->call);
    const Member *other = find(member.after->who);
    return other != nullptr && other->runner && other->runner->hasEnded();
}

void Session::startDue()
{
    for (Member &member : m_members) {
        if (!member.runner && isDue(member))
            startMember(member);
    }
}

Endpoint Session::serverAddress()
{
    Endpoint address = m_options.server;
    if (address.port != 0)
        return address;
    const World &world = m_history.catchUp();
    for (std::size_t i = 0; i < world.doors().size(); ++i) {
        const DoorView &door = world.doors()[i];
        if (door.owner.role == Role::Server && door.role != DoorRole::Connection
            && door.local.isSet())
            address.port = door.local.port;
    }
    return address;
}

void Session::startMember(Member &member)
{
    Endpoint address = m_options.server;
    if (member.who.role == Role::Client) {
        address = serverAddress();
        if (address.isAnyAddress() && m_wire)
            address = labAddress(Role::Server, address.family, address.port);
        else if (address.isAnyAddress())
            address = *endpointFromAddress(address.family == Family::IPv6 ? "::1" : "127.0.0.1",
                                           address.port);
    }
    const Runner::Ground ground{m_journal,
                                m_clock,
                                m_doors,
                                m_gate,
                                !m_kernel.hasReports(),
                                m_wire ? m_wire->host(member.who.role) : Host{}};
    member.runner = std::make_unique<Runner>(
        ground, *member.program, member.who, address,
        [message = member.message]() -> std::optional<std::string> { return message; });
    if (m_live)
        m_gate.setLive(member.runner->seat());
    member.runner->start();
    if (!m_live)
        settle();
}

bool Session::isSettled(const Member &member) const
{
    if (!member.runner || member.runner->hasEnded())
        return true;
    const Gate::View view = m_gate.look(member.runner->seat());
    return view.isWaiting || view.isResting || view.hasEnded
           || member.runner->blockedCall() != Seq::None;
}

bool Session::areSettled() const
{
    return std::ranges::all_of(m_members, [this](const Member &m) { return isSettled(m); });
}

/// Until every program waits, is blocked or has ended, and the wire has nothing to carry that would
/// change that.
void Session::settle()
{
    while (true) {
        const std::uint64_t seen = m_gate.changes();
        const std::size_t events = m_journal.size();
        if (areSettled()
            && (!m_wire
                || (m_wire->relay().isQuiet() && m_journal.size() == events && areSettled())))
            return;
        m_gate.waitForChange(seen, lookInterval);
    }
}

void Session::recordWaits()
{
    for (Member &member : m_members) {
        const Seq call = member.runner ? member.runner->blockedCall() : Seq::None;
        if (call != Seq::None)
            recordWait(member, call);
    }
}

void Session::recordWait(Member &member, Seq call)
{
    if (call == member.waitRecorded)
        return;
    member.waitRecorded = call;
    Event wait = m_journal.at(call);
    wait.kind = Kind::Wait;
    wait.evidence = Evidence::Kernel;
    wait.cause = call;
    m_journal.append(wait);
}

void Session::recordLongWaits()
{
    for (Member &member : m_members) {
        const Seq call = member.runner ? member.runner->blockedCall() : Seq::None;
        const bool isLong = call != Seq::None && call == member.seenBlocked;
        member.seenBlocked = call;
        if (isLong)
            recordWait(member, call);
    }
}

void Session::report(KernelReporter::Depth depth)
{
    m_kernel.report(depth, m_lastOfPrograms);
}

bool Session::letThrough(Member &member)
{
    m_gate.grant(member.runner->seat());
    comeToRest();
    return true;
}

/// What the kernel does a moment later may wake another program.
void Session::comeToRest()
{
    do {
        settle();
        recordWaits();
        followJournal();
        report(KernelReporter::Depth::Full);
    } while (!areSettled());
    followJournal();
}

bool Session::act(PacketId packet, WireAction action, Nanoseconds delay)
{
    if (!m_wire || m_stopped || !m_wire->relay().act(packet, action, delay))
        return false;
    if (!m_live)
        comeToRest();
    return true;
}

bool Session::stepAny()
{
    if (m_stopped || m_live)
        return false;
    followJournal();
    startDue();
    Member *next = nullptr;
    std::uint64_t arrival = 0;
    for (Member &member : m_members) {
        if (!member.runner)
            continue;
        const Gate::View view = m_gate.look(member.runner->seat());
        if (view.isWaiting && (next == nullptr || view.arrival < arrival)) {
            next = &member;
            arrival = view.arrival;
        }
    }
    return next != nullptr && letThrough(*next);
}

bool Session::step(Role role)
{
    if (m_stopped || m_live)
        return false;
    followJournal();
    for (Member &member : m_members) {
        if (member.who.role != role)
            continue;
        if (!member.runner)
            startMember(member);
        if (m_gate.look(member.runner->seat()).isWaiting)
            return letThrough(member);
        if (!member.runner->hasEnded())
            return false; // the next guest of this role comes when this one has left
    }
    return false;
}

std::vector<Session::Standing> Session::standings() const
{
    std::vector<Standing> standings;
    for (const Member &member : m_members) {
        if (!member.runner || member.runner->hasEnded())
            continue;
        const Gate::View view = m_gate.look(member.runner->seat());
        standings.push_back({member.who, member.program,
                             view.isWaiting ? view.line : LineNumber::None,
                             member.runner->blockedCall() != Seq::None});
    }
    return standings;
}

void Session::goLive()
{
    if (m_live || m_stopped)
        return;
    m_live = true;
    for (Member &member : m_members) {
        if (member.runner)
            m_gate.setLive(member.runner->seat());
    }
    startDue();
    if (m_wire)
        m_wire->askAfterEachDelivery(false);
    m_kernel.startSampling();
}

void Session::goStepwise()
{
    if (!m_live)
        return;
    m_kernel.stopSampling();
    if (m_wire)
        m_wire->askAfterEachDelivery(true);
    m_live = false;
    for (Member &member : m_members) {
        if (member.runner)
            m_gate.setAsked(member.runner->seat());
    }
    settle();
    followJournal();
    report(KernelReporter::Depth::Full);
}

void Session::lookAround()
{
    followJournal();
    startDue();
    if (m_live && m_clock.now() - m_lastWaitLook >= waitLookInterval) {
        recordLongWaits();
        m_lastWaitLook = m_clock.now();
    }
    if (!m_live && !m_stopped)
        report(KernelReporter::Depth::Full);
    followJournal();
}

void Session::followJournal()
{
    const std::size_t end = m_journal.size();
    while (m_followed < end) {
        const Seq seq{static_cast<std::uint32_t>(++m_followed)};
        const Kind kind = m_journal.kindOf(seq);
        if (kind != Kind::Call && kind != Kind::Return && kind != Kind::Door)
            continue;
        const Event event = m_journal.at(seq);
        const bool ofServer = event.who.role == Role::Server;
        if (!ofServer && event.who.role != Role::Client)
            continue;
        if (event.kind == Kind::Call || event.kind == Kind::Return)
            m_lastOfPrograms = event.seq;
        if (event.kind == Kind::Call && !hasEntered(event.who, event.call))
            m_entered.emplace_back(event.who, event.call);
        if (!ofServer)
            continue;
        if ((event.kind == Kind::Door && event.stage == DoorStage::Closed
             && event.role == DoorRole::Connection)
            || (event.kind == Kind::Return && event.call == CallName::SendTo))
            ++m_guestsServed;
        if (event.kind == Kind::Door && event.stage == DoorStage::Named
            && m_options.server.port == 0)
            m_kernel.watch(event.local.port);
        if (event.kind == Kind::Return && event.call == CallName::Bind && event.error == EADDRINUSE)
            explainPortInUse(m_journal.at(event.cause));
    }
}

void Session::explainPortInUse(const Event &bindCall)
{
    if (m_wire)
        return; // nobody but the session's own programs stands there
    auto diag = SockDiag::open();
    if (!diag)
        return;
    const DoorView *door = m_history.catchUp().door(bindCall.door);
    const Protocol protocol = door == nullptr ? Protocol::Tcp : door->protocol;
    const auto holder = findPortHolder(*diag, bindCall.peer, protocol);
    if (!holder)
        return;
    std::string_view topic = "port-held-other";
    if (holder->socket.state == SocketState::TimeWait)
        topic = "port-held-time-wait";
    else if (holder->pid)
        topic = "port-held-by-program";
    const std::string text =
        holder->pid ? fmt::format("{} ({})", holder->program, *holder->pid) : std::string();
    recordFault(topic, text, 0, holder->socket.local);
}

bool Session::isSomethingPending()
{
    if (m_wire && m_wire->relay().isFlying())
        return true;
    const auto rests = [this](const Member &member) {
        return member.runner && m_gate.look(member.runner->seat()).isResting;
    };
    if (std::ranges::any_of(m_members, rests))
        return true;
    const World &world = m_history.catchUp();
    for (std::size_t i = 0; i < world.doors().size(); ++i) {
        const DoorView &door = world.doors()[i];
        const bool isSomebodys =
            door.fd >= 0 || door.stage == DoorStage::HalfOpen || door.stage == DoorStage::Finished;
        if (isSomebodys && door.timer != Timer::None)
            return true;
    }
    return false;
}

bool Session::isOver()
{
    followJournal();
    if (m_stopped)
        return true;
    const auto hasEnded = [](const Member &m) { return m.runner && m.runner->hasEnded(); };
    if (m_options.part == Part::ServerOnly) {
        return (m_options.guests != 0 && m_guestsServed >= m_options.guests)
               || std::ranges::all_of(m_members, hasEnded);
    }
    if (m_wire && m_wire->relay().isFlying())
        return false;
    return std::ranges::all_of(m_members, [&](const Member &member) {
        if (member.who.role == Role::Client)
            return hasEnded(member);
        return !member.runner || hasEnded(member) || member.runner->blockedCall() != Seq::None;
    });
}

std::size_t Session::guestsServed()
{
    followJournal();
    return m_guestsServed;
}

void Session::stop()
{
    if (m_stopped)
        return;
    m_stopped = true;
    m_gate.stop();
    while (true) {
        const std::uint64_t seen = m_gate.changes();
        bool allEnded = true;
        for (Member &member : m_members) {
            if (member.runner && !member.runner->hasEnded()) {
                member.runner->requestStop();
                allEnded = false;
            }
        }
        if (allEnded)
            break;
        m_gate.waitForChange(seen, interruptInterval);
    }
    m_kernel.stopSampling(); // only now, as a report that is under way may take longer than a stop
    followJournal();
    report(KernelReporter::Depth::Full);
}

Seq Session::recordFault(std::string_view topic, std::string_view text, int error,
                         const Endpoint &address)
{
    Event event = faultEvent(topic, error);
    event.bytes = text;
    event.peer = address;
    return m_journal.append(event);
}

std::vector<Session::Problem> Session::problems() const
{
    std::vector<Problem> problems;
    for (const Member &member : m_members) {
        if (!member.runner || !member.runner->hasEnded())
            continue;
        const ProgramEnd &end = member.runner->end();
        const bool isBad =
            end.kind == ProgramEnd::Kind::JournalFull
            || (end.kind == ProgramEnd::Kind::Failed && end.error != member.expectedError);
        if (isBad)
            problems.push_back({member.who, end});
    }
    return problems;
}

} // namespace twodoors
