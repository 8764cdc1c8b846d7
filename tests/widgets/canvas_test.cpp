// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas and the scrubber under a hand.
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/scrubber.h"
#include "widgets/lab_recording.h"

#include <QSignalSpy>
#include <QTest>
#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

/// A canvas over a run whose first knock is in the hand.
class CanvasOfAHeldKnock : public testing::Test
{
protected:
    void SetUp() override
    {
        if (const auto why = labMissing())
            GTEST_SKIP() << *why;
        m_run = std::make_unique<LabRecording>("tcp-echo", true);
        m_run->stepUntil([this](const World &) { return m_run->inHand() != PacketId::None; });
        m_view.look(m_run->recording());
        m_view.setLive(true);
        catchUpWholly(m_view);
        m_canvas.resize(820, 600);
        m_canvas.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&m_canvas));
        paint();
    }

    void TearDown() override
    {
        if (m_run)
            m_run->session().stop();
    }

    void paint() { m_picture = m_canvas.grab(); }

    [[nodiscard]] QWidget *surface() const { return m_canvas.viewport(); }

    [[nodiscard]] QRectF packetOnStage() const { return m_canvas.stage().packets.back().area; }

    void drag(QPointF from, QPointF to)
    {
        QTest::mousePress(surface(), Qt::LeftButton, {}, from.toPoint());
        QTest::mouseMove(surface(), ((from + to) / 2).toPoint());
        QTest::mouseMove(surface(), to.toPoint());
        QTest::mouseRelease(surface(), Qt::LeftButton, {}, to.toPoint());
    }

    std::unique_ptr<LabRecording> m_run;
    Appearance m_appearance{Tongue::English};
    Viewpoint m_view{m_appearance};
    Canvas m_canvas{m_view};
    QPixmap m_picture;
};

TEST_F(CanvasOfAHeldKnock, AClickOnAnEventPutsTheCursorThere)
{
    for (const Target &target : m_canvas.timeline().targets) {
        if (!surface()->rect().contains(target.area.center().toPoint())
            || m_canvas.timeline().at(target.area.center()) != &target)
            continue;
        const Seq seq = target.seq;
        QTest::mouseClick(surface(), Qt::LeftButton, {}, target.area.center().toPoint());
        EXPECT_EQ(m_view.cursor(), seq);
        EXPECT_EQ(m_view.selected(), seq);
        return;
    }
    FAIL() << "nothing to click on";
}

TEST_F(CanvasOfAHeldKnock, AButtonAndADragAlongTheWireDeliverTheKnock)
{
    QSignalSpy wishes(&m_canvas, &Canvas::packetActionWanted);
    const auto buttons = m_canvas.findChildren<QPushButton *>();
    const auto deliver = std::ranges::find(buttons, QString("Deliver"), &QPushButton::text);
    ASSERT_NE(deliver, buttons.end());
    ASSERT_TRUE((*deliver)->isVisible());
    QTest::mouseClick(*deliver, Qt::LeftButton);
    ASSERT_EQ(wishes.size(), 1);
    EXPECT_EQ(wishes[0][0].value<PacketId>(), m_run->inHand());
    EXPECT_EQ(wishes[0][1].value<WireAction>(), WireAction::Deliver);

    const QPointF end(m_canvas.stage().wire.right() - 10, packetOnStage().center().y());
    drag(packetOnStage().center(), end);
    ASSERT_EQ(wishes.size(), 2);
    EXPECT_EQ(wishes[1][1].value<WireAction>(), WireAction::Deliver);
}

TEST_F(CanvasOfAHeldKnock, APacketDraggedOffTheWireIsToBeDropped)
{
    QSignalSpy wishes(&m_canvas, &Canvas::packetActionWanted);
    const QPointF from = packetOnStage().center();
    drag(from, from + QPointF(5, 150));
    ASSERT_EQ(wishes.size(), 1);
    EXPECT_EQ(wishes[0][1].value<WireAction>(), WireAction::Drop);
}

TEST_F(CanvasOfAHeldKnock, ADragBackToItsPlaceAsksForNothing)
{
    QSignalSpy wishes(&m_canvas, &Canvas::packetActionWanted);
    const QPointF from = packetOnStage().center();
    drag(from, from + QPointF(12, 4));
    EXPECT_EQ(wishes.size(), 0);
}

TEST_F(CanvasOfAHeldKnock, InThePastNoHandIsOffered)
{
    m_view.moveCursor(-1);
    paint();
    EXPECT_EQ(m_canvas.packetInReach(), PacketId::None);
    for (const QPushButton *button : m_canvas.findChildren<QPushButton *>())
        EXPECT_FALSE(button->isVisible()) << button->text().toStdString();
}

TEST_F(CanvasOfAHeldKnock, WhereHandsAreRefusedTheButtonsSayWhy)
{
    m_canvas.setHandsRefusal("no wire here");
    paint();
    for (const QPushButton *button : m_canvas.findChildren<QPushButton *>()) {
        EXPECT_FALSE(button->isEnabled());
        EXPECT_EQ(button->toolTip(), QString("no wire here"));
    }
}

TEST_F(CanvasOfAHeldKnock, SteppingBackAndReturningGivesTheSamePicture)
{
    m_view.setLive(false);
    m_view.setCursor(m_view.latest());
    paint();
    const QImage before = m_picture.toImage();
    const Seq latest = m_view.latest();
    m_view.setCursor(Seq{5});
    paint();
    EXPECT_NE(m_picture.toImage(), before);
    m_view.setCursor(latest);
    paint();
    EXPECT_EQ(m_picture.toImage(), before);
}

TEST_F(CanvasOfAHeldKnock, ThemeAndLanguageChangeThePictureAtOnce)
{
    const QImage light = m_picture.toImage();
    m_appearance.setTheme(Theme(Theme::Mood::Dark));
    paint();
    const QImage dark = m_picture.toImage();
    EXPECT_NE(dark, light);
    m_appearance.setTongue(Tongue::Chinese);
    paint();
    EXPECT_NE(m_picture.toImage(), dark);
    EXPECT_EQ(m_canvas.accessibleName(), QString("舞台与时间线"));
}

TEST_F(CanvasOfAHeldKnock, KeysZoomAndScroll)
{
    const auto press = [this](Qt::Key key, int times) {
        for (int i = 0; i < times; ++i)
            QTest::keyClick(&m_canvas, key);
        paint();
        return m_canvas.timeline().targets.size();
    };
    const std::size_t usual = m_canvas.timeline().targets.size();
    EXPECT_LT(press(Qt::Key_Plus, 6), usual) << "less of the run is in view";
    const QImage end = m_picture.toImage();
    static_cast<void>(press(Qt::Key_Up, 3));
    EXPECT_NE(m_picture.toImage(), end);
}

TEST_F(CanvasOfAHeldKnock, ThePresentEventIsSaidToScreenReaders)
{
    EXPECT_EQ(m_canvas.accessibleDescription(), m_view.sentence(m_view.cursor()));
    m_view.moveCursor(-2);
    EXPECT_EQ(m_canvas.accessibleDescription(), m_view.sentence(m_view.cursor()));
}

TEST_F(CanvasOfAHeldKnock, TheScrubberTravelsAndComesBack)
{
    Scrubber scrubber(m_view, m_canvas.index());
    scrubber.resize(600, 40);
    scrubber.show();
    for (std::uint32_t seq = 1; seq <= number(m_view.latest()); ++seq)
        EXPECT_EQ(scrubber.eventAt(scrubber.xOf(static_cast<Seq>(seq))), static_cast<Seq>(seq));
    const Seq middle{number(m_view.latest()) / 2};
    QTest::mouseClick(&scrubber, Qt::LeftButton, {},
                      QPoint(static_cast<int>(scrubber.xOf(middle)), 20));
    EXPECT_TRUE(m_view.isInPast());
    EXPECT_NEAR(number(m_view.cursor()), number(middle), 1);
    QTest::mouseClick(&scrubber, Qt::LeftButton, {}, QPoint(599, 20));
    EXPECT_FALSE(m_view.isInPast());
}

} // namespace

} // namespace twodoors::tests
