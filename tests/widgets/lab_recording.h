// SPDX-License-Identifier: GPL-3.0-or-later
// A real run over the lab as the window looks at it.
#pragma once

#include "recording/recording.h"
#include "session/lab_run.h"

#include <memory>

namespace twodoors::tests
{

inline std::shared_ptr<Recording> labRecording(const std::string &lesson)
{
    LabRun lab(orThrow(builtInLesson(lesson)));
    EXPECT_TRUE(lab.run().advanceToEnd()) << lesson;
    lab.session().stop();
    auto recording = std::make_shared<Recording>();
    for (const Event &event : lab.run().events([](const Event &) { return true; }))
        static_cast<void>(recording->journal.restore(event));
    recording->lesson = orThrow(builtInLesson(lesson));
    recording->header = headerOfNow(lesson, "lab", labAddress(Role::Server, Family::IPv4, 12000),
                                    recording->lesson->source);
    return recording;
}

} // namespace twodoors::tests
