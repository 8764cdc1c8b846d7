// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "window/main_window.h"

#include <QApplication>
#include <QSocketNotifier>

namespace twodoors
{

namespace
{

bool hasDisplay()
{
    for (const char *variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        if (!qEnvironmentVariableIsEmpty(variable))
            return true;
    }
    return false;
}

} // namespace

int windowCommand(const CommandContext &context, const WindowCommandOptions &options)
{
    if (!hasDisplay()) {
        context.complain(Failure{"no-display", {}});
        return ExitStatus::fault;
    }
    if (!options.session.empty()) {
        const auto writer = SessionWriter::open(options.session, SessionHeader());
        if (!writer) {
            context.complain(writer.failure());
            return ExitStatus::fault;
        }
    }
    QApplication::setStyle("fusion");
    QApplication::setApplicationName("twodoors");
    std::string name = "twodoors";
    char *arguments[]{name.data(), nullptr};
    int count = 1;
    const QApplication application(count, arguments);

    WindowOptions window;
    window.file = options.file;
    window.lesson = options.lesson;
    window.session = options.session;
    window.tongue = options.tongue;
    window.usualTongue = context.catalogue.tongue();
    window.theme = options.theme;
    window.offersTour = true;
    MainWindow main(window);
    const QSocketNotifier stops(context.stops.descriptor(), QSocketNotifier::Read);
    QObject::connect(&stops, &QSocketNotifier::activated, &main, [&context, &main] {
        if (context.stops.hasCome())
            main.close();
    });
    main.show();
    return QApplication::exec();
}

} // namespace twodoors
