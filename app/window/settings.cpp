// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/settings.h"

#include <QSettings>
#include <QStringList>
#include <algorithm>
#include <memory>

namespace twodoors
{

namespace
{

std::unique_ptr<QSettings> storeOf(const QString &file)
{
    return file.isEmpty() ? std::make_unique<QSettings>("twodoors", "twodoors")
                          : std::make_unique<QSettings>(file, QSettings::IniFormat);
}

constexpr qlonglong longestFlight = 60'000'000'000;

} // namespace

Settings Settings::read(const QString &file)
{
    const std::unique_ptr<QSettings> store = storeOf(file);
    Settings settings;
    settings.geometry = store->value("geometry").toByteArray();
    settings.columns = store->value("columns").toByteArray();
    settings.rows = store->value("rows").toByteArray();
    settings.showsClientCode = store->value("client-code", true).toBool();
    settings.showsServerCode = store->value("server-code", true).toBool();
    settings.showsPanels = store->value("panels", true).toBool();
    settings.tab = store->value("tab", 0).toInt();
    if (store->contains("language"))
        settings.tongue = tongueOf(store->value("language").toString().toStdString());
    const std::string theme = store->value("theme").toString().toStdString();
    settings.theme = fromName<ThemeChoice>(theme).value_or(ThemeChoice::System);
    if (store->contains("less-motion"))
        settings.reducesMotion = store->value("less-motion").toBool();
    settings.hasSeenTour = store->value("tour-seen", false).toBool();
    const std::string code = store->value("code").toString().toStdString();
    settings.codeLanguage = fromName<Language>(code).value_or(Language::Python);
    settings.speed = store->value("speed", settings.speed).toInt();
    settings.run.lesson = store->value("lesson", QString::fromStdString(settings.run.lesson))
                              .toString()
                              .toStdString();
    settings.run.lessonFile = store->value("lesson-file").toString().toStdString();
    for (const QString &sentence : store->value("sentences").toStringList())
        settings.run.messages.push_back(sentence.toStdString());
    settings.run.holds = store->value("hold", true).toBool();
    settings.run.flightTime = Nanoseconds(
        std::clamp<qlonglong>(store->value("flight", 0).toLongLong(), 0, longestFlight));
    return settings;
}

void Settings::write(const QString &file) const
{
    const std::unique_ptr<QSettings> store = storeOf(file);
    store->setValue("geometry", geometry);
    store->setValue("columns", columns);
    store->setValue("rows", rows);
    store->setValue("client-code", showsClientCode);
    store->setValue("server-code", showsServerCode);
    store->setValue("panels", showsPanels);
    store->setValue("tab", tab);
    if (tongue)
        store->setValue("language", QString::fromUtf8(codeOf(*tongue).data()));
    store->setValue("theme", QString::fromUtf8(nameOf(theme).data()));
    if (reducesMotion)
        store->setValue("less-motion", *reducesMotion);
    store->setValue("tour-seen", hasSeenTour);
    store->setValue("code", QString::fromUtf8(nameOf(codeLanguage).data()));
    store->setValue("speed", speed);
    store->setValue("lesson", QString::fromStdString(run.lesson));
    store->setValue("lesson-file", QString::fromStdString(run.lessonFile));
    QStringList sentences;
    for (const std::string &message : run.messages)
        sentences.append(QString::fromStdString(message));
    store->setValue("sentences", sentences);
    store->setValue("hold", run.holds);
    store->setValue("flight", static_cast<qlonglong>(run.flightTime.count()));
}

} // namespace twodoors
