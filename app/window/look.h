// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme_choice.h"
#include "widgets/appearance.h"

#include <QTranslator>

class QWidget;

namespace twodoors
{

/// Gives the whole window the theme and the language that were chosen: palette, type, style sheet,
/// and the words of Qt's own dialogs.
class Look final : public QObject
{
    Q_OBJECT

public:
    /// Appearance and window must outlive it.
    Look(Appearance &appearance, QWidget &window, ThemeChoice choice);

    [[nodiscard]] ThemeChoice themeChoice() const noexcept { return m_choice; }
    void choose(ThemeChoice choice);
    [[nodiscard]] bool isPresenting() const noexcept { return m_isPresenting; }
    void present(bool presents);
    void setTongue(Tongue tongue);

    /// The system's mood may be another.
    void followSystem();

private:
    void apply();
    void dress();
    void translate();

    Appearance &m_appearance;
    QWidget &m_window;
    ThemeChoice m_choice;
    bool m_isPresenting = false;
    bool m_isSystemDark = false;
    QTranslator m_qtWords;
};

} // namespace twodoors
