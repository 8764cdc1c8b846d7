// SPDX-License-Identifier: GPL-3.0-or-later
// A window on the screen, with settings of its own and a run on loopback unless told otherwise.
#pragma once

#include "app/window/main_window.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <gmock/gmock.h>
#include <memory>

namespace twodoors::tests
{

class OpenWindow
{
public:
    explicit OpenWindow(WindowOptions options = {}, QSize size = {1280, 720})
        : m_options(std::move(options))
    {
        m_options.settingsFile = m_folder.filePath("settings.ini");
        if (m_options.runsFolder.empty())
            m_options.runsFolder = m_folder.filePath("runs").toStdString();
        open(size);
    }

    /// Closes it and opens it once more, as the next start does.
    void openAgain(QSize size = {1280, 720})
    {
        m_window->close();
        m_window.reset();
        open(size);
    }

    MainWindow *operator->() { return m_window.get(); }
    MainWindow &operator*() { return *m_window; }

    [[nodiscard]] QAction &of(Deed deed) { return m_window->actions().of(deed); }

    [[nodiscard]] bool isRunning() const
    {
        return QTest::qWaitFor([this] {
            return m_window->conductor().report().isUnderWay
                   && m_window->viewpoint().latest() != Seq::None;
        });
    }

    /// All that is said over the run.
    [[nodiscard]] QString notices() const
    {
        QStringList words;
        for (const NoticeBar *notice : m_window->findChildren<NoticeBar *>()) {
            if (notice->isVisible())
                words << notice->text();
        }
        return words.join('\n');
    }

    [[nodiscard]] bool saysOver(const QString &words) const
    {
        return QTest::qWaitFor([&] { return notices().contains(words); });
    }

    /// Whether it is shown how far some work is.
    [[nodiscard]] bool showsProgress() const
    {
        return std::ranges::any_of(m_window->findChildren<ProgressLine *>(), &QWidget::isVisible);
    }

    /// Begins a run on loopback, at a port of the kernel's choice.
    [[nodiscard]] bool runOnLoopback()
    {
        if (!isRunning())
            return false;
        const Recording *before = &m_window->viewpoint().recording();
        RunChoice choice;
        choice.ground = RunChoice::Ground::Loopback;
        choice.server.port = 0;
        m_window->run(choice);
        return QTest::qWaitFor([&] { return &m_window->viewpoint().recording() != before; })
               && QTest::qWaitFor([&] {
                      of(Deed::Step).trigger();
                      return number(m_window->viewpoint().latest()) > 5;
                  });
    }

private:
    void open(QSize size)
    {
        m_window = std::make_unique<MainWindow>(m_options);
        m_window->resize(size);
        m_window->show();
        m_window->activateWindow();
        EXPECT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
        m_window->furnish();
    }

    QTemporaryDir m_folder;
    WindowOptions m_options;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace twodoors::tests
