// SPDX-License-Identifier: GPL-3.0-or-later
// A real run of a lesson on loopback, at a port of the kernel's choice.
#pragma once

#include "journal/events.h"
#include "session/session.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

inline SessionOptions onLoopback(std::vector<std::string> messages = {},
                                 Family family = Family::IPv4)
{
    SessionOptions options;
    options.server = endpointOf(family == Family::IPv6 ? "[::1]:0" : "127.0.0.1:0");
    options.messages = std::move(messages);
    return options;
}

/// Steps the whole lesson.
struct RealRun {
    SteadyClock clock;
    Journal journal{clock};
    Lesson lesson;
    Session session;
    std::size_t steps = 0;

    explicit RealRun(std::string_view id, SessionOptions options = onLoopback(),
                     std::size_t mostSteps = 10'000)
        : lesson(*builtInLesson(id)), session(journal, clock, lesson, std::move(options))
    {
        while (steps < mostSteps && !session.isOver() && session.stepAny())
            ++steps;
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

    /// The World's doors of this role, in the order they were made.
    [[nodiscard]] std::vector<DoorView> doors(DoorRole role)
    {
        std::vector<DoorView> found;
        const World &world = session.world();
        for (std::size_t i = 0; i < world.doors().size(); ++i) {
            if (world.doors()[i].role == role)
                found.push_back(world.doors()[i]);
        }
        return found;
    }
};

} // namespace twodoors::tests
