// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/conductor.h"

#include "lab/lab_here.h"
#include "widgets/viewpoint.h"

#include <QElapsedTimer>
#include <QTest>
#include <gmock/gmock.h>

namespace twodoors::tests
{

namespace
{

using namespace std::chrono_literals;

/// A conductor, and a viewpoint that follows it as the window does.
class Performance
{
public:
    Performance()
    {
        QObject::connect(&conductor, &Conductor::started, &viewpoint,
                         [this](const std::shared_ptr<const Recording> &recording) {
                             viewpoint.look(recording);
                         });
        QObject::connect(&conductor, &Conductor::news, &viewpoint, [this] {
            while (viewpoint.catchUp()) {}
        });
    }

    [[nodiscard]] bool start(const RunChoice &choice)
    {
        conductor.start(choice);
        return QTest::qWaitFor([this] { return conductor.report().isUnderWay; });
    }

    [[nodiscard]] bool isClientIn(CallName call) const
    {
        const ProgramView *client = viewpoint.world().program({Role::Client, 0});
        return client != nullptr && client->inCall == call && client->waits;
    }

    /// The packet that has been in the hand for longest; None where there is none.
    [[nodiscard]] PacketId held() const
    {
        for (const PacketId id : viewpoint.world().onWire()) {
            if (viewpoint.world().packet(id)->isInHand)
                return id;
        }
        return PacketId::None;
    }

    [[nodiscard]] std::size_t count(PacketVerb verb) const
    {
        std::size_t found = 0;
        for (std::uint32_t seq = 1; seq <= number(viewpoint.latest()); ++seq) {
            const Event event = viewpoint.event(static_cast<Seq>(seq));
            found += event.kind == Kind::Packet && event.verb == verb && event.who == Relay::person;
        }
        return found;
    }

    /// Goes on as a person would who has only the space bar and D.
    [[nodiscard]] bool playByHand()
    {
        return QTest::qWaitFor(
            [this] {
                if (held() != PacketId::None)
                    conductor.act(held(), WireAction::Deliver);
                else
                    conductor.step();
                return conductor.report().isOver;
            },
            30'000);
    }

    Appearance appearance{Tongue::English};
    Viewpoint viewpoint{appearance};
    Conductor conductor;
};

RunChoice onLoopback(bool holds = false)
{
    RunChoice choice;
    choice.ground = RunChoice::Ground::Loopback;
    choice.server.port = 0;
    choice.holds = holds;
    return choice;
}

class ConductorInTheLab : public testing::Test
{
protected:
    void SetUp() override
    {
        if (const auto why = labMissing())
            GTEST_SKIP() << *why;
    }
};

} // namespace

TEST_F(ConductorInTheLab, deliversEachHeldPacketByHandToTheEndOfTheEcho)
{
    Performance performance;
    ASSERT_TRUE(performance.start({}));
    EXPECT_TRUE(performance.conductor.report().hasWire);
    ASSERT_TRUE(performance.playByHand());
    EXPECT_EQ(performance.viewpoint.recording().header.wire, "lab");
    EXPECT_GE(performance.count(PacketVerb::Delivered), 10U);
    const ProgramView *client = performance.viewpoint.world().program({Role::Client, 0});
    ASSERT_NE(client, nullptr);
    EXPECT_TRUE(client->hasEnded);
    EXPECT_EQ(client->endError, 0);
    EXPECT_FALSE(performance.conductor.report().mayStepClient);
}

TEST_F(ConductorInTheLab, endsAtOnceInTheMiddleOfABlockedCall)
{
    auto performance = std::make_unique<Performance>();
    ASSERT_TRUE(performance->start({}));
    ASSERT_TRUE(QTest::qWaitFor([&] {
        performance->conductor.step();
        return performance->isClientIn(CallName::Connect);
    }));
    QElapsedTimer timer;
    timer.start();
    performance.reset();
    EXPECT_LT(timer.elapsed(), 200);
}

TEST_F(ConductorInTheLab, losesWhatIsSentOverACutWire)
{
    Performance performance;
    RunChoice choice;
    choice.holds = false;
    ASSERT_TRUE(performance.start(choice));
    performance.conductor.cut();
    performance.conductor.play(0ns);
    ASSERT_TRUE(
        QTest::qWaitFor([&] { return performance.viewpoint.world().packets().size() > 0; }));
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return performance.viewpoint.world().packets()[0].verb == PacketVerb::Dropped; }));
    performance.conductor.mend();
    EXPECT_TRUE(QTest::qWaitFor([&] { return performance.conductor.report().isOver; }, 20'000));
}

TEST_F(ConductorInTheLab, setsTheWireWhileTheRunGoesOn)
{
    Performance performance;
    ASSERT_TRUE(performance.start({}));
    const auto wire = [&performance] {
        return performance.viewpoint.world().wire(Heading::ToServer);
    };
    ASSERT_TRUE(QTest::qWaitFor([&] { return wire().holds; }));
    performance.conductor.letFlow();
    EXPECT_TRUE(QTest::qWaitFor([&] { return !wire().holds; }));
    performance.conductor.setFlightTime(200ms);
    EXPECT_TRUE(
        QTest::qWaitFor([&] { return performance.viewpoint.world().flightTime() == 200ms; }));
}

TEST(ConductorOnLoopback, playsToTheEndAndStopsPlaying)
{
    Performance performance;
    ASSERT_TRUE(performance.start(onLoopback()));
    performance.conductor.play(0ns);
    ASSERT_TRUE(QTest::qWaitFor([&] {
        return performance.conductor.report().isOver && !performance.conductor.report().plays;
    }));
    EXPECT_FALSE(performance.conductor.report().hasWire);
    EXPECT_FALSE(performance.conductor.report().labMissing);
}

TEST(ConductorOnLoopback, runsFreelyWhenLive)
{
    Performance performance;
    RunChoice choice = onLoopback();
    choice.messages.assign(20, "a guest");
    ASSERT_TRUE(performance.start(choice));
    performance.conductor.goLive();
    EXPECT_TRUE(QTest::qWaitFor([&] { return performance.conductor.report().isOver; }));
}

TEST(ConductorOnLoopback, letsTheClientKnockBeforeAnybodyListens)
{
    Performance performance;
    RunChoice choice = onLoopback();
    choice.server.port = RunChoice::usualPort;
    ASSERT_TRUE(performance.start(choice));
    ASSERT_TRUE(performance.conductor.report().mayStepClient);
    ASSERT_TRUE(QTest::qWaitFor([&] {
        performance.conductor.step(Role::Client);
        const ProgramView *client = performance.viewpoint.world().program({Role::Client, 0});
        return client != nullptr && client->hasEnded;
    }));
    EXPECT_EQ(performance.viewpoint.world().program({Role::Client, 0})->endError, ECONNREFUSED);
}

TEST(ConductorOnLoopback, countsStepsThatNobodyCouldTake)
{
    Performance performance;
    ASSERT_TRUE(performance.start(onLoopback()));
    performance.conductor.play(0ns);
    ASSERT_TRUE(QTest::qWaitFor([&] { return performance.conductor.report().isOver; }));
    performance.conductor.step();
    EXPECT_TRUE(QTest::qWaitFor([&] { return performance.conductor.report().vainSteps == 1; }));
}

TEST(ConductorOnLoopback, keepsARemarkOfThePerson)
{
    Performance performance;
    ASSERT_TRUE(performance.start(onLoopback()));
    performance.conductor.addRemark("看这里");
    const Viewpoint &viewpoint = performance.viewpoint;
    ASSERT_TRUE(QTest::qWaitFor([&] { return viewpoint.latest() != Seq::None; }));
    const Event remark = viewpoint.event(viewpoint.latest());
    EXPECT_EQ(remark.kind, Kind::Note);
    EXPECT_EQ(remark.bytes, "看这里");
    EXPECT_EQ(remark.who, Relay::person);
}

TEST(ConductorOnLoopback, beginsAnewWhileARunGoesOn)
{
    Performance performance;
    ASSERT_TRUE(performance.start(onLoopback()));
    performance.conductor.play(0ns);
    ASSERT_TRUE(QTest::qWaitFor([&] { return performance.viewpoint.latest() != Seq::None; }));
    const Recording *before = &performance.viewpoint.recording();
    performance.conductor.restart();
    EXPECT_TRUE(QTest::qWaitFor([&] { return &performance.viewpoint.recording() != before; }));
    EXPECT_TRUE(QTest::qWaitFor([&] { return performance.conductor.report().isUnderWay; }));
}

TEST(ConductorOnLoopback, stopsAndStaysStopped)
{
    Performance performance;
    ASSERT_TRUE(performance.start(onLoopback()));
    performance.conductor.step();
    performance.conductor.stop();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !performance.conductor.report().isUnderWay; }));
    EXPECT_FALSE(performance.conductor.report().mayStepServer);
}

TEST(ConductorWithoutARun, saysWhyItCouldNotStart)
{
    struct Row {
        RunChoice choice;
        std::string topic;
    };
    RunChoice unknown;
    unknown.lesson = "tcp-eco";
    RunChoice missing;
    missing.lessonFile = "/nonexistent/lesson.yaml";
    RunChoice foreign;
    foreign.part = Part::ServerOnly;
    foreign.server = *endpointFromAddress("192.0.2.1", 0);
    for (const Row &row : {Row{unknown, "lesson-unknown"}, Row{missing, "file-not-readable"},
                           Row{foreign, "address-not-ours"}}) {
        Conductor conductor;
        conductor.start(row.choice);
        ASSERT_TRUE(QTest::qWaitFor([&] { return conductor.report().failure.has_value(); }));
        EXPECT_EQ(conductor.report().failure->topic, row.topic);
        EXPECT_FALSE(conductor.report().isUnderWay);
    }
}

} // namespace twodoors::tests
