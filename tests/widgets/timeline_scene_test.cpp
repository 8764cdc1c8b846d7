// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/stage_scene.h"
#include "widgets/canvas/timeline_scene.h"
#include "widgets/lab_recording.h"

#include <gmock/gmock.h>

namespace twodoors::tests
{

namespace
{

using testing::Contains;
using testing::Each;

constexpr qreal width = 820;

/// A viewpoint, what is behind its picture, and the picture.
class Look
{
public:
    explicit Look(std::shared_ptr<const Recording> recording, Tongue tongue = Tongue::English)
        : m_appearance(tongue), m_view(m_appearance), m_types(m_appearance.theme())
    {
        m_view.look(std::move(recording));
        catchUpWholly(m_view);
        m_index.catchUp(m_view.journal(), m_view.latest());
    }

    [[nodiscard]] Viewpoint &view() { return m_view; }
    [[nodiscard]] const TimelineIndex &index() const { return m_index; }

    template <class Make>
    [[nodiscard]] auto with(Make make) const
    {
        const bool isUdp = isAboutUdp(m_view);
        const Columns columns(m_index.tracks(), {m_view.cursor(), {Role::Client, 0}, width, isUdp},
                              m_view.theme());
        return make(Sight{m_view, m_index, columns, m_types, m_view.now(), {}, isUdp});
    }

    /// From the very top, high enough for all.
    [[nodiscard]] Scene timeline(qreal height = 6000, double zoom = 30,
                                 Pace pace = Pace::Steps) const
    {
        return with([=](const Sight &sight) {
            return timelineScene(sight, {{0, 0, width, height}, 0, zoom, pace});
        });
    }

    [[nodiscard]] Stage stage() const
    {
        return with([this](const Sight &sight) {
            return stageScene(sight, {0, 0, width, stageHeight(m_view.theme())});
        });
    }

private:
    Appearance m_appearance;
    Viewpoint m_view;
    TimelineIndex m_index;
    Types m_types;
};

QStringList textsOf(const Scene &scene)
{
    QStringList texts;
    for (const Shape &shape : scene.shapes) {
        if (shape.kind == ShapeKind::Text)
            texts += shape.text;
    }
    return texts;
}

std::size_t countOf(const Scene &scene, ShapeKind kind)
{
    return static_cast<std::size_t>(std::ranges::count(scene.shapes, kind, &Shape::kind));
}

QStringList textsWith(const Scene &scene, const QString &part)
{
    return textsOf(scene).filter(part);
}

class TimelineOfARun : public testing::Test
{
protected:
    void SetUp() override
    {
        if (const auto why = labMissing())
            GTEST_SKIP() << *why;
    }
};

TEST_F(TimelineOfARun, SaysTheCallsTheStatesAndTheThreeKnocks)
{
    LabRecording run("tcp-echo");
    run.playToTheEnd();
    const Scene scene = Look(run.recording()).timeline();
    for (const char *text : {"listen(1) → 0", "LISTEN", "SYN-SENT", "ESTABLISHED", "accept()",
                             "SYN", "SYN-ACK", "PSH-ACK 16 B", "TIME-WAIT", "half open"})
        EXPECT_THAT(textsOf(scene), Contains(QString(text)));
    for (const char *knock : {"knock 1 · ", "knock 2 · ", "knock 3 · "})
        EXPECT_EQ(textsWith(scene, knock).size(), 1) << knock;
}

TEST_F(TimelineOfARun, IsTheSameAtAMomentWhetherTheRunWentOnOrNot)
{
    LabRecording run("tcp-echo");
    run.playToTheEnd();
    Look whole(run.recording());
    const std::size_t events = run.recording()->journal.size();
    for (std::size_t seq = 1; seq < events; ++seq) {
        whole.view().setCursor(static_cast<Seq>(seq));
        Look part(beginningOf(*run.recording(), seq));
        part.view().setCursor(static_cast<Seq>(seq));
        EXPECT_EQ(whole.timeline().shapes, part.timeline().shapes) << seq;
        EXPECT_EQ(whole.stage().scene.shapes, part.stage().scene.shapes) << seq;
    }
}

TEST_F(TimelineOfARun, AHeldPacketStopsInTheMiddleAndADroppedOneEndsInACross)
{
    LabRecording run("tcp-echo", true);
    run.stepUntil([&run](const World &) { return run.inHand() != PacketId::None; });
    const PacketId packet = run.inHand();
    {
        Look held(run.recording());
        EXPECT_EQ(countOf(held.timeline(), ShapeKind::Pause), 1U);
        ASSERT_EQ(held.stage().packets.size(), 1U);
        EXPECT_TRUE(held.stage().packets.front().isInHand);
        EXPECT_TRUE(held.stage().wire.intersects(held.stage().packets.front().area));
    }
    ASSERT_TRUE(run.session().act(packet, WireAction::Drop));
    Look lost(run.recording());
    EXPECT_EQ(countOf(lost.timeline(), ShapeKind::Pause), 0U);
    const Scene scene = lost.timeline();
    ASSERT_EQ(countOf(scene, ShapeKind::Cross), 1U);
    const auto cross = std::ranges::find(scene.shapes, ShapeKind::Cross, &Shape::kind);
    EXPECT_TRUE(std::ranges::none_of(scene.shapes, [&cross](const Shape &shape) {
        return shape.kind == ShapeKind::Text && shape.area.intersects(cross->area);
    }));
    run.session().stop();
}

TEST_F(TimelineOfARun, WhereItIsScrolledSidewaysTimesAndThePresentStayInView)
{
    LabRecording run("next-guest");
    run.playToTheEnd();
    const Look look(run.recording());
    constexpr qreal left = 180;
    const Scene scene = look.with([](Sight sight) {
        sight.seenLeft = left;
        sight.seenWidth = 400;
        return timelineScene(sight, {{0, 0, sight.columns.width(), 6000}, 0, 30, Pace::Steps});
    });
    const auto isTime = [](const Shape &shape) {
        return shape.type == Type::SmallCode && shape.align == (Qt::AlignRight | Qt::AlignVCenter);
    };
    std::size_t times = 0;
    for (const Shape &shape : scene.shapes) {
        if (shape.kind != ShapeKind::Text || (!isTime(shape) && shape.text != "now"))
            continue;
        EXPECT_GE(shape.area.left(), left) << shape.text.toStdString();
        EXPECT_LT(shape.area.right(), left + 60) << shape.text.toStdString();
        ++times;
    }
    EXPECT_GT(times, 50U);
}

TEST_F(TimelineOfARun, NoCallOrStateIsCutOffInTheNarrowestColumns)
{
    LabRecording run("next-guest");
    run.playToTheEnd();
    const Look look(run.recording());
    const Columns narrow(look.index().tracks(),
                         {look.index().latest(), {Role::Client, 0}, 1, false}, Theme());
    const Scene scene = look.with([&narrow](const Sight &sight) {
        const Sight pressed{sight.view, sight.index, narrow, sight.types, sight.now};
        return timelineScene(pressed, {{0, 0, narrow.width(), 6000}, 0, 30, Pace::Steps});
    });
    for (const Shape &shape : scene.shapes) {
        const bool isOverTheWire =
            shape.area.left() >= narrow.wireLeft() && shape.area.right() <= narrow.wireRight();
        if (!isOverTheWire) {
            EXPECT_FALSE(shape.text.endsWith(u'…')) << shape.text.toStdString();
        }
    }
}

TEST_F(TimelineOfARun, TheConnectionDoorIsDrawnFromTheKnockThatMadeIt)
{
    LabRecording run("tcp-echo");
    run.playToTheEnd();
    Look look(run.recording());
    const auto isMaking = [](const Shape &shape) {
        return shape.kind == ShapeKind::Arrow && shape.ink == Ink::Connection
               && shape.stroke == Stroke::Dashed && shape.area.top() == shape.area.bottom();
    };
    const Scene scene = look.timeline();
    EXPECT_TRUE(std::ranges::any_of(scene.shapes, isMaking));
}

TEST_F(TimelineOfARun, UdpHasMailboxesAndEnvelopesWithBothAddresses)
{
    LabRecording run("udp-echo", true);
    run.stepUntil([&run](const World &) { return run.inHand() != PacketId::None; });
    const Stage stage = Look(run.recording()).stage();
    EXPECT_EQ(countOf(stage.scene, ShapeKind::Envelope), 2U);
    EXPECT_EQ(countOf(stage.scene, ShapeKind::OpenDoor), 0U);
    EXPECT_EQ(textsWith(stage.scene, "from 10.0.0.1:").size(), 1);
    EXPECT_EQ(textsWith(stage.scene, "to 10.0.0.2:12000").size(), 1);
    EXPECT_THAT(textsOf(stage.scene), Contains(QString("\"hello, two doors\"")));
    run.session().stop();
}

TEST_F(TimelineOfARun, GuestsAndTheirDoorsStandSideBySide)
{
    LabRecording run("next-guest");
    run.playToTheEnd();
    Look look(run.recording());
    const Tracks &tracks = look.index().tracks();
    EXPECT_EQ(tracks.slotCount(Side::Client, look.view().latest()), 2);
    std::set<qreal> places;
    std::ignore = look.with([&](const Sight &sight) {
        for (const DoorTrack &door : tracks.doors())
            places.insert(sight.columns.doorX(door));
        return 0;
    });
    EXPECT_EQ(places.size(), 5U) << "two client doors, a welcome door, two connection doors";
}

TEST_F(TimelineOfARun, WhatIsDrawnCanBePointedAt)
{
    LabRecording run("tcp-echo");
    run.playToTheEnd();
    const Scene scene = Look(run.recording()).timeline();
    EXPECT_GT(scene.targets.size(), 40U);
    for (const Target &target : scene.targets) {
        const Target *found = scene.at(target.area.center(), 0);
        ASSERT_NE(found, nullptr);
        EXPECT_TRUE(found->area.contains(target.area.center()));
    }
}

TEST_F(TimelineOfARun, LabelsOfPacketsDoNotCoverEachOther)
{
    LabRecording run("next-guest", true);
    run.stepUntil([&run](const World &world) {
        if (run.inHand() != PacketId::None && world.onWire().size() > 2)
            run.session().act(run.inHand(), WireAction::Deliver);
        return run.session().isOver() || world.packets().size() > 12;
    });
    const Scene scene = Look(run.recording()).timeline();
    std::vector<QRectF> labels;
    for (const Target &target : scene.targets) {
        if (target.packet != PacketId::None)
            labels.push_back(target.area);
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
        for (std::size_t j = i + 1; j < labels.size(); ++j)
            EXPECT_FALSE(labels[i].intersects(labels[j])) << i << " and " << j;
    }
    run.session().stop();
}

TEST_F(TimelineOfARun, InChineseTheCanvasIsChinese)
{
    LabRecording run("tcp-echo", true);
    run.stepUntil([&run](const World &) { return run.inHand() != PacketId::None; });
    const QStringList texts = textsOf(Look(run.recording(), Tongue::Chinese).stage().scene);
    for (const char *text : {"客户端主机", "服务器主机", "欢迎之门"})
        EXPECT_THAT(texts, Contains(QString(text)));
    run.session().stop();
}

/// Very many events, most of them calls, with one blocked for nearly all the time and one packet
/// lost.
class TimelineOfVeryMany : public testing::Test
{
protected:
    static constexpr std::uint32_t count = 200'000;

    static std::shared_ptr<Recording> recording()
    {
        auto made = std::make_shared<Recording>();
        std::uint32_t seq = 0;
        const auto add = [&](Event event) {
            event.t = Nanoseconds{++seq * 1000LL};
            made->journal.restore(event);
        };
        Event call;
        call.kind = Kind::Call;
        call.call = CallName::Recv;
        call.who = {Role::Server, 0};
        add(call);
        call.who = {Role::Client, 0};
        Event back = call;
        back.kind = Kind::Return;
        while (seq + 2 < count) {
            add(call);
            back.cause = static_cast<Seq>(seq);
            add(back);
            if (seq / 2 == count / 4) {
                Event packet;
                packet.kind = Kind::Packet;
                packet.verb = PacketVerb::Sent;
                packet.packet = PacketId{1};
                packet.heading = Heading::ToServer;
                add(packet);
                packet.verb = PacketVerb::Dropped;
                add(packet);
            }
        }
        return made;
    }
};

TEST_F(TimelineOfVeryMany, IsDrawnWithAsManyShapesAsThereArePixels)
{
    const Look look(recording());
    constexpr qreal height = 1000;
    const double all = look.index().rows().endOf(look.index().latest()) / 8.0;
    for (const double zoom : {height / all, 0.01, 0.1, 0.9, 3.0, 10.0, 30.0}) {
        const Scene scene = look.timeline(height, zoom);
        EXPECT_LT(scene.shapes.size(), height * bandCount) << zoom;
    }
    EXPECT_LT(look.timeline(height, height, Pace::TrueTime).shapes.size(), height * bandCount);
}

TEST_F(TimelineOfVeryMany, ALostPacketAndALongWaitAreSeenAmongAllOthers)
{
    const Look look(recording());
    constexpr qreal height = 1000;
    const double all = look.index().rows().endOf(look.index().latest()) / 8.0;
    const Scene scene = look.timeline(height, height / (all + 1));
    const auto isLoss = [](const Shape &shape) {
        return shape.kind == ShapeKind::Box && shape.ink == Ink::Lost;
    };
    EXPECT_TRUE(std::ranges::any_of(scene.shapes, isLoss));
    const auto isLongWait = [](const Shape &shape) {
        return shape.kind == ShapeKind::Box && shape.ink == Ink::Connection
               && shape.area.height() > height * 0.9;
    };
    EXPECT_TRUE(std::ranges::any_of(scene.shapes, isLongWait));
}

} // namespace

} // namespace twodoors::tests
