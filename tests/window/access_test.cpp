// SPDX-License-Identifier: GPL-3.0-or-later
// For those who have no mouse, or do not see the picture.
#include "window/open_window.h"

#include <QAccessible>
#include <QScrollBar>
#include <QSplitterHandle>
#include <QTabBar>

namespace twodoors::tests
{

namespace
{

QString nameOf(const QWidget &widget)
{
    QString name = widget.metaObject()->className();
    for (const QWidget *one = &widget; one != nullptr && !one->isWindow();
         one = one->parentWidget())
        name += "/" + one->objectName() + "<" + one->parentWidget()->metaObject()->className();
    return name;
}

/// Within one control of Qt's own, such as the field of a choice of numbers.
bool isInnerPart(const QWidget &widget)
{
    return widget.focusProxy() != nullptr || qobject_cast<const QScrollBar *>(&widget) != nullptr;
}

bool isReachedByTab(const QWidget &widget)
{
    return widget.isVisible() && widget.isEnabled() && !isInnerPart(widget)
           && (widget.focusPolicy() & Qt::TabFocus) != 0;
}

QList<QWidget *> controlsOf(MainWindow &window)
{
    QList<QWidget *> controls;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (isReachedByTab(*widget))
            controls.append(widget);
    }
    return controls;
}

QString whatsThisOf(const QWidget *widget)
{
    for (; widget != nullptr; widget = widget->parentWidget()) {
        if (!widget->whatsThis().isEmpty())
            return widget->whatsThis();
    }
    return {};
}

/// What a screen reader says of it.
QString spokenName(QWidget &widget)
{
    QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(&widget);
    return interface == nullptr ? QString() : interface->text(QAccessible::Name);
}

/// The window's picture where this control is, with what lies over it.
QImage pictureAt(MainWindow &window, const QWidget &control)
{
    QTest::qWait(0);
    const QRect area(control.mapTo(&window, QPoint()), control.size());
    return window.grab(area).toImage();
}

} // namespace

TEST(Access, tabGoesThroughEachControlAndReturns)
{
    OpenWindow window;
    ASSERT_TRUE(window.runOnLoopback());
    window->viewpoint().moveCursor(-1);
    QTest::qWait(0);
    auto *tabs = window->findChild<QTabWidget *>();
    for (int tab = 0; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        QTest::qWait(0);
        const QList<QWidget *> controls = controlsOf(*window);
        ASSERT_GT(controls.size(), 10);
        controls.first()->setFocus();
        QList<QWidget *> visited;
        for (qsizetype i = 0; i < controls.size() * 2; ++i) {
            QWidget *focused = window->focusWidget();
            if (visited.contains(focused))
                break;
            visited.append(focused);
            QTest::keyClick(focused, Qt::Key_Tab);
        }
        EXPECT_EQ(window->focusWidget(), controls.first())
            << tab << nameOf(*window->focusWidget()).toStdString();
        for (const QWidget *control : controls)
            EXPECT_TRUE(visited.contains(control)) << tab << nameOf(*control).toStdString();
    }
}

TEST(Access, everyControlHasANameAndSaysWhatItIs)
{
    for (const Tongue tongue : {Tongue::English, Tongue::Chinese}) {
        WindowOptions options;
        options.tongue = tongue;
        OpenWindow window(options);
        ASSERT_TRUE(window.runOnLoopback());
        window->viewpoint().moveCursor(-1);
        auto *tabs = window->findChild<QTabWidget *>();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            QTest::qWait(0);
            QList<QWidget *> parts = controlsOf(*window);
            for (QWidget *handle : window->findChildren<QSplitterHandle *>())
                EXPECT_FALSE(whatsThisOf(handle).isEmpty());
            for (QWidget *control : parts) {
                EXPECT_FALSE(spokenName(*control).isEmpty()) << nameOf(*control).toStdString();
                EXPECT_FALSE(whatsThisOf(control).isEmpty()) << nameOf(*control).toStdString();
                EXPECT_FALSE(whatsThisOf(control).startsWith("whatsthis."))
                    << nameOf(*control).toStdString();
            }
        }
    }
}

TEST(Access, theFocusIsSeenOnEachControl)
{
    for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
        WindowOptions options;
        options.theme = theme;
        OpenWindow window(options);
        ASSERT_TRUE(window.runOnLoopback());
        auto *tabs = window->findChild<QTabWidget *>();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            QTest::qWait(0);
            for (QWidget *control : controlsOf(*window)) {
                window->centralWidget()->setFocus();
                const QImage without = pictureAt(*window, *control);
                control->setFocus(Qt::TabFocusReason);
                EXPECT_TRUE(pictureAt(*window, *control) != without)
                    << nameOf(*control).toStdString();
            }
        }
    }
}

TEST(Access, aFocusedButtonHearsSpaceAndEnterItself)
{
    OpenWindow window;
    ASSERT_TRUE(window.isRunning());
    QToolButton *language = nullptr;
    for (auto *button : window->bar().findChildren<QToolButton *>()) {
        if (button->text().contains("EN"))
            language = button;
    }
    ASSERT_NE(language, nullptr);
    const Tongue before = window->appearance().tongue();
    language->setFocus();
    QTest::keyClick(language, Qt::Key_Return);
    EXPECT_NE(window->appearance().tongue(), before);
    QTest::keyClick(language, Qt::Key_Space);
    EXPECT_EQ(window->appearance().tongue(), before);
}

TEST(Access, theSentenceOfTheEventIsWhatAScreenReaderSaysOfTheCanvas)
{
    OpenWindow window;
    ASSERT_TRUE(window.runOnLoopback());
    auto *canvas = window->findChild<Canvas *>();
    const Viewpoint &viewpoint = window->viewpoint();
    QStringList said;
    for (int i = 0; i < 3; ++i) {
        QTest::keyClick(&*window, Qt::Key_Left);
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(canvas);
        ASSERT_NE(interface, nullptr);
        said.append(interface->text(QAccessible::Description));
        EXPECT_EQ(said.last(), viewpoint.sentence(viewpoint.cursor()));
    }
    EXPECT_EQ(QSet<QString>(said.begin(), said.end()).size(), 3);
}

} // namespace twodoors::tests
