// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/focus_keys.h"

#include "widgets/states/states_diagram.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QComboBox>
#include <QKeyEvent>
#include <QTabBar>
#include <QToolButton>
#include <algorithm>
#include <initializer_list>

namespace twodoors
{

bool keepsKey(const QWidget *focused, const QKeyEvent &event)
{
    const auto isOneOf = [&event](std::initializer_list<Qt::Key> keys) {
        return std::ranges::find(keys, event.key()) != keys.end();
    };
    if (focused == nullptr || (event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier)
        return false;
    if (qobject_cast<const QAbstractButton *>(focused) != nullptr)
        return isOneOf({Qt::Key_Space});
    if (qobject_cast<const QComboBox *>(focused) != nullptr)
        return isOneOf({Qt::Key_Space, Qt::Key_Home, Qt::Key_End});
    if (qobject_cast<const QAbstractSlider *>(focused) != nullptr
        || qobject_cast<const QTabBar *>(focused) != nullptr)
        return isOneOf({Qt::Key_Left, Qt::Key_Right, Qt::Key_Home, Qt::Key_End});
    if (qobject_cast<const StatesDiagram *>(focused) != nullptr)
        return isOneOf({Qt::Key_Left, Qt::Key_Right});
    return false;
}

bool pressFocused(QWidget *focused, const QKeyEvent &event)
{
    auto *button = qobject_cast<QAbstractButton *>(focused);
    if (button == nullptr || (event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter))
        return false;
    auto *withMenu = qobject_cast<QToolButton *>(button);
    if (withMenu != nullptr && withMenu->popupMode() == QToolButton::InstantPopup)
        withMenu->showMenu();
    else
        button->click();
    return true;
}

} // namespace twodoors
