// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/real_sockets.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sstream>

namespace twodoors::tests
{
namespace
{

std::uint64_t inodeOf(const Descriptor &socket)
{
    const std::string path = "/proc/self/fd/" + std::to_string(socket.get());
    std::array<char, 64> link{};
    EXPECT_GT(::readlink(path.c_str(), link.data(), link.size() - 1), 0);
    return std::strtoull(link.data() + std::string_view("socket:[").size(), nullptr, 10);
}

class SockDiagTest : public testing::TestWithParam<Family>
{
protected:
    void SetUp() override
    {
        auto diag = SockDiag::open();
        ASSERT_TRUE(diag) << diag.failure().error;
        m_diag.emplace(*std::move(diag));
    }

    std::optional<KernelSocket> see(const Endpoint &local, SocketState state,
                                    const Endpoint &peer = {})
    {
        return seen(*m_diag, {Protocol::Tcp, local, peer}, state);
    }

    std::optional<KernelSocket> seeMailbox(const Endpoint &local, SocketState state,
                                           const Endpoint &peer = {})
    {
        return seen(*m_diag, {Protocol::Udp, local, peer}, state);
    }

    std::optional<SockDiag> m_diag;
};

INSTANTIATE_TEST_SUITE_P(Families, SockDiagTest, testing::Values(Family::IPv4, Family::IPv6),
                         [](const auto &row) { return std::string(nameOf(row.param)); });

TEST_P(SockDiagTest, AcceptQueueAndBacklogOfAListeningSocket)
{
    const Descriptor welcome = listening(GetParam(), 5);
    const Endpoint server = localOf(welcome);
    auto socket = see(server, SocketState::Listen);
    ASSERT_TRUE(socket);
    EXPECT_EQ(socket->receiveQueue, 0U);
    EXPECT_EQ(socket->sendQueue, 5U);
    EXPECT_FALSE(socket->hasPeer());
    EXPECT_EQ(socket->inode, inodeOf(welcome));
    EXPECT_EQ(socket->uid, ::getuid());
    EXPECT_EQ(socket->timer, Timer::None);
    EXPECT_EQ(socket->flow(), (Flow{Protocol::Tcp, server, {}}));

    const Descriptor guest = connected(server);
    EXPECT_TRUE(becomes([&] { return see(server, SocketState::Listen)->receiveQueue == 1; }));
    const Endpoint client = localOf(guest);
    const auto child = see(server, SocketState::Established, client);
    ASSERT_TRUE(child);
    EXPECT_EQ(child->inode, 0U);

    const Descriptor connection = accepted(welcome);
    EXPECT_EQ(see(server, SocketState::Listen)->receiveQueue, 0U);
    EXPECT_EQ(see(server, SocketState::Established, client)->inode, inodeOf(connection));
}

// Bound only: nothing here may listen on any address.
TEST_P(SockDiagTest, AnyAddressAndIPv6Only)
{
    const bool isIPv6 = GetParam() == Family::IPv6;
    const Descriptor bound = makeSocket(GetParam(), SOCK_STREAM);
    const int one = 1;
    if (isIPv6) {
        ASSERT_EQ(::setsockopt(bound.get(), IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one), 0);
    }
    ASSERT_EQ(bindTo(bound, *endpointFromAddress(isIPv6 ? "::" : "0.0.0.0", 0)), 0);
    const auto socket = see(localOf(bound), SocketState::Closed);
    if (!socket)
        GTEST_SKIP() << "the kernel tells of these from Linux 6.8 on";
    EXPECT_TRUE(socket->local.isAnyAddress());
    EXPECT_FALSE(socket->hasPeer());
    EXPECT_EQ(socket->onlyIPv6, isIPv6);
}

TEST_P(SockDiagTest, QueuesAreBytes)
{
    const Descriptor welcome = listening(GetParam(), 5);
    const Endpoint server = localOf(welcome);
    const Descriptor guest = connected(server);
    ASSERT_EQ(::send(guest.get(), "hello", 5, 0), 5);
    const Endpoint client = localOf(guest);
    EXPECT_TRUE(becomes([&] {
        const auto child = see(server, SocketState::Established, client);
        return child && child->receiveQueue == 5;
    }));
    EXPECT_TRUE(
        becomes([&] { return see(client, SocketState::Established, server)->sendQueue == 0; }));
}

TEST_P(SockDiagTest, SynSentWithItsTimer)
{
    const Descriptor welcome = listening(GetParam(), 0);
    const auto guests = crowd(welcome);
    const Endpoint local = localOf(guests.back());
    std::optional<KernelSocket> socket;
    ASSERT_TRUE(becomes(
        [&] { return (socket = see(local, SocketState::SynSent, localOf(welcome))).has_value(); }));
    EXPECT_EQ(socket->timer, Timer::Retransmit);
    EXPECT_GT(socket->expires, Nanoseconds::zero());
    EXPECT_LE(socket->expires, std::chrono::milliseconds(1100));
    EXPECT_EQ(socket->peer, localOf(welcome));
    EXPECT_TRUE(becomes([&] {
        socket = see(local, SocketState::SynSent, localOf(welcome));
        return socket && socket->retransmits > 0;
    }));
}

TEST_P(SockDiagTest, SynRecvOfADeferredAccept)
{
    const Descriptor welcome = listening(GetParam(), 5);
    const int seconds = 30;
    ASSERT_EQ(::setsockopt(welcome.get(), IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof seconds),
              0);
    const Descriptor guest = connected(localOf(welcome));
    const auto socket = see(localOf(welcome), SocketState::SynRecv, localOf(guest));
    ASSERT_TRUE(socket);
    EXPECT_EQ(socket->inode, 0U);
}

TEST_P(SockDiagTest, StatesAfterACloseOnOneSideAndThenOnTheOther)
{
    if (isTimeWaitFull())
        GTEST_SKIP() << "the machine is full of TIME-WAIT";
    const Descriptor welcome = listening(GetParam(), 5);
    const Endpoint server = localOf(welcome);
    Descriptor guest = connected(server);
    const Endpoint client = localOf(guest);
    Descriptor connection = accepted(welcome);
    guest.reset();
    EXPECT_TRUE(becomes([&] { return see(server, SocketState::CloseWait, client).has_value(); }));
    EXPECT_TRUE(becomes([&] { return see(client, SocketState::FinWait2, server).has_value(); }));
    connection.reset();
    std::optional<KernelSocket> socket;
    EXPECT_TRUE(
        becomes([&] { return (socket = see(client, SocketState::TimeWait, server)).has_value(); }));
    EXPECT_EQ(socket->timer, Timer::TimeWait);
    EXPECT_GT(socket->expires, std::chrono::seconds(30));
    EXPECT_LE(socket->expires, std::chrono::seconds(61));

    const auto without =
        m_diag->dump({Protocol::Tcp, server.port, StateSet::all().without(SocketState::TimeWait)});
    ASSERT_TRUE(without);
    EXPECT_EQ(std::ranges::count(*without, Flow{Protocol::Tcp, server, {}}, &KernelSocket::flow),
              1);
    EXPECT_EQ(std::ranges::count(*without, SocketState::TimeWait, &KernelSocket::state), 0);
}

TEST_P(SockDiagTest, MailboxesUnconnectedAndConnected)
{
    const Descriptor mailbox = makeSocket(GetParam(), SOCK_DGRAM);
    ASSERT_EQ(bindTo(mailbox, loopback(GetParam())), 0);
    const Endpoint server = localOf(mailbox);
    auto socket = seeMailbox(server, SocketState::Unconnected);
    ASSERT_TRUE(socket);
    EXPECT_FALSE(socket->hasPeer());
    EXPECT_EQ(socket->receiveQueue, 0U);

    const Descriptor client = makeSocket(GetParam(), SOCK_DGRAM);
    ASSERT_EQ(connectTo(client, server), 0);
    EXPECT_TRUE(seeMailbox(localOf(client), SocketState::Connected, server));

    ASSERT_EQ(::send(client.get(), "hello", 5, 0), 5);
    EXPECT_TRUE(becomes([&] {
        socket = seeMailbox(server, SocketState::Unconnected);
        return socket && socket->receiveQueue >= 5; // the kernel counts its own overhead, too
    }));
    const auto onlyConnected = m_diag->dump({Protocol::Udp, server.port, {SocketState::Connected}});
    ASSERT_TRUE(onlyConnected);
    ASSERT_EQ(onlyConnected->size(), 1U);
    EXPECT_EQ(onlyConnected->front().local, localOf(client));
}

TEST_P(SockDiagTest, APortIsFoundOnEitherSideAndNoOther)
{
    const Descriptor welcome = listening(GetParam(), 5);
    const Descriptor other = listening(GetParam(), 5);
    const Descriptor guest = connected(localOf(welcome));
    const Descriptor otherGuest = connected(localOf(other));
    const std::uint16_t port = localOf(welcome).port;
    const auto sockets = m_diag->dump({Protocol::Tcp, port, StateSet::all()});
    ASSERT_TRUE(sockets);
    for (const KernelSocket &socket : *sockets)
        EXPECT_TRUE(socket.local.port == port || socket.peer.port == port);
    const Endpoint server = localOf(welcome);
    const Endpoint client = localOf(guest);
    for (const Flow &flow : {Flow{Protocol::Tcp, server, {}}, Flow{Protocol::Tcp, server, client},
                             Flow{Protocol::Tcp, client, server}}) {
        EXPECT_EQ(std::ranges::count(*sockets, flow, &KernelSocket::flow), 1)
            << flow.local.text() << ' ' << flow.peer.text();
    }
}

TEST_P(SockDiagTest, LongListsComeWhole)
{
    const Descriptor welcome = listening(GetParam(), 400);
    std::vector<Descriptor> guests;
    guests.reserve(400);
    for (int i = 0; i < 400; ++i)
        guests.push_back(connected(localOf(welcome)));
    EXPECT_TRUE(becomes([&] { return readTcpInfo(welcome.get())->receiveQueue == guests.size(); }));
    const Endpoint server = localOf(welcome);
    const auto sockets = m_diag->dump({Protocol::Tcp, server.port, {SocketState::Established}});
    ASSERT_TRUE(sockets);
    EXPECT_EQ(std::ranges::count(*sockets, server, &KernelSocket::local), 400);
    EXPECT_EQ(std::ranges::count(*sockets, server, &KernelSocket::peer), 400);
}

// Against ss(8).

SocketState stateOfSs(const std::string &word, Protocol protocol)
{
    if (word == "ESTAB")
        return protocol == Protocol::Udp ? SocketState::Connected : SocketState::Established;
    return word == "UNCONN" ? SocketState::Unconnected
                            : fromName<SocketState>(word).value_or(SocketState::None);
}

using Lines = std::vector<std::string>;

std::string lineOf(SocketState state, std::uint32_t receiveQueue, std::uint32_t sendQueue,
                   const std::string &local, const std::string &peer)
{
    std::ostringstream line;
    line << nameOf(state) << ' ' << receiveQueue << ' ' << sendQueue << ' ' << local << ' ' << peer;
    return line.str();
}

Lines linesOfSs(Protocol protocol, std::uint16_t port)
{
    const std::string number = std::to_string(port);
    const std::string command = std::string("ss ") + (protocol == Protocol::Udp ? "-u" : "-t")
                                + "anH '( sport = " + number + " or dport = " + number + " )'";
    const std::unique_ptr<FILE, int (*)(FILE *)> pipe(::popen(command.c_str(), "r"), &::pclose);
    Lines lines;
    std::array<char, 512> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) {
        std::istringstream text(buffer.data());
        std::string state;
        std::string local;
        std::string peer;
        std::uint32_t receiveQueue = 0;
        std::uint32_t sendQueue = 0;
        text >> state >> receiveQueue >> sendQueue >> local >> peer;
        if (peer.ends_with(":*"))
            peer.clear();
        lines.push_back(lineOf(stateOfSs(state, protocol), receiveQueue, sendQueue, local, peer));
    }
    std::ranges::sort(lines);
    return lines;
}

Lines ourLines(SockDiag &diag, Protocol protocol, std::uint16_t port)
{
    const auto sockets = diag.dump({protocol, port, StateSet::all()});
    EXPECT_TRUE(sockets);
    Lines lines;
    for (const KernelSocket &socket : *sockets)
        lines.push_back(lineOf(socket.state, socket.receiveQueue, socket.sendQueue,
                               socket.local.text(), socket.peer.text()));
    std::ranges::sort(lines);
    return lines;
}

TEST_P(SockDiagTest, SaysWhatSsSays)
{
    if (isTimeWaitFull())
        GTEST_SKIP() << "the machine is full of TIME-WAIT";
    const Descriptor welcome = listening(GetParam(), 3);
    const Endpoint server = localOf(welcome);
    std::vector<Descriptor> guests;
    std::vector<Descriptor> connections;
    for (int i = 0; i < 4; ++i) {
        guests.push_back(connected(server));
        connections.push_back(accepted(welcome));
    }
    ASSERT_EQ(::send(guests[0].get(), "hello", 5, 0), 5); // one that waits to be read
    guests[1].reset();                                    // CLOSE-WAIT, FIN-WAIT-2
    guests[2].reset();                                    // TIME-WAIT
    connections[2].reset();
    const auto waiting = crowd(welcome); // the accept queue full, SYN-SENT

    Lines ours;
    Lines theirs;
    EXPECT_TRUE(becomes([&] {
        ours = ourLines(*m_diag, Protocol::Tcp, server.port);
        theirs = linesOfSs(Protocol::Tcp, server.port);
        return ours == theirs;
    }));
    EXPECT_EQ(ours, theirs);
    EXPECT_GE(ours.size(), 12U);
    for (const SocketState state :
         {SocketState::Listen, SocketState::Established, SocketState::CloseWait,
          SocketState::TimeWait, SocketState::SynSent}) {
        const std::string start = std::string(nameOf(state)) + ' ';
        EXPECT_TRUE(std::ranges::any_of(ours, [&start](const std::string &line) {
            return line.starts_with(start);
        })) << start;
    }

    const Descriptor mailbox = makeSocket(GetParam(), SOCK_DGRAM);
    ASSERT_EQ(bindTo(mailbox, loopback(GetParam())), 0);
    const Descriptor sender = makeSocket(GetParam(), SOCK_DGRAM);
    ASSERT_EQ(connectTo(sender, localOf(mailbox)), 0);
    ASSERT_EQ(::send(sender.get(), "hello", 5, 0), 5);
    EXPECT_TRUE(becomes([&] {
        ours = ourLines(*m_diag, Protocol::Udp, localOf(mailbox).port);
        theirs = linesOfSs(Protocol::Udp, localOf(mailbox).port);
        return ours == theirs && ours.size() == 2;
    }));
    EXPECT_EQ(ours, theirs);
}

} // namespace
} // namespace twodoors::tests
