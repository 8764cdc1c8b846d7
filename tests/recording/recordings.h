// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings of real runs, and large ones.
#pragma once

#include "journal/session_files.h"
#include "recording/recording.h"
#include "world/real_run.h"

namespace twodoors::tests
{

/// A lesson stepped to its end on loopback.
inline void record(Recording &recording, std::string_view id = "tcp-echo",
                   SessionOptions options = onLoopback())
{
    recording.lesson = *builtInLesson(id);
    recording.header =
        headerOfNow(std::string(id), "loopback", options.server, recording.lesson->source);
    Session session(recording.journal, recording.clock, *recording.lesson, std::move(options));
    while (!session.isOver() && session.stepAny()) {}
    EXPECT_TRUE(session.isOver());
}

inline void remark(Recording &recording, std::string_view text)
{
    Event event;
    event.kind = Kind::Note;
    event.who = {Role::Person, 0};
    event.evidence = Evidence::Person;
    event.bytes = text;
    ASSERT_NE(recording.journal.append(event), Seq::None);
}

/// A real run with so many remarks after it.
inline void recordLong(Recording &recording, std::size_t remarks)
{
    record(recording);
    for (std::size_t i = 0; i < remarks; ++i)
        remark(recording, "one of many remarks, each as long as a sentence of some words is");
}

} // namespace twodoors::tests
