// SPDX-License-Identifier: GPL-3.0-or-later
// A program can be ended wherever it stands, and signals that do not end it are gone through.
#include "programs/running.h"

#include <csignal>
#include <filesystem>
#include <set>
#include <sys/syscall.h>

namespace twodoors::tests
{

namespace
{

using namespace std::chrono_literals;

/// A program and where it comes to stand, with a peer that never helps it on.
struct Stand {
    const char *name;
    std::string_view yaml;
};

constexpr Stand stands[]{
    {"accept", "- socket: {into: d, protocol: tcp}\n- listen: {door: d, backlog: 1}\n"
               "- accept: {door: d, into: c, from: who}\n"},
    {"acceptInATry", "- socket: {into: d, protocol: tcp}\n- listen: {door: d, backlog: 1}\n"
                     "- loop:\n    - try:\n        - accept: {door: d, into: c, from: who}\n"},
    {"recv", "- socket: {into: d, protocol: tcp}\n- connect: {door: d, address: server}\n"
             "- recv: {door: d, size: 10, into: b}\n"},
    {"send", "- socket: {into: d, protocol: tcp}\n- connect: {door: d, address: server}\n"
             "- input: {into: b}\n- loop:\n    - append: {value: b, into: b}\n"
             "    - send: {door: d, value: b}\n"},
    {"recvfrom", "- socket: {into: d, protocol: udp}\n- connect: {door: d, address: server}\n"
                 "- recvfrom: {door: d, size: 10, into: b, from: who}\n"},
    {"poll", "- socket: {into: d, protocol: udp}\n- connect: {door: d, address: server}\n"
             "- poll: {door: d, direction: read, milliseconds: -1}\n"},
    {"sleep", "- sleep: {milliseconds: 86400000}\n"},
};

class Stopping : public testing::TestWithParam<Stand>
{
protected:
    Running run;
    Descriptor peer = listening(Family::IPv4, 5);

    [[nodiscard]] bool stands(const Runner &runner) const
    {
        return becomes([&] {
            return runner.blockedCall() != Seq::None || run.gate.look(runner.seat()).isResting;
        });
    }

    void expectStopped(Runner &runner)
    {
        const auto begin = std::chrono::steady_clock::now();
        run.stop(runner);
        EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
        EXPECT_EQ(runner.end().kind, ProgramEnd::Kind::Stopped);
        EXPECT_EQ(run.events(Kind::Line).back().line, LineNumber::None);
        EXPECT_EQ(run.events(Kind::Line).back().error, ECANCELED);
    }
};

INSTANTIATE_TEST_SUITE_P(Runner, Stopping, testing::ValuesIn(stands),
                         [](const auto &row) { return std::string(row.param.name); });

TEST_P(Stopping, endsWhereItIsBlocked)
{
    const auto runner = run.make(GetParam().yaml, localOf(peer));
    run.gate.setLive(runner->seat());
    ASSERT_TRUE(stands(*runner));
    expectStopped(*runner);
}

TEST_P(Stopping, endsWhereItWaitsToBeLetThrough)
{
    const auto runner = run.make(GetParam().yaml, localOf(peer));
    ASSERT_TRUE(becomes([&] { return run.gate.look(runner->seat()).isWaiting; }));
    expectStopped(*runner);
    EXPECT_TRUE(run.events(Kind::Call).empty());
}

TEST_P(Stopping, endsAtAnyMoment)
{
    const auto runner = run.make(GetParam().yaml, localOf(peer));
    run.gate.setLive(runner->seat());
    expectStopped(*runner); // wherever it has come to by now
}

TEST_P(Stopping, endsWithTheObject)
{
    auto runner = run.make(GetParam().yaml, localOf(peer));
    run.gate.setLive(runner->seat());
    ASSERT_TRUE(stands(*runner));
    runner.reset();
    EXPECT_EQ(run.events(Kind::Line).back().error, ECANCELED);
}

TEST_F(Stopping, endsInAConnectThatNobodyAnswers)
{
    const Descriptor welcome = listening(Family::IPv4, 1);
    const auto guests = crowd(welcome);
    const auto runner = run.make("- socket: {into: d, protocol: tcp}\n"
                                 "- connect: {door: d, address: server}\n",
                                 localOf(welcome));
    run.gate.setLive(runner->seat());
    ASSERT_TRUE(stands(*runner));
    expectStopped(*runner);
}

std::set<int> threads()
{
    std::set<int> ids;
    for (const auto &entry : std::filesystem::directory_iterator("/proc/self/task"))
        ids.insert(std::stoi(entry.path().filename().string()));
    return ids;
}

/// The runner's thread gets the signal that interrupts, but from somebody else.
class Disturbed : public Stopping
{
protected:
    std::set<int> before = threads();
    std::unique_ptr<Runner> runner;

    void start(std::string_view yaml, const Endpoint &server)
    {
        runner = run.make(yaml, server);
        run.gate.setLive(runner->seat());
        ASSERT_TRUE(stands(*runner));
    }

    /// Until the call it is in has returned.
    void disturb()
    {
        const auto standing = runner->blockedCall();
        ASSERT_TRUE(becomes([&] {
            for (const int id : threads()) {
                if (!before.contains(id))
                    ::syscall(SYS_tgkill, ::getpid(), id, SIGRTMIN + 1);
            }
            const Seq call = runner->blockedCall();
            return call != Seq::None && call != standing;
        }));
    }

    /// Runs a connect to its end that was interrupted while nobody answered.
    void interruptedConnect()
    {
        const Descriptor welcome = listening(Family::IPv4, 1);
        const auto guests = crowd(welcome);
        start("- socket: {into: d, protocol: tcp}\n- connect: {door: d, address: server}\n"
              "- close: {door: d}\n",
              localOf(welcome));
        disturb();
        std::vector<Descriptor> connections; // room for the next knock, which comes after a second
        for (std::size_t i = 1; i < guests.size(); ++i)
            connections.push_back(accepted(welcome));
        ASSERT_TRUE(becomes([&] { return runner->hasEnded(); }));
        EXPECT_EQ(runner->end().kind, ProgramEnd::Kind::Finished);
    }
};

TEST_F(Disturbed, recvIsCalledAgain)
{
    start("- socket: {into: d, protocol: tcp}\n- connect: {door: d, address: server}\n"
          "- recv: {door: d, size: 10, into: b}\n- close: {door: d}\n",
          localOf(peer));
    const Descriptor connection = accepted(peer);
    disturb();
    ASSERT_EQ(::send(connection.get(), "hi", 2, MSG_NOSIGNAL), 2);
    ASSERT_TRUE(becomes([&] { return runner->hasEnded(); }));
    EXPECT_EQ(runner->end().kind, ProgramEnd::Kind::Finished);
    const auto errors = run.errorsOf(CallName::Recv);
    EXPECT_EQ(errors.front(), EINTR);
    EXPECT_EQ(errors.back(), 0);
}

TEST_F(Disturbed, acceptIsCalledAgain)
{
    start("- socket: {into: d, protocol: tcp}\n- bind: {door: d, address: server}\n"
          "- listen: {door: d, backlog: 1}\n- accept: {door: d, into: c, from: who}\n",
          loopback(Family::IPv4));
    const Endpoint address = run.events(Kind::Door).back().local;
    disturb();
    const Descriptor guest = connected(address);
    ASSERT_TRUE(becomes([&] { return runner->hasEnded(); }));
    EXPECT_EQ(runner->end().kind, ProgramEnd::Kind::Finished);
    EXPECT_EQ(run.errorsOf(CallName::Accept).front(), EINTR);
}

TEST_F(Disturbed, connectIsWaitedForAndNotCalledAgain)
{
    interruptedConnect();
    EXPECT_EQ(run.errorsOf(CallName::Connect), std::vector{EINTR});
    EXPECT_EQ(run.errorsOf(CallName::GetSockOpt), std::vector{0});
}

TEST_F(Disturbed, connectIsAConnectionAllTheSame)
{
    interruptedConnect();
    EXPECT_TRUE(run.hasStage(DoorStage::Connected));
    EXPECT_EQ(run.events(Kind::Packet).size(), 3U) << "the knocks";
}

} // namespace

} // namespace twodoors::tests
