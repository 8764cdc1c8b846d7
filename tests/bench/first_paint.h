// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QEvent>
#include <QTimer>
#include <cstdlib>
#include <functional>
#include <utility>

namespace twodoors::bench
{

/// Ends the process once one of its widgets has been painted, and all that is painted with it.
class EndAfterFirstPaint final : public QObject
{
public:
    using Condition = std::function<bool(const QObject &)>;

    explicit EndAfterFirstPaint(Condition isIt) : m_isIt(std::move(isIt))
    {
        qApp->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        // what is in a window is painted in the same turn of the event loop
        if (event->type() == QEvent::Paint && m_isIt(*watched))
            QTimer::singleShot(0, this, [] { std::_Exit(EXIT_SUCCESS); });
        return false;
    }

private:
    Condition m_isIt;
};

} // namespace twodoors::bench
