// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/keys_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace twodoors
{

KeysDialog::KeysDialog(const Appearance &appearance, const Actions &actions, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(appearance.words("window.keys.title"));
    auto *grid = new QGridLayout(this);
    grid->setHorizontalSpacing(20);
    constexpr int rowsInAColumn = 17;
    int shown = 0;
    for (std::size_t i = 0; i < deedCount; ++i) {
        const Deed deed = static_cast<Deed>(i);
        QStringList keys;
        for (const QKeySequence &key : actions.of(deed).shortcuts())
            keys.append(key.toString(QKeySequence::NativeText));
        if (keys.isEmpty())
            continue;
        auto *key = new QLabel(keys.join("  "), this);
        key->setFont(appearance.theme().code(Theme::bodySize, QFont::DemiBold));
        auto *name = new QLabel(actions.plainName(deed), this);
        name->setToolTip(actions.of(deed).whatsThis());
        const int column = shown / rowsInAColumn * 2;
        grid->addWidget(key, shown % rowsInAColumn, column);
        grid->addWidget(name, shown % rowsInAColumn, column + 1);
        ++shown;
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(appearance.words("window.keys.close"));
    grid->addWidget(buttons, rowsInAColumn, 0, 1, -1);
    connect(buttons, &QDialogButtonBox::rejected, this, &KeysDialog::reject);
}

} // namespace twodoors
