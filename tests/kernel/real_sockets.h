// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"
#include "kernel/sock_diag.h"
#include "kernel/tcp_info.h"
#include "sockets/address.h"

#include <cerrno>
#include <chrono>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace twodoors::tests
{

/// Asks until it is so, for 10 s at most.
template <class Condition>
[[nodiscard]] bool becomes(Condition &&condition)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::yield();
    }
    return true;
}

inline Endpoint loopback(Family family, std::uint16_t port = 0)
{
    return *endpointFromAddress(family == Family::IPv6 ? "::1" : "127.0.0.1", port);
}

inline Endpoint localOf(const Descriptor &socket)
{
    SocketAddress address;
    EXPECT_EQ(::getsockname(socket.get(), address.get(), &address.length), 0);
    return address.endpoint();
}

inline int bindTo(const Descriptor &socket, const Endpoint &endpoint)
{
    const SocketAddress address(endpoint);
    return ::bind(socket.get(), address.get(), address.length);
}

inline int connectTo(const Descriptor &socket, const Endpoint &endpoint)
{
    const SocketAddress address(endpoint);
    return ::connect(socket.get(), address.get(), address.length);
}

inline Descriptor makeSocket(Family family, int type)
{
    const int domain = family == Family::IPv6 ? AF_INET6 : AF_INET;
    Descriptor socket(::socket(domain, type | SOCK_CLOEXEC, 0));
    EXPECT_TRUE(socket.isOpen());
    return socket;
}

/// Listens on loopback at a port of the kernel's choice.
inline Descriptor listening(Family family, int backlog)
{
    Descriptor socket = makeSocket(family, SOCK_STREAM);
    EXPECT_EQ(bindTo(socket, loopback(family)), 0);
    EXPECT_EQ(::listen(socket.get(), backlog), 0);
    return socket;
}

inline Descriptor connected(const Endpoint &server)
{
    Descriptor socket = makeSocket(server.family, SOCK_STREAM);
    EXPECT_EQ(connectTo(socket, server), 0);
    return socket;
}

inline Descriptor accepted(const Descriptor &welcome)
{
    Descriptor socket(::accept4(welcome.get(), nullptr, nullptr, SOCK_CLOEXEC));
    EXPECT_TRUE(socket.isOpen());
    return socket;
}

/// From now on close() sends a reset (SO_LINGER in socket(7)).
inline void resetOnClose(int fd)
{
    const linger option{1, 0};
    EXPECT_EQ(::setsockopt(fd, SOL_SOCKET, SO_LINGER, &option, sizeof option), 0);
}

/// Guests until the accept queue is full, and one more, which is left knocking; it is the last. The
/// queue takes one more than the backlog (listen(2), sk_acceptq_is_full).
inline std::vector<Descriptor> crowd(const Descriptor &welcome)
{
    const Endpoint server = localOf(welcome);
    const auto queue = [&welcome] { return readTcpInfo(welcome.get()).value(); };
    std::vector<Descriptor> guests;
    while (queue().receiveQueue <= queue().sendQueue) {
        const std::uint32_t before = queue().receiveQueue;
        guests.push_back(connected(server));
        EXPECT_TRUE(becomes([&] { return queue().receiveQueue > before; }));
    }
    guests.push_back(makeSocket(server.family, SOCK_STREAM | SOCK_NONBLOCK));
    EXPECT_EQ(connectTo(guests.back(), server), -1);
    EXPECT_EQ(errno, EINPROGRESS);
    return guests;
}

/// Whether the machine has so many sockets in TIME-WAIT that the kernel leaves that state (and an
/// orphan's FIN-WAIT-2) out (tcp_max_tw_buckets in tcp(7)), as it may beside a benchmark.
inline bool isTimeWaitFull()
{
    std::ifstream limitFile("/proc/sys/net/ipv4/tcp_max_tw_buckets");
    std::size_t limit = 0;
    limitFile >> limit;
    std::ifstream counts("/proc/net/sockstat"); // "TCP: inuse 5 orphan 0 tw 12 alloc 7 mem 1"
    std::string word;
    while (counts >> word && word != "tw") {}
    std::size_t count = 0;
    counts >> count;
    return count > limit / 2;
}

/// The socket of this flow, if it is in this state. Other sockets may share its local port.
inline std::optional<KernelSocket> seen(SockDiag &diag, const Flow &flow, SocketState state)
{
    const auto sockets = diag.dump({flow.protocol, flow.local.port, StateSet::all()});
    EXPECT_TRUE(sockets) << sockets.failure().error;
    for (const KernelSocket &socket : *sockets) {
        if (socket.flow() == flow && socket.state == state)
            return socket;
    }
    return std::nullopt;
}

} // namespace twodoors::tests
