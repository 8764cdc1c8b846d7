// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"

#include <QLabel>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>
#include <functional>

namespace twodoors
{

/// How far some work is, with a way to cancel it. Seen only once the work has lasted a moment.
class ProgressLine final : public QWidget
{
    Q_OBJECT

public:
    /// The appearance must outlive it.
    explicit ProgressLine(Appearance &appearance, QWidget *parent = nullptr);

    struct Standing {
        QString words;   ///< what is being done
        double part = 0; ///< of it that is done, from 0 to 1
    };
    /// Work has begun; `standing` is asked now and then how it stands, until end().
    void begin(std::function<Standing()> standing);
    void end();

signals:
    void cancelled();
    /// It can be seen now, or no longer.
    void shown(bool isShown);

private:
    void appear();
    void look();
    void say();

    Appearance &m_appearance;
    QLabel *m_words;
    QProgressBar *m_bar;
    QToolButton *m_cancel;
    std::function<Standing()> m_standing;
    QTimer m_patience;
    QTimer m_looks;
};

} // namespace twodoors
