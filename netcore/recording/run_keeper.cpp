// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/run_keeper.h"

#include <algorithm>
#include <string>
#include <unistd.h>
#include <utility>

namespace twodoors
{

namespace
{

using namespace std::chrono_literals;

/// Between two writes: less than a frame of the window, so that what was shown is in the file.
constexpr Nanoseconds pause = 10ms;

/// Events written between two looks at the end.
constexpr std::size_t batch = 4096;

/// How long a wait lasts in which nothing comes; a stop ends it.
constexpr Nanoseconds lookInterval = 10s;

} // namespace

RunKeeper::RunKeeper(Recording &recording, RunFolder folder, OnFailure onFailure)
    : m_journal(recording.journal), m_header(recording.header), m_folder(std::move(folder)),
      m_onFailure(std::move(onFailure)), m_reader(recording.journal),
      m_thread([this](const std::stop_token &stop) { keep(stop); })
{}

RunKeeper::~RunKeeper()
{
    end(AtEnd::Keep);
}

void RunKeeper::end(AtEnd choice)
{
    if (!m_thread.joinable())
        return;
    m_atEnd = choice;
    m_thread.request_stop();
    m_thread.join();
}

void RunKeeper::keep(const std::stop_token &stop)
{
    const std::stop_callback wake(stop, [this] { m_reader.wake(); });
    auto running = m_folder.begin(m_header);
    if (!running)
        return complain(running.failure());
    const std::filesystem::path path = running->path;
    auto writer = SessionWriter::into(std::move(running->file), path, m_header);
    if (!writer) {
        ::unlink(path.c_str());
        return complain(writer.failure());
    }
    auto failure = write(stop, *writer);
    if (failure)
        complain(*std::exchange(failure, std::nullopt));
    while (!stop.stop_requested()) // the lock says that the run goes on
        static_cast<void>(m_reader.waitBeyond(Journal::capacity, lookInterval));
    if (m_atEnd == AtEnd::Remove)
        ::unlink(path.c_str());
    else
        failure = RunFolder::endInOrder(path);
    if (failure)
        complain(*failure);
}

std::optional<Failure> RunKeeper::write(const std::stop_token &stop, SessionWriter &writer)
{
    while (true) {
        const bool isLast = stop.stop_requested();
        const std::size_t end = m_journal.size();
        while (m_written < end) {
            if (stop.stop_requested() && m_atEnd == AtEnd::Remove)
                return std::nullopt;
            auto failure = writer.catchUp(m_journal, std::min(m_written + batch, end));
            m_written = writer.written();
            if (failure)
                return failure;
            if (writer.size() > m_folder.bounds().bytes / 2)
                return Failure{"kept-too-large", {{"events", std::to_string(m_written)}}};
        }
        if (isLast)
            return std::nullopt;
        static_cast<void>(m_reader.waitBeyond(end, lookInterval));
        if (!stop.stop_requested())
            static_cast<void>(m_reader.waitBeyond(Journal::capacity, pause));
    }
}

void RunKeeper::complain(Failure failure)
{
    if (failure.topic == "file-not-written")
        failure.topic = "kept-not-written";
    if (m_onFailure)
        std::exchange(m_onFailure, nullptr)(failure);
}

} // namespace twodoors
