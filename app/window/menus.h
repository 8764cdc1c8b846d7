// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/actions.h"

#include <QMenuBar>
#include <optional>

namespace twodoors
{

/// The menus of the window, with their names in the window's language.
class Menus final : public QObject
{
    Q_OBJECT

public:
    Menus(Appearance &appearance, Actions &actions, QMenuBar &bar);

    /// The actions of which one is the flight time; their data are nanoseconds.
    [[nodiscard]] const QList<QAction *> &flights() const noexcept { return m_flights; }

private:
    QMenu *add(const char *key, std::initializer_list<std::optional<Deed>> deeds,
               QMenu *in = nullptr);
    void say();

    Appearance &m_appearance;
    Actions &m_actions;
    QMenuBar &m_bar;
    QList<std::pair<QMenu *, std::string>> m_menus;
    QList<QAction *> m_flights;
};

} // namespace twodoors
