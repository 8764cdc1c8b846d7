// SPDX-License-Identifier: GPL-3.0-or-later
// The window goes from one screen to another of twice its scale while a run goes on. Screens are
// what an application begins with, so this one is another process.
#include "window/open_window.h"

#include <QFile>
#include <QProcess>
#include <QScreen>
#include <QWindow>

namespace twodoors::tests
{

namespace
{

constexpr const char *screens = R"({"screens": [
    {"name": "usual", "x": 0, "y": 0, "width": 1920, "height": 1080,
     "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1},
    {"name": "sharp", "x": 1920, "y": 0, "width": 1920, "height": 1080,
     "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 2}]})";

TEST(ScreenChange, theRunGoesOnAndEverythingIsAsSharpAsTheScreen)
{
    const QTemporaryDir folder;
    QFile file(folder.filePath("screens.json"));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(screens);
    file.close();
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen:configfile=" + file.fileName());
    child.setProcessEnvironment(environment);
    child.setProcessChannelMode(QProcess::ForwardedChannels);
    child.start("/proc/self/exe",
                {"--gtest_filter=ScreenChange.DISABLED_there", "--gtest_also_run_disabled_tests"});
    ASSERT_TRUE(child.waitForFinished(60'000));
    EXPECT_EQ(child.exitStatus(), QProcess::NormalExit);
    EXPECT_EQ(child.exitCode(), 0);
}

QScreen *screenCalled(const QString &name)
{
    for (QScreen *screen : QGuiApplication::screens()) {
        if (screen->name() == name)
            return screen;
    }
    return nullptr;
}

TEST(ScreenChange, DISABLED_there)
{
    QScreen *usual = screenCalled("usual");
    QScreen *sharper = screenCalled("sharp");
    ASSERT_TRUE(usual != nullptr && sharper != nullptr);
    OpenWindow window;
    ASSERT_TRUE(window.runOnLoopback());
    ASSERT_DOUBLE_EQ(window->devicePixelRatioF(), 1);
    auto *canvas = window->findChild<Canvas *>();
    const Seq before = window->viewpoint().latest();
    const QSize size = canvas->size();

    window->windowHandle()->setScreen(sharper);
    window->move(sharper->geometry().topLeft());
    ASSERT_TRUE(QTest::qWaitFor([&] { return window->devicePixelRatioF() == 2; }));
    EXPECT_EQ(canvas->size(), size) << "a length is as long as before";
    const QImage sharp = canvas->grab().toImage();
    EXPECT_EQ(sharp.size(), size * 2);
    // a picture that was only stretched has each pixel twice
    int pairs = 0;
    int differing = 0;
    for (int y = 0; y < sharp.height(); ++y) {
        for (int x = 0; x + 1 < sharp.width(); x += 2, ++pairs)
            differing += sharp.pixel(x, y) != sharp.pixel(x + 1, y) ? 1 : 0;
    }
    EXPECT_GT(differing, pairs / 1000);

    EXPECT_TRUE(QTest::qWaitFor([&] {
        window.of(Deed::Step).trigger();
        return window->viewpoint().latest() > before;
    }));
    window->windowHandle()->setScreen(usual);
    window->move(usual->geometry().topLeft());
    ASSERT_TRUE(QTest::qWaitFor([&] { return window->devicePixelRatioF() == 1; }));
    EXPECT_EQ(canvas->grab().size(), size);
}

} // namespace

} // namespace twodoors::tests
