// SPDX-License-Identifier: GPL-3.0-or-later
// Signals, partial results, cut datagrams, broken pipes and knocks.
#include "sockets/recorded_calls.h"

#include <csignal>
#include <functional>
#include <future>
#include <poll.h>

namespace twodoors::tests
{

namespace
{

struct Blocking {
    const char *name;
    /// Blocks until it is interrupted.
    std::function<Outcome(RecordedCalls &)> call;
    CallName last;
};

const std::vector<Blocking> &blockingCalls()
{
    static const std::vector<Blocking> all{
        {"accept",
         [](RecordedCalls &run) {
             const OpenDoor welcome = run.welcoming(Family::IPv4);
             OpenDoor connection;
             return run.server.accept(run.site, welcome, connection);
         },
         CallName::Accept},
        {"connect",
         [](RecordedCalls &run) {
             const Descriptor welcome = listening(Family::IPv4, 1);
             const auto guests = crowd(welcome);
             OpenDoor door = run.plain(run.client, Family::IPv4, Protocol::Tcp);
             return run.client.connect(run.site, door, localOf(welcome));
         },
         CallName::Connect},
        {"recv",
         [](RecordedCalls &run) {
             auto pair = run.connectedPair(Family::IPv4);
             std::string bytes;
             return run.server.recv(run.site, pair.connection, 10, bytes);
         },
         CallName::Recv},
        {"send",
         [](RecordedCalls &run) {
             auto pair = run.connectedPair(Family::IPv4);
             const std::string much(std::size_t{1} << 20, 'x');
             Outcome outcome;
             do // partial first, where the signal comes in the middle
                 outcome = run.client.send(run.site, pair.client, much);
             while (outcome.succeeded());
             return outcome;
         },
         CallName::Send},
        {"recvfrom",
         [](RecordedCalls &run) {
             OpenDoor mailbox = run.named(run.server, Family::IPv6, Protocol::Udp);
             std::string bytes;
             Endpoint sender;
             return run.server.recvfrom(run.site, mailbox, 10, bytes, sender);
         },
         CallName::RecvFrom},
        {"poll",
         [](RecordedCalls &run) {
             OpenDoor mailbox = run.named(run.server, Family::IPv4, Protocol::Udp);
             short events = POLLIN;
             return run.server.poll(run.site, mailbox, events, -1);
         },
         CallName::Poll},
    };
    return all;
}

bool journalEndsWith(const Journal &journal, CallName call)
{
    const std::size_t size = journal.size();
    if (size == 0)
        return false;
    const Event last = journal.at(static_cast<Seq>(size));
    return last.kind == Kind::Call && last.call == call;
}

class Interrupted : public testing::TestWithParam<Blocking>
{};

INSTANTIATE_TEST_SUITE_P(Calls, Interrupted, testing::ValuesIn(blockingCalls()),
                         [](const auto &row) { return std::string(row.param.name); });

TEST_P(Interrupted, endsWithEintrAndIsRecorded)
{
    RecordedCalls run;
    Interruption interruption;
    EXPECT_FALSE(interruption.isRequested());
    std::future<Outcome> worker = std::async(std::launch::async, [&] {
        interruption.enter();
        const Outcome outcome = GetParam().call(run);
        interruption.leave();
        return outcome;
    });
    const auto hasEnded = [&worker](std::chrono::milliseconds wait) {
        return worker.wait_for(wait) == std::future_status::ready;
    };
    // not before it stands in the call: what makes the sockets ready could be interrupted too
    EXPECT_TRUE(
        becomes([&] { return hasEnded({}) || journalEndsWith(run.journal, GetParam().last); }));
    do // again, if it came just before the call; never so fast that only signals are handled
        interruption.request();
    while (!hasEnded(std::chrono::milliseconds(1)));
    const Outcome outcome = worker.get();
    EXPECT_TRUE(interruption.isRequested());
    EXPECT_EQ(outcome.error, EINTR);
    EXPECT_EQ(outcome.value, -1);
    run.expectRecorded(outcome, GetParam().last);
}

TEST(InterruptionOf, aThreadThatHasLeftDoesNothing)
{
    Interruption interruption;
    interruption.request();
    interruption.enter();
    interruption.leave();
    interruption.request();
    EXPECT_TRUE(interruption.isRequested());
}

TEST(HardCases, aNonblockingSendIsPartialThenEagain)
{
    for (const Family family : {Family::IPv4, Family::IPv6}) {
        RecordedCalls run;
        auto pair = run.connectedPair(family);
        makeNonblocking(pair.client);
        const std::string much(std::size_t{32} << 20, 'x');
        std::size_t sent = 0;
        Outcome outcome = run.client.send(run.site, pair.client, much);
        ASSERT_TRUE(outcome.succeeded());
        EXPECT_LT(outcome.value, static_cast<std::int64_t>(much.size()));
        EXPECT_EQ(run.returned(outcome).size, static_cast<std::int64_t>(much.size()));
        while (outcome.succeeded()) {
            sent += static_cast<std::size_t>(outcome.value);
            outcome = run.client.send(run.site, pair.client, much);
        }
        EXPECT_EQ(outcome.error, EAGAIN);
        // every byte that was said to be sent comes
        std::string bytes;
        for (std::size_t got = 0; got < sent; got += bytes.size())
            ASSERT_GT(run.server.recv(run.site, pair.connection, std::size_t{1} << 20, bytes).value,
                      0);
    }
}

TEST(HardCases, aBrokenPipeIsAnErrorAndNoSignal)
{
    std::signal(SIGPIPE, SIG_DFL); // it would kill
    RecordedCalls run;
    auto pair = run.connectedPair(Family::IPv4);
    EXPECT_TRUE(run.client.shutdown(run.site, pair.client, SHUT_WR).succeeded());
    EXPECT_EQ(run.client.send(run.site, pair.client, "x").error, EPIPE);

    auto other = run.connectedPair(Family::IPv6);
    EXPECT_TRUE(run.server.close(run.site, other.connection).succeeded());
    Outcome outcome;
    EXPECT_TRUE(becomes([&] { // until the reset has come
        outcome = run.client.send(run.site, other.client, "x");
        return !outcome.succeeded();
    }));
    EXPECT_EQ(outcome.error, EPIPE);
    run.expectRecorded(outcome, CallName::Send);
}

TEST(HardCases, aResetIsInferredFromItsError)
{
    RecordedCalls run;
    auto pair = run.connectedPair(Family::IPv4);
    resetOnClose(pair.connection.fd.get());
    EXPECT_TRUE(run.server.close(run.site, pair.connection).succeeded());
    const std::size_t before = run.events(Kind::Packet).size();
    std::string bytes;
    const Outcome outcome = run.client.recv(run.site, pair.client, 10, bytes);
    EXPECT_EQ(outcome.error, ECONNRESET);
    const auto packets = run.events(Kind::Packet);
    ASSERT_EQ(packets.size(), before + 1);
    EXPECT_EQ(packets.back().evidence, Evidence::Inferred);
    EXPECT_EQ(packets.back().flags & TcpFlag::Rst, TcpFlag::Rst);
    EXPECT_EQ(packets.back().local, pair.client.peer);
    EXPECT_EQ(packets.back().peer, pair.client.local);
}

TEST(HardCases, aCutDatagramTellsItsRealLength)
{
    struct Row {
        std::size_t sent;
        std::size_t asked;
    };
    for (const Family family : {Family::IPv4, Family::IPv6}) {
        RecordedCalls run;
        OpenDoor mailbox = run.named(run.server, family, Protocol::Udp);
        OpenDoor door = run.plain(run.client, family, Protocol::Udp);
        for (const auto &[sent, asked] :
             {Row{10, 4}, Row{10, 10}, Row{10, 20}, Row{0, 4}, Row{60'000, 2048}, Row{5, 0}}) {
            const std::string bytes(sent, 'x');
            ASSERT_TRUE(run.client.sendto(run.site, door, bytes, mailbox.local).succeeded());
            std::string got;
            Endpoint sender;
            const Outcome outcome = run.server.recvfrom(run.site, mailbox, asked, got, sender);
            EXPECT_EQ(outcome.error, 0);
            EXPECT_EQ(outcome.value, static_cast<std::int64_t>(sent));
            EXPECT_EQ(got, bytes.substr(0, asked));
            EXPECT_EQ(run.returned(outcome).bytes, got);
            EXPECT_EQ(run.returned(outcome).size, static_cast<std::int64_t>(asked));
        }
    }
}

TEST(HardCases, recvfromOfATcpSocketKeepsTheBytes)
{
    RecordedCalls run;
    auto pair = run.connectedPair(Family::IPv4);
    EXPECT_TRUE(run.client.send(run.site, pair.client, "hello").succeeded());
    std::string bytes;
    Endpoint sender;
    EXPECT_EQ(run.server.recvfrom(run.site, pair.connection, 2, bytes, sender).value, 2);
    EXPECT_EQ(bytes, "he");
    EXPECT_EQ(run.server.recvfrom(run.site, pair.connection, 10, bytes, sender).value, 3);
    EXPECT_EQ(bytes, "llo");
}

TEST(HardCases, theEndOfTheStreamIsZeroBytes)
{
    RecordedCalls run;
    auto pair = run.connectedPair(Family::IPv4);
    EXPECT_TRUE(run.client.close(run.site, pair.client).succeeded());
    std::string bytes = "before";
    const Outcome outcome = run.server.recv(run.site, pair.connection, 10, bytes);
    EXPECT_EQ(outcome.error, 0);
    EXPECT_EQ(outcome.value, 0);
    EXPECT_EQ(bytes, "");
}

TEST(HardCases, aTimeLimitIsSetAndReadInMilliseconds)
{
    RecordedCalls run;
    OpenDoor mailbox = run.named(run.server, Family::IPv4, Protocol::Udp);
    for (const SocketOption option : {SocketOption::ReceiveTimeout, SocketOption::SendTimeout}) {
        EXPECT_TRUE(run.server.setsockopt(run.site, mailbox, option, 1500).succeeded());
        std::int64_t value = 0;
        const Outcome outcome = run.server.getsockopt(run.site, mailbox, option, value);
        EXPECT_EQ(value, 1500);
        EXPECT_EQ(run.returned(outcome).size, 1500);
    }
    EXPECT_TRUE(
        run.server.setsockopt(run.site, mailbox, SocketOption::ReceiveTimeout, 1).succeeded());
    std::string bytes;
    Endpoint sender;
    EXPECT_EQ(run.server.recvfrom(run.site, mailbox, 10, bytes, sender).error, EAGAIN);
}

TEST(HardCases, eachConnectionKnocksOnceAndIsInferred)
{
    for (const Family family : {Family::IPv4, Family::IPv6}) {
        RecordedCalls run;
        constexpr std::size_t guests = 5;
        for (std::size_t i = 0; i < guests; ++i)
            static_cast<void>(run.connectedPair(family));
        const auto packets = run.events(Kind::Packet);
        ASSERT_EQ(packets.size(), 3 * guests);
        for (std::size_t i = 0; i < packets.size(); ++i) {
            constexpr std::array flags{TcpFlag::Syn, TcpFlag::Syn | TcpFlag::Ack, TcpFlag::Ack};
            EXPECT_EQ(packets[i].flags, flags[i % 3]);
            EXPECT_EQ(packets[i].evidence, Evidence::Inferred);
            EXPECT_NE(packets[i].cause, Seq::None);
            const Event &first = packets[i - i % 3];
            EXPECT_EQ(packets[i].local, i % 3 == 1 ? first.peer : first.local);
        }
    }
}

TEST(HardCases, aRefusalIsAKnockAndAReset)
{
    RecordedCalls run;
    const OpenDoor bound = run.named(run.server, Family::IPv4, Protocol::Tcp);
    OpenDoor door = run.plain(run.client, Family::IPv4, Protocol::Tcp);
    EXPECT_EQ(run.client.connect(run.site, door, bound.local).error, ECONNREFUSED);
    const auto packets = run.events(Kind::Packet);
    ASSERT_EQ(packets.size(), 2U);
    EXPECT_EQ(packets[0].flags, TcpFlag::Syn);
    EXPECT_EQ(packets[1].flags, TcpFlag::Rst | TcpFlag::Ack);
    EXPECT_EQ(packets[1].local, bound.local);
}

TEST(HardCases, aDoorThatLedNowhereIsGoneOnceItIsClosed)
{
    RecordedCalls run;
    const OpenDoor bound = run.named(run.server, Family::IPv4, Protocol::Tcp);
    OpenDoor refused = run.plain(run.client, Family::IPv4, Protocol::Tcp);
    EXPECT_EQ(run.client.connect(run.site, refused, bound.local).error, ECONNREFUSED);
    OpenDoor unused = run.plain(run.client, Family::IPv4, Protocol::Udp);
    for (OpenDoor *door : {&refused, &unused}) {
        run.client.closeForProgram(*door, Seq{1});
        const std::vector stages{DoorStage::Made, DoorStage::Closed, DoorStage::Gone};
        EXPECT_EQ(run.stagesOf(door->id), stages);
        EXPECT_EQ(run.events(Kind::Door).back().evidence, Evidence::Kernel);
    }
    OpenDoor closed = run.plain(run.client, Family::IPv4, Protocol::Tcp);
    EXPECT_TRUE(run.client.close(run.site, closed).succeeded());
    EXPECT_EQ(run.stagesOf(closed.id).back(), DoorStage::Gone);
}

TEST(HardCases, aDoorThatTheKernelKeepsForAWhileIsNotSaidToBeGone)
{
    RecordedCalls run;
    RecordedCalls::Pair pair = run.connectedPair(Family::IPv4);
    const DoorId id = pair.client.id;
    EXPECT_TRUE(run.client.close(run.site, pair.client).succeeded());
    EXPECT_EQ(run.stagesOf(id).back(), DoorStage::Closed);
}

TEST(HardCases, aForgottenDoorIsClosedByTheKernel)
{
    RecordedCalls run;
    OpenDoor door = run.named(run.server, Family::IPv4, Protocol::Udp);
    run.server.closeForProgram(door, Seq{1});
    run.server.closeForProgram(door, Seq{1});
    EXPECT_FALSE(door.fd.isOpen());
    const std::vector stages{DoorStage::Made, DoorStage::Named, DoorStage::Closed};
    EXPECT_EQ(run.stagesOf(door.id), stages);
    EXPECT_EQ(run.events(Kind::Door).back().who, (Who{Role::ServerKernel, 0}));
    EXPECT_EQ(run.events(Kind::Door).back().evidence, Evidence::Kernel);
}

} // namespace

} // namespace twodoors::tests
