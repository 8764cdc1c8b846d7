// SPDX-License-Identifier: GPL-3.0-or-later
#include "opened_file.h"

#include "widgets/viewpoint.h"
#include "wire/capture_reader.h"

#include <QEventLoop>
#include <QTimer>
#include <fstream>

namespace twodoors::bench
{

namespace
{

constexpr int followMilliseconds = 16;

/// What the file says before its first event; a capture's is known without reading it.
SessionHeader headerOf(const std::filesystem::path &path)
{
    SessionHeader header;
    header.wire = SessionHeader::captureWire;
    if (isCaptureFile(path))
        return header;
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    const SteadyClock clock;
    Journal nothing(clock);
    auto session = readSessionText(line, nothing);
    return session ? std::move(session->header) : SessionHeader{};
}

} // namespace

OpenedFile::OpenedFile(const std::filesystem::path &path)
{
    m_recording->header = headerOf(path);
    if (const std::string &source = m_recording->header.source; !source.empty()) {
        if (auto lesson = readLesson(source))
            m_recording->lesson = std::move(*lesson);
    }
    m_reader = std::thread(&OpenedFile::read, this, path);
}

OpenedFile::~OpenedFile()
{
    m_reader.join();
}

void OpenedFile::read(const std::filesystem::path &path)
{
    Journal &journal = m_recording->journal;
    m_hasFailed = isCaptureFile(path) ? !readCapture(path, journal) : !readSession(path, journal);
    m_isRead = true;
}

bool OpenedFile::follow(Viewpoint &view)
{
    view.look(m_recording);
    QEventLoop loop;
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        const bool wasRead = m_isRead;
        if (const bool hasMore = view.catchUp(); wasRead && !hasMore)
            loop.quit();
        else
            timer.start(hasMore ? 0 : followMilliseconds);
    });
    timer.start(0);
    loop.exec();
    return !m_hasFailed && number(view.latest()) == m_recording->journal.size();
}

} // namespace twodoors::bench
