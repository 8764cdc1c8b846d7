// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/actions.h"

#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <string>
#include <vector>

namespace twodoors
{

/// What the guests say: the sentence of one of them to be edited, and a menu to choose which one,
/// to add and to remove.
class GuestField final : public QWidget
{
    Q_OBJECT

public:
    GuestField(Appearance &appearance, Actions &actions, QWidget *parent = nullptr);

    /// Nothing where no guest has a sentence of its own: then the lesson's count.
    [[nodiscard]] std::vector<std::string> sentences() const;
    void setSentences(const std::vector<std::string> &sentences);

    [[nodiscard]] QLineEdit &edit() noexcept { return *m_edit; }

    /// Narrow enough for a small window.
    void setRoom(int width);

signals:
    /// The person has finished: the run is to begin anew with these.
    void confirmed();
    /// Another guest's sentence is edited, counted from 1.
    void fronted(int guest);

private:
    void show(std::size_t guest);
    void fillMenu();
    void say();

    Appearance &m_appearance;
    Actions &m_actions;
    QLineEdit *m_edit;
    QToolButton *m_guests;
    QMenu *m_menu;
    std::vector<QString> m_sentences{QString()};
    std::size_t m_shown = 0;
};

} // namespace twodoors
