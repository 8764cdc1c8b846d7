// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window's speed and memory, as one table. The status is 0 where everything could be measured.
//
//   window_bench [--quick] [opening|start|frames|live]…
#include "child_process.h"
#include "echo_capture.h"
#include "recorded_echo.h"
#include "temporary_folder.h"
#include "watched_application.h"
#include "window_figures.h"

#include <algorithm>
#include <fmt/format.h>

namespace twodoors::bench
{

namespace
{

int runHidden(const std::vector<std::string> &arguments, int &count, char **words)
{
    if (arguments[0] == recordArgument && arguments.size() == 3)
        return recordSession(arguments[1], std::stoull(arguments[2])) ? EXIT_SUCCESS : EXIT_FAILURE;
    const QApplication application(count, words);
    if (arguments[0] == startArgument && arguments.size() == 2)
        startAndPaint(arguments[1], Painted::First);
    if (arguments[0] == startWholeArgument && arguments.size() == 2)
        startAndPaint(arguments[1], Painted::Whole);
    if (arguments[0] == openArgument && arguments.size() == 2) {
        const std::size_t events = openAndPaint(arguments[1]);
        fmt::print("{}\n", events);
        std::fflush(stdout);
        std::_Exit(events > 0 ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    fmt::print(stderr, "usage: window_bench [--quick] [opening|start|frames|live]...\n");
    return 2;
}

Report measure(const WindowScale &scale, const std::vector<std::string> &parts, int &count,
               char **words)
{
    const auto isWanted = [&parts](std::string_view part) {
        return parts.empty() || std::ranges::find(parts, part) != parts.end();
    };
    Report report;
    const tests::TemporaryFolder folder;
    const WindowFiles files{folder.path() / "session.jsonl", folder.path() / "echo.pcap"};
    const bool hasFiles = runChild({ownPath(), std::string(recordArgument), files.session,
                                    std::to_string(scale.events)},
                                   Output::Dropped)
                          && writeEchoCapture(files.capture, scale.events);
    if (!hasFiles)
        report.addNotMeasured("a recorded session and a capture", "");
    // first, while this process is small
    if (isWanted("start"))
        measureStart(report, scale);
    if (hasFiles && isWanted("opening"))
        measureOpening(report, scale, files);
    WatchedApplication application(count, words);
    if (hasFiles && isWanted("frames"))
        measureFrames(report, scale, files);
    if (hasFiles && isWanted("live"))
        measureLive(report, scale, application, files);
    return report;
}

} // namespace

} // namespace twodoors::bench

int main(int count, char **words)
{
    using namespace twodoors::bench;
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication::setStyle("fusion");
    std::vector<std::string> arguments(words + 1, words + count);
    const bool quick = std::erase(arguments, "--quick") > 0;
    if (std::ranges::any_of(arguments, [](const std::string &a) { return a.starts_with("--"); }))
        return runHidden(arguments, count, words);
    const Report report =
        measure(quick ? WindowScale::quick() : WindowScale::full(), arguments, count, words);
    printTable(report.figures, stdout);
    return report.notMeasured == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
