// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/actions.h"

#include <QDialog>

namespace twodoors
{

/// All keys at a glance, as the actions have them.
class KeysDialog final : public QDialog
{
    Q_OBJECT

public:
    KeysDialog(const Appearance &appearance, const Actions &actions, QWidget *parent);
};

} // namespace twodoors
