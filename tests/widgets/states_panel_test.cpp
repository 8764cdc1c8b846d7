// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/states_panel.h"

#include "session/lab_run.h"
#include "widgets/lab_recording.h"
#include "widgets/states/door_list_model.h"

#include <QAbstractItemModelTester>
#include <QListView>
#include <QSignalSpy>
#include <QTest>
#include <QTextEdit>

namespace twodoors::tests
{

namespace
{

class StatesPanels : public LabSession
{
protected:
    void look(const std::shared_ptr<Recording> &recording)
    {
        m_recording = recording;
        m_view.look(recording);
        while (m_view.catchUp()) {}
        m_panel.resize(1280, 200);
        m_panel.show();
        QCoreApplication::processEvents();
    }

    /// Puts the cursor at the first event of this state at this door.
    void goTo(DoorRole role, SocketState state)
    {
        for (std::uint32_t seq = 1; seq <= number(m_view.latest()); ++seq) {
            const Event event = m_view.event(static_cast<Seq>(seq));
            const World world = m_view.worldAt(event.seq);
            const DoorView *door = world.door(event.door);
            if (event.kind == Kind::State && event.state == state && door != nullptr
                && door->role == role) {
                m_view.setCursor(event.seq);
                return;
            }
        }
        FAIL() << "no kernel reported " << nameOf(state);
    }

    [[nodiscard]] DoorId doorOf(DoorRole role) const
    {
        for (std::size_t i = 0; i < m_view.world().doors().size(); ++i) {
            if (m_view.world().doors()[i].role == role)
                return m_view.world().doors()[i].id;
        }
        return DoorId::None;
    }

    [[nodiscard]] StatesDiagram &diagram() { return *m_panel.findChild<StatesDiagram *>(); }
    [[nodiscard]] const StatesScene &scene() { return diagram().scene(); }

    /// The states of the chosen door's way.
    [[nodiscard]] std::vector<SocketState> way()
    {
        std::vector<SocketState> states;
        for (const WayStep &step : scene().steps) {
            if (states.empty())
                states.push_back(stateOf(step.from));
            states.push_back(stateOf(step.to));
        }
        return states;
    }

    Appearance m_appearance{Tongue::English};
    Viewpoint m_view{m_appearance};
    StatesPanel m_panel{m_view};
    std::shared_ptr<Recording> m_recording;
};

TEST_F(StatesPanels, showsEachDoorInItsStateAndTheClientsWay)
{
    look(labRecording("tcp-echo"));
    goTo(DoorRole::Client, SocketState::SynSent);
    using enum SocketState;
    EXPECT_EQ(way(), (std::vector{Closed, SynSent}));
    ASSERT_EQ(scene().tokens.size(), 2U); // the welcome door's and the client's
    EXPECT_TRUE(scene().tokens[0].isChosen);
    EXPECT_EQ(scene().tokens[0].box, FigureBox::SynSent);
    EXPECT_EQ(scene().tokens[1].box, FigureBox::Listen);
    EXPECT_EQ(scene().tokens[1].text, QStringLiteral("welcome :12000"));

    goTo(DoorRole::Client, CloseWait);
    EXPECT_EQ(way(), (std::vector{Closed, SynSent, Established, CloseWait}));
    for (const WayStep &step : scene().steps)
        EXPECT_TRUE(step.arrow);
    EXPECT_EQ(diagram().placed().numbers[*arrowBetween(SynSent, Established)], QStringLiteral("2"));
}

TEST_F(StatesPanels, aConnectionDoorComesFromTheWelcomeDoorsKnock)
{
    look(labRecording("tcp-echo"));
    goTo(DoorRole::Connection, SocketState::SynRecv);
    m_panel.chooseDoor(doorOf(DoorRole::Connection));
    ASSERT_EQ(scene().steps.size(), 1U);
    EXPECT_EQ(scene().steps[0].arrow, arrowBetween(SocketState::Listen, SocketState::SynRecv));
}

TEST_F(StatesPanels, aStateThatNobodySawIsDashedAndSaidSo)
{
    look(labRecording("tcp-echo"));
    goTo(DoorRole::Connection, SocketState::TimeWait);
    m_panel.chooseDoor(doorOf(DoorRole::Connection));
    const std::vector<SocketState> states = way();
    if (std::ranges::find(states, SocketState::FinWait2) != states.end())
        GTEST_SKIP() << "the kernel's reports happened to show FIN-WAIT-2";
    ASSERT_EQ(diagram().placed().skips.size(), 1U);
    const PlacedSkip &skip = diagram().placed().skips[0];
    EXPECT_FALSE(skip.step.arrow);
    EXPECT_TRUE(skip.text.contains(QStringLiteral("not seen"))) << qPrintable(skip.text);
    EXPECT_TRUE(diagram().explanationAt(skip.label.center()).contains(QStringLiteral("note 2")));
    for (const PlacedArrow &arrow : diagram().geometryOfFigure().arrows)
        EXPECT_FALSE(arrow.label.intersects(skip.label));
    EXPECT_TRUE(
        m_panel.findChild<QTextEdit *>()->toPlainText().contains(QStringLiteral("was not seen")));
}

TEST_F(StatesPanels, aRefusedKnockIsNoCloseOfTheFigure)
{
    look(labRecording("client-first"));
    const auto isRefusal = [this](Seq seq) {
        const Event event = m_view.event(seq);
        return event.kind == Kind::Return && event.error == ECONNREFUSED;
    };
    std::uint32_t seq = 1;
    while (seq < number(m_view.latest()) && !isRefusal(static_cast<Seq>(seq)))
        ++seq;
    m_view.setCursor(static_cast<Seq>(seq));
    ASSERT_EQ(scene().steps.size(), 2U);
    EXPECT_FALSE(scene().steps[1].arrow);
    EXPECT_TRUE(
        m_panel.findChild<QTextEdit *>()->toPlainText().contains(QStringLiteral("ECONNREFUSED")));
}

TEST_F(StatesPanels, theSameMomentLooksTheSameFromBothSides)
{
    look(labRecording("next-guest"));
    const std::uint32_t last = number(m_view.latest());
    std::vector<StatesScene> forwards;
    for (std::uint32_t seq = 0; seq <= last; ++seq) {
        m_view.setCursor(static_cast<Seq>(seq));
        forwards.push_back(scene());
    }
    for (std::uint32_t seq = last + 1; seq > 0; --seq) {
        m_view.setCursor(static_cast<Seq>(seq - 1));
        ASSERT_EQ(scene(), forwards[seq - 1]) << seq - 1;
    }
}

TEST_F(StatesPanels, theFrontGuestsDoorsComeFirst)
{
    look(labRecording("next-guest"));
    m_view.setFrontGuest({Role::Client, 2});
    ASSERT_NE(m_view.world().door(m_panel.chosenDoor()), nullptr);
    EXPECT_EQ(m_view.world().door(m_panel.chosenDoor())->owner, (Who{Role::Client, 2}));
}

TEST_F(StatesPanels, aTokenThatIsClickedIsChosen)
{
    look(labRecording("tcp-echo"));
    goTo(DoorRole::Client, SocketState::SynSent);
    for (const PlacedToken &token : diagram().placed().tokens) {
        if (token.token.role == DoorRole::Welcome) {
            QTest::mouseClick(diagram().viewport(), Qt::LeftButton, {},
                              token.rect.center().toPoint());
            break;
        }
    }
    EXPECT_EQ(m_panel.chosenDoor(), doorOf(DoorRole::Welcome));
    EXPECT_EQ(way(), (std::vector{SocketState::Closed, SocketState::Listen}));
}

TEST_F(StatesPanels, theArrowKeysGoFromStateToState)
{
    look(labRecording("tcp-echo"));
    m_view.setCursor(Seq::None);
    QTest::keyClick(&diagram(), Qt::Key_Right);
    EXPECT_EQ(diagram().selected(), FigureBox::Closed);
    QTest::keyClick(&diagram(), Qt::Key_Right);
    EXPECT_EQ(diagram().selected(), FigureBox::SynSent);
    EXPECT_TRUE(
        m_panel.findChild<QTextEdit *>()->toPlainText().startsWith(QStringLiteral("SYN-SENT")));
}

TEST_F(StatesPanels, speaksTheOtherLanguageAtOnce)
{
    look(labRecording("tcp-echo"));
    QSignalSpy renamed(&m_panel, &StatesPanel::tabTitleChanged);
    m_appearance.setTongue(Tongue::Chinese);
    EXPECT_FALSE(renamed.isEmpty());
    EXPECT_EQ(m_panel.tabTitle(), QStringLiteral("TCP 状态"));
    EXPECT_TRUE(scene().tokens.front().text.startsWith(QStringLiteral("客户端")))
        << qPrintable(scene().tokens.front().text);
    EXPECT_EQ(diagram().geometryOfFigure().arrows[0].lines.first(), QStringLiteral("被动 OPEN"));
}

TEST_F(StatesPanels, theListOfDoorsIsARightModel)
{
    const QAbstractItemModelTester tester(m_panel.findChild<QListView *>()->model(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    look(labRecording("next-guest"));
    for (std::uint32_t seq = number(m_view.latest()); seq > 0; --seq)
        m_view.setCursor(static_cast<Seq>(seq));
}

TEST_F(StatesPanels, udpShowsMailboxesInstead)
{
    look(labRecording("tcp-echo"));
    EXPECT_FALSE(m_panel.showsMailboxes());
    QSignalSpy renamed(&m_panel, &StatesPanel::tabTitleChanged);
    look(labRecording("udp-echo"));
    EXPECT_TRUE(m_panel.showsMailboxes());
    EXPECT_FALSE(renamed.isEmpty());
    EXPECT_EQ(m_panel.tabTitle(), QStringLiteral("Mailboxes"));
    m_view.setCursor(Seq::None);
    EXPECT_TRUE(m_panel.showsMailboxes());
}

TEST_F(StatesPanels, aMailboxCountsWhatWentThroughIt)
{
    look(labRecording("udp-echo"));
    MailboxLog log;
    log.read(m_view.journal(), m_view.latest(), false);
    const auto wordsAt = [&](Seq cursor, Role owner) {
        m_view.setCursor(cursor);
        const auto &doors = m_view.world().doors();
        for (std::size_t i = 0; i < doors.size(); ++i) {
            if (doors[i].owner.role == owner)
                return mailboxWords(doors[i], log, m_view);
        }
        return MailboxWords{};
    };
    for (std::uint32_t seq = 1; seq <= number(m_view.latest()); ++seq) {
        const Event event = m_view.event(static_cast<Seq>(seq));
        if (event.kind != Kind::Return || event.error != 0)
            continue;
        if (event.call == CallName::SendTo && event.who.role == Role::Client) {
            const MailboxWords words = wordsAt(event.seq, Role::Client);
            EXPECT_TRUE(words.counts.contains(QStringLiteral("out: 1")));
            EXPECT_TRUE(words.last.contains(QStringLiteral("10.0.0.2:12000: 16 bytes")))
                << qPrintable(words.last);
        }
        if (event.call == CallName::RecvFrom && event.who.role == Role::Server) {
            const MailboxWords words = wordsAt(event.seq, Role::Server);
            EXPECT_TRUE(words.counts.contains(QStringLiteral("in: 1 · out: 0")));
            EXPECT_TRUE(words.last.contains(QStringLiteral("hello, two doors")));
            EXPECT_TRUE(words.peer.startsWith(QStringLiteral("no peer")));
        }
    }
    m_view.setCursor(Seq::None);
    EXPECT_EQ(m_panel.findChild<MailboxesView *>()->cardCount(), 0);
    m_view.returnToNow();
    EXPECT_EQ(m_panel.findChild<MailboxesView *>()->cardCount(), 2);
}

} // namespace

} // namespace twodoors::tests
