// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"

#include <QLabel>
#include <QPushButton>
#include <QStringList>
#include <QToolButton>
#include <QWidget>
#include <vector>

namespace twodoors
{

/// A line over the run that stays until it is answered or closed, and keeps nobody from going on.
class NoticeBar final : public QWidget
{
    Q_OBJECT

public:
    /// The appearance must outlive it.
    explicit NoticeBar(Appearance &appearance, QWidget *parent = nullptr);

    /// Says this, in place of what it said; each choice is a button.
    void say(const QString &words, const QStringList &choices = {}, bool isGrave = false);
    /// Nothing is to be said any more.
    void dismiss();

    [[nodiscard]] QString text() const { return m_words->text(); }

signals:
    /// By its place among the choices.
    void chosen(int choice);
    /// The person has seen it.
    void closed();

private:
    void dress();

    Appearance &m_appearance;
    QLabel *m_words;
    std::vector<QPushButton *> m_choices;
    QToolButton *m_close;
};

} // namespace twodoors
