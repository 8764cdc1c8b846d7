// SPDX-License-Identifier: GPL-3.0-or-later
// How a code pane looks in the theme.
#include "widgets/code/code_pane.h"
#include "widgets/code/names_view.h"

#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <cmath>

namespace twodoors
{

Ink CodePane::accent() const noexcept
{
    return m_role == Role::Client ? Ink::Client : Ink::Connection;
}

void CodePane::restyle()
{
    const Theme &theme = m_view.theme();
    const auto name = [&theme](Ink ink) { return theme.colour(ink).name(); };
    const auto px = [&theme](qreal length) {
        return static_cast<int>(std::lround(theme.px(length)));
    };
    setStyleSheet(
        QStringLiteral("twodoors--CodePane { background: %1 }"
                       "QFrame#line { background: %2 }"
                       "QLabel#title { color: %3 }"
                       "QLabel#noProgram, QLabel#namesTitle { color: %4 }"
                       "QLabel#noProgram { padding: %10px }"
                       "QToolButton { color: %4; background: transparent; border-radius: %6px;"
                       "  border: 1px solid transparent; padding: %7px %6px }"
                       "QToolButton:hover { background: %5 }"
                       "QToolButton:focus { border-color: %3 }"
                       "QToolButton::menu-indicator { image: none; width: 0 }"
                       "QScrollBar:vertical { background: %1; width: %6px; margin: 0 }"
                       "QScrollBar::handle:vertical { background: %4; min-height: %9px;"
                       "  border-radius: %7px }"
                       "QScrollBar::add-line, QScrollBar::sub-line { height: 0 }"
                       "QScrollBar::add-page, QScrollBar::sub-page { background: %1 }"
                       "QMenu { color: %8; background: %1; border: 1px solid %2 }"
                       "QMenu::item { padding: %6px %9px }"
                       "QMenu::item:selected { background: %5 }")
            .arg(name(Ink::Panel), name(Ink::Line), name(accent()), name(Ink::Dim),
                 name(Ink::Button))
            .arg(px(6))
            .arg(px(3))
            .arg(name(Ink::Text))
            .arg(px(24))
            .arg(px(16)));
    m_title->setFont(theme.words(14, QFont::DemiBold));
    m_noProgram->setFont(theme.words());
    m_namesTitle->setFont(theme.words(Theme::smallSize, QFont::DemiBold));
    m_namesLayout->setContentsMargins(px(18), px(10), px(14), px(8));
    m_namesLayout->setSpacing(px(4));
    for (QToolButton *choice : {m_guestChoice, m_languageChoice}) {
        choice->setFont(theme.words(12));
        choice->menu()->setFont(theme.words(12));
    }
    auto *header = m_title->parentWidget();
    header->setFixedHeight(px(42));
    header->layout()->setContentsMargins(px(18), 0, px(10), 0);
    say();
}

} // namespace twodoors
