// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/kernel_reporter.h"

#include <algorithm>

namespace twodoors
{

namespace
{

StateSet statesOf(KernelReporter::Depth depth) noexcept
{
    return depth == KernelReporter::Depth::Full ? StateSet::all()
                                                : StateSet::all().without(SocketState::TimeWait);
}

DoorStage stageBeforeAccept(const KernelSocket &socket) noexcept
{
    return socket.state == SocketState::SynRecv ? DoorStage::HalfOpen : DoorStage::Finished;
}

/// Time alone makes a timer's rest smaller; that is no news.
bool saysTheSame(const KernelSocket &one, const KernelSocket &other) noexcept
{
    return one.state == other.state && one.receiveQueue == other.receiveQueue
           && one.sendQueue == other.sendQueue && one.timer == other.timer
           && one.retransmits == other.retransmits;
}

} // namespace

KernelReporter::KernelReporter(Journal &journal, DoorRegistry &doors, SockDiag diag)
    : m_journal(journal), m_doors(doors), m_diag(std::move(diag))
{}

void KernelReporter::watch(std::uint16_t port)
{
    if (std::ranges::find(m_ports, port) == m_ports.end())
        m_ports.push_back(port);
}

void KernelReporter::limitTo(Role programs)
{
    m_programs = programs;
}

Result<std::size_t> KernelReporter::report(Depth depth, Seq cause)
{
    ++m_round;
    m_events = 0;
    m_cause = cause;
    m_before = relevantDoors();
    const auto snapshot = Snapshot::take(m_diag, m_ports, statesOf(depth));
    if (!snapshot)
        return snapshot.failure();
    readJournal();

    m_welcomes.clear();
    for (const auto &[flow, entry] : m_before) {
        if (entry.role == DoorRole::Welcome && !entry.closed)
            m_welcomes.emplace_back(flow, entry);
    }
    const auto connecting = connectingByInode();
    snapshot->forEach([this, &connecting](const Flow &flow, const KernelSocket &socket) {
        const auto caller = socket.inode == 0 ? connecting.end() : connecting.find(socket.inode);
        const auto known = m_before.find(flow);
        if (caller != connecting.end())
            reportState(flow, socket, caller->second);
        else if (known != m_before.end())
            reportKnown(flow, socket, known->second);
        else
            reportUnknown(flow, socket);
    });
    if (const auto done = reportGone(depth, *snapshot); !done)
        return done.failure();
    dropOldRecords();
    return m_events;
}

KernelReporter::Entries KernelReporter::relevantDoors() const
{
    const auto isWatched = [this](const Flow &flow) {
        return flow.protocol == Protocol::Udp
               || std::ranges::any_of(m_ports, [&flow](std::uint16_t port) {
                      return flow.local.port == port
                             || (flow.peer.isSet() && flow.peer.port == port);
                  });
    };
    Entries doors;
    for (const auto &[flow, entry] : m_doors.all()) {
        if (isWatched(flow) && isOfThisHost(entry.owner))
            doors.emplace(flow, entry);
    }
    return doors;
}

void KernelReporter::reportKnown(const Flow &flow, const KernelSocket &socket, const Entry &entry)
{
    if (!isUnchanged(flow, entry))
        return;
    if (entry.closed) {
        if (isBeforeAccept(socket)) {
            // No closed door can be like this: a new guest has come with the same port.
            if (!welcomeDoorFor(flow) || !isSaidClosed(entry.door))
                return;
            sayGone(flow, entry);
            m_told.erase(flow);
            reportUnknown(flow, socket);
            return;
        }
        if (socket.inode != 0)
            return; // either not closed yet, or another socket with the same flow
    }
    const auto place = m_told.find(flow);
    if (place != m_told.end() && place->second.entry.door == entry.door && place->second.waits) {
        Told &told = place->second;
        if (!isBeforeAccept(socket)) {
            told.waits = false;
        } else if (told.stage == DoorStage::HalfOpen
                   && stageBeforeAccept(socket) == DoorStage::Finished && mayWaitForAccept(flow)
                   && told.waits) {
            told.stage = DoorStage::Finished;
            appendDoor(DoorStage::Finished, flow, entry);
        }
    }
    reportState(flow, socket, entry);
}

void KernelReporter::reportUnknown(const Flow &flow, const KernelSocket &socket)
{
    if (!isBeforeAccept(socket))
        return;
    const auto welcome = welcomeDoorFor(flow);
    if (!welcome || (stageBeforeAccept(socket) == DoorStage::Finished && !mayWaitForAccept(flow)))
        return;
    const auto entry = m_doors.assignUnknown(flow, DoorRole::Connection, welcome->owner);
    if (!entry)
        return; // accepted since the snapshot, and closed again perhaps
    Told &told = m_told[flow];
    told = {};
    told.entry = *entry;
    told.waits = true;
    told.stage = stageBeforeAccept(socket);
    appendDoor(told.stage, flow, *entry);
    reportState(flow, socket, *entry);
}

void KernelReporter::reportState(const Flow &flow, const KernelSocket &socket, const Entry &entry)
{
    Told &told = m_told[flow];
    if (told.entry.door != entry.door) {
        if (isSaidClosed(told.entry.door) && flow.protocol == Protocol::Tcp)
            sayGone(flow, told.entry); // or its flow would not be another's
        told = {};
        told.entry = entry;
    }
    told.entry = entry;
    told.round = m_round;
    told.missed.reset();
    if (told.hasState && saysTheSame(told.state, socket))
        return;
    told.hasState = true;
    told.state = socket;

    Event event;
    event.kind = Kind::State;
    event.door = entry.door;
    event.state = socket.state;
    event.receiveQueue = socket.receiveQueue;
    event.sendQueue = socket.sendQueue;
    event.timer = socket.timer;
    event.expires = socket.expires;
    event.retransmits = socket.retransmits;
    append(event, entry.owner);
}

/// Not being in one snapshot is not proof enough: the kernel tells a long list in parts, and
/// accept() may have returned a door since. So those that seem gone are looked for once more.
Result<bool> KernelReporter::reportGone(Depth depth, const Snapshot &snapshot)
{
    std::vector<std::pair<Flow, Entry>> missing;
    for (const auto &[flow, entry] : m_before) {
        if (seemsGone(depth, snapshot, flow, entry) || seemsReset(depth, snapshot, flow, entry))
            missing.emplace_back(flow, entry);
    }
    if (missing.empty())
        return true;
    const auto second = Snapshot::take(m_diag, m_ports, statesOf(depth));
    if (!second)
        return second.failure();
    readJournal();
    for (const auto &[flow, entry] : missing) {
        if (!isUnchanged(flow, entry))
            continue;
        if (seemsGone(depth, *second, flow, entry)) {
            if (!entry.closed && isPerhapsAccepted(flow))
                continue;
            sayGone(flow, entry);
            m_told.erase(flow);
        } else if (seemsReset(depth, *second, flow, entry)) {
            KernelSocket closed;
            closed.protocol = flow.protocol;
            closed.state = SocketState::Closed;
            reportState(flow, closed, entry);
        }
    }
    return true;
}

bool KernelReporter::seemsGone(Depth depth, const Snapshot &snapshot, const Flow &flow,
                               const Entry &entry) const
{
    if (snapshot.has(flow))
        return false;
    const auto place = m_told.find(flow);
    const Told *told =
        place != m_told.end() && place->second.entry.door == entry.door ? &place->second : nullptr;
    if (!entry.closed) {
        if (told == nullptr || !told->waits)
            return false;
        const KernelSocket *listener = snapshot.listenerFor(flow.local);
        return listener == nullptr
               || (told->state.state == SocketState::SynRecv && snapshot.unseenIn(*listener) == 0);
    }
    if (!isSaidClosed(entry.door))
        return false;
    if (depth == Depth::Full || flow.protocol == Protocol::Udp || entry.role == DoorRole::Welcome)
        return true;
    // Whoever was closed by the other side first never comes to TIME-WAIT: RFC 9293, 3.3.2.
    return told != nullptr && told->hasState
           && (told->state.state == SocketState::CloseWait
               || told->state.state == SocketState::LastAck);
}

/// A guest that knocks, speaks and resets the connection at once leaves a socket that the kernel no
/// longer lists. An accept() that has taken it says so within moments, and it is the same door
/// then.
bool KernelReporter::isPerhapsAccepted(const Flow &flow)
{
    constexpr std::chrono::seconds moments{1};
    const auto place = m_told.find(flow);
    const auto welcome = welcomeDoorFor(flow);
    if (place == m_told.end() || !welcome || !m_accepting.contains(welcome->door))
        return false;
    const auto now = std::chrono::steady_clock::now();
    std::optional<std::chrono::steady_clock::time_point> &missed = place->second.missed;
    if (!missed)
        missed = now;
    return now - *missed < moments;
}

/// A connection that its program still holds and the kernel no longer lists is CLOSED: an RST has
/// ended it (RFC 9293, 3.10.7.4). TIME-WAIT, which a sampled report leaves out, could hide it.
bool KernelReporter::seemsReset(Depth depth, const Snapshot &snapshot, const Flow &flow,
                                const Entry &entry) const
{
    if (depth != Depth::Full || entry.closed || flow.protocol != Protocol::Tcp
        || snapshot.has(flow))
        return false;
    const auto place = m_told.find(flow);
    if (place == m_told.end() || place->second.entry.door != entry.door)
        return false;
    const Told &told = place->second;
    return told.hasState && !told.waits && told.state.state != SocketState::Closed
           && told.state.state != SocketState::Listen;
}

void KernelReporter::dropOldRecords()
{
    std::erase_if(m_told, [this](const auto &record) {
        const auto &[flow, told] = record;
        if (told.round == m_round)
            return false;
        const auto known = m_before.find(flow);
        return known == m_before.end() || known->second.door != told.entry.door
               || known->second.closed;
    });
}

/// The welcome door that a connection came through: one on its very address before one on any.
std::optional<DoorRegistry::Entry> KernelReporter::welcomeDoorFor(const Flow &child) const
{
    std::optional<Entry> found;
    for (const auto &[flow, entry] : m_welcomes) {
        if (flow.local.family != child.local.family || flow.local.port != child.local.port)
            continue;
        if (flow.local.address == child.local.address)
            return entry;
        if (flow.local.isAnyAddress())
            found = entry;
    }
    return found;
}

/// Where accept() is under way, it is about to return a finished connection, or has: that it waits
/// is not said then, lest the journal say so after it was accepted.
bool KernelReporter::mayWaitForAccept(const Flow &child)
{
    readJournal();
    const auto welcome = welcomeDoorFor(child);
    return welcome && !m_accepting.contains(welcome->door);
}

/// Whether the registry says of the flow what it said before the snapshot.
bool KernelReporter::isUnchanged(const Flow &flow, const Entry &before) const
{
    const auto now = m_doors.find(flow);
    return now && now->door == before.door && now->closed == before.closed;
}

bool KernelReporter::isOfThisHost(const Who &owner) const noexcept
{
    return !m_programs || owner.role == *m_programs;
}

void KernelReporter::appendDoor(DoorStage stage, const Flow &flow, const Entry &entry)
{
    Event event;
    event.kind = Kind::Door;
    event.stage = stage;
    event.door = entry.door;
    event.role = entry.role;
    event.protocol = flow.protocol;
    event.local = flow.local;
    event.peer = flow.peer;
    append(event, entry.owner);
}

void KernelReporter::sayGone(const Flow &flow, const Entry &entry)
{
    appendDoor(DoorStage::Gone, flow, entry);
    m_doors.forget(flow, entry.door);
}

void KernelReporter::append(Event event, const Who &owner)
{
    event.who = kernelOf(owner);
    event.evidence = Evidence::Kernel;
    event.cause = m_cause;
    if (m_journal.append(event) != Seq::None)
        ++m_events;
}

} // namespace twodoors
