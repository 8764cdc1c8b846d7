// SPDX-License-Identifier: GPL-3.0-or-later
#include "interop/engine_run.h"

#include "programs/program_reader.h"

#include <iostream>

namespace twodoors::tests
{

namespace
{

/// What stands at the address that the program gets.
enum class Peer { Nobody, Silent, Crowded };

/// A program whose last line does not end by itself.
struct Blocked {
    std::string name;
    CallName call; ///< None: a line that is no call
    Role role;
    Peer peer;
    std::string program;
};

enum class Way { StopStepwise, StopLive, DestroyRunner };

struct Row {
    Blocked blocked;
    Way way;

    friend void PrintTo(const Row &row, std::ostream *out)
    {
        *out << row.blocked.name
             << (row.way == Way::StopStepwise ? "StopStepwise"
                 : row.way == Way::StopLive   ? "StopLive"
                                              : "DestroyRunner");
    }
};

class CancelTest : public testing::TestWithParam<Row>
{
protected:
    static constexpr int times = 20;
    static constexpr std::chrono::milliseconds limit{100};

    void SetUp() override
    {
        m_server = loopback(Family::IPv4);
        if (blocked().peer == Peer::Nobody)
            return;
        m_welcome = listening(Family::IPv4, times);
        m_server = localOf(m_welcome);
        if (blocked().peer == Peer::Crowded)
            m_crowd = crowd(m_welcome);
    }

    [[nodiscard]] static const Blocked &blocked() { return GetParam().blocked; }

    /// More than the two sockets' buffers take.
    [[nodiscard]] static std::string message() { return std::string(8'000'000, 'x'); }

    /// Until the program has ended. The kernel's last report, which stop() also waits for, takes as
    /// long as all the sockets of the machine make it.
    [[nodiscard]] Nanoseconds timeToStop(Pace pace) const
    {
        const Part part = blocked().role == Role::Server ? Part::ServerOnly : Part::ClientOnly;
        const std::string role(nameOf(blocked().role));
        const Lesson lesson =
            orThrow(readLesson("{id: blocked, title: Blocked, programs: {It: " + blocked().program
                               + "}, run: [{" + role + ": It}]}"));
        const LineNumber last = lesson.cast.at(0).program.lines.back().number;
        EngineRun run(lesson, {part, m_server, {message()}, 0}, pace);
        EXPECT_TRUE(run.advanceUntil([&] { return isThere(run, pace, last); }));
        const Nanoseconds begin = run.clock().now();
        run.session().stop();
        EXPECT_TRUE(run.session().problems().empty());
        const auto lines = run.events([](const Event &e) { return e.kind == Kind::Line; });
        EXPECT_EQ(lines.back().error, ECANCELED);
        EXPECT_EQ(number(lines.back().line), 0);
        return lines.back().t - begin;
    }

    [[nodiscard]] Nanoseconds timeToDestroy() const
    {
        SteadyClock clock;
        Journal journal(clock);
        DoorRegistry doors;
        Gate gate;
        auto runner =
            std::make_unique<Runner>(Runner::Ground{journal, clock, doors, gate},
                                     orThrow(readProgramText(blocked().program, "It")),
                                     Who{blocked().role, 0}, m_server, [] { return message(); });
        gate.setLive(runner->seat());
        runner->start();
        EXPECT_TRUE(becomes([&] {
            return blocked().call == CallName::None ? gate.look(runner->seat()).isResting
                                                    : runner->blockedCall() != Seq::None;
        }));
        const Nanoseconds begin = clock.now();
        runner.reset();
        return clock.now() - begin;
    }

private:
    /// Stepwise, once it is blocked; live, as soon as it has come to the line or entered the call,
    /// so that the interruption may come just before the call blocks.
    [[nodiscard]] static bool isThere(EngineRun &run, Pace pace, LineNumber last)
    {
        if (pace == Pace::Stepwise) {
            const auto standings = run.session().standings();
            const ProgramView *program =
                standings.empty() ? nullptr : run.session().world().program(standings[0].who);
            return program != nullptr && program->line == last
                   && standings[0].nextLine == LineNumber::None
                   && (standings[0].isBlocked || blocked().call == CallName::None);
        }
        return !run.events([last](const Event &e) {
                       return e.line == last
                              && e.kind
                                     == (blocked().call == CallName::None ? Kind::Line
                                                                          : Kind::Call);
                   })
                    .empty();
    }

    Endpoint m_server;
    Descriptor m_welcome;
    std::vector<Descriptor> m_crowd;
};

TEST_P(CancelTest, TakesLessThanATenthOfASecond)
{
    const Way way = GetParam().way;
    Nanoseconds longest{0};
    for (int i = 0; i < times; ++i) {
        const Nanoseconds time =
            way == Way::DestroyRunner
                ? timeToDestroy()
                : timeToStop(way == Way::StopLive ? Pace::Live : Pace::Stepwise);
        EXPECT_LT(time, limit);
        longest = std::max(longest, time);
    }
    const double milliseconds = std::chrono::duration<double, std::milli>(longest).count();
    std::cout << "the longest of " << times << ": " << milliseconds << " ms\n";
    RecordProperty("milliseconds", std::to_string(milliseconds));
}

const std::vector<Blocked> blockedCalls{
    {"Accept", CallName::Accept, Role::Server, Peer::Nobody,
     "[{socket: {into: door, protocol: tcp}}, {bind: {door: door, address: server}},"
     " {listen: {door: door, backlog: 1}}, {accept: {door: door, into: guest, from: who}}]"},
    {"Connect", CallName::Connect, Role::Client, Peer::Crowded,
     "[{socket: {into: door, protocol: tcp}}, {connect: {door: door, address: server}}]"},
    {"Recv", CallName::Recv, Role::Client, Peer::Silent,
     "[{socket: {into: door, protocol: tcp}}, {connect: {door: door, address: server}},"
     " {recv: {door: door, size: 1024, into: answer}}]"},
    {"Send", CallName::Send, Role::Client, Peer::Silent,
     "[{socket: {into: door, protocol: tcp}}, {connect: {door: door, address: server}},"
     " {input: {into: sentence}}, {send: {door: door, value: sentence}}]"},
    {"RecvFrom", CallName::RecvFrom, Role::Server, Peer::Nobody,
     "[{socket: {into: door, protocol: udp}}, {bind: {door: door, address: server}},"
     " {recvfrom: {door: door, size: 2048, into: sentence, from: who}}]"},
    {"Poll", CallName::Poll, Role::Server, Peer::Nobody,
     "[{socket: {into: door, protocol: udp}}, {bind: {door: door, address: server}},"
     " {poll: {door: door, direction: read, milliseconds: -1}}]"},
    {"Sleep", CallName::None, Role::Client, Peer::Nobody, "[{sleep: {milliseconds: 60000}}]"}};

std::vector<Row> rows()
{
    std::vector<Row> rows;
    for (const Blocked &blocked : blockedCalls) {
        for (const Way way : {Way::StopStepwise, Way::StopLive, Way::DestroyRunner})
            rows.push_back({blocked, way});
    }
    return rows;
}

INSTANTIATE_TEST_SUITE_P(All, CancelTest, testing::ValuesIn(rows()),
                         testing::PrintToStringParamName());

} // namespace

} // namespace twodoors::tests
