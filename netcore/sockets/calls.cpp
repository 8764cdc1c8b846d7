// SPDX-License-Identifier: GPL-3.0-or-later
#include "sockets/calls.h"

#include "sockets/address.h"
#include "sockets/socket_options.h"

#include <cerrno>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

namespace twodoors
{

namespace
{

/// Gives `seq` back, having noted where the journal did not take the event.
Seq noted(Seq seq, bool &recorded) noexcept
{
    recorded = recorded && seq != Seq::None;
    return seq;
}

} // namespace

Calls::Calls(Journal &journal, const Clock &clock, DoorRegistry &doors, Who who, Host host)
    : m_journal(journal), m_clock(clock), m_doors(doors), m_who(who), m_host(std::move(host))
{}

Seq Calls::record(const Event &event)
{
    if (event.who.role != Role::TwoDoors)
        return noted(m_journal.append(event), m_recorded);
    Event own = event;
    own.who = m_who;
    return noted(m_journal.append(own), m_recorded);
}

Calls::Entered Calls::enter(const CallSite &site, const OpenDoor &door, CallName name)
{
    Event none;
    return enter(site, door, name, none);
}

Calls::Entered Calls::enter(const CallSite &site, const OpenDoor &door, CallName name,
                            Event &arguments)
{
    arguments.kind = Kind::Call;
    arguments.who = m_who;
    arguments.cause = site.lineEvent;
    arguments.call = name;
    arguments.line = site.line;
    arguments.door = door.id;
    arguments.fd = door.fd.get();

    // the return's time is this one and the duration, so that all three agree
    Entered entered;
    entered.begin = m_clock.now();
    entered.back.kind = Kind::Return;
    entered.back.who = m_who;
    entered.back.cause = noted(m_journal.append(arguments, entered.begin), m_recorded);
    entered.back.call = name;
    entered.back.line = site.line;
    entered.back.door = door.id;
    entered.back.fd = door.fd.get();
    entered.back.into = site.into;
    entered.back.from = site.from;
    m_currentCall.store(entered.back.cause, std::memory_order_release);
    errno = 0;
    return entered;
}

void Calls::left(Entered &entered, std::int64_t value)
{
    entered.back.error = value < 0 ? errno : 0;
    entered.back.duration = m_clock.now() - entered.begin;
    entered.back.value = value;
    m_currentCall.store(Seq::None, std::memory_order_release);
}

Outcome Calls::finish(const Entered &entered)
{
    const Nanoseconds returned = entered.begin + entered.back.duration;
    return {entered.back.value, entered.back.error,
            noted(m_journal.append(entered.back, returned), m_recorded)};
}

void Calls::recordDoor(const OpenDoor &door, DoorStage stage, Seq cause, Who who, Evidence evidence,
                       std::int64_t size)
{
    Event event;
    event.kind = Kind::Door;
    event.who = who;
    event.evidence = evidence;
    event.cause = cause;
    event.stage = stage;
    event.door = door.id;
    event.role = door.role;
    event.protocol = door.protocol;
    event.fd = door.fd.get();
    event.local = door.local;
    event.peer = door.peer;
    event.size = size;
    record(event);
}

void Calls::recordDoor(const OpenDoor &door, DoorStage stage, Seq cause)
{
    recordDoor(door, stage, cause, m_who, Evidence::Call);
}

void Calls::inferPacket(const Endpoint &source, const Endpoint &destination, std::uint32_t flags,
                        Seq cause)
{
    if (m_host.showsPackets)
        return;
    Event event;
    event.kind = Kind::Packet;
    event.who = {Role::Wire, 0};
    event.evidence = Evidence::Inferred;
    event.cause = cause;
    event.verb = PacketVerb::Delivered;
    event.protocol = Protocol::Tcp;
    event.local = source;
    event.peer = destination;
    event.flags = flags;
    record(event);
}

void Calls::inferKnocks(const Flow &clientFlow, Seq cause)
{
    if (!m_doors.firstKnock(clientFlow))
        return;
    inferPacket(clientFlow.local, clientFlow.peer, TcpFlag::Syn, cause);
    inferPacket(clientFlow.peer, clientFlow.local, TcpFlag::Syn | TcpFlag::Ack, cause);
    inferPacket(clientFlow.local, clientFlow.peer, TcpFlag::Ack, cause);
}

void Calls::inferReset(const Flow &flow, std::uint32_t flags, Seq cause)
{
    if (m_doors.firstReset(flow))
        inferPacket(flow.local, flow.peer, flags, cause);
}

void Calls::learnLocal(OpenDoor &door) noexcept
{
    SocketAddress address;
    if (::getsockname(door.fd.get(), address.get(), &address.length) == 0)
        door.local = address.endpoint();
}

Outcome Calls::socket(const CallSite &site, Family family, Protocol protocol, OpenDoor &door)
{
    Event arguments;
    arguments.protocol = protocol;
    arguments.family = family;
    door = {};
    Entered entered = enter(site, door, CallName::Socket, arguments);
    const int type = protocol == Protocol::Udp ? SOCK_DGRAM : SOCK_STREAM;
    const int domain = family == Family::IPv6 ? AF_INET6 : AF_INET;
    const int fd = m_host.makeSocket ? m_host.makeSocket(domain, type | SOCK_CLOEXEC, 0)
                                     : ::socket(domain, type | SOCK_CLOEXEC, 0);
    left(entered, fd);
    if (fd < 0)
        return finish(entered);
    door.fd.reset(fd);
    door.id = m_doors.next();
    door.protocol = protocol;
    door.family = family;
    door.role = protocol == Protocol::Udp    ? DoorRole::Mailbox
                : m_who.role == Role::Client ? DoorRole::Client
                                             : DoorRole::Plain;
    entered.back.door = door.id;
    entered.back.fd = fd;
    const Outcome outcome = finish(entered);
    recordDoor(door, DoorStage::Made, outcome.event);
    return outcome;
}

Outcome Calls::bind(const CallSite &site, OpenDoor &door, const Endpoint &address)
{
    Event arguments;
    arguments.peer = address;
    const SocketAddress socketAddress(address);
    Entered entered = enter(site, door, CallName::Bind, arguments);
    left(entered, ::bind(door.fd.get(), socketAddress.get(), socketAddress.length));
    if (entered.back.error == 0) {
        learnLocal(door);
        entered.back.local = door.local;
    }
    const Outcome outcome = finish(entered);
    if (outcome.succeeded()) {
        if (door.protocol == Protocol::Udp)
            m_doors.assign(door.flow(), {door.id, door.role, m_who, false});
        recordDoor(door, DoorStage::Named, outcome.event);
    }
    return outcome;
}

Outcome Calls::listen(const CallSite &site, OpenDoor &door, int backlog)
{
    Event arguments;
    arguments.size = backlog;
    Entered entered = enter(site, door, CallName::Listen, arguments);
    left(entered, ::listen(door.fd.get(), backlog));
    const Outcome outcome = finish(entered);
    if (outcome.succeeded()) {
        learnLocal(door); // an unbound socket gets its port here: listen(2)
        door.role = DoorRole::Welcome;
        m_doors.assign(door.flow(), {door.id, door.role, m_who, false});
        recordDoor(door, DoorStage::Welcome, outcome.event, m_who, Evidence::Call, backlog);
    }
    return outcome;
}

Outcome Calls::accept(const CallSite &site, const OpenDoor &welcome, OpenDoor &connection)
{
    SocketAddress peer;
    Entered entered = enter(site, welcome, CallName::Accept);
    const int fd = ::accept4(welcome.fd.get(), peer.get(), &peer.length, SOCK_CLOEXEC);
    left(entered, fd);
    if (fd < 0)
        return finish(entered);
    connection = {};
    connection.fd.reset(fd);
    connection.protocol = welcome.protocol;
    connection.family = welcome.family;
    connection.role = DoorRole::Connection;
    connection.peer = peer.endpoint();
    if (!welcome.local.isSet() || welcome.local.isAnyAddress())
        learnLocal(connection);
    else
        connection.local = welcome.local; // tcp(7): it came to this very address
    connection.id = m_doors.findOrAssign(connection.flow(), DoorRole::Connection, m_who).entry.door;
    inferKnocks(connection.flow().reversed(), entered.back.cause);
    entered.back.local = connection.local;
    entered.back.peer = connection.peer;
    const Outcome outcome = finish(entered);
    recordDoor(connection, DoorStage::Accepted, outcome.event);
    return outcome;
}

Outcome Calls::connect(const CallSite &site, OpenDoor &door, const Endpoint &address)
{
    Event arguments;
    arguments.peer = address;
    const SocketAddress socketAddress(address);
    Entered entered = enter(site, door, CallName::Connect, arguments);
    left(entered, ::connect(door.fd.get(), socketAddress.get(), socketAddress.length));
    const int error = entered.back.error;
    if (error == 0) {
        learnConnection(door, address, entered.back.cause);
        entered.back.local = door.local;
    } else if (error == ECONNREFUSED && door.protocol == Protocol::Tcp) {
        inferPacket(door.local, address, TcpFlag::Syn, entered.back.cause);
        inferPacket(address, door.local, TcpFlag::Rst | TcpFlag::Ack, entered.back.cause);
    }
    entered.back.peer = address;
    const Outcome outcome = finish(entered);
    if (error == 0)
        recordDoor(door, DoorStage::Connected, outcome.event);
    return outcome;
}

void Calls::learnConnection(OpenDoor &door, const Endpoint &peer, Seq cause)
{
    learnLocal(door);
    door.peer = peer;
    if (door.role == DoorRole::Plain)
        door.role = DoorRole::Client;
    m_doors.assign(door.flow(), {door.id, door.role, m_who, false});
    if (door.protocol == Protocol::Tcp)
        inferKnocks(door.flow(), cause);
}

void Calls::connectedLate(OpenDoor &door, const Endpoint &peer, Seq cause)
{
    learnConnection(door, peer, cause);
    recordDoor(door, DoorStage::Connected, cause);
}

Outcome Calls::send(const CallSite &site, OpenDoor &door, std::string_view bytes)
{
    Event arguments;
    arguments.bytes = bytes;
    arguments.size = static_cast<std::int64_t>(bytes.size());
    arguments.flags = MSG_NOSIGNAL;
    Entered entered = enter(site, door, CallName::Send, arguments);
    left(entered, ::send(door.fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
    if (entered.back.error == ECONNRESET)
        inferReset(door.flow().reversed(), TcpFlag::Rst, entered.back.cause);
    entered.back.size = arguments.size;
    return finish(entered);
}

Outcome Calls::recv(const CallSite &site, OpenDoor &door, std::size_t size, std::string &bytes)
{
    Event arguments;
    arguments.size = static_cast<std::int64_t>(size);
    bytes.resize(size);
    Entered entered = enter(site, door, CallName::Recv, arguments);
    left(entered, ::recv(door.fd.get(), bytes.data(), size, 0));
    bytes.resize(entered.back.value > 0 ? static_cast<std::size_t>(entered.back.value) : 0);
    if (entered.back.error == ECONNRESET)
        inferReset(door.flow().reversed(), TcpFlag::Rst, entered.back.cause);
    entered.back.bytes = bytes;
    entered.back.size = arguments.size;
    return finish(entered);
}

Outcome Calls::sendto(const CallSite &site, OpenDoor &door, std::string_view bytes,
                      const Endpoint &address)
{
    Event arguments;
    arguments.bytes = bytes;
    arguments.size = static_cast<std::int64_t>(bytes.size());
    arguments.flags = MSG_NOSIGNAL;
    arguments.peer = address;
    const SocketAddress socketAddress(address);
    Entered entered = enter(site, door, CallName::SendTo, arguments);
    left(entered, ::sendto(door.fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL,
                           socketAddress.get(), socketAddress.length));
    entered.back.peer = address;
    entered.back.size = arguments.size;
    const Outcome outcome = finish(entered);
    if (outcome.succeeded() && !door.local.isSet()) {
        learnLocal(door);
        m_doors.assign(door.flow(), {door.id, door.role, m_who, false});
        recordDoor(door, DoorStage::Named, outcome.event);
    }
    return outcome;
}

Outcome Calls::recvfrom(const CallSite &site, OpenDoor &door, std::size_t size, std::string &bytes,
                        Endpoint &sender)
{
    Event arguments;
    arguments.size = static_cast<std::int64_t>(size);
    // of a TCP socket it would throw the bytes away: tcp(7)
    const int flags = door.protocol == Protocol::Udp ? MSG_TRUNC : 0;
    arguments.flags = static_cast<std::uint32_t>(flags);
    bytes.resize(size);
    SocketAddress address;
    Entered entered = enter(site, door, CallName::RecvFrom, arguments);
    left(entered,
         ::recvfrom(door.fd.get(), bytes.data(), size, flags, address.get(), &address.length));
    const auto length =
        entered.back.value > 0 ? static_cast<std::size_t>(entered.back.value) : std::size_t{0};
    bytes.resize(std::min(length, size));
    if (entered.back.error == 0) {
        sender = address.endpoint();
        entered.back.peer = sender;
    }
    entered.back.bytes = bytes;
    entered.back.size = arguments.size;
    return finish(entered);
}

Outcome Calls::setsockopt(const CallSite &site, OpenDoor &door, SocketOption option,
                          std::int64_t value)
{
    Event arguments;
    arguments.option = option;
    arguments.value = value;
    Entered entered = enter(site, door, CallName::SetSockOpt, arguments);
    left(entered, setSocketOption(door.fd.get(), option, value));
    entered.back.option = option;
    return finish(entered);
}

Outcome Calls::getsockopt(const CallSite &site, OpenDoor &door, SocketOption option,
                          std::int64_t &value)
{
    Event arguments;
    arguments.option = option;
    Entered entered = enter(site, door, CallName::GetSockOpt, arguments);
    left(entered, getSocketOption(door.fd.get(), option, value));
    entered.back.option = option;
    if (entered.back.error == 0)
        entered.back.size = value;
    return finish(entered);
}

Outcome Calls::getsockname(const CallSite &site, OpenDoor &door, Endpoint &address)
{
    SocketAddress found;
    Entered entered = enter(site, door, CallName::GetSockName);
    left(entered, ::getsockname(door.fd.get(), found.get(), &found.length));
    if (entered.back.error == 0)
        entered.back.local = address = found.endpoint();
    return finish(entered);
}

Outcome Calls::getpeername(const CallSite &site, OpenDoor &door, Endpoint &address)
{
    SocketAddress found;
    Entered entered = enter(site, door, CallName::GetPeerName);
    left(entered, ::getpeername(door.fd.get(), found.get(), &found.length));
    if (entered.back.error == 0)
        entered.back.peer = address = found.endpoint();
    return finish(entered);
}

Outcome Calls::shutdown(const CallSite &site, OpenDoor &door, int how)
{
    Event arguments;
    arguments.flags = static_cast<std::uint32_t>(how);
    Entered entered = enter(site, door, CallName::Shutdown, arguments);
    left(entered, ::shutdown(door.fd.get(), how));
    entered.back.flags = arguments.flags;
    return finish(entered);
}

/// Whether the kernel keeps nothing of the door once it is closed, and no report of the kernel's
/// can say so, as none knows it by a flow. RFC 9293, 3.10.4: CLOSED and SYN-SENT end at once.
bool Calls::endsWithItsProgram(const OpenDoor &door) noexcept
{
    if (door.local.isSet())
        return false;
    if (door.protocol == Protocol::Udp)
        return true;
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(door.fd.get(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return false;
    return info.tcpi_state == TCP_CLOSE || info.tcpi_state == TCP_SYN_SENT;
}

Outcome Calls::close(const CallSite &site, OpenDoor &door)
{
    int unread = 0;
    if (door.role == DoorRole::Client || door.role == DoorRole::Connection)
        static_cast<void>(::ioctl(door.fd.get(), SIOCINQ, &unread));
    const bool endsAtOnce = endsWithItsProgram(door);
    Entered entered = enter(site, door, CallName::Close);
    left(entered, ::close(door.fd.get()));
    if (unread > 0 && door.protocol == Protocol::Tcp && door.peer.isSet())
        inferReset(door.flow(), TcpFlag::Rst | TcpFlag::Ack,
                   entered.back.cause); // RFC 2525, 2.17
    const Outcome outcome = finish(entered);
    m_doors.markClosed(door.flow(), door.id);
    recordDoor(door, DoorStage::Closed, outcome.event);
    static_cast<void>(door.fd.release()); // free even after EINTR or EIO on Linux: close(2)
    if (endsAtOnce)
        recordDoor(door, DoorStage::Gone, outcome.event, kernelOf(m_who), Evidence::Kernel);
    return outcome;
}

Outcome Calls::poll(const CallSite &site, OpenDoor &door, short &events, int timeout)
{
    Event arguments;
    arguments.flags = static_cast<std::uint16_t>(events);
    arguments.size = timeout;
    pollfd entry{door.fd.get(), events, 0};
    Entered entered = enter(site, door, CallName::Poll, arguments);
    left(entered, ::poll(&entry, 1, timeout));
    events = entry.revents;
    entered.back.flags = static_cast<std::uint16_t>(entry.revents);
    return finish(entered);
}

void Calls::closeForProgram(OpenDoor &door, Seq cause)
{
    if (!door.fd.isOpen())
        return;
    const bool endsAtOnce = endsWithItsProgram(door);
    m_doors.markClosed(door.flow(), door.id);
    recordDoor(door, DoorStage::Closed, cause, kernelOf(m_who), Evidence::Kernel);
    door.fd.reset();
    if (endsAtOnce)
        recordDoor(door, DoorStage::Gone, cause, kernelOf(m_who), Evidence::Kernel);
}

} // namespace twodoors
