// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_window.h"
#include "child_process.h"
#include "opened_file.h"
#include "widgets/canvas/canvas.h"
#include "window_figures.h"

#include <algorithm>
#include <fmt/format.h>

namespace twodoors::bench
{

namespace
{

constexpr double wantedTime = 0.1;
constexpr double wantedMemory = 0.25;

struct Measured {
    std::vector<double> times;
    std::vector<double> peaks;

    void add(const ChildRun &run)
    {
        times.push_back(run.wall.count());
        peaks.push_back(static_cast<double>(run.peakMemory));
    }
};

void addFigures(Report &report, const std::string &name, const Measured &ours,
                const Measured &tshark)
{
    const double time = median(ours.times) / median(tshark.times);
    const double ourPeak = std::ranges::max(ours.peaks);
    const double theirPeak = std::ranges::min(tshark.peaks);
    const double memory = ourPeak / theirPeak;
    report.figures.push_back(
        {name + " opened and painted", fmt::format("{:.2f} s", median(ours.times)),
         fmt::format("tshark {:.2f} s", median(tshark.times)), fmt::format("{:.3f}", time),
         fmt::format("<= {:.2f}", wantedTime), yesNo(time <= wantedTime)});
    report.figures.push_back({name + ", peak memory", fmt::format("{:.0f} MiB", ourPeak / 0x1p20),
                              fmt::format("tshark {:.0f} MiB", theirPeak / 0x1p20),
                              fmt::format("{:.3f}", memory), fmt::format("<= {:.2f}", wantedMemory),
                              yesNo(memory <= wantedMemory)});
}

} // namespace

std::size_t openAndPaint(const std::filesystem::path &path)
{
    OpenedFile file(path);
    BenchWindow window(Beside::Log);
    window.window().show();
    if (!file.follow(window.view()))
        return 0;
    constexpr double allTheWay = 1e-9;
    window.canvas().zoom(allTheWay);
    window.window().repaint();
    return number(window.canvas().index().latest());
}

void measureOpening(Report &report, const WindowScale &scale, const WindowFiles &files)
{
    const std::string events = fmt::format("{} events", scale.events);
    const std::string packets = fmt::format("{} packets", scale.events);
    Measured session;
    Measured capture;
    Measured tshark;
    for (int round = 0; round < scale.openRounds; ++round) {
        const auto open = [](const std::filesystem::path &file) {
            return runChild({ownPath(), std::string(openArgument), file}, Output::Kept);
        };
        const auto ofSession = open(files.session);
        const auto ofCapture = open(files.capture);
        const auto ofTshark = runChild(
            {"tshark", "-r", files.capture, "-q", "-z", "flow,tcp,network"}, Output::Dropped);
        const bool isMeasured = ofSession && ofCapture && ofTshark
                                && std::stoull("0" + ofSession->output) == scale.events
                                && std::stoull("0" + ofCapture->output) >= scale.events;
        if (!isMeasured) {
            report.addNotMeasured(events + " opened and painted", "");
            return;
        }
        session.add(*ofSession);
        capture.add(*ofCapture);
        tshark.add(*ofTshark);
    }
    addFigures(report, events, session, tshark);
    addFigures(report, packets, capture, tshark);
}

} // namespace twodoors::bench
