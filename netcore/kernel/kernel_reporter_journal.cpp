// SPDX-License-Identifier: GPL-3.0-or-later
// What a reporter takes from the journal: the calls that are under way, and what they have done.
#include "kernel/kernel_reporter.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <sys/stat.h>

namespace twodoors
{

/// Of doors that this reporter knows: which were accepted or closed; and which are connecting.
void KernelReporter::readJournal()
{
    for (const std::size_t size = m_journal.size(); m_read < size; ++m_read) {
        const Seq seq{static_cast<std::uint32_t>(m_read + 1)};
        const Kind kind = m_journal.kindOf(seq);
        if (kind == Kind::Door)
            readDoorEvent(m_journal.at(seq));
        else if (kind == Kind::Call || kind == Kind::Return)
            readCall(m_journal.at(seq));
    }
}

void KernelReporter::readCall(const Event &event)
{
    const bool isEntered = event.kind == Kind::Call;
    if (event.call == CallName::Accept) {
        int &calls = m_accepting[event.door];
        calls += isEntered ? 1 : -1;
        if (calls <= 0)
            m_accepting.erase(event.door);
        if (!isEntered && event.error == 0)
            waitsNoMore({Protocol::Tcp, event.local, event.peer});
    } else if (event.call == CallName::Connect) {
        // After these three the kernel goes on connecting by itself: connect(2).
        if (isEntered)
            m_connecting[event.door] = {event.fd, event.who};
        else if (event.error != EINPROGRESS && event.error != EINTR && event.error != EALREADY)
            m_connecting.erase(event.door);
    }
}

void KernelReporter::readDoorEvent(const Event &event)
{
    if (event.stage != DoorStage::Accepted && event.stage != DoorStage::Closed)
        return;
    if (event.stage == DoorStage::Closed) {
        m_connecting.erase(event.door);
        m_closed.resize(
            std::max<std::size_t>(m_closed.size(), number(event.door) + std::size_t{1}));
        m_closed[number(event.door)] = true;
    }
    waitsNoMore({event.protocol, event.local, event.peer});
}

void KernelReporter::waitsNoMore(const Flow &flow)
{
    const auto place = m_told.find(flow);
    if (place != m_told.end())
        place->second.waits = false;
}

/// Whether the journal says so; the registry may know a moment earlier.
bool KernelReporter::isSaidClosed(DoorId door) const
{
    return number(door) < m_closed.size() && m_closed[number(door)];
}

/// While connect() has not returned, its descriptor is the only way from the door to its socket. It
/// is looked up from outside (proc(5)), for it is its program's: it may be closed at any moment.
std::unordered_map<std::uint64_t, DoorRegistry::Entry> KernelReporter::connectingByInode() const
{
    std::unordered_map<std::uint64_t, Entry> doors;
    for (const auto &[door, connecting] : m_connecting) {
        if (!isOfThisHost(connecting.who))
            continue;
        struct stat status {};
        const std::string path = "/proc/self/fd/" + std::to_string(connecting.fd);
        if (::stat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode))
            doors[status.st_ino] = {door, DoorRole::Client, connecting.who, false};
    }
    return doors;
}

} // namespace twodoors
