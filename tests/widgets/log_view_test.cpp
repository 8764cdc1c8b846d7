// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_view.h"

#include "widgets/log/log_filter_bar.h"
#include "widgets/log/log_model.h"
#include "widgets/log/log_panel.h"
#include "widgets/log_ground.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <set>

namespace twodoors::tests
{

namespace
{

class LogPanels : public testing::Test
{
protected:
    void SetUp() override
    {
        m_panel.resize(1280, 300);
        m_panel.show();
        m_panel.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&m_panel));
    }

    void look(const std::shared_ptr<const Recording> &recording)
    {
        m_view.look(recording);
        while (m_view.catchUp()) {}
        QApplication::processEvents();
    }

    [[nodiscard]] LogView &rows() const { return m_panel.rows(); }
    [[nodiscard]] LogModel &model() const { return m_panel.model(); }
    [[nodiscard]] QRect placeOf(int row) const
    {
        return rows().visualRect(model().index(row, LogModel::Sentence));
    }
    [[nodiscard]] bool isWhollyVisible(int row) const
    {
        return rows().viewport()->rect().contains(placeOf(row));
    }
    [[nodiscard]] QImage picture() { return rows().viewport()->grab().toImage(); }

    static bool has(const QImage &image, const QColor &colour)
    {
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y) == colour)
                    return true;
            }
        }
        return false;
    }

    Appearance m_appearance{Tongue::English};
    Viewpoint m_view{m_appearance};
    LogPanel m_panel{m_view};
};

TEST_F(LogPanels, ShowTheRowOfTheCursorAndMarkIt)
{
    look(recordedRun("tcp-echo", false));
    EXPECT_TRUE(isWhollyVisible(model().rowCount() - 1)) << "the latest event";
    for (std::uint32_t seq = 1; seq <= number(m_view.latest()); seq += 3) {
        m_view.setCursor(static_cast<Seq>(seq));
        const int present = model().rowAt(static_cast<Seq>(seq));
        EXPECT_EQ(rows().currentIndex().row(), present);
        EXPECT_TRUE(isWhollyVisible(present)) << seq;
        const QRect place = placeOf(present);
        const QImage image = picture();
        EXPECT_EQ(image.pixelColor(1, place.center().y()), m_view.theme().colour(Ink::Present));
        EXPECT_EQ(image.pixelColor(place.left() + 1, place.center().y()),
                  m_view.theme().colour(Ink::SelectedRow));
    }
    m_view.setCursor(Seq::None);
    EXPECT_FALSE(rows().currentIndex().isValid()) << "before the first event";
    m_view.returnToNow();
    EXPECT_TRUE(isWhollyVisible(model().rowCount() - 1));
}

TEST_F(LogPanels, ShowTheSamePictureHoweverTheCursorCameThere)
{
    const auto recording = recordedRun("tcp-echo", false);
    look(recording);
    rows().clearFocus();
    const auto pictureAt = [this](std::uint32_t seq) {
        m_view.setCursor(static_cast<Seq>(seq));
        rows().verticalScrollBar()->setValue(0);
        return picture();
    };
    const QImage first = pictureAt(5);
    static_cast<void>(pictureAt(40));
    EXPECT_EQ(pictureAt(5), first) << "by going back";
    look(recording);
    EXPECT_EQ(pictureAt(5), first) << "from the recording anew";
}

TEST_F(LogPanels, PutTheCursorWhereAHandGoes)
{
    look(recordedRun("tcp-echo", false));
    const int last = model().rowCount() - 1;
    QTest::mouseClick(rows().viewport(), Qt::LeftButton, {}, placeOf(last - 2).center());
    EXPECT_EQ(m_view.cursor(), model().seqAt(last - 2));
    EXPECT_TRUE(m_view.isInPast());
    struct Step {
        Qt::Key key;
        int row;
    };
    for (const auto &[key, row] :
         {Step{Qt::Key_Up, last - 3}, Step{Qt::Key_Down, last - 2}, Step{Qt::Key_Home, 0},
          Step{Qt::Key_Down, 1}, Step{Qt::Key_End, last}}) {
        QTest::keyClick(&rows(), key);
        EXPECT_EQ(m_view.cursor(), model().seqAt(row)) << key;
        EXPECT_TRUE(isWhollyVisible(row)) << key;
    }
}

TEST_F(LogPanels, LeaveOtherKeysToTheWindow)
{
    look(recordedRun("tcp-echo", false));
    m_view.setCursor(Seq{20});
    for (const Qt::Key key :
         {Qt::Key_Left, Qt::Key_Right, Qt::Key_Space, Qt::Key_D, Qt::Key_X, Qt::Key_2}) {
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier, QStringLiteral("d"));
        QApplication::sendEvent(&rows(), &event);
        EXPECT_FALSE(event.isAccepted()) << key;
        EXPECT_EQ(m_view.cursor(), Seq{20});
    }
}

TEST_F(LogPanels, FollowALiveRunUntilAHandScrollsAway)
{
    auto recording = std::make_shared<Recording>();
    look(recording);
    const auto grow = [&] {
        Event remark;
        remark.kind = Kind::Note;
        remark.bytes = "more";
        for (int i = 0; i < 20; ++i)
            recording->journal.restore(remark);
        m_view.catchUp();
        QApplication::processEvents();
    };
    grow();
    grow();
    EXPECT_TRUE(isWhollyVisible(model().rowCount() - 1));
    EXPECT_FALSE(m_view.isInPast());
    rows().verticalScrollBar()->setValue(0);
    grow();
    EXPECT_EQ(rows().verticalScrollBar()->value(), 0) << "somebody reads";
    EXPECT_FALSE(m_view.isInPast());
    rows().verticalScrollBar()->setValue(rows().verticalScrollBar()->maximum());
    grow();
    EXPECT_TRUE(isWhollyVisible(model().rowCount() - 1));
    m_view.setCursor(Seq{2});
    grow();
    EXPECT_TRUE(isWhollyVisible(1)) << "in the past it stays";
}

TEST_F(LogPanels, FollowARunWhoseCallsLoseTheirRows)
{
    auto recording = std::make_shared<Recording>();
    look(recording);
    for (std::uint32_t i = 0; i < 40; ++i) {
        Event event;
        event.kind = i % 2 == 0 ? Kind::Call : Kind::Return;
        event.call = CallName::Recv;
        event.cause = static_cast<Seq>(i % 2 == 0 ? 0 : i);
        recording->journal.restore(event);
        m_view.catchUp();
        ASSERT_FALSE(m_view.isInPast()) << "a row that went did not move the cursor";
        ASSERT_EQ(rows().currentIndex().row(), model().rowCount() - 1);
    }
}

/// Counts what is asked of it.
class CountingModel final : public LogModel
{
public:
    using LogModel::LogModel;

    QVariant data(const QModelIndex &index, int role) const override
    {
        m_asked.insert(index.row());
        ++m_calls;
        return LogModel::data(index, role);
    }

    mutable std::set<int> m_asked;
    mutable int m_calls = 0;
};

TEST_F(LogPanels, PaintOnlyTheRowsThatAreSeen)
{
    CountingModel counted(m_view);
    LogView view(m_view, counted);
    view.resize(1280, 300);
    view.show();
    look(longRecording(100'000));
    view.grab();
    counted.m_asked.clear();
    counted.m_calls = 0;
    view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
    view.grab();
    const auto seen = static_cast<std::size_t>(300 / view.rowHeight(0) + 2);
    EXPECT_LE(counted.m_asked.size(), seen);
    EXPECT_LE(counted.m_calls, static_cast<int>(seen) * LogModel::ColumnCount * 8);
}

TEST_F(LogPanels, ShareTheirWidthAmongTheColumns)
{
    look(recordedRun("tcp-echo", false));
    for (const int width : {1600, 1280, 900, 640, 400}) {
        m_panel.resize(width, 300);
        QApplication::processEvents();
        int sum = 0;
        for (int column = 0; column < LogModel::ColumnCount; ++column)
            sum += rows().columnWidth(column);
        EXPECT_EQ(sum, rows().viewport()->width()) << width;
        EXPECT_GE(rows().columnWidth(LogModel::Sentence), rows().columnWidth(LogModel::Headline));
    }
    EXPECT_TRUE(rows().isColumnHidden(LogModel::EvidenceColumn)) << "for want of room";
    m_panel.resize(1280, 300);
    QApplication::processEvents();
    EXPECT_FALSE(rows().isColumnHidden(LogModel::EvidenceColumn));
}

TEST_F(LogPanels, PutOnTheOtherThemeAndLanguageAtOnce)
{
    look(recordedRun("tcp-echo", false));
    EXPECT_TRUE(has(picture(), m_view.theme().colour(Ink::Panel)));
    const int height = rows().rowHeight(0);
    m_appearance.setTheme(Theme(Theme::Mood::Dark, 1.5));
    EXPECT_TRUE(has(picture(), m_view.theme().colour(Ink::Panel)));
    EXPECT_FALSE(has(picture(), Theme().colour(Ink::Panel)));
    EXPECT_GT(rows().rowHeight(0), height);
    const auto *remark = m_panel.findChild<QLineEdit *>(QStringLiteral("remark"));
    for (const Tongue tongue : {Tongue::Chinese, Tongue::English}) {
        m_appearance.setTongue(tongue);
        const bool isChinese = tongue == Tongue::Chinese;
        const QLatin1String english("remark");
        EXPECT_EQ(remark->placeholderText().contains(english), !isChinese);
        EXPECT_EQ(m_panel.filterBar().button()->text().startsWith("Filter"), !isChinese);
    }
}

TEST_F(LogPanels, SayWhatIsFilteredAndHowMuchOfIt)
{
    look(recordedRun("tcp-echo", false));
    const LogFilterBar &bar = m_panel.filterBar();
    const QString events = QString::number(number(m_view.latest()));
    EXPECT_EQ(bar.button()->text(), "Filter: all · " + events + " events");
    QAction *server = nullptr;
    for (QAction *action : bar.menu()->actions()) {
        if (action->text() == "server")
            server = action;
    }
    ASSERT_NE(server, nullptr);
    server->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!model().isSearching(), 10'000);
    EXPECT_EQ(bar.button()->text(), QStringLiteral("Filter: server · %1 of %2 rows")
                                        .arg(model().rowCount())
                                        .arg(model().all()));
    QTest::keyClicks(bar.field(), "zzzz");
    QTRY_VERIFY_WITH_TIMEOUT(!model().isSearching(), 10'000);
    EXPECT_EQ(model().rowCount(), 0);
    EXPECT_TRUE(bar.button()->text().startsWith("Filter: server · text · 0 of"));
    QTest::keyClick(bar.field(), Qt::Key_Escape);
    EXPECT_GT(model().rowCount(), 0);
    bar.menu()->actions().constFirst()->trigger();
    EXPECT_TRUE(model().filter().isEmpty());
    EXPECT_FALSE(server->isChecked());
}

TEST_F(LogPanels, AreReachedByKey)
{
    look(recordedRun("tcp-echo", false));
    rows().setFocus();
    QTest::keyClick(&rows(), Qt::Key_F, Qt::ControlModifier);
    EXPECT_EQ(QApplication::focusWidget(), m_panel.filterBar().field());
    QTest::keyClick(m_panel.filterBar().field(), Qt::Key_Down);
    EXPECT_EQ(QApplication::focusWidget(), &rows());
    for (const QWidget *widget : m_panel.findChildren<QWidget *>()) {
        if ((widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isVisible()) {
            EXPECT_FALSE(widget->accessibleName().isEmpty()) << widget->metaObject()->className();
        }
    }
    EXPECT_FALSE(m_panel.whatsThis().isEmpty());
}

TEST_F(LogPanels, TakeARemark)
{
    const QSignalSpy wishes(&m_panel, &LogPanel::remarkWanted);
    auto *remark = m_panel.findChild<QLineEdit *>(QStringLiteral("remark"));
    QTest::keyClicks(remark, "   ");
    QTest::keyClick(remark, Qt::Key_Return);
    EXPECT_EQ(wishes.count(), 0) << "nothing said";
    QTest::keyClicks(remark, "Why here?");
    QTest::keyClick(remark, Qt::Key_Return);
    ASSERT_EQ(wishes.count(), 1);
    EXPECT_EQ(wishes.constFirst().constFirst(), "Why here?");
    EXPECT_TRUE(remark->text().isEmpty());
    m_panel.setRemarksPossible(false, "this is a file");
    EXPECT_FALSE(remark->isEnabled());
    EXPECT_EQ(remark->toolTip(), "this is a file");
    m_appearance.setTongue(Tongue::Chinese);
    EXPECT_EQ(remark->toolTip(), "this is a file");
    m_panel.setRemarksPossible(true, {});
    EXPECT_TRUE(remark->isEnabled());
}

TEST_F(LogPanels, CopyNoMoreThanAClipboardIsFor)
{
    look(longRecording(3 * LogView::mostCopied));
    QGuiApplication::clipboard()->setText("before");
    rows().selectAll();
    rows().copyRows();
    EXPECT_EQ(QGuiApplication::clipboard()->text(), "before");
}

TEST_F(LogPanels, HaveTheirWordsInBothLanguages)
{
    const Catalogue english(Tongue::English);
    const Catalogue chinese(Tongue::Chinese);
    for (const std::string &key : english.keys()) {
        if (key.starts_with("logpanel.") && key != "logpanel.column.number") {
            EXPECT_TRUE(chinese.has(key)) << key;
            EXPECT_NE(chinese.text(key), english.text(key)) << key;
        }
    }
    for (const std::string &key : chinese.keys())
        EXPECT_TRUE(english.has(key) || !key.starts_with("logpanel.")) << key;
}

TEST_F(LogPanels, CopyRowsAndSentences)
{
    look(recordedRun("tcp-echo", false));
    m_view.setCursor(model().seqAt(4));
    QTest::keyClick(&rows(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(&rows(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(&rows(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
    EXPECT_EQ(lines,
              (QStringList{model().plainText(4), model().plainText(5), model().plainText(6)}));
    QGuiApplication::clipboard()->clear();
    rows().copySentence();
    EXPECT_EQ(QGuiApplication::clipboard()->text(), m_view.sentence(m_view.cursor()));
}

} // namespace

} // namespace twodoors::tests
