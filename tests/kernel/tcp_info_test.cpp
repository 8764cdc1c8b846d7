// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/tcp_info.h"

#include "kernel/real_sockets.h"

namespace twodoors::tests
{
namespace
{

class TcpInfoTest : public testing::TestWithParam<Family>
{};

INSTANTIATE_TEST_SUITE_P(Families, TcpInfoTest, testing::Values(Family::IPv4, Family::IPv6),
                         [](const auto &row) { return std::string(nameOf(row.param)); });

void expectAsSockDiag(const Descriptor &socket)
{
    auto diag = SockDiag::open();
    ASSERT_TRUE(diag);
    const auto own = readTcpInfo(socket.get());
    ASSERT_TRUE(own);
    const auto kernels = seen(*diag, own->flow(), own->state);
    ASSERT_TRUE(kernels);
    EXPECT_EQ(own->flow(), kernels->flow());
    EXPECT_EQ(own->receiveQueue, kernels->receiveQueue);
    EXPECT_EQ(own->sendQueue, kernels->sendQueue);
    EXPECT_EQ(own->inode, kernels->inode);
}

TEST_P(TcpInfoTest, SaysWhatSockDiagSays)
{
    const Descriptor welcome = listening(GetParam(), 4);
    const Descriptor guest = connected(localOf(welcome));
    EXPECT_EQ(readTcpInfo(welcome.get())->receiveQueue, 1U);
    EXPECT_EQ(readTcpInfo(welcome.get())->sendQueue, 4U);
    expectAsSockDiag(welcome);
    const Descriptor connection = accepted(welcome);
    ASSERT_EQ(::send(guest.get(), "hello", 5, 0), 5);
    EXPECT_TRUE(becomes([&] { return readTcpInfo(connection.get())->receiveQueue == 5; }));
    EXPECT_TRUE(becomes([&] { return readTcpInfo(guest.get())->sendQueue == 0; }));
    expectAsSockDiag(connection);
    expectAsSockDiag(guest);
}

TEST_P(TcpInfoTest, AKnockThatIsNotAnswered)
{
    const Descriptor welcome = listening(GetParam(), 0);
    const auto guests = crowd(welcome);
    EXPECT_EQ(readTcpInfo(guests.back().get())->state, SocketState::SynSent);
}

TEST_P(TcpInfoTest, ClosedAfterAReset)
{
    const Descriptor welcome = listening(GetParam(), 4);
    const Descriptor guest = connected(localOf(welcome));
    Descriptor connection = accepted(welcome);
    resetOnClose(connection.get());
    connection.reset();
    EXPECT_TRUE(becomes([&] { return readTcpInfo(guest.get())->state == SocketState::Closed; }));
}

TEST_P(TcpInfoTest, NothingOfOtherDescriptors)
{
    EXPECT_FALSE(readTcpInfo(makeSocket(GetParam(), SOCK_DGRAM).get()));
    EXPECT_FALSE(readTcpInfo(-1));
}

} // namespace
} // namespace twodoors::tests
