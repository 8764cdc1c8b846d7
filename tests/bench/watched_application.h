// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <functional>

namespace twodoors::bench
{

/// Tells of each event once it has been handled.
class WatchedApplication final : public QApplication
{
public:
    using Watcher = std::function<void(QObject *receiver, QEvent *event)>;

    using QApplication::QApplication;

    void watch(Watcher watcher) { m_watcher = std::move(watcher); }

    bool notify(QObject *receiver, QEvent *event) override
    {
        const bool isTaken = QApplication::notify(receiver, event);
        if (m_watcher)
            m_watcher(receiver, event);
        return isTaken;
    }

private:
    Watcher m_watcher;
};

} // namespace twodoors::bench
