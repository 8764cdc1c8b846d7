// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/hands_bar.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace twodoors
{

namespace
{

struct HandButton {
    WireAction action;
    std::string_view words;
    std::string_view key; ///< on the keyboard
};

constexpr std::array<HandButton, 6> hands{{{WireAction::Deliver, "canvas.deliver", "D"},
                                           {WireAction::Drop, "canvas.drop", "X"},
                                           {WireAction::Duplicate, "canvas.duplicate", "2"},
                                           {WireAction::Delay, "canvas.delay", "L"},
                                           {WireAction::Corrupt, "canvas.corrupt", "!"},
                                           {WireAction::Hold, "canvas.hold", ""}}};

QString styleSheetOf(const Theme &theme)
{
    const auto name = [&theme](Ink ink) { return theme.colour(ink).name(); };
    return QStringLiteral("QPushButton { background: %1; color: %2; border: 1px solid %3;"
                          " border-radius: %4px; padding: 3px %5px; }"
                          "QPushButton:hover { border-color: %6; }"
                          "QPushButton:focus { border: 2px solid %6; padding: 2px %8px; }"
                          "QPushButton:disabled { color: %7; background: %3; }"
                          "QPushButton[isFirst=true]:enabled { background: %6; color: %9;"
                          " font-weight: 600; }"
                          "QPushButton[isFirst=true]:focus { border-color: %2; }")
        .arg(name(Ink::Panel), name(Ink::Text), name(Ink::Line))
        .arg(theme.px(6))
        .arg(theme.px(6))
        .arg(name(Ink::Held), name(Ink::Dim))
        .arg(theme.px(6) - 1)
        .arg(name(Ink::OnAccent));
}

} // namespace

HandsBar::HandsBar(Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance)
{
    for (std::size_t i = 0; i < hands.size(); ++i) {
        m_buttons[i] = new QPushButton(this);
        m_buttons[i]->setProperty("isFirst", i == 0);
        m_buttons[i]->setCursor(Qt::PointingHandCursor);
        connect(m_buttons[i], &QPushButton::clicked, this,
                [this, action = hands[i].action] { emit actionWanted(action); });
    }
    arrange(1);
    connect(&m_appearance, &Appearance::changed, this, &HandsBar::restyle);
    restyle();
    setPacket(false, false);
}

void HandsBar::arrange(int rows)
{
    if (rows == m_rows)
        return;
    m_rows = rows;
    delete layout();
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(4);
    const std::size_t inRow = hands.size() / static_cast<std::size_t>(rows);
    QHBoxLayout *row = nullptr;
    for (std::size_t i = 0; i < hands.size(); ++i) {
        if (i % inRow == 0) {
            row = new QHBoxLayout;
            row->setSpacing(4);
            all->addLayout(row);
        }
        row->addWidget(m_buttons[i]);
    }
}

QSize HandsBar::fitInto(int width)
{
    arrange(1);
    layout()->activate();
    if (sizeHint().width() > width)
        arrange(2);
    layout()->activate();
    return sizeHint();
}

void HandsBar::restyle()
{
    const Theme &theme = m_appearance.theme();
    setFont(theme.words(11));
    setStyleSheet(styleSheetOf(theme));
    setWhatsThis(m_appearance.words("whatsthis.hands"));
    for (std::size_t i = 0; i < hands.size(); ++i) {
        const QString words = m_appearance.words(hands[i].words);
        const QString key =
            QString::fromUtf8(hands[i].key.data(), static_cast<qsizetype>(hands[i].key.size()));
        m_buttons[i]->setFont(font());
        m_buttons[i]->setText(words);
        m_buttons[i]->setAccessibleName(words);
        const QString tip = key.isEmpty() ? words : words + QStringLiteral(" (%1)").arg(key);
        m_buttons[i]->setToolTip(m_refusal.isEmpty() ? tip : m_refusal);
    }
}

void HandsBar::setRefusal(const QString &whyNot)
{
    if (whyNot == m_refusal)
        return;
    m_refusal = whyNot;
    restyle();
    for (QPushButton *button : m_buttons)
        button->setEnabled(m_refusal.isEmpty());
}

void HandsBar::setPacket(bool isThere, bool isInHand)
{
    setVisible(isThere);
    for (std::size_t i = 0; i < hands.size(); ++i)
        m_buttons[i]->setVisible(hands[i].action != WireAction::Hold || !isInHand);
}

} // namespace twodoors
