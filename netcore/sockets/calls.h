// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"
#include "journal/journal.h"
#include "sockets/door_registry.h"
#include "sockets/host.h"
#include "sockets/interruption.h"

#include <atomic>
#include <string>

namespace twodoors
{

/// A socket that a program holds.
struct OpenDoor {
    Descriptor fd;
    DoorId id = DoorId::None;
    DoorRole role = DoorRole::Plain;
    Protocol protocol = Protocol::None;
    Family family = Family::IPv4;
    Endpoint local;
    Endpoint peer;

    [[nodiscard]] Flow flow() const noexcept { return {protocol, local, peer}; }
};

/// Where in its program a call is made.
struct CallSite {
    LineNumber line = LineNumber::None;
    Seq lineEvent = Seq::None;
    std::string_view into; ///< the name that gets the result
    std::string_view from; ///< the name that gets the peer's address
};

/// What a call gave.
struct Outcome {
    std::int64_t value = -1; ///< as the call returned it
    int error = 0;           ///< errno, 0 where the call succeeded
    Seq event = Seq::None;   ///< its return in the journal

    [[nodiscard]] bool succeeded() const noexcept { return error == 0; }
};

/// The POSIX socket calls of one program's thread, each made once and recorded: a `call` event
/// before, a `return` event after, and what both say of the doors. A call that a signal ended is
/// not repeated here: its EINTR is recorded and returned, as the kernel gave it.
///
/// Sockets are made close-on-exec, as Python makes them (PEP 446).
class Calls
{
public:
    /// Journal, clock and registry must outlive this object.
    Calls(Journal &journal, const Clock &clock, DoorRegistry &doors, Who who, Host host = {});

    [[nodiscard]] Outcome socket(const CallSite &site, Family family, Protocol protocol,
                                 OpenDoor &door);
    [[nodiscard]] Outcome bind(const CallSite &site, OpenDoor &door, const Endpoint &address);
    [[nodiscard]] Outcome listen(const CallSite &site, OpenDoor &door, int backlog);
    [[nodiscard]] Outcome accept(const CallSite &site, const OpenDoor &welcome,
                                 OpenDoor &connection);
    [[nodiscard]] Outcome connect(const CallSite &site, OpenDoor &door, const Endpoint &address);

    /// What is known once the kernel has gone on with a connect() that a signal had ended, and the
    /// program has learnt that it succeeded (connect(2), EINTR).
    void connectedLate(OpenDoor &door, const Endpoint &peer, Seq cause);

    /// Sends with MSG_NOSIGNAL: a broken pipe is an EPIPE, never a SIGPIPE.
    [[nodiscard]] Outcome send(const CallSite &site, OpenDoor &door, std::string_view bytes);
    [[nodiscard]] Outcome recv(const CallSite &site, OpenDoor &door, std::size_t size,
                               std::string &bytes);
    [[nodiscard]] Outcome sendto(const CallSite &site, OpenDoor &door, std::string_view bytes,
                                 const Endpoint &address);

    /// Receives with MSG_TRUNC: the value is the datagram's real length, which may exceed `size`.
    [[nodiscard]] Outcome recvfrom(const CallSite &site, OpenDoor &door, std::size_t size,
                                   std::string &bytes, Endpoint &sender);

    /// The value is an int; milliseconds for the two timeouts (socket(7)).
    [[nodiscard]] Outcome setsockopt(const CallSite &site, OpenDoor &door, SocketOption option,
                                     std::int64_t value);
    [[nodiscard]] Outcome getsockopt(const CallSite &site, OpenDoor &door, SocketOption option,
                                     std::int64_t &value);
    [[nodiscard]] Outcome getsockname(const CallSite &site, OpenDoor &door, Endpoint &address);
    [[nodiscard]] Outcome getpeername(const CallSite &site, OpenDoor &door, Endpoint &address);

    /// `how` is SHUT_RD, SHUT_WR or SHUT_RDWR.
    [[nodiscard]] Outcome shutdown(const CallSite &site, OpenDoor &door, int how);
    [[nodiscard]] Outcome close(const CallSite &site, OpenDoor &door);

    /// Waits for POLLIN or POLLOUT; `timeout` in milliseconds, below 0 for ever. `events` becomes
    /// what poll reported.
    [[nodiscard]] Outcome poll(const CallSite &site, OpenDoor &door, short &events, int timeout);

    /// What the kernel does with a door whose program has ended: closes it, recorded as the
    /// kernel's.
    void closeForProgram(OpenDoor &door, Seq cause);

    /// The call that the program is in; None between calls. Any thread may ask.
    [[nodiscard]] Seq currentCall() const noexcept { return m_currentCall.load(); }

    /// Whether the journal took every event so far.
    [[nodiscard]] bool isRecorded() const noexcept { return m_recorded; }

    /// Appends an event of this program that is no call.
    Seq record(const Event &event);

private:
    struct Entered {
        Event back; ///< the return event, but for its outcome
        Nanoseconds begin{0};
    };

    [[nodiscard]] Entered enter(const CallSite &site, const OpenDoor &door, CallName name);
    /// Makes `arguments` the call's event and appends it.
    [[nodiscard]] Entered enter(const CallSite &site, const OpenDoor &door, CallName name,
                                Event &arguments);
    /// Takes errno where the value is negative.
    void left(Entered &entered, std::int64_t value);
    [[nodiscard]] Outcome finish(const Entered &entered);
    void recordDoor(const OpenDoor &door, DoorStage stage, Seq cause, Who who, Evidence evidence,
                    std::int64_t size = 0);
    void recordDoor(const OpenDoor &door, DoorStage stage, Seq cause);
    void learnConnection(OpenDoor &door, const Endpoint &peer, Seq cause);
    void inferReset(const Flow &flow, std::uint32_t flags, Seq cause);
    void inferKnocks(const Flow &clientFlow, Seq cause);
    void inferPacket(const Endpoint &source, const Endpoint &destination, std::uint32_t flags,
                     Seq cause);
    void learnLocal(OpenDoor &door) noexcept;
    [[nodiscard]] static bool endsWithItsProgram(const OpenDoor &door) noexcept;

    Journal &m_journal;
    const Clock &m_clock;
    DoorRegistry &m_doors;
    Who m_who;
    Host m_host;
    bool m_recorded = true;
    std::atomic<Seq> m_currentCall = Seq::None;
};

} // namespace twodoors
