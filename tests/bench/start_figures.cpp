// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/main_window.h"
#include "child_process.h"
#include "first_paint.h"
#include "temporary_folder.h"
#include "virtual_display.h"
#include "window_figures.h"

#include <fmt/format.h>

namespace twodoors::bench
{

namespace
{

constexpr double wantedStart = 1.5;

/// While it lives, children show their windows there.
class Platform
{
public:
    Platform(const char *name, const std::string &display)
    {
        qputenv("QT_QPA_PLATFORM", name);
        if (!display.empty())
            qputenv("DISPLAY", display.c_str());
    }
    Platform(const Platform &) = delete;
    Platform &operator=(const Platform &) = delete;
    ~Platform()
    {
        qputenv("QT_QPA_PLATFORM", m_platform);
        qputenv("DISPLAY", m_display);
    }

private:
    QByteArray m_platform = qgetenv("QT_QPA_PLATFORM");
    QByteArray m_display = qgetenv("DISPLAY");
};

void measure(Report &report, const WindowScale &scale, const std::string &name,
             std::string_view argument)
{
    const std::string wanted =
        argument == startArgument ? fmt::format("<= {:.1f}", wantedStart) : std::string();
    const std::string empty = std::filesystem::path(ownPath()).replace_filename("empty_window");
    const tests::TemporaryFolder folder;
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int round = 0; round < scale.startRounds; ++round) {
        const auto window =
            runChild({ownPath(), std::string(argument), folder.path()}, Output::Dropped);
        const auto nothing = runChild({empty}, Output::Dropped);
        if (!window || !nothing) {
            report.addNotMeasured(name, wanted);
            return;
        }
        ours.push_back(window->wall.count() * 1e3);
        theirs.push_back(nothing->wall.count() * 1e3);
    }
    const double ratio = median(ours) / median(theirs);
    report.figures.push_back({name, fmt::format("{:.0f} ms", median(ours)),
                              fmt::format("empty window {:.0f} ms", median(theirs)),
                              fmt::format("{:.2f}", ratio), wanted,
                              wanted.empty() ? "" : yesNo(ratio <= wantedStart)});
}

void measureBoth(Report &report, const WindowScale &scale, const std::string &where)
{
    measure(report, scale, "start to first painted window" + where, startArgument);
    measure(report, scale, "start to all parts painted" + where, startWholeArgument);
}

} // namespace

void startAndPaint(const std::filesystem::path &folder, Painted until)
{
    WindowOptions options;
    options.settingsFile = QString::fromStdString(folder / "settings.ini");
    options.runsFolder = folder;
    MainWindow window(options);
    const EndAfterFirstPaint end([&window, until](const QObject &painted) {
        return until == Painted::First ? &painted == &window
                                       : qobject_cast<const Canvas *>(painted.parent()) != nullptr;
    });
    window.show();
    QApplication::exec();
    std::abort();
}

void measureStart(Report &report, const WindowScale &scale)
{
    {
        const VirtualDisplay display;
        const Platform platform("xcb", display.name());
        if (!display.name().empty())
            measureBoth(report, scale, ", on X");
    }
    measureBoth(report, scale, ", offscreen");
}

} // namespace twodoors::bench
