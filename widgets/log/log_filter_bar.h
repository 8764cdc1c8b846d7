// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/log/log_filter.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QLineEdit;
class QMenu;
class QToolButton;

namespace twodoors
{

class Appearance;
class LogModel;

/// What of the log is shown: a field for a text to look for, and a button that says what is shown
/// and how much of it there is, and opens the choice of whose events and which kinds.
class LogFilterBar final : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the bar.
    LogFilterBar(const Appearance &appearance, LogModel &model, QWidget *parent = nullptr);
    ~LogFilterBar() override;

    /// The choice of whose events and which kinds.
    [[nodiscard]] QMenu *menu() const noexcept { return m_menu; }
    [[nodiscard]] QLineEdit *field() const noexcept { return m_field; }
    [[nodiscard]] QToolButton *button() const noexcept { return m_button; }

    void setEventCount(std::size_t events);

public slots:
    void showAll();

signals:
    /// The field was left for the rows.
    void left();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QString chosenText() const;
    [[nodiscard]] QString countText() const;
    void choose();
    /// At once, or, while a search goes on, now and then.
    void sayProgress();
    void sayNow();
    void restyle();

    const Appearance &m_appearance;
    LogModel &m_model;
    QLineEdit *m_field;
    QToolButton *m_button;
    QMenu *m_menu;
    QAction *m_all;
    QAction *m_partyTitle;
    QAction *m_kindTitle;
    std::array<QAction *, names<Party>.size()> m_parties{};
    std::array<QAction *, names<Kind>.size()> m_kinds{};
    QTimer m_pause; ///< until a search's progress is said again
    std::size_t m_events = 0;
};

} // namespace twodoors
