// SPDX-License-Identifier: GPL-3.0-or-later
// A run over the lab, recorded, to be looked at by widgets.
#pragma once

#include "lab/lab_here.h"
#include "recording/recording.h"
#include "session/session.h"
#include "widgets/viewpoint.h"

namespace twodoors::tests
{

class LabRecording
{
public:
    explicit LabRecording(std::string_view lessonId, bool holds = false)
        : m_recording(std::make_shared<Recording>()), m_lab(newLab())
    {
        m_recording->lesson = *builtInLesson(lessonId);
        SessionOptions options;
        options.server = labAddress(Role::Server, Family::IPv4, 12000);
        options.lab = m_lab.get();
        options.holds = holds;
        m_recording->header =
            headerOfNow(std::string(lessonId), "lab", options.server, m_recording->lesson->source);
        m_session = std::make_unique<Session>(m_recording->journal, m_recording->clock,
                                              *m_recording->lesson, options);
    }

    [[nodiscard]] Session &session() { return *m_session; }
    [[nodiscard]] std::shared_ptr<Recording> recording() const { return m_recording; }

    /// Steps until nobody can go or `enough` says so.
    template <class Enough>
    void stepUntil(Enough enough)
    {
        JournalReader reader(m_recording->journal);
        constexpr int mostStill = 50;
        for (int still = 0; still < mostStill && !enough(m_session->world());) {
            const std::size_t before = m_recording->journal.size();
            if (!m_session->stepAny()) {
                static_cast<void>(reader.waitBeyond(before, std::chrono::milliseconds(20)));
                m_session->lookAround();
            }
            still = m_recording->journal.size() > before ? 0 : still + 1;
        }
    }

    void playToTheEnd()
    {
        stepUntil([this](const World &) { return m_session->isOver(); });
        m_session->stop();
    }

    /// The one that has been in the hand for longest.
    [[nodiscard]] PacketId inHand()
    {
        for (const PacketId id : m_session->world().onWire()) {
            if (m_session->world().packet(id)->isInHand)
                return id;
        }
        return PacketId::None;
    }

private:
    std::shared_ptr<Recording> m_recording;
    std::unique_ptr<Lab> m_lab;
    std::unique_ptr<Session> m_session;
};

/// A whole run of the lesson.
inline std::shared_ptr<Recording> labRecording(const std::string &lesson)
{
    LabRecording run(lesson);
    run.playToTheEnd();
    return run.recording();
}

/// The first `events` of a recording, as a file would give them.
inline std::shared_ptr<Recording> beginningOf(const Recording &whole, std::size_t events)
{
    auto part = std::make_shared<Recording>();
    part->header = whole.header;
    part->lesson = whole.lesson;
    for (std::size_t seq = 1; seq <= events; ++seq)
        part->journal.restore(whole.journal.at(static_cast<Seq>(seq)));
    return part;
}

inline void catchUpWholly(Viewpoint &view)
{
    while (view.catchUp()) {}
}

} // namespace twodoors::tests
