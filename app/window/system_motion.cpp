// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/system_motion.h"

#include <QSettings>
#include <QStandardPaths>

namespace twodoors
{

bool reducesMotion(const QString &configFolder)
{
    const QSettings kde(configFolder + "/kdeglobals", QSettings::IniFormat);
    if (const QVariant factor = kde.value("KDE/AnimationDurationFactor"); factor.isValid())
        return factor.toDouble() == 0;
    for (const char *file : {"/gtk-4.0/settings.ini", "/gtk-3.0/settings.ini"}) {
        const QSettings gtk(configFolder + file, QSettings::IniFormat);
        const QVariant animates = gtk.value("Settings/gtk-enable-animations");
        if (animates.isValid())
            return !animates.toBool();
    }
    return false;
}

bool systemReducesMotion()
{
    return reducesMotion(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation));
}

} // namespace twodoors
