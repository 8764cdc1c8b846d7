// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/opening.h"

#include "wire/capture_reader.h"

#include <atomic>
#include <fstream>
#include <thread>
#include <utility>

namespace twodoors
{

using namespace std::chrono_literals;

struct Opening::Work {
    std::string file;
    std::shared_ptr<Recording> recording = std::make_shared<Recording>();
    std::atomic<bool> isKnown = false; ///< header and lesson do not change any more
    std::atomic<bool> isDone = false;  ///< nor does anything below
    std::optional<Failure> failure{};
    std::vector<Failure> words{};
    std::size_t packets = 0;
};

Opening::Opening(QObject *parent) : QObject(parent)
{
    m_looks.setInterval(16ms);
    connect(&m_looks, &QTimer::timeout, this, &Opening::look);
}

void Opening::open(const std::string &file)
{
    m_work = std::make_shared<Work>();
    m_work->file = file;
    m_hasBegun = false;
    m_looks.start();
    std::thread([work = m_work] { read(work); }).detach();
}

void Opening::abandon()
{
    m_work.reset();
    m_looks.stop();
}

void Opening::read(const std::shared_ptr<Work> &work)
{
    if (isCaptureFile(work->file))
        readPackets(*work);
    else
        readEvents(*work);
    work->isDone = true;
}

void Opening::readEvents(Work &work)
{
    std::string header;
    std::ifstream beginning(work.file);
    std::getline(beginning, header);
    Recording &recording = *work.recording;
    Journal none(recording.clock);
    if (const auto first = readSessionText(header + '\n', none)) {
        recording.header = first->header;
        if (!recording.header.source.empty()) {
            auto lesson = readLesson(recording.header.source);
            if (lesson)
                recording.lesson = *std::move(lesson);
            else
                work.words.push_back(lesson.failure());
        }
        work.isKnown = true;
    }
    auto session = readSession(work.file, recording.journal);
    if (!session) {
        work.failure = session.failure();
        return;
    }
    if (session->cut)
        work.words.push_back({"session-cut", {}});
    if (session->damage)
        work.words.push_back(*std::move(session->damage));
}

void Opening::readPackets(Work &work)
{
    auto capture = readCapture(work.file, work.recording->journal);
    if (!capture) {
        work.failure = capture.failure();
        return;
    }
    work.recording->header = capture->header;
    work.isKnown = true;
    work.packets = capture->packets;
    if (capture->cut)
        work.words.push_back({"capture-cut", {}});
    if (capture->damage)
        work.words.push_back(*std::move(capture->damage));
    if (work.words.empty() && capture->packets == 0)
        work.words.push_back({"capture-empty", {}});
    if (capture->skipped > 0)
        work.words.push_back({"capture-skipped",
                              {{"skipped", std::to_string(capture->skipped)},
                               {"frames", std::to_string(capture->frames)}}});
    if (capture->truncated > 0)
        work.words.push_back(
            {"capture-truncated", {{"truncated", std::to_string(capture->truncated)}}});
}

void Opening::look()
{
    const std::shared_ptr<Work> work = m_work;
    const bool isDone = work->isDone;
    const auto inFull = [&work](Failure failure) {
        failure.values.emplace_back("file", work->file);
        failure.values.emplace_back("events", std::to_string(work->recording->journal.size()));
        failure.values.emplace_back("packets", std::to_string(work->packets));
        return failure;
    };
    if (isDone)
        abandon();
    if (isDone && work->failure) {
        emit failed(inFull(*work->failure));
        return;
    }
    if (work->isKnown && !std::exchange(m_hasBegun, true))
        emit begun(work->recording);
    if (m_hasBegun)
        emit news();
    if (!isDone)
        return;
    std::vector<Failure> words;
    for (const Failure &word : work->words)
        words.push_back(inFull(word));
    emit finished(words);
}

} // namespace twodoors
