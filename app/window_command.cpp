// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "window/main_window.h"

#include <QApplication>
#include <QSocketNotifier>
#include <cstdlib>
#include <optional>

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

/// While it lives, a display that cannot be had ends the program in plain words. Qt would abort: it
/// leaves no other way to hear of it, and no way to tell a message handler whose it is.
class DisplayWatch
{
public:
    explicit DisplayWatch(const CommandContext &context)
    {
        s_context = &context;
        qInstallMessageHandler(&DisplayWatch::hear);
    }
    DisplayWatch(const DisplayWatch &) = delete;
    DisplayWatch &operator=(const DisplayWatch &) = delete;
    ~DisplayWatch()
    {
        qInstallMessageHandler(nullptr);
        s_context = nullptr;
    }

private:
    static void hear(QtMsgType type, const QMessageLogContext &, const QString &words)
    {
        if (type != QtFatalMsg) {
            if (s_said.isEmpty())
                s_said = words; // the first says why, the others that there is no window then
            return;
        }
        const QString why = s_said.isEmpty() ? words : s_said;
        s_context->complain(Failure{"display-not-had", {{"why", why.simplified().toStdString()}}});
        std::_Exit(ExitStatus::fault);
    }

    static inline const CommandContext *s_context = nullptr;
    static inline QString s_said;
};

} // namespace

int windowCommand(const CommandContext &context, const WindowCommandOptions &options)
{
    if (!hasDisplay()) {
        context.complain(Failure{"no-display", {}});
        return ExitStatus::fault;
    }
    QApplication::setStyle("fusion");
    QApplication::setApplicationName("twodoors");
    std::string name = "twodoors";
    char *arguments[]{name.data(), nullptr};
    int count = 1;
    std::optional<DisplayWatch> watch(context);
    const QApplication application(count, arguments);
    watch.reset();
    if (!options.session.empty()) {
        const auto writer = SessionWriter::open(options.session, SessionHeader());
        if (!writer) {
            context.complain(writer.failure());
            return ExitStatus::fault;
        }
    }

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
