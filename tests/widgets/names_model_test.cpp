// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/lab_run.h"
#include "widgets/code/names_model.h"
#include "widgets/recorded_run.h"

#include <QAbstractItemModelTester>
#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

constexpr Who client{Role::Client, 0};
constexpr Who server{Role::Server, 0};

class Names : public testing::Test
{
protected:
    /// What the program's names hold just after the event.
    void look(const RecordedRun &run, Who who, Seq at)
    {
        run.show(m_view);
        m_view.setCursor(at);
        m_model.showProgram({who, run.recording()->lesson->programOf(who)});
    }

    /// A name's value and state, "fd 5 · :41234 [ESTABLISHED]", with a * where it is fresh.
    [[nodiscard]] QString of(const QString &name) const
    {
        for (int row = 0; row < m_model.rowCount(); ++row) {
            const auto at = [&](int column, int role = Qt::DisplayRole) {
                return m_model.data(m_model.index(row, column), role);
            };
            if (at(NamesModel::Name).toString() != name)
                continue;
            const QString state = at(NamesModel::State).toString();
            return at(NamesModel::Value).toString() + (state.isEmpty() ? "" : " [" + state + "]")
                   + (at(NamesModel::Name, NamesModel::FreshRole).toBool() ? "*" : "");
        }
        return "(none)";
    }

    [[nodiscard]] QString valueOf(const QString &name) const
    {
        return of(name).section(" [", 0, 0);
    }
    [[nodiscard]] QString stateOf(const QString &name) const
    {
        return of(name).section('[', 1).section(']', 0, 0);
    }

    Appearance m_appearance{Tongue::English};
    Viewpoint m_view{m_appearance};
    NamesModel m_model{m_view};
    QAbstractItemModelTester m_tester{&m_model,
                                      QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(Names, StandInTheProgramsOrderBeforeItStarts)
{
    look(RecordedRun("tcp-echo"), server, Seq::None);
    QStringList names;
    for (int row = 0; row < m_model.rowCount(); ++row)
        names.append(m_model.index(row, NamesModel::Name).data().toString());
    EXPECT_EQ(names, (QStringList{"server", "welcome", "connection", "who", "sentence", "answer"}));
    EXPECT_EQ(of("server"), QString::fromStdString(m_view.recording().header.server.text()));
    for (const char *name : {"welcome", "connection", "who", "sentence", "answer"})
        EXPECT_EQ(of(name), "—") << name;
}

TEST_F(Names, HoldWhatTheServerGotInATcpEcho)
{
    const RecordedRun run("tcp-echo", {"two doors"});
    const auto doorEvent = [](DoorStage stage) {
        return [stage](const Event &e) { return e.kind == Kind::Door && e.stage == stage; };
    };
    look(run, server, run.call(server, CallName::Socket, Kind::Return));
    EXPECT_TRUE(of("welcome").startsWith("fd ") && of("welcome").endsWith("*"));

    look(run, server, run.call(client, CallName::Connect, Kind::Call));
    const int port = m_view.recording().header.server.port;
    EXPECT_TRUE(valueOf("welcome").endsWith(QString(" · :%1").arg(port)))
        << of("welcome").toStdString();
    EXPECT_EQ(stateOf("welcome"), "LISTEN 0/1");
    EXPECT_EQ(of("connection"), "—");

    look(run, server, run.find(doorEvent(DoorStage::Accepted)));
    EXPECT_TRUE(valueOf("connection").startsWith("fd "));
    EXPECT_TRUE(of("connection").endsWith("*")) << "accept() is its last event";
    EXPECT_TRUE(of("who").endsWith("*"));

    look(run, server, run.call(server, CallName::Recv, Kind::Return));
    EXPECT_EQ(of("sentence"), "\"two doors\"*");
    EXPECT_EQ(stateOf("connection"), "ESTABLISHED");

    look(run, server, run.call(server, CallName::Close, Kind::Call));
    EXPECT_EQ(of("answer"), "\"TWO DOORS\"") << "it is no news any more";
    look(run, server, m_view.latest());
    EXPECT_TRUE(valueOf("connection").startsWith("closed"));
}

TEST_F(Names, SayThatAMailboxHasNoPeer)
{
    const RecordedRun run("udp-echo");
    look(run, client, run.call(client, CallName::RecvFrom, Kind::Call));
    EXPECT_TRUE(valueOf("mailbox").contains(" · :")) << of("mailbox").toStdString();
    EXPECT_EQ(stateOf("mailbox"), "no peer");
    m_appearance.setTongue(Tongue::Chinese);
    m_model.refresh();
    EXPECT_EQ(stateOf("mailbox"), "没有对端");
}

TEST_F(Names, SayHowLongBytesAreThatCannotBeSeenWhole)
{
    const std::string text(1500, 'x');
    const RecordedRun run("tcp-echo", {text});
    look(run, client, run.call(client, CallName::Send, Kind::Call));
    EXPECT_EQ(stateOf("sentence"), "1,500 bytes");
    EXPECT_EQ(valueOf("sentence").size(), 1502);
    EXPECT_FALSE(m_model.index(2, NamesModel::State).data(NamesModel::PillRole).isValid());
}

TEST_F(Names, ShowHowTheKernelSeesADoorWhoseKnockIsHeld)
{
    if (const auto why = labMissing())
        GTEST_SKIP() << *why;
    Lesson lesson = orThrow(builtInLesson("tcp-echo"));
    LabRun lab(lesson, {.holds = true});
    ASSERT_TRUE(lab.untilInHand(1));
    auto recording = std::make_shared<Recording>();
    recording->lesson = std::move(lesson);
    const Journal &journal = lab.run().journal();
    for (std::size_t seq = 1; seq <= journal.size(); ++seq)
        recording->journal.restore(journal.at(static_cast<Seq>(seq)));
    m_view.look(recording);
    m_view.catchUp();
    m_model.showProgram({client, recording->lesson->programOf(client)});
    EXPECT_TRUE(valueOf("door").startsWith("fd "));
    EXPECT_EQ(stateOf("door"), "SYN-SENT");
}

TEST_F(Names, AreReadAloudWithTheirState)
{
    const RecordedRun run("tcp-echo");
    look(run, server, run.call(client, CallName::Connect, Kind::Call));
    EXPECT_TRUE(m_model.index(1, 0).data(Qt::AccessibleTextRole).toString().endsWith("LISTEN 0/1"));
    EXPECT_EQ(m_model.index(2, 0).data(Qt::AccessibleTextRole), "connection: nothing yet");
}

TEST_F(Names, AreTheSameFromEitherSide)
{
    const RecordedRun run("next-guest", {"one", "two"});
    look(run, server, Seq::None);
    const auto all = [this] {
        QStringList text;
        for (int row = 0; row < m_model.rowCount(); ++row)
            text.append(of(m_model.index(row, NamesModel::Name).data().toString()));
        return text;
    };
    std::vector<QStringList> forward;
    const std::uint32_t end = number(m_view.latest());
    for (std::uint32_t seq = 0; seq <= end; ++seq) {
        m_view.setCursor(static_cast<Seq>(seq));
        m_model.refresh();
        forward.push_back(all());
    }
    for (std::uint32_t seq = end + 1; seq-- > 0;) {
        m_view.setCursor(static_cast<Seq>(seq));
        m_model.refresh();
        ASSERT_EQ(all(), forward[seq]) << seq;
    }
}

} // namespace

} // namespace twodoors::tests
