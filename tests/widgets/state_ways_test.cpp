// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/state_ways.h"

#include "journal/clock.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

class Ways : public testing::Test
{
protected:
    Seq door(DoorStage stage, DoorRole role, Evidence evidence)
    {
        Event event;
        event.evidence = evidence;
        event.kind = Kind::Door;
        event.door = DoorId{1};
        event.protocol = Protocol::Tcp;
        event.stage = stage;
        event.role = role;
        return m_journal.append(event);
    }

    Seq state(SocketState state)
    {
        Event event;
        event.evidence = Evidence::Kernel;
        event.kind = Kind::State;
        event.door = DoorId{1};
        event.state = state;
        return m_journal.append(event);
    }

    [[nodiscard]] std::vector<SocketState> wayAt(Seq cursor)
    {
        m_ways.read(m_journal, static_cast<Seq>(m_journal.size()));
        std::vector<SocketState> states;
        for (const StateStep &step : m_ways.way(DoorId{1}, cursor))
            states.push_back(step.state);
        return states;
    }

    SteadyClock m_clock;
    Journal m_journal{m_clock};
    StateWays m_ways;
};

using enum SocketState;

TEST_F(Ways, stagesOfACaptureAreInferredStates)
{
    door(DoorStage::HalfOpen, DoorRole::Connection, Evidence::Inferred);
    const Seq last = door(DoorStage::Finished, DoorRole::Connection, Evidence::Inferred);
    EXPECT_EQ(wayAt(last), (std::vector{Listen, SynRecv, Established}));
    EXPECT_EQ(m_ways.way(DoorId{1}, last).back().ground, StateStep::Ground::Inferred);
}

TEST_F(Ways, theSameStateReportedAgainIsNoStep)
{
    door(DoorStage::Made, DoorRole::Client, Evidence::Call);
    state(SynSent);
    state(SynSent);
    EXPECT_EQ(wayAt(state(Established)), (std::vector{Closed, SynSent, Established}));
}

TEST_F(Ways, aDoorThatWasAcceptedBeforeItsReportHasNoStateYet)
{
    const Seq accepted = door(DoorStage::Accepted, DoorRole::Connection, Evidence::Call);
    const Seq reported = state(Established);
    static_cast<void>(wayAt(reported));
    EXPECT_EQ(m_ways.stateAt(DoorId{1}, accepted), None);
    EXPECT_EQ(m_ways.stateAt(DoorId{1}, reported), Established);
}

TEST_F(Ways, goesOnWhereItStoppedReading)
{
    door(DoorStage::Made, DoorRole::Client, Evidence::Call);
    const Seq sent = state(SynSent);
    EXPECT_EQ(wayAt(sent).size(), 2U);
    EXPECT_EQ(wayAt(door(DoorStage::Gone, DoorRole::Client, Evidence::Kernel)),
              (std::vector{Closed, SynSent, Closed}));
    EXPECT_EQ(wayAt(sent).size(), 2U);
}

} // namespace

} // namespace twodoors::tests
