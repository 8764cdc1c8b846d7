// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/port_holder.h"

#include "kernel/real_sockets.h"

#include <fstream>

namespace twodoors::tests
{
namespace
{

std::string nameOfThisProcess()
{
    std::string name;
    std::ifstream file("/proc/self/comm");
    std::getline(file, name);
    return name;
}

class PortHolderTest : public testing::Test
{
protected:
    SockDiag m_diag = *SockDiag::open();
};

TEST_F(PortHolderTest, ThisProcessListens)
{
    const Descriptor welcome = listening(Family::IPv4, 1);
    const Endpoint taken = localOf(welcome);
    const Descriptor second = makeSocket(Family::IPv4, SOCK_STREAM);
    ASSERT_EQ(bindTo(second, taken), -1);
    ASSERT_EQ(errno, EADDRINUSE);

    const auto holder = findPortHolder(m_diag, taken, Protocol::Tcp);
    ASSERT_TRUE(holder);
    EXPECT_EQ(holder->socket.state, SocketState::Listen);
    EXPECT_EQ(holder->socket.local, taken);
    EXPECT_EQ(holder->pid, ::getpid());
    EXPECT_EQ(holder->program, nameOfThisProcess());

    EXPECT_TRUE(findPortHolder(m_diag, *endpointFromAddress("0.0.0.0", taken.port), Protocol::Tcp));
    EXPECT_TRUE(findPortHolder(m_diag, *endpointFromAddress("::", taken.port), Protocol::Tcp));
    EXPECT_FALSE(
        findPortHolder(m_diag, *endpointFromAddress("127.0.0.2", taken.port), Protocol::Tcp));
    EXPECT_FALSE(findPortHolder(m_diag, *endpointFromAddress("::1", taken.port), Protocol::Tcp));
    EXPECT_FALSE(findPortHolder(m_diag, taken, Protocol::Udp));
}

TEST_F(PortHolderTest, AMailbox)
{
    const Descriptor mailbox = makeSocket(Family::IPv4, SOCK_DGRAM);
    ASSERT_EQ(bindTo(mailbox, loopback(Family::IPv4)), 0);
    const auto holder = findPortHolder(m_diag, localOf(mailbox), Protocol::Udp);
    ASSERT_TRUE(holder);
    EXPECT_EQ(holder->socket.state, SocketState::Unconnected);
    EXPECT_EQ(holder->pid, ::getpid());
}

TEST_F(PortHolderTest, TimeWaitHasNoProcess)
{
    if (isTimeWaitFull())
        GTEST_SKIP() << "the machine is full of TIME-WAIT";
    Descriptor welcome = listening(Family::IPv4, 1);
    const Endpoint taken = localOf(welcome);
    Descriptor guest = connected(taken);
    Descriptor connection = accepted(welcome);
    connection.reset(); // the server closes first: it is the one that waits
    char byte = 0;
    EXPECT_EQ(::recv(guest.get(), &byte, 1, 0), 0);
    guest.reset();
    welcome.reset();
    std::optional<PortHolder> holder;
    ASSERT_TRUE(becomes([&] {
        holder = findPortHolder(m_diag, taken, Protocol::Tcp);
        return holder && holder->socket.state == SocketState::TimeWait;
    }));
    EXPECT_FALSE(holder->pid);
    EXPECT_TRUE(holder->program.empty());
    const Descriptor second = makeSocket(Family::IPv4, SOCK_STREAM);
    EXPECT_EQ(bindTo(second, taken), -1);
}

TEST_F(PortHolderTest, ABoundSocketThatDoesNotListen)
{
    const Descriptor socket = makeSocket(Family::IPv4, SOCK_STREAM);
    ASSERT_EQ(bindTo(socket, loopback(Family::IPv4)), 0);
    const auto holder = findPortHolder(m_diag, localOf(socket), Protocol::Tcp);
    if (!holder)
        GTEST_SKIP() << "the kernel tells of these from Linux 6.8 on";
    EXPECT_EQ(holder->socket.state, SocketState::Closed);
    EXPECT_EQ(holder->pid, ::getpid());
}

TEST_F(PortHolderTest, NobodyHoldsAFreePort)
{
    Descriptor socket = listening(Family::IPv4, 1);
    const Endpoint address = localOf(socket);
    socket.reset();
    EXPECT_FALSE(findPortHolder(m_diag, address, Protocol::Tcp));
}

} // namespace
} // namespace twodoors::tests
