// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/key_map.h"

#include <QDialog>

class QGridLayout;

namespace twodoors
{

/// All keys at a glance, in two columns of groups.
class KeysDialog final : public QDialog
{
    Q_OBJECT

public:
    KeysDialog(const Appearance &appearance, const Actions &actions, QWidget *parent);

private:
    [[nodiscard]] QWidget *makePage(std::size_t columnCount);
    void add(const KeyGroup &group, QGridLayout &column);
    [[nodiscard]] QWidget *capsOf(const QStringList &keys);

    const Appearance &m_appearance;
    std::vector<KeyGroup> m_groups;
};

} // namespace twodoors
