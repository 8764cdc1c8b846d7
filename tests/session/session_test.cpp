// SPDX-License-Identifier: GPL-3.0-or-later
// The four first lessons, run by hand to their end.
#include "world/real_run.h"

#include <algorithm>
#include <map>

namespace twodoors::tests
{

namespace
{

class Lessons : public testing::TestWithParam<const char *>
{};

INSTANTIATE_TEST_SUITE_P(Session, Lessons,
                         testing::Values("tcp-echo", "udp-echo", "client-first", "next-guest"),
                         [](const auto &row) {
                             std::string name = row.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

/// Of each guest: what it got back.
std::map<unsigned, std::string> answers(RealRun &run)
{
    std::map<unsigned, std::string> found;
    const World &world = run.session.world();
    for (std::size_t i = 0; i < world.programs().size(); ++i) {
        const ProgramView &program = world.programs()[i];
        const HeldValue *const answer = program.find("answer");
        if (program.who.role == Role::Client && answer != nullptr)
            found[program.who.number] = answer->bytes;
    }
    return found;
}

/// Each handshake's segments, SYN, SYN-ACK, ACK, are there once and inferred.
void expectKnocks(const RealRun &run, std::size_t connections)
{
    std::map<std::string, std::size_t> knocks;
    for (const Event &packet : run.events(Kind::Packet)) {
        EXPECT_EQ(packet.evidence, Evidence::Inferred);
        const bool reset = (packet.flags & TcpFlag::Rst) != 0;
        const bool begins = packet.flags == TcpFlag::Syn;
        if (!reset && begins)
            ++knocks[packet.local.text()];
    }
    std::size_t established = 0;
    for (const Event &packet : run.events(Kind::Packet))
        established += packet.flags == (TcpFlag::Syn | TcpFlag::Ack) ? 1U : 0U;
    EXPECT_EQ(established, connections);
    for (const auto &[guest, count] : knocks)
        EXPECT_EQ(count, 1U) << guest;
}

TEST_P(Lessons, comesToItsEndStepByStep)
{
    for (const Family family : {Family::IPv4, Family::IPv6}) {
        RealRun run(GetParam(), onLoopback({}, family));
        EXPECT_TRUE(run.session.isOver());
        EXPECT_TRUE(run.session.problems().empty());
        EXPECT_GT(run.steps, 10U);
        EXPECT_LT(run.steps, 100U);
        EXPECT_EQ(run.session.world().faults(), 0U);
        run.session.stop();
        EXPECT_TRUE(run.session.problems().empty()) << "being stopped is none";
        EXPECT_FALSE(run.session.stepAny());
        EXPECT_TRUE(run.session.standings().empty());
    }
}

TEST_P(Lessons, letsOneLineThroughAStep)
{
    RealRun run(GetParam(), onLoopback(), 0);
    while (!run.session.isOver()) {
        const std::size_t before = run.events(Kind::Line).size();
        if (!run.session.stepAny())
            break;
        // and what a line brings with it: the end of a program, of a try
        const auto lines = run.events(Kind::Line);
        const auto granted = std::count_if(
            lines.begin() + static_cast<std::ptrdiff_t>(before), lines.end(),
            [](const Event &event) { return event.line != LineNumber::None && event.error == 0; });
        EXPECT_EQ(granted, 1);
    }
}

TEST_P(Lessons, comesToItsEndLive)
{
    RealRun run(GetParam(), onLoopback(), 0);
    run.session.goLive();
    JournalReader reader(run.journal);
    std::size_t seen = 0;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!run.session.isOver() && std::chrono::steady_clock::now() < deadline) {
        seen = reader.waitBeyond(seen, std::chrono::milliseconds(5));
        run.session.lookAround();
    }
    EXPECT_TRUE(run.session.isOver());
    EXPECT_FALSE(run.session.stepAny()) << "nobody is asked";
    run.session.stop();
    EXPECT_TRUE(run.session.problems().empty());
    for (const auto &[guest, answer] : answers(run))
        EXPECT_FALSE(answer.empty()) << guest;
}

TEST_P(Lessons, goesStepwiseAgainAfterLive)
{
    RealRun run(GetParam(), onLoopback(), 3);
    run.session.goLive();
    run.session.goStepwise();
    for (int step = 0; step < 200 && !run.session.isOver() && run.session.stepAny(); ++step) {}
    EXPECT_TRUE(run.session.isOver());
    EXPECT_TRUE(run.session.problems().empty());
}

TEST_P(Lessons, stopsFromAnyStep)
{
    const std::size_t whole = RealRun(GetParam()).steps;
    for (std::size_t steps = 0; steps <= whole; ++steps) {
        RealRun run(GetParam(), onLoopback(), steps);
        const auto begin = std::chrono::steady_clock::now();
        run.session.stop();
        EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1)) << steps;
        EXPECT_TRUE(run.session.isOver());
        EXPECT_TRUE(run.session.problems().empty()) << steps;
        const World &world = run.session.world();
        for (std::size_t i = 0; i < world.programs().size(); ++i) {
            const ProgramView &program = world.programs()[i];
            const bool runs = program.who.role == Role::Client || program.who.role == Role::Server;
            EXPECT_EQ(program.hasEnded, runs) << steps;
        }
        for (std::size_t i = 0; i < world.doors().size(); ++i)
            EXPECT_EQ(world.doors()[i].fd, -1) << steps;
    }
}

TEST_P(Lessons, takesMoreMessagesThanGuests)
{
    const std::vector<std::string> messages{"one", "two", "three", "four", "five"};
    RealRun run(GetParam(), onLoopback(messages));
    EXPECT_TRUE(run.session.isOver());
    EXPECT_TRUE(run.session.problems().empty());
    std::vector<std::string> got;
    for (const auto &[guest, answer] : answers(run))
        got.push_back(answer);
    std::vector<std::string> expected{"ONE", "TWO", "THREE", "FOUR", "FIVE"};
    if (std::string_view(GetParam()) == "client-first")
        expected.erase(expected.begin()); // the first guest is refused
    EXPECT_EQ(got, expected);
}

TEST(Session, tcpEchoKnocksOnceAndAnswersInUpperCase)
{
    RealRun run("tcp-echo", onLoopback({"hello, straße"}));
    expectKnocks(run, 1);
    EXPECT_EQ(answers(run)[0], "HELLO, STRAßE");
    EXPECT_EQ(run.session.guestsServed(), 1U);
    EXPECT_EQ(run.doors(DoorRole::Connection).size(), 1U);
}

TEST(Session, udpEchoHasNoKnockAndNoConnection)
{
    RealRun run("udp-echo");
    EXPECT_TRUE(run.events(Kind::Packet).empty());
    EXPECT_TRUE(run.doors(DoorRole::Connection).empty());
    EXPECT_TRUE(run.doors(DoorRole::Welcome).empty());
    EXPECT_EQ(run.doors(DoorRole::Mailbox).size(), 2U);
    EXPECT_EQ(run.session.guestsServed(), 1U);
    EXPECT_EQ(answers(run)[0], "HELLO, TWO DOORS");
}

TEST(Session, clientFirstIsRefusedThenLetIn)
{
    RealRun run("client-first");
    EXPECT_TRUE(run.session.problems().empty()) << "the lesson wants ECONNREFUSED";
    EXPECT_EQ(run.session.world().program({Role::Client, 1})->endError, ECONNREFUSED);
    EXPECT_EQ(run.session.world().program({Role::Client, 2})->endError, 0);
    std::vector<int> errors;
    for (const Event &event : run.events(Kind::Return)) {
        if (event.call == CallName::Connect)
            errors.push_back(event.error);
    }
    EXPECT_EQ(errors, (std::vector{ECONNREFUSED, 0}));
    const auto packets = run.events(Kind::Packet);
    ASSERT_GE(packets.size(), 2U);
    EXPECT_EQ(packets[0].flags, TcpFlag::Syn);
    EXPECT_EQ(packets[1].flags & TcpFlag::Rst, TcpFlag::Rst);
    expectKnocks(run, 1);
}

TEST(Session, theNextGuestHasFinishedKnockingBeforeItIsLetIn)
{
    RealRun run("next-guest");
    expectKnocks(run, 2);
    const auto welcomes = run.doors(DoorRole::Welcome);
    const auto connections = run.doors(DoorRole::Connection);
    const auto clients = run.doors(DoorRole::Client);
    ASSERT_EQ(welcomes.size(), 1U);
    ASSERT_EQ(connections.size(), 2U);
    ASSERT_EQ(clients.size(), 2U);
    EXPECT_EQ(connections[0].local, connections[1].local);
    EXPECT_EQ(connections[0].local, welcomes[0].local);
    EXPECT_NE(connections[0].peer, connections[1].peer);
    EXPECT_EQ(connections[1].peer, clients[1].local);

    std::uint32_t longestQueue = 0;
    for (const Event &event : run.events(Kind::State)) {
        if (event.door == welcomes[0].id) {
            EXPECT_EQ(event.evidence, Evidence::Kernel);
            longestQueue = std::max(longestQueue, event.receiveQueue);
        }
    }
    EXPECT_EQ(longestQueue, 1U);

    std::vector<DoorStage> stages;
    for (const Event &event : run.events(Kind::Door)) {
        if (event.door == connections[1].id)
            stages.push_back(event.stage);
    }
    const auto at = [&stages](DoorStage stage) { return std::ranges::find(stages, stage); };
    ASSERT_NE(at(DoorStage::Finished), stages.end());
    ASSERT_NE(at(DoorStage::Accepted), stages.end());
    EXPECT_LT(at(DoorStage::Finished), at(DoorStage::Accepted));
}

TEST(Session, theStudentChoosesWhoGoesFirst)
{
    RealRun run("tcp-echo", onLoopback(), 0);
    // the client's turn would come later
    EXPECT_TRUE(run.session.step(Role::Client));
    EXPECT_TRUE(run.session.step(Role::Client));
    ASSERT_NE(run.session.world().program({Role::Client, 0}), nullptr);
    EXPECT_EQ(run.session.world().program({Role::Client, 0})->endError, ECONNREFUSED);
    ASSERT_EQ(run.session.problems().size(), 1U);
    EXPECT_EQ(run.session.problems()[0].end.error, ECONNREFUSED);
    EXPECT_FALSE(run.session.step(Role::Client)) << "there is no other";
    EXPECT_TRUE(run.session.step(Role::Server));
    EXPECT_FALSE(run.session.step(Role::Wire));
}

TEST(Session, standsWhereItsProgramsAre)
{
    RealRun run("tcp-echo", onLoopback(), 0);
    while (run.session.stepAny()) {
        for (const auto &standing : run.session.standings())
            EXPECT_NE(standing.nextLine != LineNumber::None, standing.isBlocked);
    }
    const auto standings = run.session.standings();
    ASSERT_EQ(standings.size(), 1U);
    EXPECT_EQ(standings[0].who, (Who{Role::Server, 0}));
    EXPECT_TRUE(standings[0].isBlocked);
    EXPECT_NE(standings[0].program, nullptr);
}

TEST(Session, namesAFault)
{
    RealRun run("tcp-echo", onLoopback(), 0);
    const Seq seq =
        run.session.recordFault("port-held-other", "text", EACCES, endpointOf("127.0.0.1:80"));
    const Event event = run.journal.at(seq);
    EXPECT_EQ(event.kind, Kind::Fault);
    EXPECT_EQ(event.topic, "port-held-other");
    EXPECT_EQ(event.bytes, "text");
    EXPECT_EQ(event.error, EACCES);
    EXPECT_EQ(event.peer.port, 80);
    EXPECT_EQ(run.session.world().faults(), 1U);
}

} // namespace

} // namespace twodoors::tests
