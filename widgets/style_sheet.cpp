// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/style_sheet.h"

#include <QRegularExpression>
#include <cmath>
#include <utility>

namespace twodoors
{

namespace
{

/// @Ink is a colour of the theme, @12px a length at its scale.
constexpr const char *sheet = R"(
QMainWindow, QDialog, QMenuBar, QSplitter, #TopBar, #Pane { background: @Panel; color: @Text; }
#TopBar { border-bottom: 1px solid @Line; }
#Title { font-size: @17px; font-weight: 700; }
#StatusLine { background: @Button; border-top: 1px solid @Line; }
#StatusLine QLabel { color: @Dim; font-size: @12px; }
#StatusLine QLabel[grave="true"] { color: @Lost; }
#ProgressLine { background: @Button; border-top: 1px solid @Line; }
#ProgressLine QLabel { font-size: @12px; }
#ProgressLine QToolButton { padding: @1px @7px; font-size: @12px; background: @Panel; }
#ProgressLine QToolButton:focus { padding: 0 @6px; }
QProgressBar { background: @Line; border: none; border-radius: @4px; }
QProgressBar::chunk { background: @Client; border-radius: @4px; }
#NoticeBar {
    background: @SelectedRow; border-bottom: 1px solid @Line; border-left: 4px solid @Present;
}
#NoticeBar[grave="true"] { background: @LostTint; border-left-color: @Lost; }
#NoticeBar QPushButton, #NoticeBar QToolButton { background: @Panel; padding: @2px @9px; }
#NoticeBar QPushButton:focus, #NoticeBar QToolButton:focus { padding: @1px @8px; }
QSplitter::handle { background: @Line; }
QSplitter::handle:hover { background: @Client; }

QMenuBar { border-bottom: 1px solid @Line; }
QMenuBar::item { padding: @4px @9px; background: transparent; color: @Text; }
QMenuBar::item:selected { background: @Button; }
QMenu { background: @Panel; color: @Text; border: 1px solid @Line; padding: @4px; }
QMenu::item { padding: @5px @24px @5px @24px; border-radius: @4px; }
QMenu::item:selected { background: @ClientTint; color: @Text; }
QMenu::item:disabled { color: @Dim; }
QMenu::separator { height: 1px; background: @Line; margin: @4px @6px; }

QToolButton, QPushButton, QComboBox {
    background: @Button; color: @Text; border: 1px solid @Line; border-radius: @5px;
    padding: @5px @9px; font-weight: 600;
}
#TopBar QToolButton { padding: @5px @6px; }
#TopBar QToolButton:focus { padding: @4px @5px; }
QToolButton:hover, QPushButton:hover, QComboBox:hover { border-color: @Dim; }
QToolButton:pressed, QPushButton:pressed { background: @Line; }
QToolButton:focus, QPushButton:focus, QComboBox:focus { border: 2px solid @Client; padding: @4px @8px; }
QToolButton:disabled, QPushButton:disabled { color: @Dim; border-style: dashed; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }

QToolButton[ink="client"] { background: @Client; color: @OnAccent; border-color: @Client; }
QToolButton[ink="connection"] { background: @Connection; color: @OnAccent; border-color: @Connection; }
QToolButton[ink="client"]:hover, QToolButton[ink="connection"]:hover { border-color: @Text; }
QToolButton[ink="client"]:disabled { background: @ClientTint; color: @Dim; border-color: @Line; }
QToolButton[ink="connection"]:disabled { background: @ConnectionTint; color: @Dim; border-color: @Line; }
QToolButton[ink="client"]:focus, QToolButton[ink="connection"]:focus { border-color: @Present; }

QToolButton[segment] { color: @Dim; }
QToolButton[segment="first"] { border-top-right-radius: 0; border-bottom-right-radius: 0; border-right: none; }
QToolButton[segment="middle"] { border-radius: 0; border-right: none; }
QToolButton[segment="last"] { border-top-left-radius: 0; border-bottom-left-radius: 0; }
QToolButton[segment]:checked { background: @Panel; color: @Text; }
QToolButton[chosen="client"]:checked { background: @Client; color: @OnAccent; border-color: @Client; }
QToolButton[chosen="held"]:checked { background: @Held; color: @OnAccent; border-color: @Held; }
QToolButton[segment]:checked:disabled { background: @Line; color: @Text; border-color: @Line; }
QToolButton[segment]:focus { border: 2px solid @Present; }

QAbstractItemView, QTextEdit {
    background: @Panel; color: @Text; selection-background-color: @SelectedRow; selection-color: @Text;
}

QComboBox { font-weight: 500; }
QComboBox::drop-down { border: none; width: @20px; }
QComboBox QAbstractItemView {
    background: @Panel; color: @Text; border: 1px solid @Line; outline: none;
    selection-background-color: @ClientTint; selection-color: @Text;
}
QLineEdit, QSpinBox {
    background: @Panel; color: @Text; border: 1px solid @Line; border-radius: @5px;
    padding: @5px @8px; selection-background-color: @Client; selection-color: @OnAccent;
}
QLineEdit:focus, QSpinBox:focus { border: 2px solid @Client; padding: @4px @7px; }
QLineEdit:disabled { background: @Button; color: @Dim; }

QSlider::groove:horizontal { height: @3px; background: @Line; border-radius: 1px; }
QSlider::handle:horizontal {
    background: @Client; width: @12px; height: @12px; margin: -@5px 0; border-radius: @6px;
}
QSlider::handle:horizontal:focus { background: @Present; }

QTabWidget::pane { border: none; border-top: 1px solid @Line; }
QTabWidget::tab-bar { left: @10px; }
QTabBar { background: @Panel; }
QTabBar::tab {
    background: @Panel; color: @Dim; border: none; border-bottom: 2px solid transparent;
    padding: @7px @10px @6px @10px; margin-right: @8px;
}
QTabBar::tab:selected { color: @Text; border-bottom: 2px solid @Client; font-weight: 600; }
QTabBar::tab:hover { color: @Text; }
QTabBar::tab:focus { color: @Client; }

#PastBadge {
    background: @Present; color: @Past; border: 1px solid @Present; border-radius: @12px;
    padding: @4px @14px; font-weight: 600;
}
#PastBadge:hover, #PastBadge:focus { border: 2px solid @Text; padding: @3px @13px; }
#Placeholder { color: @Dim; }
QAbstractItemView { background: @Panel; color: @Text; }

#TourCard { background: @Panel; border: 1px solid @Line; border-radius: @10px; }
#TourCard QLabel { color: @Text; font-size: @14px; }
#TourCard #TourTitle { font-size: @18px; font-weight: 700; }
#TourCard QPushButton { padding: @5px @12px; }
#TourCard QPushButton:focus { padding: @4px @11px; }
#TourNext { background: @Client; color: @OnAccent; border-color: @Client; }
#TourNext:focus { border-color: @Present; }
#TourSkip { background: transparent; border-color: transparent; color: @Dim; }
#TourSkip:hover { border-color: @Dim; }
#TourSkip:focus { border-color: @Client; color: @Text; }
#Hint { color: @Dim; font-size: @12px; }
#KeyPage, #KeyPage > QWidget > QWidget { background: @Panel; }
#GroupTitle { color: @Client; }
#KeyCap {
    background: @Button; color: @Text; border: 1px solid @Line; border-bottom: 2px solid @Line;
    border-radius: @4px; padding: 0 @6px;
}
#AboutName { font-size: @24px; font-weight: 700; }
QToolTip { background: @Panel; color: @Text; border: 1px solid @Dim; padding: @4px; }

QScrollBar { background: @Panel; border: none; }
QScrollBar:vertical { width: @11px; }
QScrollBar:horizontal { height: @11px; }
QScrollBar::handle { background: @Line; border-radius: @4px; margin: @2px; }
QScrollBar::handle:hover { background: @Dim; }
QScrollBar::handle:vertical { min-height: @24px; }
QScrollBar::handle:horizontal { min-width: @24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

constexpr std::pair<const char *, Ink> inks[]{{"Client", Ink::Client},
                                              {"Connection", Ink::Connection},
                                              {"Held", Ink::Held},
                                              {"Lost", Ink::Lost},
                                              {"Panel", Ink::Panel},
                                              {"Line", Ink::Line},
                                              {"Text", Ink::Text},
                                              {"Dim", Ink::Dim},
                                              {"Present", Ink::Present},
                                              {"SelectedRow", Ink::SelectedRow},
                                              {"LostTint", Ink::LostTint},
                                              {"Button", Ink::Button},
                                              {"ClientTint", Ink::ClientTint},
                                              {"ConnectionTint", Ink::ConnectionTint},
                                              {"OnAccent", Ink::OnAccent}};

/// Present is bright in both moods: what stands on it is dark.
constexpr const char *onPresent = "#1B2430";

QString valueOf(const QString &word, const Theme &theme)
{
    if (word.endsWith("px"))
        return QString("%1px").arg(std::lround(theme.px(word.chopped(2).toDouble())));
    if (word == "Past")
        return onPresent;
    for (const auto &[name, ink] : inks) {
        if (word == name)
            return theme.colour(ink).name();
    }
    return {};
}

} // namespace

QPalette paletteOf(const Theme &theme)
{
    QPalette palette;
    const std::pair<QPalette::ColorRole, Ink> roles[]{
        {QPalette::Window, Ink::Panel},
        {QPalette::WindowText, Ink::Text},
        {QPalette::Base, Ink::Panel},
        {QPalette::AlternateBase, Ink::Ground},
        {QPalette::Text, Ink::Text},
        {QPalette::Button, Ink::Button},
        {QPalette::ButtonText, Ink::Text},
        {QPalette::BrightText, Ink::Lost},
        {QPalette::ToolTipBase, Ink::Panel},
        {QPalette::ToolTipText, Ink::Text},
        {QPalette::PlaceholderText, Ink::Dim},
        {QPalette::Highlight, Ink::Client},
        {QPalette::HighlightedText, Ink::OnAccent},
        {QPalette::Link, Ink::Client},
        {QPalette::LinkVisited, Ink::Held},
        {QPalette::Light, Ink::Panel},
        {QPalette::Midlight, Ink::Button},
        {QPalette::Mid, Ink::Line},
        {QPalette::Dark, Ink::Dim},
        {QPalette::Shadow, Ink::Text},
    };
    for (const auto &[role, ink] : roles)
        palette.setColor(role, theme.colour(ink));
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme.colour(Ink::Dim));
    return palette;
}

QString styleSheetOf(const Theme &theme)
{
    static const QRegularExpression placeholder("@([0-9]+px|[A-Za-z]+)");
    const QString pattern = sheet;
    QString text;
    qsizetype end = 0;
    for (auto matches = placeholder.globalMatch(pattern); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        text += pattern.sliced(end, match.capturedStart() - end);
        text += valueOf(match.captured(1), theme);
        end = match.capturedEnd();
    }
    return text + pattern.sliced(end);
}

} // namespace twodoors
