// SPDX-License-Identifier: GPL-3.0-or-later
//
// The engine's speed and memory, as one table. The status is 0 where everything could be measured.
//
//   engine_bench [--quick] [recording|file|journal|wire]…
#include "child_process.h"
#include "figures.h"
#include "journal/session_file.h"
#include "lab/lab_helper.h"
#include "plain_echo.h"
#include "recorded_echo.h"
#include "temporary_folder.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace twodoors::bench
{

namespace
{

int runHidden(const std::vector<std::string> &arguments)
{
    if (arguments[0] == plainEchoArgument && arguments.size() == 3) {
        const auto protocol = fromName<Protocol>(arguments[1]);
        const auto rate =
            plainEchoRate(protocol.value_or(Protocol::Tcp), *endpointFromAddress("127.0.2.1", 0),
                          std::chrono::nanoseconds(std::stoll(arguments[2])));
        fmt::print("{}\n", rate.value_or(0));
        return rate ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    if (arguments[0] == recordArgument && arguments.size() == 3)
        return recordSession(arguments[1], std::stoull(arguments[2])) ? EXIT_SUCCESS : EXIT_FAILURE;
    if (arguments[0] == readArgument && arguments.size() == 2) {
        const auto events = readAndFold(arguments[1]);
        fmt::print("{}\n", events.value_or(0));
        return events ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    fmt::print(stderr, "usage: engine_bench [--quick] [recording|file|journal|wire]...\n");
    return 2;
}

Report measure(const Scale &scale, const std::vector<std::string> &parts)
{
    const auto isWanted = [&parts](std::string_view part) {
        return parts.empty() || std::ranges::find(parts, part) != parts.end();
    };
    Report report;
    const tests::TemporaryFolder folder;
    const std::filesystem::path session = folder.path() / "session.jsonl";
    const bool hasSession =
        runChild({ownPath(), std::string(recordArgument), session, std::to_string(scale.events)},
                 Output::Dropped)
            .has_value();
    if (!hasSession)
        report.addNotMeasured("a recorded session", "");
    // first, while this process is small
    if (hasSession && isWanted("file"))
        measureSessionFile(report, scale, session, folder.path());
    if (isWanted("recording"))
        measureRecording(report, scale, folder.path());
    if (isWanted("wire"))
        measureWire(report, scale);
    if (hasSession && isWanted("journal")) {
        const SteadyClock clock;
        Journal journal(clock);
        if (readSession(session, journal))
            measureJournal(report, scale, journal);
    }
    return report;
}

} // namespace

} // namespace twodoors::bench

int main(int count, char **words)
{
    using namespace twodoors::bench;
    if (const auto status = twodoors::runAsLabHelper(count, words))
        return *status;
    std::vector<std::string> arguments(words + 1, words + count);
    const bool quick = std::erase(arguments, "--quick") > 0;
    if (std::ranges::any_of(arguments, [](const std::string &a) { return a.starts_with("--"); }))
        return runHidden(arguments);
    const Report report = measure(quick ? Scale::quick() : Scale::full(), arguments);
    printTable(report.figures, stdout);
    return report.notMeasured == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
