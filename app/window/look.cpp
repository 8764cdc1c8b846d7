// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/look.h"

#include "widgets/style_sheet.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QWidget>

namespace twodoors
{

namespace
{

/// Of the type on a projector.
constexpr qreal presentationScale = 1.4;

/// Qt 6.4 does not say it in so many words: a system with bright words is dark.
bool isSystemDark()
{
    const QPalette ours = QApplication::palette();
    QApplication::setPalette(QPalette());
    const QPalette theirs = QApplication::palette();
    QApplication::setPalette(ours);
    return theirs.color(QPalette::WindowText).lightness()
           > theirs.color(QPalette::Window).lightness();
}

} // namespace

Look::Look(Appearance &appearance, QWidget &window, ThemeChoice choice)
    : QObject(&window), m_appearance(appearance), m_window(window), m_choice(choice),
      m_isSystemDark(isSystemDark())
{
    // once only: of a window that was never seen, Qt remembers the first style sheet
    apply();
    dress();
    connect(&m_appearance, &Appearance::changed, this, &Look::dress);
    translate();
}

void Look::choose(ThemeChoice choice)
{
    m_choice = choice;
    apply();
}

void Look::present(bool presents)
{
    m_isPresenting = presents;
    apply();
}

void Look::setTongue(Tongue tongue)
{
    if (tongue == m_appearance.tongue())
        return;
    m_appearance.setTongue(tongue);
    translate();
}

void Look::followSystem()
{
    m_isSystemDark = isSystemDark();
    apply();
}

void Look::apply()
{
    const bool dark =
        m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && m_isSystemDark);
    m_appearance.setTheme(Theme(dark ? Theme::Mood::Dark : Theme::Mood::Light,
                                m_isPresenting ? presentationScale : 1.0));
}

void Look::dress()
{
    const Theme &theme = m_appearance.theme();
    const QString sheet = styleSheetOf(theme);
    if (m_window.styleSheet() == sheet)
        return;
    QApplication::setPalette(paletteOf(theme));
    QApplication::setFont(theme.words());
    m_window.setFont(theme.words());
    m_window.setStyleSheet(sheet);
}

void Look::translate()
{
    QApplication::removeTranslator(&m_qtWords);
    if (m_appearance.tongue() == Tongue::Chinese
        && m_qtWords.load(QLocale(QLocale::Chinese, QLocale::China), "qtbase", "_",
                          QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(&m_qtWords);
}

} // namespace twodoors
