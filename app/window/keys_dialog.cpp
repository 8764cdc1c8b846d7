// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/keys_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <cmath>
#include <numeric>

namespace twodoors
{

namespace
{

/// A group's title takes as much room as so many of its rows.
constexpr std::size_t titleRows = 2;
constexpr std::size_t mostColumns = 3;

std::size_t heightOf(const KeyGroup &group)
{
    return group.rows.size() + titleRows;
}

int pixels(const Appearance &appearance, qreal length)
{
    return static_cast<int>(std::lround(appearance.theme().px(length)));
}

} // namespace

KeysDialog::KeysDialog(const Appearance &appearance, const Actions &actions, QWidget *parent)
    : QDialog(parent), m_appearance(appearance), m_groups(keyMap(appearance, actions))
{
    setWindowTitle(appearance.words("keymap.title"));
    setWhatsThis(appearance.words("window.tip.keys"));
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName("KeyPage");
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(appearance.words("keymap.title"));

    auto *hint = new QLabel(appearance.words("keymap.hint"), this);
    hint->setObjectName("Hint");
    hint->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(appearance.words("keymap.close"));
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &KeysDialog::reject);
    auto *foot = new QHBoxLayout;
    foot->addWidget(hint, 1);
    foot->addWidget(buttons);

    auto *all = new QVBoxLayout(this);
    const int margin = pixels(appearance, 20);
    all->setContentsMargins(margin, margin, margin, margin);
    all->setSpacing(pixels(appearance, 12));
    all->addWidget(scroll, 1);
    all->addLayout(foot);

    ensurePolished();
    const QSize most = parent == nullptr ? screen()->availableSize() : parent->window()->size();
    const int bar = scroll->verticalScrollBar()->sizeHint().width();
    for (std::size_t columns = mostColumns; columns > 0; --columns) {
        scroll->setWidget(makePage(columns));
        for (QWidget *part : scroll->findChildren<QWidget *>())
            part->ensurePolished();
        if (scroll->widget()->sizeHint().width() + bar + 3 * margin <= most.width())
            break;
    }
    const QSize page = scroll->widget()->sizeHint();
    const QSize wanted(page.width() + 2 * margin + bar,
                       page.height() + 3 * margin + buttons->sizeHint().height());
    resize(wanted.boundedTo(most - QSize(margin, margin)));
    buttons->button(QDialogButtonBox::Close)->setFocus();
}

/// Groups in their order, column after column, all of about one height.
QWidget *KeysDialog::makePage(std::size_t columnCount)
{
    auto *page = new QWidget;
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, pixels(m_appearance, 8), 0);
    row->setSpacing(pixels(m_appearance, 28));
    std::vector<QGridLayout *> columns(columnCount);
    for (QGridLayout *&column : columns) {
        column = new QGridLayout;
        column->setHorizontalSpacing(pixels(m_appearance, 12));
        column->setVerticalSpacing(pixels(m_appearance, 4));
        column->setColumnStretch(1, 1);
        row->addLayout(column, 1);
    }
    const std::size_t all = std::accumulate(
        m_groups.begin(), m_groups.end(), std::size_t{0},
        [](std::size_t sum, const KeyGroup &group) { return sum + heightOf(group); });
    std::size_t above = 0;
    for (const KeyGroup &group : m_groups) {
        add(group, *columns[(above + heightOf(group) / 2) * columnCount / all]);
        above += heightOf(group);
    }
    for (QGridLayout *column : columns)
        column->setRowStretch(column->rowCount(), 1);
    return page;
}

void KeysDialog::add(const KeyGroup &group, QGridLayout &column)
{
    int at = column.rowCount();
    auto *title = new QLabel(group.title);
    title->setObjectName("GroupTitle");
    title->setFont(m_appearance.theme().words(Theme::bodySize, QFont::DemiBold));
    if (at > 1)
        column.setRowMinimumHeight(at++, pixels(m_appearance, 6));
    column.addWidget(title, at++, 0, 1, 2);
    for (const KeyRow &row : group.rows) {
        auto *what = new QLabel(row.what);
        what->setFont(m_appearance.theme().words(12));
        what->setToolTip(row.more);
        column.addWidget(capsOf(row.keys), at, 0, Qt::AlignLeft | Qt::AlignVCenter);
        column.addWidget(what, at++, 1, Qt::AlignLeft | Qt::AlignVCenter);
    }
}

QWidget *KeysDialog::capsOf(const QStringList &keys)
{
    auto *caps = new QWidget;
    auto *row = new QHBoxLayout(caps);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(pixels(m_appearance, 4));
    for (const QString &key : keys) {
        auto *cap = new QLabel(key);
        cap->setObjectName("KeyCap");
        cap->setFont(m_appearance.theme().code(11, QFont::DemiBold));
        cap->setAlignment(Qt::AlignCenter);
        cap->setTextFormat(Qt::PlainText);
        row->addWidget(cap);
    }
    return caps;
}

} // namespace twodoors
