// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_model.h"

#include "widgets/log_ground.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <chrono>
#include <set>

namespace twodoors::tests
{

namespace
{

std::vector<PrintedRow> rowsOf(const LogModel &model)
{
    std::vector<PrintedRow> rows;
    for (int row = 0; row < model.rowCount(); ++row)
        rows.push_back({model.seqAt(row),
                        model.index(row, LogModel::Headline).data().toString().toStdString(),
                        model.index(row, LogModel::Sentence).data().toString().toStdString()});
    return rows;
}

void catchUp(Viewpoint &view)
{
    while (view.catchUp()) {}
}

class LongLog : public testing::Test
{
protected:
    QVariant at(int row, int column, int role = Qt::DisplayRole) const
    {
        return m_model.index(row, column).data(role);
    }

    void look(const std::shared_ptr<const Recording> &recording)
    {
        m_view.look(recording);
        catchUp(m_view);
    }

    /// A journal of these events and nothing else.
    void look(const std::vector<Event> &events)
    {
        auto recording = std::make_shared<Recording>();
        for (const Event &event : events)
            recording->journal.restore(event);
        look(recording);
    }

    [[nodiscard]] bool filter(const LogFilter &filter)
    {
        m_model.setFilter(filter);
        return QTest::qWaitFor([this] { return !m_model.isSearching(); }, 30'000);
    }

    Appearance m_appearance{Tongue::English};
    Viewpoint m_view{m_appearance};
    LogModel m_model{m_view};
};

/// With a tester, which looks at every row after every change.
class AnnotatedLog : public LongLog
{
private:
    QAbstractItemModelTester m_tester{&m_model,
                                      QAbstractItemModelTester::FailureReportingMode::Fatal};
};

Event eventOf(Kind kind, Seq cause = Seq::None, Who who = {Role::Client, 0})
{
    Event event;
    event.kind = kind;
    event.cause = cause;
    event.who = who;
    event.call = CallName::Recv;
    return event;
}

TEST_F(AnnotatedLog, HasTheRowsThatTheTerminalPrints)
{
    for (const bool overLab : {false, true}) {
        if (overLab && labMissing())
            continue;
        for (const char *lesson : {"tcp-echo", "udp-echo", "next-guest"}) {
            look(recordedRun(lesson, overLab));
            EXPECT_GT(m_model.rowCount(), 20);
            EXPECT_EQ(rowsOf(m_model), printedRows(m_view)) << lesson << overLab;
        }
    }
}

TEST_F(AnnotatedLog, IsTheSameAtEachMomentOfARunThatGrows)
{
    const auto whole = recordedRun("tcp-echo", false);
    auto growing = std::make_shared<Recording>();
    growing->lesson = whole->lesson;
    look(growing);
    for (std::size_t seq = 1; seq <= whole->journal.size(); ++seq) {
        growing->journal.restore(whole->journal.at(static_cast<Seq>(seq)));
        catchUp(m_view);
        ASSERT_EQ(rowsOf(m_model), printedRows(m_view)) << "after event " << seq;
        ASSERT_EQ(m_model.presentRow(), m_model.rowCount() - 1);
    }
}

TEST_F(AnnotatedLog, ShowsACallOnlyUntilItsReturnOrWaitHasARow)
{
    look({eventOf(Kind::Call), eventOf(Kind::Call, Seq::None, {Role::Server, 0}),
          eventOf(Kind::Wait, Seq{1}), eventOf(Kind::Return, Seq{1}), eventOf(Kind::Wait, Seq{1}),
          eventOf(Kind::Return, Seq{99}), eventOf(Kind::Return, Seq{6})});
    EXPECT_EQ(m_model.seqAt(0), Seq{2}) << "has not returned";
    EXPECT_EQ(m_model.seqAt(1), Seq{3}) << "waits";
    EXPECT_EQ(m_model.seqAt(2), Seq{4});
    EXPECT_EQ(m_model.seqAt(3), Seq{6}) << "a wait of no call is none; a return says something";
    EXPECT_EQ(m_model.seqAt(4), Seq{7});
    EXPECT_EQ(m_model.rowCount(), 5);
}

TEST_F(AnnotatedLog, TakesManyCallsThatReturnAtOnce)
{
    auto recording = std::make_shared<Recording>();
    constexpr std::uint32_t calls = 1000;
    for (std::uint32_t i = 0; i < calls; ++i)
        recording->journal.restore(eventOf(Kind::Call));
    look(recording);
    EXPECT_EQ(m_model.rowCount(), calls);
    for (std::uint32_t i = 1; i <= calls; ++i)
        recording->journal.restore(eventOf(Kind::Return, static_cast<Seq>(i)));
    catchUp(m_view);
    EXPECT_EQ(m_model.rowCount(), calls);
    EXPECT_EQ(m_model.seqAt(0), Seq{calls + 1});
}

TEST_F(AnnotatedLog, SaysWhoWhenAndHowItIsKnown)
{
    Event event = eventOf(Kind::Packet, Seq::None, {Role::Wire, 0});
    event.t = std::chrono::milliseconds(3102);
    event.evidence = Evidence::Inferred;
    look({event});
    EXPECT_EQ(at(0, LogModel::Number), "1");
    EXPECT_EQ(at(0, LogModel::Time), "3.102 s");
    EXPECT_EQ(at(0, LogModel::WhoColumn), "wire");
    EXPECT_EQ(at(0, LogModel::EvidenceColumn), "inferred");
    EXPECT_TRUE(at(0, LogModel::EvidenceColumn, LogModel::InferredRole).toBool());
    EXPECT_TRUE(at(0, LogModel::EvidenceColumn, Qt::ToolTipRole).toString().contains("inferred"));
}

TEST_F(AnnotatedLog, SpeaksTheOtherLanguageAtOnce)
{
    look(recordedRun("tcp-echo", false));
    static_cast<void>(rowsOf(m_model));
    const QSignalSpy changes(&m_model, &LogModel::dataChanged);
    m_appearance.setTongue(Tongue::Chinese);
    EXPECT_GE(changes.count(), 1);
    EXPECT_EQ(at(0, LogModel::WhoColumn), "服务器");
    EXPECT_EQ(at(0, LogModel::EvidenceColumn), "调用");
    EXPECT_EQ(rowsOf(m_model), printedRows(m_view));
    EXPECT_EQ(m_model.headerData(LogModel::Sentence, Qt::Horizontal, Qt::DisplayRole), "含义");
}

TEST_F(AnnotatedLog, TellsPastPresentAndFutureApart)
{
    look(recordedRun("tcp-echo", false));
    const auto rows = rowsOf(m_model);
    for (std::uint32_t seq = 1; seq <= number(m_view.latest()); ++seq) {
        m_view.setCursor(static_cast<Seq>(seq));
        for (int row = 0; row < m_model.rowCount(); ++row) {
            const auto moment = static_cast<LogModel::Moment>(
                at(row, LogModel::Number, LogModel::MomentRole).toInt());
            EXPECT_EQ(moment == LogModel::Moment::Future, number(m_model.seqAt(row)) > seq);
            EXPECT_EQ(moment == LogModel::Moment::Present, row == m_model.presentRow());
        }
    }
    EXPECT_EQ(rowsOf(m_model), rows) << "the rows are the same whatever the cursor";
}

TEST_F(AnnotatedLog, MarksWhatLedToTheSelectedEventAndWhatItLedTo)
{
    look({eventOf(Kind::Line), eventOf(Kind::Call, Seq{1}), eventOf(Kind::Return, Seq{2}),
          eventOf(Kind::Packet, Seq{2}), eventOf(Kind::Note)});
    const auto relations = [this] {
        std::vector<LogModel::Relation> found;
        for (int row = 0; row < m_model.rowCount(); ++row)
            found.push_back(static_cast<LogModel::Relation>(
                at(row, LogModel::Number, LogModel::RelationRole).toInt()));
        return found;
    };
    using enum LogModel::Relation;
    m_view.select(Seq{3});
    EXPECT_EQ(relations(), (std::vector{Cause, Selected, Effect, None}));
    EXPECT_FALSE(at(0, LogModel::Number, Qt::ToolTipRole).toString().isEmpty());
    m_view.select(Seq{2});
    EXPECT_EQ(relations(), (std::vector{Cause, Selected, Effect, None})) << "its row is the same";
    m_view.select(Seq{1});
    EXPECT_EQ(relations(), (std::vector{Selected, Effect, None, None}));
    m_view.clearSelection();
    m_view.setCursor(Seq{4});
    EXPECT_EQ(relations(), (std::vector{None, Cause, None, None})) << "the cursor's event";
    m_view.select(Seq{4'000'000'000});
    EXPECT_EQ(relations(), (std::vector{None, None, None, None})) << "an event that is not there";
}

TEST_F(AnnotatedLog, ShowsOnlyWhatFitsTheFilter)
{
    look(recordedRun("tcp-echo", false));
    const auto all = rowsOf(m_model);
    const auto fitting = [&](auto fits) {
        std::vector<PrintedRow> rows;
        for (const PrintedRow &row : all) {
            if (fits(row, m_view.event(row.seq)))
                rows.push_back(row);
        }
        return rows;
    };
    std::size_t sum = 0;
    for (std::size_t party = 0; party < names<Party>.size(); ++party) {
        LogFilter wanted;
        wanted.parties.set(party);
        ASSERT_TRUE(filter(wanted));
        EXPECT_EQ(rowsOf(m_model), fitting([party](const PrintedRow &, const Event &event) {
                      return partyOf(event.who.role) == static_cast<Party>(party);
                  }));
        sum += static_cast<std::size_t>(m_model.rowCount());
    }
    EXPECT_EQ(sum, all.size());
    std::set<Seq> waited;
    for (const PrintedRow &row : all) {
        if (const Event event = m_view.event(row.seq); event.kind == Kind::Wait)
            waited.insert(event.cause);
    }
    for (const Kind kind : allKinds()) {
        LogFilter wanted;
        wanted.kinds.set(static_cast<std::size_t>(kind));
        ASSERT_TRUE(filter(wanted));
        EXPECT_EQ(rowsOf(m_model), fitting([&](const PrintedRow &, const Event &event) {
                      const bool isCall =
                          event.kind == Kind::Wait
                          || (event.kind == Kind::Return && !waited.contains(event.cause));
                      return event.kind == kind || (kind == Kind::Call && isCall);
                  }))
            << nameOf(kind);
    }
    LogFilter text;
    text.text = "aCCept()";
    ASSERT_TRUE(filter(text));
    EXPECT_GT(m_model.rowCount(), 0);
    EXPECT_EQ(rowsOf(m_model), fitting([](const PrintedRow &row, const Event &) {
                  return row.headline.find("accept()") != std::string::npos
                         || row.sentence.find("accept()") != std::string::npos;
              }));
    ASSERT_TRUE(filter({}));
    EXPECT_EQ(rowsOf(m_model), all);
}

TEST_F(AnnotatedLog, FiltersARunThatGrows)
{
    LogFilter wanted;
    wanted.text = "recv(";
    ASSERT_TRUE(filter(wanted));
    auto recording = std::make_shared<Recording>();
    look(recording);
    recording->journal.restore(eventOf(Kind::Note));
    recording->journal.restore(eventOf(Kind::Call));
    catchUp(m_view);
    EXPECT_EQ(m_model.rowCount(), 1);
    recording->journal.restore(eventOf(Kind::Return, Seq{2}));
    catchUp(m_view);
    ASSERT_TRUE(filter(wanted));
    EXPECT_EQ(m_model.rowCount(), 1);
    EXPECT_EQ(m_model.seqAt(0), Seq{3});
}

TEST_F(LongLog, ANewTextEndsTheSearchForTheOldOne)
{
    look(longRecording(200'000));
    LogFilter first;
    first.text = "hello";
    m_model.setFilter(first);
    EXPECT_TRUE(m_model.isSearching()) << "a slice is not the whole";
    EXPECT_GT(m_model.searched(), 0U);
    LogFilter second;
    second.text = "nowhere";
    m_model.setFilter(second);
    EXPECT_EQ(m_model.rowCount(), 0);
    m_model.setFilter({});
    EXPECT_FALSE(m_model.isSearching());
    EXPECT_EQ(static_cast<std::size_t>(m_model.rowCount()), m_model.all());
}

TEST_F(AnnotatedLog, ASearchSpeaksTheLanguageOfTheWindow)
{
    look(recordedRun("tcp-echo", false));
    LogFilter wanted;
    wanted.text = "敲门";
    ASSERT_TRUE(filter(wanted));
    EXPECT_EQ(m_model.rowCount(), 0);
    m_appearance.setTongue(Tongue::Chinese);
    ASSERT_TRUE(QTest::qWaitFor([this] { return !m_model.isSearching(); }));
    EXPECT_GT(m_model.rowCount(), 0);
}

TEST_F(AnnotatedLog, IsNotFooledByHostileTexts)
{
    const std::string turned = "a\xE2\x80\xAE"
                               "b\x1b[31m\n\tc<b>d</b>";
    const std::string endless(4 << 20, 'x');
    Event remark = eventOf(Kind::Note, Seq{4'000'000'000}, {Role::Person, 0});
    remark.bytes = turned;
    Event megabytes = remark;
    megabytes.bytes = endless;
    Event value = eventOf(Kind::Value);
    value.into = endless;
    Event fault = eventOf(Kind::Fault);
    fault.topic = endless;
    look({remark, megabytes, value, fault});
    for (int row = 0; row < m_model.rowCount(); ++row) {
        for (const int column : {LogModel::Headline, LogModel::Sentence}) {
            const QString text = at(row, column).toString();
            EXPECT_LE(text.size(), static_cast<int>(LogWriter::longestText)) << row << column;
            EXPECT_EQ(text.indexOf(QChar(0x202E)), -1);
            EXPECT_EQ(text.indexOf(QChar(0x1B)), -1);
            EXPECT_EQ(text.indexOf(QLatin1Char('\n')), -1);
        }
    }
    EXPECT_TRUE(at(0, LogModel::Headline).toString().contains("<b>"));
    EXPECT_FALSE(at(0, LogModel::Headline, Qt::ToolTipRole).toString().contains("<b>"));
    EXPECT_TRUE(at(1, LogModel::Headline).toString().endsWith(QStringLiteral("…")));
    EXPECT_EQ(m_model.plainText(0).count(QLatin1Char('\t')), LogModel::ColumnCount - 1);
    m_view.select(Seq{1});
    EXPECT_EQ(at(1, LogModel::Number, LogModel::RelationRole).toInt(), 0) << "a cause to come";
}

TEST_F(LongLog, AMillionEventsCostLittleMoreThanReadingThem)
{
    constexpr std::size_t million = 1'000'000;
    const auto recording = longRecording(million);
    const auto timed = [](auto &&work) {
        const auto start = std::chrono::steady_clock::now();
        work();
        return std::chrono::steady_clock::now() - start;
    };
    std::size_t seen = 0;
    const auto reading = timed([&] {
        for (std::size_t seq = 1; seq <= recording->journal.size(); ++seq)
            seen += recording->journal.at(static_cast<Seq>(seq)).bytes.size();
    });
    EXPECT_GT(seen, 0U);
    LogIndex index;
    const auto indexing = timed([&] {
        index.take(index.read(recording->journal, static_cast<Seq>(recording->journal.size())));
    });
    EXPECT_EQ(index.rows().size(), recording->journal.size() / 6 * 4);
    EXPECT_LT(indexing, 4 * reading);

    look(recording);
    const auto screenful = timed([&] {
        for (int row = m_model.rowCount() - 40; row < m_model.rowCount(); ++row)
            static_cast<void>(at(row, LogModel::Sentence));
    });
    EXPECT_LT(screenful, reading / 4);
}

} // namespace

} // namespace twodoors::tests
