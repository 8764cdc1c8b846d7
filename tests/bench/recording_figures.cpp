// SPDX-License-Identifier: GPL-3.0-or-later
#include "child_process.h"
#include "figures.h"
#include "journal/session_file.h"
#include "plain_echo.h"
#include "recorded_echo.h"

#include <fmt/format.h>

namespace twodoors::bench
{

namespace
{

constexpr double wantedPart = 0.90;

std::optional<double> recordedRate(Protocol protocol, const Endpoint &server, Placement placement,
                                   std::chrono::nanoseconds time,
                                   const std::filesystem::path &folder)
{
    const SteadyClock clock;
    Journal journal(clock);
    return recordedEchoRate(protocol, server, placement, {time}, folder / "recording.jsonl",
                            journal, clock);
}

struct Rounds {
    Report &report;
    const Scale &scale;
    const std::filesystem::path &folder;
    int address = 0;

    /// Adds the figure and gives the plain rate.
    std::optional<double> measure(const std::string &name, Protocol protocol, Placement placement,
                                  std::optional<double> wantedRatio = std::nullopt)
    {
        const std::string wanted = wantedRatio ? fmt::format(">= {:.2f}", *wantedRatio) : "";
        std::vector<double> ratios;
        std::vector<double> plainRates;
        std::vector<double> recordedRates;
        for (int round = 0; round < scale.echoRounds; ++round) {
            std::optional<double> plain;
            std::optional<double> recorded;
            const auto measurePlain = [&] {
                plain = plainEchoRate(protocol, roundAddress(address++), scale.echoTime, placement);
            };
            // who goes first changes, as the machine's load does
            if (round % 2 == 0)
                measurePlain();
            recorded =
                recordedRate(protocol, roundAddress(address++), placement, scale.echoTime, folder);
            if (round % 2 != 0)
                measurePlain();
            if (!plain || !recorded) {
                report.addNotMeasured(name, wanted);
                return std::nullopt;
            }
            plainRates.push_back(*plain);
            recordedRates.push_back(*recorded);
            ratios.push_back(*recorded / *plain);
        }
        const double ratio = median(ratios);
        const double plainRate = median(plainRates);
        report.figures.push_back({name, fmt::format("{:.0f}/s", median(recordedRates)),
                                  fmt::format("plain {:.0f}/s", plainRate),
                                  fmt::format("{:.3f}", ratio), wanted,
                                  wantedRatio ? yesNo(ratio >= *wantedRatio) : ""});
        return plainRate;
    }
};

void addStrace(Report &report, Protocol protocol, const Scale &scale, double plain,
               const std::string &name)
{
    const auto traced =
        runChild({"strace", "-f", "-o", "/dev/null", ownPath(), std::string(plainEchoArgument),
                  std::string(nameOf(protocol)), std::to_string(scale.echoTime.count())},
                 Output::Kept);
    if (!traced)
        return; // strace is for comparison, and may not be there
    const double rate = std::strtod(traced->output.c_str(), nullptr);
    report.figures.push_back({name + ", plain calls under strace", fmt::format("{:.0f}/s", rate),
                              fmt::format("plain {:.0f}/s", plain),
                              fmt::format("{:.3f}", rate / plain), "", ""});
}

} // namespace

void measureRecording(Report &report, const Scale &scale, const std::filesystem::path &folder)
{
    Rounds rounds{report, scale, folder};
    for (const Protocol protocol : {Protocol::Tcp, Protocol::Udp}) {
        const std::string name = protocol == Protocol::Tcp ? "TCP echo" : "UDP echo";
        const auto plain =
            rounds.measure(name + ", recorded", protocol, Placement::Scheduler, wantedPart);
        rounds.measure(name + ", client and server on one processor", protocol,
                       Placement::OneProcessor);
        if (hasTwoProcessors())
            rounds.measure(name + ", client and server on two processors", protocol,
                           Placement::TwoProcessors);
        if (plain)
            addStrace(report, protocol, scale, *plain, name);
    }
}

} // namespace twodoors::bench
