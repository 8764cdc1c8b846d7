// SPDX-License-Identifier: GPL-3.0-or-later
// A real run of a lesson on loopback, kept as a recording, and moments of it.
#pragma once

#include "interop/engine_run.h"
#include "widgets/viewpoint.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

/// Steps the lesson to its end and looks at it.
class RecordedRun
{
public:
    explicit RecordedRun(Lesson lesson, std::vector<std::string> messages = {"hello, two doors"})
    {
        SessionOptions options;
        options.server = loopback(Family::IPv4, freePort(Family::IPv4));
        options.messages = std::move(messages);
        m_recording->header = headerOfNow(lesson.id, "loopback", options.server, lesson.source);
        m_recording->lesson = std::move(lesson);
        Session session(m_recording->journal, m_recording->clock, *m_recording->lesson, options);
        JournalReader reader(m_recording->journal);
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!session.isOver() && std::chrono::steady_clock::now() < deadline) {
            if (session.stepAny())
                continue;
            static_cast<void>(
                reader.waitBeyond(m_recording->journal.size(), std::chrono::milliseconds(2)));
            session.lookAround();
        }
    }

    explicit RecordedRun(std::string_view lesson,
                         std::vector<std::string> messages = {"hello, two doors"})
        : RecordedRun(orThrow(builtInLesson(lesson)), std::move(messages))
    {}

    [[nodiscard]] const std::shared_ptr<Recording> &recording() const { return m_recording; }

    void show(Viewpoint &view) const
    {
        view.look(m_recording);
        while (view.catchUp()) {}
    }

    /// The `nth` event, from 1, for which it is so; None where there are fewer.
    template <class Condition>
    [[nodiscard]] Seq find(Condition &&condition, int nth = 1) const
    {
        for (std::size_t i = 1; i <= m_recording->journal.size(); ++i) {
            const auto seq = static_cast<Seq>(i);
            if (condition(m_recording->journal.at(seq)) && --nth == 0)
                return seq;
        }
        return Seq::None;
    }

    [[nodiscard]] Seq call(Who who, CallName call, Kind kind, int nth = 1) const
    {
        return find(
            [=](const Event &e) { return e.who == who && e.kind == kind && e.call == call; }, nth);
    }

private:
    std::shared_ptr<Recording> m_recording = std::make_shared<Recording>();
};

} // namespace twodoors::tests
