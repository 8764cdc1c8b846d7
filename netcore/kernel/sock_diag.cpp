// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/sock_diag.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace twodoors
{

namespace
{

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::size_t bufferSize = std::size_t{64} << 10; // the kernel fills at most 32 KiB
constexpr timeval receiveTimeout{1, 0};
constexpr std::chrono::seconds patience{4}; // for one family, however much comes
constexpr int attempts = 4;

Failure failed(int error)
{
    // ENOENT: a kernel built without inet_diag; EOPNOTSUPP, EPROTONOSUPPORT: without sock_diag.
    const bool isMissing =
        error == ENOENT || error == EPROTONOSUPPORT || error == EAFNOSUPPORT || error == EOPNOTSUPP;
    return {isMissing ? "kernel-reports-not-available" : "kernel-report-failed", {}, error};
}

/// "source port is, or else destination port is" as a jump program for the kernel
/// (linux/inet_diag.h): a jump to the end accepts a socket, one beyond the end refuses it.
std::array<inet_diag_bc_op, 5> portFilter(std::uint16_t port) noexcept
{
    constexpr unsigned char opSize = sizeof(inet_diag_bc_op);
    constexpr unsigned char testSize = 2 * opSize;
    return {{
        {INET_DIAG_BC_S_EQ, testSize, testSize + opSize},
        {0, 0, port},
        {INET_DIAG_BC_JMP, opSize, opSize + testSize},
        {INET_DIAG_BC_D_EQ, testSize, testSize + opSize},
        {0, 0, port},
    }};
}

/// The kernel gives link-local addresses the socket's interface as scope, others none.
bool needsScope(const Endpoint &endpoint) noexcept
{
    const auto &address = endpoint.address;
    const bool isLinkLocal = address[0] == 0xFE && (address[1] & 0xC0U) == 0x80;
    const bool isNarrowMulticast =
        address[0] == 0xFF && ((address[1] & 0x0FU) == 1 || (address[1] & 0x0FU) == 2);
    return endpoint.family == Family::IPv6 && (isLinkLocal || isNarrowMulticast);
}

Endpoint endpointOf(unsigned family, const __be32 (&address)[4], __be16 port, std::uint32_t scope)
{
    Endpoint endpoint;
    endpoint.family = family == AF_INET6 ? Family::IPv6 : Family::IPv4;
    endpoint.port = ntohs(port);
    std::memcpy(endpoint.address.data(), &address, family == AF_INET6 ? 16 : 4);
    if (needsScope(endpoint))
        endpoint.scope = scope;
    return endpoint;
}

/// idiag_expires; a timer that is late by now would have wrapped round below zero.
Nanoseconds expiry(std::uint32_t milliseconds) noexcept
{
    const auto signedValue = static_cast<std::int32_t>(milliseconds);
    return std::chrono::milliseconds(std::max(signedValue, 0));
}

Timer timerOf(unsigned kernelTimer) noexcept
{
    return kernelTimer < names<Timer>.size() ? static_cast<Timer>(kernelTimer) : Timer::None;
}

/// mnl_nlmsg_ok() alone takes a length from 2^31 on for a negative one, which would fit.
bool isWhole(const nlmsghdr *message, int left) noexcept
{
    return mnl_nlmsg_ok(message, left) && message->nlmsg_len <= static_cast<unsigned>(left);
}

/// Whether the message has the attribute, after `offset` bytes of payload, and it is not 0.
bool flagOf(const nlmsghdr *message, std::size_t offset, unsigned type)
{
    const auto *end = static_cast<const char *>(mnl_nlmsg_get_payload_tail(message));
    const auto *attribute =
        static_cast<const nlattr *>(mnl_nlmsg_get_payload_offset(message, offset));
    const auto left = [end](const nlattr *from) {
        return static_cast<int>(end - reinterpret_cast<const char *>(from));
    };
    for (; mnl_attr_ok(attribute, left(attribute)); attribute = mnl_attr_next(attribute)) {
        if (mnl_attr_get_type(attribute) == type && mnl_attr_get_payload_len(attribute) >= 1)
            return mnl_attr_get_u8(attribute) != 0;
    }
    return false;
}

/// Nothing where the message is too short or of an unknown family.
std::optional<KernelSocket> socketOf(const nlmsghdr *message, Protocol protocol)
{
    inet_diag_msg report{};
    if (mnl_nlmsg_get_payload_len(message) < sizeof report)
        return std::nullopt;
    std::memcpy(&report, mnl_nlmsg_get_payload(message), sizeof report);
    const unsigned family = report.idiag_family;
    if (family != AF_INET && family != AF_INET6)
        return std::nullopt;

    KernelSocket socket;
    socket.protocol = protocol;
    socket.state = socketState(protocol, report.idiag_state);
    socket.local =
        endpointOf(family, report.id.idiag_src, report.id.idiag_sport, report.id.idiag_if);
    socket.peer =
        endpointOf(family, report.id.idiag_dst, report.id.idiag_dport, report.id.idiag_if);
    if (socket.peer.port == 0 && socket.peer.isAnyAddress())
        socket.peer = {};
    socket.receiveQueue = report.idiag_rqueue;
    socket.sendQueue = report.idiag_wqueue;
    socket.timer = timerOf(report.idiag_timer);
    if (socket.timer != Timer::None)
        socket.expires = expiry(report.idiag_expires);
    socket.retransmits = report.idiag_retrans;
    socket.inode = report.idiag_inode;
    socket.uid = report.idiag_uid;

    socket.onlyIPv6 = flagOf(message, sizeof report, INET_DIAG_SKV6ONLY);
    return socket;
}

/// The errno that a message of type NLMSG_ERROR or NLMSG_DONE carries, 0 for none.
int errorOf(const nlmsghdr *message, int withoutOne) noexcept
{
    std::int32_t error = 0;
    if (mnl_nlmsg_get_payload_len(message) < sizeof error)
        return withoutOne;
    std::memcpy(&error, mnl_nlmsg_get_payload(message), sizeof error);
    return error < 0 && error > -4096 ? -error : error == 0 ? 0 : EBADMSG;
}

} // namespace

Result<SockDiag> SockDiag::open()
{
    Descriptor netlink(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (!netlink.isOpen())
        return Failure{"kernel-reports-not-available", {}, errno};
    Result<SockDiag> made = adopt(outOfTheWay(std::move(netlink)));
    if (!made)
        return made.failure();
    const auto probe = made->dump({Protocol::Tcp, std::nullopt, {SocketState::Listen}});
    if (!probe)
        return Failure{"kernel-reports-not-available", {}, probe.failure().error};
    return made;
}

Result<SockDiag> SockDiag::adopt(Descriptor netlink)
{
    if (::setsockopt(netlink.get(), SOL_SOCKET, SO_RCVTIMEO, &receiveTimeout, sizeof receiveTimeout)
            != 0
        || ::setsockopt(netlink.get(), SOL_SOCKET, SO_SNDTIMEO, &receiveTimeout,
                        sizeof receiveTimeout)
               != 0)
        return Failure{"kernel-reports-not-available", {}, errno};
    return SockDiag(std::move(netlink));
}

Result<std::vector<KernelSocket>> SockDiag::dump(const Query &query)
{
    std::vector<KernelSocket> sockets;
    for (const int family : {AF_INET, AF_INET6}) {
        const std::size_t before = sockets.size();
        auto answer = Result<Answer>(Answer::Changed);
        for (int attempt = 0; attempt < attempts; ++attempt) {
            sockets.erase(sockets.begin() + static_cast<std::ptrdiff_t>(before), sockets.end());
            answer = dumpFamily(family, query, sockets);
            if (!answer || *answer == Answer::Done)
                break;
        }
        if (!answer)
            return answer.failure();
        if (*answer != Answer::Done)
            return failed(EAGAIN);
    }
    return sockets;
}

Result<SockDiag::Answer> SockDiag::dumpFamily(int family, const Query &query,
                                              std::vector<KernelSocket> &sockets)
{
    discardOldAnswers();
    if (const int error = ask(family, query))
        return failed(error);
    const SteadyTime deadline = std::chrono::steady_clock::now() + patience;
    m_changedMeanwhile = false;
    while (std::chrono::steady_clock::now() < deadline) {
        const auto size = receive(0);
        if (!size) {
            if (size.failure().error == ENOBUFS)
                return Answer::Changed;
            return size.failure();
        }
        const auto answer = read(query.protocol, *size, sockets);
        if (!answer)
            return answer.failure();
        if (*answer == Answer::Done)
            return m_changedMeanwhile ? Answer::Changed : Answer::Done;
    }
    return failed(ETIMEDOUT);
}

int SockDiag::ask(int family, const Query &query)
{
    m_buffer.resize(bufferSize);
    nlmsghdr *message = mnl_nlmsg_put_header(m_buffer.data());
    message->nlmsg_type = SOCK_DIAG_BY_FAMILY;
    message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    message->nlmsg_seq = ++m_sequence;

    inet_diag_req_v2 request{};
    request.sdiag_family = static_cast<std::uint8_t>(family);
    request.sdiag_protocol = query.protocol == Protocol::Udp ? IPPROTO_UDP : IPPROTO_TCP;
    request.idiag_states = kernelStates(query.protocol, query.states);
    std::memcpy(mnl_nlmsg_put_extra_header(message, sizeof request), &request, sizeof request);
    if (query.port) {
        const auto filter = portFilter(*query.port);
        mnl_attr_put(message, INET_DIAG_REQ_BYTECODE, sizeof filter, filter.data());
    }
    // Without an address, a netlink socket sends to the kernel: netlink(7).
    for (;;) {
        if (::send(m_netlink.get(), message, message->nlmsg_len, MSG_NOSIGNAL) >= 0)
            return 0;
        if (errno != EINTR)
            return errno;
    }
}

/// The size of the next datagram of the kernel's, never 0; what comes from elsewhere is passed
/// over.
Result<std::size_t> SockDiag::receive(int flags)
{
    m_buffer.resize(bufferSize);
    for (int ignored = 0; ignored < 1000;) {
        sockaddr_nl sender{};
        iovec part{m_buffer.data(), m_buffer.size()};
        msghdr message{};
        message.msg_name = &sender;
        message.msg_namelen = sizeof sender;
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        const ssize_t size = ::recvmsg(m_netlink.get(), &message, flags);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return failed(errno == EAGAIN ? ETIMEDOUT : errno);
        if (size == 0)
            return failed(ECONNRESET);
        if ((static_cast<unsigned>(message.msg_flags) & static_cast<unsigned>(MSG_TRUNC)) != 0)
            return failed(EMSGSIZE);
        if (message.msg_namelen < sizeof sender || sender.nl_family != AF_NETLINK
            || sender.nl_pid == 0)
            return static_cast<std::size_t>(size);
        ++ignored;
    }
    return failed(EBADMSG);
}

/// What an earlier dump left unread would keep the kernel from starting another.
void SockDiag::discardOldAnswers()
{
    const SteadyTime deadline = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < deadline && receive(MSG_DONTWAIT)) {}
}

Result<SockDiag::Answer> SockDiag::read(Protocol protocol, std::size_t size,
                                        std::vector<KernelSocket> &sockets)
{
    auto left = static_cast<int>(size);
    const auto *message = reinterpret_cast<const nlmsghdr *>(m_buffer.data());
    for (; isWhole(message, left); message = mnl_nlmsg_next(message, &left)) {
        if (message->nlmsg_seq != m_sequence || message->nlmsg_type == NLMSG_NOOP)
            continue;
        if ((message->nlmsg_flags & NLM_F_DUMP_INTR) != 0)
            m_changedMeanwhile = true;
        if (message->nlmsg_type == NLMSG_DONE) {
            if (const int error = errorOf(message, 0))
                return failed(error);
            return Answer::Done;
        }
        if (message->nlmsg_type == NLMSG_ERROR) {
            if (const int error = errorOf(message, EBADMSG))
                return failed(error);
            continue;
        }
        if (message->nlmsg_type != SOCK_DIAG_BY_FAMILY)
            return failed(EBADMSG);
        const auto socket = socketOf(message, protocol);
        if (!socket)
            return failed(EBADMSG);
        if (socket->state != SocketState::None)
            sockets.push_back(*socket);
    }
    if (left > 0)
        return failed(EBADMSG);
    return Answer::More;
}

} // namespace twodoors
