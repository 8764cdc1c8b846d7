// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures.h"
#include "world/history.h"

#include <algorithm>
#include <fmt/format.h>
#include <random>

namespace twodoors::bench
{

namespace
{

constexpr double wantedAppend = 150;   // ns
constexpr double wantedBytes = 120;    // an event
constexpr double wantedWorldTime = 10; // ms

/// Events to append again and again: some hundred exchanges, few enough to lie in the processor's
/// cache, as an event lies there that a program has just made.
constexpr std::size_t mixEvents = 2048;

constexpr std::size_t momentsLookedAt = 200;

using Milliseconds = std::chrono::duration<double, std::milli>;
using FractionalNanoseconds = std::chrono::duration<double, std::nano>;

double appendTime(const std::vector<Event> &mix, std::size_t events)
{
    const SteadyClock clock;
    Journal journal(clock);
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < events; ++i)
        journal.append(mix[i % mix.size()]);
    return FractionalNanoseconds(std::chrono::steady_clock::now() - begin).count()
           / static_cast<double>(events);
}

void measureAppend(Report &report, const Scale &scale, const Journal &journal)
{
    // from the middle, where both programs are in full run
    std::vector<Event> mix;
    for (std::size_t i = 0; i < mixEvents; ++i)
        mix.push_back(journal.at(static_cast<Seq>(journal.size() / 2 + i)));
    std::vector<double> times;
    for (int round = 0; round < scale.journalRounds; ++round)
        times.push_back(appendTime(mix, scale.events));
    const double time = median(times);
    report.figures.push_back(
        {"one append", fmt::format("{:.0f} ns", time), fmt::format("{:.0f} ns", wantedAppend),
         fmt::format("{:.2f}", time / wantedAppend), "<= 1", yesNo(time <= wantedAppend)});
}

void measureMemory(Report &report, const Journal &journal)
{
    const double bytes =
        static_cast<double>(journal.memory()) / static_cast<double>(journal.size());
    report.figures.push_back({"memory an event", fmt::format("{:.1f} bytes", bytes),
                              fmt::format("{:.0f} bytes", wantedBytes),
                              fmt::format("{:.2f}", bytes / wantedBytes), "<= 1",
                              yesNo(bytes <= wantedBytes)});
}

void measureWorld(Report &report, const Journal &journal)
{
    History history(journal);
    history.catchUp();
    std::mt19937 random(1); // the same moments in every run
    std::uniform_int_distribution<std::uint32_t> anySeq(1,
                                                        static_cast<std::uint32_t>(journal.size()));
    std::vector<double> times;
    for (std::size_t i = 0; i < momentsLookedAt; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const World world = history.at(static_cast<Seq>(anySeq(random)));
        times.push_back(Milliseconds(std::chrono::steady_clock::now() - begin).count());
    }
    const double worst = std::ranges::max(times);
    const auto add = [&report](const std::string &name, double time) {
        report.figures.push_back({name, fmt::format("{:.2f} ms", time),
                                  fmt::format("{:.0f} ms", wantedWorldTime),
                                  fmt::format("{:.2f}", time / wantedWorldTime), "<= 1",
                                  yesNo(time <= wantedWorldTime)});
    };
    add("World at any event, median", median(times));
    add("World at any event, worst", worst);
}

} // namespace

void measureJournal(Report &report, const Scale &scale, const Journal &journal)
{
    measureAppend(report, scale, journal);
    measureMemory(report, journal);
    measureWorld(report, journal);
}

} // namespace twodoors::bench
