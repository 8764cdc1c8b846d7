// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/open_window.h"

#include "app/window/guest_field.h"
#include "lab/lab_here.h"

#include <QAbstractButton>
#include <QElapsedTimer>
#include <QMenuBar>
#include <QRegularExpression>

namespace twodoors::tests
{

namespace
{

WindowOptions inTongue(Tongue tongue)
{
    WindowOptions options;
    options.tongue = tongue;
    options.theme = ThemeChoice::Light;
    return options;
}

/// All that a person can read of the window's frame.
QStringList wordsOf(const MainWindow &window)
{
    QStringList words{window.windowTitle()};
    for (const QAction *action : window.findChildren<QAction *>())
        words << action->text() << action->iconText() << action->toolTip() << action->statusTip();
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        words << widget->toolTip() << widget->accessibleName() << widget->whatsThis();
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            words << button->text();
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            words << label->text();
        if (const auto *edit = qobject_cast<const QLineEdit *>(widget))
            words << edit->placeholderText();
        if (const auto *menu = qobject_cast<const QMenu *>(widget))
            words << menu->title();
        if (const auto *tabs = qobject_cast<const QTabWidget *>(widget)) {
            for (int i = 0; i < tabs->count(); ++i)
                words << tabs->tabText(i);
        }
        if (const auto *choice = qobject_cast<const QComboBox *>(widget)) {
            for (int i = 0; i < choice->count(); ++i)
                words << choice->itemText(i) << choice->itemData(i, Qt::ToolTipRole).toString();
        }
    }
    return words;
}

/// Words of four letters and more that are no names of the field.
QStringList englishIn(const QStringList &words)
{
    static const QRegularExpression word("[A-Za-z]{4,}");
    static const QStringList known{
        "English",   "pcapng",    "root",      "Ctrl",   "Shift",        "Home",   "Left",
        "Right",     "Space",     "twodoors",  "doctor", "ECONNREFUSED", "accept", "connect",
        "socket",    "close",     "Python",    "INET",   "SOCK",         "DGRAM",  "TCPServer",
        "TCPClient", "UDPServer", "UDPClient", "HTML",   "Markdown"};
    QStringList found;
    for (const QString &text : words) {
        for (auto matches = word.globalMatch(text); matches.hasNext();) {
            const QString one = matches.next().captured();
            if (!known.contains(one))
                found << one + " in: " + text;
        }
    }
    return found;
}

/// Visible buttons and labels that are smaller than their words.
QStringList cutIn(const MainWindow &window)
{
    QStringList cut;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const auto *label = qobject_cast<const QLabel *>(widget);
        if (!widget->isVisible() || (button == nullptr && label == nullptr))
            continue;
        const QString text = button != nullptr ? button->text() : label->text();
        const QSize wanted =
            button != nullptr ? button->minimumSizeHint() : label->minimumSizeHint();
        const QRect inWindow(widget->mapTo(&window, QPoint()), widget->size());
        if (wanted.width() > widget->width() || wanted.height() > widget->height()
            || !window.rect().contains(inWindow) || text.endsWith(QChar(0x2026)))
            cut << QString("%1: %2 of %3").arg(text).arg(widget->width()).arg(wanted.width());
    }
    return cut;
}

} // namespace

TEST(MainWindow, beginsTheLastRunByItselfOnceItIsSeen)
{
    OpenWindow window;
    EXPECT_TRUE(window.isRunning());
    EXPECT_EQ(window->viewpoint().recording().header.lesson, "tcp-echo");
}

TEST(MainWindow, closesAtOnceInTheMiddleOfABlockedCall)
{
    auto window = std::make_unique<OpenWindow>();
    ASSERT_TRUE(window->isRunning());
    ASSERT_TRUE(QTest::qWaitFor([&] {
        QTest::keyClick(&**window, Qt::Key_Space);
        const ProgramView *server = (*window)->viewpoint().world().program({Role::Server, 0});
        return server != nullptr && server->waits;
    }));
    QElapsedTimer timer;
    timer.start();
    window.reset();
    EXPECT_LT(timer.elapsed(), 200);
}

TEST(MainWindow, leavesNoEnglishInTheChineseWindow)
{
    OpenWindow window(inTongue(Tongue::English));
    ASSERT_TRUE(window.isRunning());
    window.of(Deed::Chinese).trigger();
    EXPECT_THAT(englishIn(wordsOf(*window)).join('\n').toStdString(), testing::IsEmpty());
    ASSERT_TRUE(window.runOnLoopback());
    QTest::keyClick(&*window, Qt::Key_Left);
    EXPECT_THAT(englishIn(wordsOf(*window)).join('\n').toStdString(), testing::IsEmpty());
    window.of(Deed::English).trigger();
    EXPECT_EQ(window.of(Deed::Step).iconText(), "▸ Step");
}

TEST(MainWindow, cutsNoWordsAtItsUsualSizes)
{
    for (const Tongue tongue : {Tongue::English, Tongue::Chinese}) {
        for (const QSize size : {QSize(1280, 720), QSize(1600, 1000), QSize(3840, 2160)}) {
            OpenWindow window(inTongue(tongue), size);
            ASSERT_TRUE(window.isRunning());
            window->viewpoint().moveCursor(-1);
            QTest::qWait(0);
            EXPECT_EQ(window->size(), size);
            EXPECT_THAT(cutIn(*window).join('\n').toStdString(), testing::IsEmpty())
                << codeOf(tongue) << size.width();
            window.of(Deed::Presentation).trigger();
            QTest::qWait(0);
            EXPECT_EQ(window->size(), size);
            EXPECT_THAT(cutIn(*window).join('\n').toStdString(), testing::IsEmpty())
                << "presentation " << codeOf(tongue) << size.width();
        }
    }
}

TEST(MainWindow, changesItsThemeAtOnce)
{
    OpenWindow window(inTongue(Tongue::English));
    const auto ground = [&] { return window->grab().toImage().pixelColor(4, 300); };
    window.of(Deed::ThemeDark).trigger();
    EXPECT_TRUE(window->appearance().theme().isDark());
    EXPECT_LT(ground().lightness(), 60);
    window.of(Deed::ThemeLight).trigger();
    EXPECT_GT(ground().lightness(), 200);
}

TEST(MainWindow, isOfTheThemeThatWasChosenInAllItsParts)
{
    for (const bool furnishesFirst : {false, true}) {
        const QTemporaryDir folder;
        WindowOptions options = inTongue(Tongue::English);
        options.settingsFile = folder.filePath("settings.ini");
        options.runsFolder = folder.filePath("runs").toStdString();
        options.theme = ThemeChoice::Dark;
        MainWindow window(options);
        if (furnishesFirst)
            window.furnish();
        window.resize(1280, 720);
        window.show();
        ASSERT_TRUE(QTest::qWaitFor([&] { return window.viewpoint().latest() != Seq::None; }));
        const QImage picture = window.grab().toImage();
        for (const QPoint at :
             {QPoint(640, 10), QPoint(4, 50), QPoint(4, 300), QPoint(600, 690), QPoint(600, 715)})
            EXPECT_LT(picture.pixelColor(at).lightness(), 80) << at.x() << ' ' << at.y();
    }
}

TEST(MainWindow, enlargesItsTypeForAPresentationAndHidesTheRest)
{
    OpenWindow window;
    QTest::keyClick(&*window, Qt::Key_F11);
    EXPECT_DOUBLE_EQ(window->appearance().theme().scale(), 1.4);
    EXPECT_FALSE(window->menuBar()->isVisible());
    EXPECT_FALSE(window->statusLine().isVisible());
    QTest::keyClick(&*window, Qt::Key_F11);
    EXPECT_DOUBLE_EQ(window->appearance().theme().scale(), 1.0);
    EXPECT_TRUE(window->menuBar()->isVisible());
}

TEST(MainWindow, travelsInTimeByItsKeys)
{
    OpenWindow window;
    ASSERT_TRUE(window.runOnLoopback());
    Viewpoint &viewpoint = window->viewpoint();
    QTest::keyClick(&*window, Qt::Key_Left);
    EXPECT_TRUE(viewpoint.isInPast());
    const Seq back = viewpoint.cursor();
    QTest::keyClick(&*window, Qt::Key_Left);
    EXPECT_EQ(number(viewpoint.cursor()), number(back) - 1);
    QTest::keyClick(&*window, Qt::Key_Right);
    EXPECT_EQ(viewpoint.cursor(), back);
    QTest::keyClick(&*window, Qt::Key_Home);
    EXPECT_EQ(viewpoint.cursor(), Seq::None);
    QTest::keyClick(&*window, Qt::Key_End);
    EXPECT_FALSE(viewpoint.isInPast());
    QTest::keyClick(&*window, Qt::Key_Left);
    auto *badge = window->findChild<QPushButton *>("PastBadge");
    ASSERT_NE(badge, nullptr);
    EXPECT_TRUE(badge->isVisible());
    QTest::keyClick(&*window, Qt::Key_Escape);
    EXPECT_FALSE(badge->isVisible());
}

TEST(MainWindow, keepsItsLettersOutOfTheSentence)
{
    OpenWindow window;
    ASSERT_TRUE(window.runOnLoopback());
    const Seq before = window->viewpoint().latest();
    QLineEdit &sentence = window->bar().guests().edit();
    sentence.setFocus();
    sentence.clear();
    QTest::keyClicks(&sentence, "cs pdx2l!h");
    QTest::keyClick(&sentence, Qt::Key_Left);
    EXPECT_EQ(sentence.text(), "cs pdx2l!h");
    EXPECT_FALSE(window->viewpoint().isInPast());
    EXPECT_FALSE(window->conductor().report().plays);
    EXPECT_EQ(window->viewpoint().latest(), before);
}

TEST(MainWindow, greysOnLoopbackWhatNeedsAWireAndSaysWhy)
{
    OpenWindow window(inTongue(Tongue::English));
    ASSERT_TRUE(window.runOnLoopback());
    for (const Deed deed :
         {Deed::Hold, Deed::Flow, Deed::Cut, Deed::Deliver, Deed::Drop, Deed::Corrupt}) {
        EXPECT_FALSE(window.of(deed).isEnabled());
        EXPECT_THAT(window.of(deed).toolTip().toStdString(), testing::HasSubstr("loopback"));
    }
    EXPECT_THAT(window->statusLine().text().toStdString(), testing::HasSubstr("Loopback"));
}

TEST(MainWindow, handlesThePacketInTheHandByKeys)
{
    if (const auto why = labMissing())
        GTEST_SKIP() << *why;
    OpenWindow window;
    ASSERT_TRUE(window.isRunning());
    const auto packets = [&]() -> const CowVector<PacketView> & {
        return window->viewpoint().world().packets();
    };
    EXPECT_TRUE(window.of(Deed::Hold).isChecked());
    ASSERT_TRUE(QTest::qWaitFor([&] {
        QTest::keyClick(&*window, Qt::Key_Space);
        return window.of(Deed::Deliver).isEnabled();
    }));
    QTest::keyClick(&*window, Qt::Key_D);
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return packets().size() > 0 && packets()[0].verb == PacketVerb::Delivered; }));
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.of(Deed::Drop).isEnabled(); }));
    QTest::keyClick(&*window, Qt::Key_X);
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return packets().size() > 1 && packets()[1].verb == PacketVerb::Dropped; }));
    QTest::keyClick(&*window, Qt::Key_H);
    EXPECT_TRUE(QTest::qWaitFor([&] { return window.of(Deed::Flow).isChecked(); }));
}

TEST(MainWindow, goesBetweenTcpAndUdp)
{
    OpenWindow window(inTongue(Tongue::English));
    ASSERT_TRUE(window.isRunning());
    EXPECT_TRUE(window.of(Deed::Tcp).isChecked());
    window.of(Deed::Udp).trigger();
    ASSERT_TRUE(QTest::qWaitFor(
        [&] { return window->viewpoint().recording().header.lesson == "udp-echo"; }));
    EXPECT_TRUE(window.of(Deed::Udp).isChecked());
    window.of(Deed::Tcp).trigger();
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return window->viewpoint().recording().header.lesson == "tcp-echo"; }));
}

TEST(MainWindow, remembersHowItWasLeft)
{
    OpenWindow window;
    ASSERT_TRUE(window.isRunning());
    window.of(Deed::Chinese).trigger();
    window.of(Deed::ThemeDark).trigger();
    window->bar().setSpeed(4);
    window.of(Deed::ServerCode).trigger();
    window->bar().guests().setSentences({"first", "second"});
    window.of(Deed::Restart).trigger();
    window.openAgain();
    EXPECT_EQ(window->appearance().tongue(), Tongue::Chinese);
    EXPECT_TRUE(window->appearance().theme().isDark());
    EXPECT_EQ(window->bar().speed(), 4);
    EXPECT_FALSE(window.of(Deed::ServerCode).isChecked());
    EXPECT_THAT(window->bar().guests().sentences(), testing::ElementsAre("first", "second"));
}

TEST(MainWindow, opensAFileAndSaysWhatIsWrongWithOne)
{
    QTemporaryDir folder;
    const std::string session = folder.filePath("s.jsonl").toStdString();
    OpenWindow window(inTongue(Tongue::English));
    ASSERT_TRUE(window.runOnLoopback());
    const Viewpoint &viewpoint = window->viewpoint();
    const std::size_t events = viewpoint.journal().size();
    {
        auto writer = SessionWriter::open(session, viewpoint.recording().header);
        ASSERT_TRUE(writer);
        ASSERT_FALSE(writer->catchUp(viewpoint.journal()));
    }
    window->openFile(session);
    ASSERT_TRUE(QTest::qWaitFor([&] {
        return !window.of(Deed::Step).isEnabled() && number(viewpoint.latest()) >= events;
    }));
    EXPECT_THAT(window->statusLine().text().toStdString(), testing::HasSubstr("Session file"));
    EXPECT_THAT(window.of(Deed::Deliver).toolTip().toStdString(), testing::HasSubstr("recording"));
    window->openFile(TWODOORS_SOURCE_DIR "/README.md");
    EXPECT_TRUE(QTest::qWaitFor([&] { return window.notices().contains("not a session file"); }));
    EXPECT_GE(number(viewpoint.latest()), events);
}

} // namespace twodoors::tests
