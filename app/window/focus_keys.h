// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QKeyEvent;
class QWidget;

namespace twodoors
{

/// Whether the control that has the focus needs this key itself, though the window has it as a
/// shortcut: space on a button, arrows on a slider.
[[nodiscard]] bool keepsKey(const QWidget *focused, const QKeyEvent &event);

/// Enter presses the button that has the focus, and opens its menu; false where there is none.
bool pressFocused(QWidget *focused, const QKeyEvent &event);

} // namespace twodoors
