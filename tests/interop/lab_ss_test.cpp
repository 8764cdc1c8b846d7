// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/lab_run.h"
#include "ss_lines.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

class LabSs : public LabSession, public testing::WithParamInterface<const char *>
{};

/// Both hosts by themselves: what the World has of each, and what ss tells inside of it.
TEST_P(LabSs, tellsOfEachHostWhatTheWorldHasAtEachStep)
{
    const Protocol protocol =
        std::string_view(GetParam()) == "udp-echo" ? Protocol::Udp : Protocol::Tcp;
    LabRun lab(orThrow(builtInLesson(GetParam())));
    const auto namespaces = orThrow(lab.lab().namespaces());
    const std::string path = "/proc/" + std::to_string(::getpid()) + "/fd/";
    std::set<std::string> states;
    const auto expectTheSame = [&](Role role) {
        const Descriptor &host = role == Role::Client ? namespaces.client : namespaces.server;
        std::vector<std::string> ss{"nsenter", "--net=" + path + std::to_string(host.get()), "ss"};
        if (::geteuid() != 0)
            ss.insert(ss.begin() + 1, {"--user=" + path + std::to_string(namespaces.user.get()),
                                       "--preserve-credentials"});
        const auto deadline = std::chrono::steady_clock::now() + 5s;
        while (true) {
            const SsLines ours = told(lab.world(), role);
            const SsLines theirs = asked(ss, protocol, portsOf(lab.world(), 12000));
            if (ours == theirs) {
                for (const std::string &line : ours)
                    states.insert(line.substr(0, line.find(' ')));
                return;
            }
            if (std::chrono::steady_clock::now() > deadline) {
                ADD_FAILURE() << nameOf(role) << " after event " << number(lab.world().seq())
                              << "\ntold  " << testing::PrintToString(ours) << "\nss    "
                              << testing::PrintToString(theirs);
                return;
            }
            lab.session().lookAround(); // the kernel was still moving
        }
    };
    ASSERT_TRUE(lab.run().advanceUntil([&] {
        expectTheSame(Role::Client);
        expectTheSame(Role::Server);
        return HasFailure() || lab.session().isOver();
    }));
    if (protocol == Protocol::Tcp) {
        for (const char *state : {"LISTEN", "ESTAB", "TIME-WAIT"})
            EXPECT_TRUE(states.contains(state)) << state;
    }
}

INSTANTIATE_TEST_SUITE_P(Lessons, LabSs, testing::Values("tcp-echo", "udp-echo", "next-guest"),
                         [](const auto &row) {
                             std::string name(row.param);
                             std::erase(name, '-');
                             return name;
                         });

/// Held knocks: the half-open door and the finished one that nobody has accepted yet.
TEST_F(LabSession, theDoorIsHalfOpenAtKnockOneAndFinishedAtKnockThree)
{
    LabRunOptions options;
    options.rules = {"hold both tcp every"};
    LabRun lab(orThrow(builtInLesson("tcp-echo")), options);
    const auto doorOf = [&] {
        const World &world = lab.world();
        for (std::size_t i = 0; i < world.doors().size(); ++i) {
            if (world.doors()[i].role == DoorRole::Connection)
                return world.doors()[i];
        }
        return DoorView{};
    };
    ASSERT_TRUE(lab.untilInHand(1));
    EXPECT_EQ(doorOf().stage, DoorStage::None);
    ASSERT_TRUE(lab.session().act(lab.inHand()[0].id, WireAction::Deliver)); // the SYN
    ASSERT_TRUE(lab.untilInHand(1));
    EXPECT_EQ(doorOf().stage, DoorStage::HalfOpen);
    EXPECT_EQ(doorOf().state, SocketState::SynRecv);
    EXPECT_EQ(doorOf().timer, Timer::Retransmit);
    ASSERT_TRUE(lab.session().act(lab.inHand()[0].id, WireAction::Deliver)); // the SYN-ACK
    ASSERT_TRUE(lab.untilInHand(1));
    EXPECT_EQ(doorOf().stage, DoorStage::HalfOpen);
    ASSERT_TRUE(lab.session().act(lab.inHand()[0].id, WireAction::Deliver)); // the ACK
    ASSERT_TRUE(lab.run().advanceUntil([&] { return doorOf().stage == DoorStage::Accepted; }));
    EXPECT_EQ(doorOf().state, SocketState::Established);
}

TEST_F(LabSession, aFinishedDoorWaitsInTheAcceptQueueUntilSomebodyAcceptsIt)
{
    const Lesson lesson = orThrow(readLesson(R"(
id: accept-is-late
title: accept() does the handshake
programs:
  Late:
    - socket: {into: welcome, protocol: tcp}
    - bind: {door: welcome, address: server}
    - listen: {door: welcome, backlog: 1}
    - sleep: {milliseconds: 300}
    - accept: {door: welcome, into: connection, from: who}
run:
  - server: Late
  - client: TCPClient
    after: {server: listen}
    may-end-with: ECONNRESET
)"));
    LabRun lab(lesson);
    ASSERT_TRUE(lab.run().advanceToEnd());
    std::vector<DoorStage> stages;
    for (const Event &event : lab.run().events(
             [](const Event &e) { return e.kind == Kind::Door && e.role == DoorRole::Connection; }))
        stages.push_back(event.stage);
    ASSERT_GE(stages.size(), 3U);
    EXPECT_EQ(stages[0], DoorStage::HalfOpen);
    EXPECT_EQ(stages[1], DoorStage::Finished);
    EXPECT_EQ(stages[2], DoorStage::Accepted);
}

} // namespace

} // namespace twodoors::tests
