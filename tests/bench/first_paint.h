// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QEvent>
#include <QTimer>
#include <QWidget>
#include <cstdlib>

namespace twodoors::bench
{

/// Ends the process once a window has been painted with all that is in it.
class EndAfterFirstPaint final : public QObject
{
public:
    explicit EndAfterFirstPaint(QWidget &window) : m_window(window)
    {
        m_window.installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        // what is in the window is painted right after it, in the same turn of the event loop
        if (watched == &m_window && event->type() == QEvent::Paint)
            QTimer::singleShot(0, this, [] { std::_Exit(EXIT_SUCCESS); });
        return false;
    }

private:
    QWidget &m_window;
};

} // namespace twodoors::bench
