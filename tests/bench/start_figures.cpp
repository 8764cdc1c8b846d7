// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_window.h"
#include "child_process.h"
#include "first_paint.h"
#include "window_figures.h"

#include <fmt/format.h>

namespace twodoors::bench
{

namespace
{

constexpr double wantedStart = 1.5;

} // namespace

void startAndPaint()
{
    BenchWindow window(Beside::AllPanels);
    const EndAfterFirstPaint end(window.window());
    window.window().show();
    QApplication::exec();
    std::abort();
}

void measureStart(Report &report, const WindowScale &scale)
{
    const std::string name = "start to first painted window";
    const std::string wanted = fmt::format("<= {:.1f}", wantedStart);
    const std::string empty = std::filesystem::path(ownPath()).replace_filename("empty_window");
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int round = 0; round < scale.startRounds; ++round) {
        const auto window = runChild({ownPath(), std::string(startArgument)}, Output::Dropped);
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
                              fmt::format("{:.2f}", ratio), wanted, yesNo(ratio <= wantedStart)});
}

} // namespace twodoors::bench
