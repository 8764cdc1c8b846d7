// SPDX-License-Identifier: GPL-3.0-or-later
// A run whose program is killed in the middle, and the window that finds it.
#include "recording/open_recording.h"
#include "recording/recordings.h"
#include "window/open_window.h"

#include <QAbstractButton>
#include <QProcess>

namespace twodoors::tests
{

namespace
{

constexpr const char *folderVariable = "TWODOORS_TEST_RUNS";

class CrashedRun : public testing::Test
{
protected:
    [[nodiscard]] std::unique_ptr<OpenWindow> open() const
    {
        WindowOptions options;
        options.tongue = Tongue::English;
        options.runsFolder = runs;
        return std::make_unique<OpenWindow>(std::move(options));
    }

    /// Runs the test below in another process until it has said that it has come far enough.
    void crash() const
    {
        QProcess child;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(folderVariable, QString::fromStdString(runs.string()));
        child.setProcessEnvironment(environment);
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start("/proc/self/exe", {"--gtest_filter=CrashedRun.DISABLED_goesOnUntilItIsKilled",
                                       "--gtest_also_run_disabled_tests"});
        QByteArray said;
        while (!said.contains("far enough") && child.waitForReadyRead())
            said += child.readAll();
        ASSERT_TRUE(said.contains("far enough")) << said.toStdString();
        child.kill();
        ASSERT_TRUE(child.waitForFinished());
        ASSERT_EQ(child.exitStatus(), QProcess::CrashExit);
    }

    [[nodiscard]] std::vector<KeptRun> crashed() const { return RunFolder(runs).crashed(); }

    static void press(OpenWindow &window, const QString &words)
    {
        const QList<NoticeBar *> notices = window->findChildren<NoticeBar *>();
        for (const NoticeBar *notice : notices) {
            for (QAbstractButton *button : notice->findChildren<QAbstractButton *>()) {
                if (button->isVisible() && button->text() == words)
                    return QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        FAIL() << "no button " << words.toStdString();
    }

    const TemporaryFolder folder;
    const std::filesystem::path runs = folder.file("runs");
};

TEST_F(CrashedRun, DISABLED_goesOnUntilItIsKilled)
{
    WindowOptions options;
    options.runsFolder = qgetenv(folderVariable).toStdString();
    ASSERT_FALSE(options.runsFolder.empty());
    OpenWindow window(std::move(options));
    ASSERT_TRUE(window.runOnLoopback());
    ASSERT_TRUE(QTest::qWaitFor([&] {
        window.of(Deed::Step).trigger();
        return number(window->viewpoint().latest()) > 20;
    }));
    QTest::qWait(100); // it is in the file a moment later
    std::puts("far enough");
    std::fflush(stdout);
    QTest::qWait(60'000);
}

TEST_F(CrashedRun, isOfferedAndShowsTheSameEvents)
{
    crash();
    ASSERT_THAT(crashed(), testing::SizeIs(1));
    Recording kept;
    ASSERT_TRUE(openRecording(crashed().front().path, kept));
    ASSERT_GE(kept.journal.size(), 20U);

    auto window = open();
    ASSERT_TRUE(window->isRunning());
    ASSERT_TRUE(window->saysOver("ended unexpectedly"));
    EXPECT_TRUE(window->saysOver(QString("%1 events").arg(kept.journal.size())));
    press(*window, "Open it");
    ASSERT_TRUE(QTest::qWaitFor([&] { return (*window)->reading().isComplete(); }));
    expectSame((*window)->viewpoint().journal(), kept.journal);
    EXPECT_TRUE(window->saysOver("is not saved yet"));
    EXPECT_THAT(crashed(), testing::IsEmpty()) << "it is in use";

    window.reset();
    ASSERT_THAT(crashed(), testing::SizeIs(1)) << "neither saved nor discarded";

    window = open();
    ASSERT_TRUE(window->saysOver("ended unexpectedly"));
    press(*window, "Open it");
    ASSERT_TRUE(QTest::qWaitFor([&] { return (*window)->reading().isComplete(); }));
    ASSERT_TRUE(QTest::qWaitFor([&] { return window->of(Deed::SaveSession).isEnabled(); }));
    const std::filesystem::path saved = folder.file("saved.jsonl");
    (*window)->saving().askWith(
        [&](const Saving::Question &) { return QString::fromStdString(saved.string()); });
    press(*window, "Save…");
    EXPECT_TRUE(QTest::qWaitFor([&] { return window->notices().isEmpty(); }));
    window.reset();
    EXPECT_THAT(crashed(), testing::IsEmpty());
    Recording read;
    ASSERT_TRUE(openRecording(saved, read));
    expectSame(read.journal, kept.journal);
}

TEST_F(CrashedRun, isGoneOnceDiscarded)
{
    crash();
    auto window = open();
    ASSERT_TRUE(window->saysOver("ended unexpectedly"));
    window->of(Deed::Chinese).trigger();
    EXPECT_TRUE(window->saysOver("上次运行意外中断"));
    press(*window, "丢弃");
    EXPECT_EQ(window->notices(), "");
    window.reset();
    EXPECT_TRUE(std::filesystem::is_empty(runs)) << "this one ended in order";
}

TEST_F(CrashedRun, isOfferedAgainWhereItWasPutOff)
{
    crash();
    auto window = open();
    ASSERT_TRUE(window->saysOver("ended unexpectedly"));
    press(*window, "✕");
    EXPECT_EQ(window->notices(), "");
    window.reset();
    window = open();
    EXPECT_TRUE(window->saysOver("ended unexpectedly"));
}

TEST_F(CrashedRun, aFolderThatCannotBeMadeIsSaid)
{
    writeText(runs, "no folder");
    const auto window = open();
    ASSERT_TRUE(window->isRunning());
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return (*window)->statusLine().text().contains("not kept as it goes"); }));
}

} // namespace

} // namespace twodoors::tests
