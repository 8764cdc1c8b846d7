// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings of real runs, and large ones.
#pragma once

#include "journal/session_files.h"
#include "recording/recording.h"
#include "world/real_run.h"

namespace twodoors::tests
{

/// What is known of a run on loopback before it starts.
inline void prepare(Recording &recording, std::string_view id = "tcp-echo")
{
    recording.lesson = *builtInLesson(id);
    recording.header =
        headerOfNow(std::string(id), "loopback", onLoopback().server, recording.lesson->source);
}

/// Steps its lesson to the end.
inline void perform(Recording &recording)
{
    Session session(recording.journal, recording.clock, *recording.lesson, onLoopback());
    while (!session.isOver() && session.stepAny()) {}
    EXPECT_TRUE(session.isOver());
}

inline void record(Recording &recording)
{
    prepare(recording);
    perform(recording);
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
