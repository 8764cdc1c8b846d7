// SPDX-License-Identifier: GPL-3.0-or-later
#include "child_process.h"
#include "echo_capture.h"
#include "figures.h"
#include "journal/session_file.h"
#include "world/history.h"

#include <fmt/format.h>

namespace twodoors::bench
{

namespace
{

constexpr double wantedSpeed = 5;
constexpr double wantedMemory = 0.25;

} // namespace

std::optional<std::size_t> readAndFold(const std::filesystem::path &file)
{
    const SteadyClock clock;
    Journal journal(clock);
    const auto session = readSession(file, journal);
    if (!session || session->cut || session->damage)
        return std::nullopt;
    History history(journal);
    history.catchUp();
    return journal.size();
}

void measureSessionFile(Report &report, const Scale &scale, const std::filesystem::path &session,
                        const std::filesystem::path &folder)
{
    const std::string count = scale.events % 1'000'000 == 0
                                  ? fmt::format("{} M", scale.events / 1'000'000)
                                  : std::to_string(scale.events);
    const std::string timeName = fmt::format("{} events read and folded", count);
    const std::string memoryName = fmt::format("{} events, peak memory", count);
    const std::string timeWanted = fmt::format(">= {:.0f} times as fast", wantedSpeed);
    const std::string memoryWanted = fmt::format("<= {:.2f}", wantedMemory);
    const std::filesystem::path capture = folder / "echo.pcap";

    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> speeds;
    double ourPeak = 0;
    double theirPeak = 0;
    bool isMeasured = writeEchoCapture(capture, scale.events);
    for (int round = 0; isMeasured && round < scale.fileRounds; ++round) {
        const auto read = runChild({ownPath(), std::string(readArgument), session}, Output::Kept);
        const auto tshark =
            runChild({"tshark", "-r", capture, "-q", "-z", "flow,tcp,network"}, Output::Dropped);
        isMeasured = read && tshark && std::stoull("0" + read->output) == scale.events;
        if (!isMeasured)
            break;
        ours.push_back(read->wall.count());
        theirs.push_back(tshark->wall.count());
        speeds.push_back(tshark->wall / read->wall);
        ourPeak = std::max(ourPeak, static_cast<double>(read->peakMemory));
        theirPeak = theirPeak == 0 ? static_cast<double>(tshark->peakMemory)
                                   : std::min(theirPeak, static_cast<double>(tshark->peakMemory));
    }
    if (!isMeasured) {
        report.addNotMeasured(timeName, timeWanted);
        report.addNotMeasured(memoryName, memoryWanted);
        return;
    }
    const double speed = median(speeds);
    const double memory = ourPeak / theirPeak;
    report.figures.push_back({timeName, fmt::format("{:.2f} s", median(ours)),
                              fmt::format("tshark, {} packets {:.2f} s", count, median(theirs)),
                              fmt::format("{:.1f}", speed), timeWanted,
                              yesNo(speed >= wantedSpeed)});
    report.figures.push_back({memoryName, fmt::format("{:.0f} MiB", ourPeak / (1 << 20)),
                              fmt::format("tshark {:.0f} MiB", theirPeak / (1 << 20)),
                              fmt::format("{:.3f}", memory), memoryWanted,
                              yesNo(memory <= wantedMemory)});
}

} // namespace twodoors::bench
