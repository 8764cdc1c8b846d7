// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/look.h"
#include "app/window/run_choice.h"
#include "programs/program_text.h"

#include <QByteArray>
#include <QString>
#include <optional>

namespace twodoors
{

/// What is remembered from one start to the next.
struct Settings {
    QByteArray geometry;
    QByteArray columns;
    QByteArray rows;
    bool showsClientCode = true;
    bool showsServerCode = true;
    bool showsPanels = true;
    int tab = 0;
    std::optional<Tongue> tongue; ///< nothing where none was ever chosen
    ThemeChoice theme = ThemeChoice::System;
    std::optional<bool> reducesMotion; ///< as the system where it was never chosen
    bool hasSeenTour = false;
    Language codeLanguage = Language::Python;
    int speed = 2;
    RunChoice run; ///< never one with an outside peer: that is chosen each time

    /// From this file; from the user's own where it is empty. What cannot be read is as usual.
    [[nodiscard]] static Settings read(const QString &file);
    void write(const QString &file) const;
};

} // namespace twodoors
