// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "window/screenshots.h"

#include <QApplication>
#include <QDir>
#include <fmt/format.h>

namespace twodoors
{

int screenshotsCommand(const CommandContext &context, const std::string &folder)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication::setStyle("fusion");
    QApplication::setApplicationName("twodoors");
    std::string name = "twodoors";
    char *arguments[]{name.data(), nullptr};
    int count = 1;
    const QApplication application(count, arguments);

    const QString path = QString::fromStdString(folder);
    if (!QDir().mkpath(path)) {
        context.complain(Failure{"folder-not-made", {{"folder", folder}}});
        return ExitStatus::fault;
    }
    Output output = Output::standard(context.stops);
    for (const Screenshot &screenshot : screenshots()) {
        if (context.stops.hasCome() || output.failure())
            return finished(context, output, ExitStatus::fault);
        if (const auto failure = takeScreenshot(screenshot, path)) {
            const std::vector<std::pair<std::string, std::string>> why{
                {"why", context.catalogue.text(*failure)}};
            context.complain(context.catalogue.text("message.screenshot-not-taken", why));
            return ExitStatus::fault;
        }
        output.write(fmt::format("{}/{}.png\n", folder, screenshot.name));
    }
    return finished(context, output, ExitStatus::good);
}

} // namespace twodoors
