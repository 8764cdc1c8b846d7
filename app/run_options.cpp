// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_options.h"

#include "base/text.h"

#include <cerrno>
#include <fcntl.h>
#include <iostream>
#include <poll.h>
#include <unistd.h>

namespace twodoors
{

namespace
{

constexpr std::size_t longestMessage = std::size_t{64} << 20;

/// Waits until the file can be read; false where a stop signal came first.
bool waitForInput(int file, StopSignals &signals)
{
    std::array<pollfd, 2> sources{{{file, POLLIN, 0}, {signals.descriptor(), POLLIN, 0}}};
    while (::poll(sources.data(), sources.size(), -1) < 0 && errno == EINTR) {}
    return !signals.hasCome();
}

/// What was read so far where a stop signal ends it: nothing runs after that.
std::string readMessageFile(const std::string &path, StopSignals &signals)
{
    const auto fail = [&path](int error) {
        throw WrongUsage{{"file-not-readable", {{"file", path}}, error}};
    };
    const Descriptor file(path == "-" ? ::dup(STDIN_FILENO)
                                      : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.isOpen())
        fail(errno);
    std::string text;
    std::array<char, 65536> block{};
    while (text.size() <= longestMessage) {
        if (!waitForInput(file.get(), signals))
            return text;
        const ssize_t got = ::read(file.get(), block.data(), block.size());
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got < 0)
            fail(errno);
        if (got == 0)
            return text;
        text.append(block.data(), static_cast<std::size_t>(got));
    }
    fail(EFBIG);
    return text;
}

void readWireOptions(const Words &words, RunCommandOptions &options)
{
    constexpr std::array<std::pair<std::string_view, WireKind>, 3> wires{
        {{"auto", WireKind::Automatic}, {"lab", WireKind::Lab}, {"loopback", WireKind::Loopback}}};
    constexpr std::array<std::pair<std::string_view, bool>, 2> timers{
        {{"patient", true}, {"ordinary", false}}};
    options.wire = chosen("--wire", words.wire, wires);
    options.isPatient = chosen("--timers", words.timers, timers);
    for (const std::string &text : words.rules) {
        auto rule = readRule(text);
        if (!rule)
            throw WrongUsage{rule.failure()};
        options.rules.push_back(std::move(*rule));
    }
    options.holds = words.hold;
    if (!words.flight.empty())
        options.flightTime = secondsOf("--flight", words.flight);
    constexpr std::size_t mostSeed = 1'000'000'000;
    if (!words.seed.empty())
        options.seed = wholeNumber("--seed", words.seed, mostSeed);
    // an address of a real network is not one of the lab's
    const bool isElsewhere = options.part != Part::Both || !words.address.empty();
    const std::string_view wireOption = !options.rules.empty()                 ? "--rule"
                                        : options.holds                        ? "--hold"
                                        : options.flightTime != Nanoseconds{0} ? "--flight"
                                        : options.wire == WireKind::Lab        ? "--wire lab"
                                                                               : "";
    if (isElsewhere && !wireOption.empty())
        throw WrongUsage{{"not-together",
                          {{"option", std::string(wireOption)},
                           {"other", options.part != Part::Both ? "--only" : "--address"}}}};
    if (options.wire == WireKind::Loopback && !wireOption.empty())
        throw WrongUsage{
            {"needs-option", {{"option", std::string(wireOption)}, {"needed", "--wire lab"}}}};
    if (isElsewhere)
        options.wire = WireKind::Loopback;
    else if (!wireOption.empty())
        options.wire = WireKind::Lab;
    if (options.holds && !words.step)
        throw WrongUsage{{"needs-option", {{"option", "--hold"}, {"needed", "--step"}}}};
}

} // namespace

void askForMessage(const Catalogue &catalogue, StopSignals &signals, RunCommandOptions &options)
{
    const bool hasGuests = options.part != Part::ServerOnly;
    if (!hasGuests || !options.messages.empty() || isatty(STDIN_FILENO) != 1
        || isatty(STDOUT_FILENO) != 1)
        return;
    const std::string usual =
        options.lesson.messages.empty() ? std::string() : options.lesson.messages.front();
    const std::vector<std::pair<std::string, std::string>> values{{"usual", printable(usual)}};
    std::cout << catalogue.text("log.ask-sentence", values) << std::flush;
    if (!waitForInput(STDIN_FILENO, signals))
        return;
    std::string line;
    if (std::getline(std::cin, line) && !line.empty())
        options.messages.push_back(std::move(line));
    else if (std::cin.eof())
        std::cout << '\n';
}

RunCommandOptions runOptions(const Words &words, Lesson lesson, StopSignals &signals)
{
    constexpr std::array<std::pair<std::string_view, Part>, 3> parts{
        {{"", Part::Both}, {"server", Part::ServerOnly}, {"client", Part::ClientOnly}}};
    RunCommandOptions options;
    options.lesson = std::move(lesson);
    options.part = chosen("--only", words.only, parts);
    options.messages = words.messages;
    if (!words.messageFile.empty())
        options.messages.push_back(readMessageFile(words.messageFile, signals));
    constexpr std::size_t mostGuests = 1'000'000;
    if (!words.guests.empty()) {
        options.guests = wholeNumber("--guests", words.guests, mostGuests);
        if (options.part != Part::ServerOnly)
            throw WrongUsage{
                {"needs-option", {{"option", "--guests"}, {"needed", "--only server"}}}};
    }
    if (options.part == Part::ClientOnly && words.address.empty())
        throw WrongUsage{{"needs-option", {{"option", "--only client"}, {"needed", "--address"}}}};
    if (words.step && (words.live || !words.pace.empty()))
        throw WrongUsage{
            {"not-together", {{"option", "--step"}, {"other", words.live ? "--live" : "--pace"}}}};
    if (!words.pace.empty())
        options.pace = secondsOf("--pace", words.pace);
    if (!words.patience.empty())
        options.patience = secondsOf("--patience", words.patience);
    readWireOptions(words, options);
    if (!words.pcapng.empty())
        options.pcapng = words.pcapng;
    options.step = words.step;
    options.live =
        words.live || (options.part == Part::ServerOnly && !words.step && words.pace.empty());
    if (!words.session.empty())
        options.session = words.session;
    options.log = logOptions(words);
    return options;
}

} // namespace twodoors
