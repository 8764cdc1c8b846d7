// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/open_recording.h"

#include "wire/capture_reader.h"

#include <string>
#include <utility>

namespace twodoors
{

namespace
{

class Opening
{
public:
    Opening(const std::filesystem::path &path, Recording &recording, const OpenProgress &progress)
        : m_path(path), m_recording(recording), m_progress(progress)
    {}

    [[nodiscard]] Result<OpenedRecording> perform()
    {
        const auto failure = isCaptureFile(m_path) ? readPackets() : readEvents();
        if (failure)
            return named(*failure);
        for (Failure &word : m_opened.words)
            word = named(std::move(word));
        return std::move(m_opened);
    }

private:
    [[nodiscard]] ReadHooks hooks()
    {
        return {[this](const SessionHeader &header) { learn(header); }, m_progress.reading};
    }

    void learn(const SessionHeader &header)
    {
        m_recording.header = header;
        if (!header.source.empty()) {
            auto lesson = readLesson(header.source);
            if (lesson)
                m_recording.lesson = *std::move(lesson);
            else
                addDamage(lesson.failure());
        }
        if (m_progress.onKnown)
            m_progress.onKnown();
    }

    [[nodiscard]] std::optional<Failure> readEvents()
    {
        auto session = readSession(m_path, m_recording.journal, hooks());
        if (!session)
            return session.failure();
        if (session->cut)
            addDamage({"session-cut", {}});
        if (session->damage)
            addDamage(std::move(*session->damage));
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Failure> readPackets()
    {
        auto capture = readCapture(m_path, m_recording.journal, hooks());
        if (!capture)
            return capture.failure();
        m_opened.packets = capture->packets;
        if (capture->cut)
            addDamage({"capture-cut", {}});
        if (capture->damage)
            addDamage(std::move(*capture->damage));
        const auto count = [](std::size_t number) { return std::to_string(number); };
        if (m_opened.isWhole && capture->packets == 0)
            m_opened.words.push_back({"capture-empty", {}});
        if (capture->skipped > 0)
            m_opened.words.push_back(
                {"capture-skipped",
                 {{"skipped", count(capture->skipped)}, {"frames", count(capture->frames)}}});
        if (capture->truncated > 0)
            m_opened.words.push_back(
                {"capture-truncated", {{"truncated", count(capture->truncated)}}});
        return std::nullopt;
    }

    void addDamage(Failure failure)
    {
        m_opened.isWhole = false;
        m_opened.words.push_back(std::move(failure));
    }

    [[nodiscard]] Failure named(Failure failure) const
    {
        failure.values.emplace_back("file", m_path.string());
        failure.values.emplace_back("events", std::to_string(m_recording.journal.size()));
        failure.values.emplace_back("packets", std::to_string(m_opened.packets));
        return failure;
    }

    const std::filesystem::path &m_path;
    Recording &m_recording;
    const OpenProgress &m_progress;
    OpenedRecording m_opened;
};

} // namespace

Result<OpenedRecording> openRecording(const std::filesystem::path &path, Recording &recording,
                                      const OpenProgress &progress)
{
    return Opening(path, recording, progress).perform();
}

} // namespace twodoors
