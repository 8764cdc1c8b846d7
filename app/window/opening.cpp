// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/opening.h"

#include <atomic>
#include <thread>
#include <utility>

namespace twodoors
{

using namespace std::chrono_literals;

struct Opening::Work {
    std::string file;
    std::shared_ptr<Recording> recording = std::make_shared<Recording>();
    std::stop_source stop;
    std::atomic<bool> isKnown = false; ///< header and lesson do not change any more
    std::atomic<std::size_t> read = 0;
    std::atomic<std::size_t> total = 0;
    std::atomic<bool> isDone = false; ///< nor does the result
    std::optional<Result<OpenedRecording>> result{};
};

Opening::Opening(QObject *parent) : QObject(parent)
{
    m_looks.setInterval(16ms);
    connect(&m_looks, &QTimer::timeout, this, &Opening::look);
}

Opening::~Opening()
{
    abandon();
}

void Opening::open(const std::string &file)
{
    abandon();
    m_work = std::make_shared<Work>();
    m_work->file = file;
    m_hasBegun = false;
    m_looks.start();
    std::thread([work = m_work] { read(work); }).detach();
}

void Opening::cancel() noexcept
{
    if (m_work)
        m_work->stop.request_stop();
}

void Opening::abandon()
{
    cancel();
    m_work.reset();
    m_looks.stop();
}

double Opening::progress() const noexcept
{
    const std::size_t total = m_work ? m_work->total.load() : 0;
    return total == 0 ? 0.0 : static_cast<double>(m_work->read.load()) / static_cast<double>(total);
}

std::size_t Opening::events() const noexcept
{
    return m_work ? m_work->recording->journal.size() : 0;
}

void Opening::read(const std::shared_ptr<Work> &work)
{
    OpenProgress progress;
    progress.reading.stop = work->stop.get_token();
    progress.reading.report = [&work](std::size_t done, std::size_t total) {
        work->read = done;
        work->total = total;
    };
    progress.onKnown = [&work] { work->isKnown = true; };
    work->result.emplace(openRecording(work->file, *work->recording, progress));
    work->isDone = true;
}

void Opening::look()
{
    const std::shared_ptr<Work> work = m_work;
    const bool isDone = work->isDone;
    if (isDone)
        abandon();
    if (work->isKnown && !std::exchange(m_hasBegun, true))
        emit begun(work->recording);
    if (m_hasBegun)
        emit news();
    if (isDone && *work->result)
        emit finished((**work->result).words);
    else if (isDone)
        emit failed(work->result->failure());
}

} // namespace twodoors
