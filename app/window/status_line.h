// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"

#include <QLabel>
#include <QTimer>

namespace twodoors
{

/// The last line of the window: what the network is, what was just said, which keys there are.
class StatusLine final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(Appearance &appearance, QWidget *parent = nullptr);

    /// What always stands here, in the window's language.
    void setStanding(const QString &words);
    void setKeys(const QString &words);
    /// What the pointer is over; empty for nothing.
    void setHint(const QString &words);
    /// For some seconds; a grave one until the next.
    void say(const QString &words, bool isGrave = false);
    /// What was said is over.
    void clear();

    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void show();
    void dress();

    Appearance &m_appearance;
    QLabel *m_left;
    QLabel *m_right;
    QTimer m_fading;
    QString m_standing;
    QString m_hint;
    QString m_said;
    QString m_text;
    bool m_isGrave = false;
};

} // namespace twodoors
