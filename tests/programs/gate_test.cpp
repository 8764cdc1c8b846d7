// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/gate.h"

#include "kernel/real_sockets.h"

#include <gtest/gtest.h>
#include <thread>

namespace twodoors::tests
{

namespace
{

using namespace std::chrono_literals;

/// Only what never comes takes so long.
constexpr Nanoseconds longRest = 60s;

/// A thread that passes line after line, 1, 2, 3 …, until it is stopped.
class Walker
{
public:
    explicit Walker(Gate &gate) : m_gate(gate), m_seat(gate.takeSeat())
    {
        m_thread = std::jthread([this] {
            std::uint16_t line = 1;
            while (m_gate.pass(m_seat, LineNumber{line}))
                ++line;
            m_gate.leave(m_seat);
        });
    }

    [[nodiscard]] Gate::Seat seat() const { return m_seat; }
    [[nodiscard]] Gate::View view() const { return m_gate.look(m_seat); }
    [[nodiscard]] bool comesTo(std::uint16_t line) const
    {
        return becomes([&] { return view().isWaiting && view().line == LineNumber{line}; });
    }

private:
    Gate &m_gate;
    Gate::Seat m_seat;
    std::jthread m_thread;
};

/// Stops at the end of a test, before the walkers are waited for.
struct Walk {
    Gate gate;
    Walker first{gate};
    Walker second{gate};
    ~Walk() { gate.stop(); }
};

TEST(Gate, letsThroughOneLineAGrant)
{
    Walk walk;
    ASSERT_TRUE(walk.first.comesTo(1));
    ASSERT_TRUE(walk.second.comesTo(1));
    for (std::uint16_t line = 2; line < 100; ++line) {
        walk.gate.grant(walk.first.seat());
        ASSERT_TRUE(walk.first.comesTo(line));
        ASSERT_EQ(walk.first.view().passed, line - 1U);
        ASSERT_EQ(walk.second.view().line, LineNumber{1});
    }
    EXPECT_EQ(walk.second.view().passed, 0U);
}

TEST(Gate, doesNotLookWaitingOnceGranted)
{
    Walk walk;
    ASSERT_TRUE(walk.first.comesTo(1));
    walk.gate.grant(walk.first.seat());
    const Gate::View view = walk.first.view();
    EXPECT_TRUE(!view.isWaiting || view.line == LineNumber{2});
}

TEST(Gate, keepsGrantsForTheLinesToCome)
{
    Gate gate;
    const Gate::Seat seat = gate.takeSeat();
    gate.grant(seat);
    gate.grant(seat);
    EXPECT_TRUE(gate.pass(seat, LineNumber{1}));
    EXPECT_TRUE(gate.pass(seat, LineNumber{2}));
    EXPECT_EQ(gate.look(seat).passed, 2U);
    gate.stop();
    EXPECT_FALSE(gate.pass(seat, LineNumber{3}));
}

TEST(Gate, knowsWhoCameFirst)
{
    Walk walk;
    ASSERT_TRUE(walk.first.comesTo(1));
    ASSERT_TRUE(walk.second.comesTo(1));
    EXPECT_NE(walk.first.view().arrival, walk.second.view().arrival);
    walk.gate.grant(walk.first.seat());
    ASSERT_TRUE(walk.first.comesTo(2));
    EXPECT_LT(walk.second.view().arrival, walk.first.view().arrival);
    walk.gate.grant(walk.second.seat());
    ASSERT_TRUE(walk.second.comesTo(2));
    EXPECT_LT(walk.first.view().arrival, walk.second.view().arrival);
}

TEST(Gate, doesNotAskALiveProgramUntilItIsAskedAgain)
{
    Walk walk;
    walk.gate.setLive(walk.first.seat());
    EXPECT_TRUE(becomes([&] { return walk.first.view().passed > 1000; }));
    ASSERT_TRUE(walk.second.comesTo(1));
    walk.gate.setAsked(walk.first.seat());
    EXPECT_TRUE(becomes([&] { return walk.first.view().isWaiting; }));
    const auto passed = walk.first.view().passed;
    walk.gate.grant(walk.first.seat());
    EXPECT_TRUE(becomes([&] { return walk.first.view().passed == passed + 1; }));
}

TEST(Gate, looksWaitingWhereLiveWasShorterThanWakingTakes)
{
    Walk walk;
    for (int round = 0; round < 200; ++round) {
        ASSERT_TRUE(becomes([&] { return walk.first.view().isWaiting; })) << round;
        walk.gate.setLive(walk.first.seat());
        walk.gate.setAsked(walk.first.seat());
    }
}

TEST(Gate, stopEndsEveryWaitForGood)
{
    Walk walk;
    ASSERT_TRUE(walk.first.comesTo(1));
    walk.gate.stop();
    EXPECT_TRUE(walk.gate.isStopped());
    EXPECT_TRUE(becomes([&] { return walk.first.view().hasEnded && walk.second.view().hasEnded; }));
    EXPECT_FALSE(walk.first.view().isWaiting);
    EXPECT_FALSE(walk.gate.pass(walk.first.seat(), LineNumber{9}));
    EXPECT_FALSE(walk.gate.rest(walk.first.seat(), longRest));
    walk.gate.setLive(walk.first.seat());
    EXPECT_FALSE(walk.gate.pass(walk.first.seat(), LineNumber{9}));
}

TEST(Gate, restsForSoLong)
{
    Gate gate;
    const Gate::Seat seat = gate.takeSeat();
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(gate.rest(seat, 20ms));
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 20ms);
    EXPECT_FALSE(gate.look(seat).isResting);
    EXPECT_TRUE(gate.rest(seat, 0ns));
}

TEST(Gate, stopEndsARest)
{
    Gate gate;
    const Gate::Seat seat = gate.takeSeat();
    std::jthread resting([&] { EXPECT_FALSE(gate.rest(seat, longRest)); });
    ASSERT_TRUE(becomes([&] { return gate.look(seat).isResting; }));
    gate.grant(seat); // is no reason to get up
    EXPECT_TRUE(gate.look(seat).isResting);
    gate.stop();
}

TEST(Gate, tellsOfEachArrivalAndEnd)
{
    Gate gate;
    std::uint64_t seen = gate.changes();
    const auto begin = std::chrono::steady_clock::now();
    gate.waitForChange(seen, 10ms);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 10ms);
    Walker walker(gate);
    for (std::uint16_t line = 1; line < 200; ++line) {
        while (!(walker.view().isWaiting && walker.view().line == LineNumber{line})) {
            gate.waitForChange(seen, longRest);
            seen = gate.changes();
        }
        gate.grant(walker.seat());
    }
    ASSERT_TRUE(walker.comesTo(200));
    seen = gate.changes();
    gate.stop();
    while (!walker.view().hasEnded)
        gate.waitForChange(seen, longRest);
    EXPECT_GT(gate.changes(), seen);
}

} // namespace

} // namespace twodoors::tests
