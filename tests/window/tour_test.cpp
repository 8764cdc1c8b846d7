// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/open_window.h"

#include "app/window/guest_field.h"

namespace twodoors::tests
{

namespace
{

Tour *tourOf(OpenWindow &window)
{
    return window->findChild<Tour *>();
}

/// To whatever has the focus, as a keyboard sends it.
void press(OpenWindow &window, Qt::Key key)
{
    QTest::keyClick(window->focusWidget(), key);
}

bool isOver(OpenWindow &window)
{
    return QTest::qWaitFor([&] { return tourOf(window) == nullptr; });
}

QString focusedIn(OpenWindow &window)
{
    return window->focusWidget() == nullptr ? QString() : window->focusWidget()->objectName();
}

} // namespace

TEST(TheTour, comesOnlyToWhomItIsOfferedAndOnlyOnce)
{
    OpenWindow unasked;
    ASSERT_TRUE(unasked.isRunning());
    EXPECT_EQ(tourOf(unasked), nullptr);

    WindowOptions options;
    options.offersTour = true;
    OpenWindow window(options);
    ASSERT_TRUE(QTest::qWaitFor([&] { return tourOf(window) != nullptr; }));
    press(window, Qt::Key_Escape);
    ASSERT_TRUE(isOver(window));
    window.openAgain();
    ASSERT_TRUE(window.isRunning());
    EXPECT_EQ(tourOf(window), nullptr);
    window.of(Deed::Tour).trigger();
    EXPECT_NE(tourOf(window), nullptr);
}

TEST(TheTour, goesThroughFiveStepsAndBackByKeys)
{
    OpenWindow window;
    ASSERT_TRUE(window.isRunning());
    window->startTour();
    press(window, Qt::Key_Left);
    EXPECT_EQ(tourOf(window)->step(), 0U);
    press(window, Qt::Key_Return);
    press(window, Qt::Key_Right);
    EXPECT_EQ(tourOf(window)->step(), 2U);
    press(window, Qt::Key_Left);
    EXPECT_EQ(tourOf(window)->step(), 1U);
    for (int i = 0; i < 3; ++i)
        press(window, Qt::Key_Right);
    EXPECT_EQ(tourOf(window)->step(), 4U);
    press(window, Qt::Key_Return);
    EXPECT_TRUE(isOver(window));
}

TEST(TheTour, keepsTheFocusInItsCardAndTheKeysFromTheRun)
{
    OpenWindow window;
    ASSERT_TRUE(window.runOnLoopback());
    const Seq before = window->viewpoint().latest();
    window->startTour();
    press(window, Qt::Key_Right);
    QStringList ring;
    for (int i = 0; i < 4; ++i) {
        ring.append(focusedIn(window));
        press(window, Qt::Key_Tab);
    }
    EXPECT_EQ(ring, QStringList({"TourNext", "TourSkip", "TourBack", "TourNext"}));
    window->bar().guests().edit().setFocus();
    EXPECT_EQ(focusedIn(window), "TourNext");
    for (const Qt::Key key : {Qt::Key_C, Qt::Key_S, Qt::Key_P, Qt::Key_Home, Qt::Key_F11})
        press(window, key);
    EXPECT_EQ(window->viewpoint().latest(), before);
    EXPECT_FALSE(window->viewpoint().isInPast());
    EXPECT_EQ(tourOf(window)->step(), 1U);
}

TEST(TheTour, fitsIntoTheWindowAndCutsNoWords)
{
    for (const Tongue tongue : {Tongue::English, Tongue::Chinese}) {
        WindowOptions options;
        options.tongue = tongue;
        OpenWindow window(options);
        ASSERT_TRUE(window.isRunning());
        for (const bool presents : {false, true}) {
            if (presents)
                window.of(Deed::Presentation).trigger();
            window->startTour();
            for (std::size_t step = 0; step < 5; ++step) {
                QTest::qWait(0);
                EXPECT_TRUE(tourOf(window)->rect().contains(tourOf(window)->cardPlace()));
                for (const QLabel *label : tourOf(window)->findChildren<QLabel *>())
                    EXPECT_GE(label->height(), label->heightForWidth(label->width()))
                        << step << label->text().toStdString();
                press(window, Qt::Key_Right);
            }
            EXPECT_TRUE(isOver(window));
        }
    }
}

} // namespace twodoors::tests
