// SPDX-License-Identifier: GPL-3.0-or-later
// A ground for runners, and what the journal holds of them.
#pragma once

#include "kernel/real_sockets.h"
#include "programs/program_reader.h"
#include "programs/runner.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <memory>
#include <vector>

namespace twodoors::tests
{

inline Program programOf(std::string_view yaml)
{
    auto program = readProgramText(yaml, "Test");
    EXPECT_TRUE(program) << yaml;
    return program ? *program : Program{};
}

struct Running {
    SteadyClock clock;
    Journal journal{clock};
    DoorRegistry doors;
    Gate gate;

    std::unique_ptr<Runner> make(std::string_view yaml, const Endpoint &server, Who who = {})
    {
        const Runner::Ground ground{journal, clock, doors, gate};
        auto runner =
            std::make_unique<Runner>(ground, programOf(yaml), who, server,
                                     []() -> std::optional<std::string> { return "hello"; });
        runner->start();
        return runner;
    }

    /// Lets it run freely to its end.
    void finish(Runner &runner)
    {
        gate.setLive(runner.seat());
        EXPECT_TRUE(becomes([&] { return runner.hasEnded(); }));
    }

    void stop(Runner &runner)
    {
        gate.stop();
        std::uint64_t seen = gate.changes();
        while (!runner.hasEnded()) {
            runner.requestStop();
            gate.waitForChange(seen, std::chrono::milliseconds(2));
            seen = gate.changes();
        }
    }

    [[nodiscard]] std::vector<Event> events(Kind kind) const
    {
        std::vector<Event> found;
        for (std::size_t seq = 1; seq <= journal.size(); ++seq) {
            const Event event = journal.at(static_cast<Seq>(seq));
            if (event.kind == kind)
                found.push_back(event);
        }
        return found;
    }

    /// The errno of each return of a call, 0 where it succeeded.
    [[nodiscard]] std::vector<int> errorsOf(CallName call) const
    {
        std::vector<int> errors;
        for (const Event &event : events(Kind::Return)) {
            if (event.call == call)
                errors.push_back(event.error);
        }
        return errors;
    }

    [[nodiscard]] std::vector<unsigned> lines() const
    {
        std::vector<unsigned> numbers;
        for (const Event &event : events(Kind::Line))
            numbers.push_back(number(event.line));
        return numbers;
    }

    [[nodiscard]] bool hasStage(DoorStage stage) const
    {
        const auto stages = events(Kind::Door);
        return std::ranges::find(stages, stage, &Event::stage) != stages.end();
    }
};

/// A port of this machine at which nobody listens; it stays so while the object lives.
struct Refusing {
    Descriptor socket = makeSocket(Family::IPv4, SOCK_STREAM);
    Endpoint address;

    Refusing()
    {
        EXPECT_EQ(bindTo(socket, loopback(Family::IPv4)), 0);
        address = localOf(socket);
    }
};

} // namespace twodoors::tests
