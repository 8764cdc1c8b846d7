// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recording/recording.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <thread>

namespace twodoors
{
class Viewpoint;
}

namespace twodoors::bench
{

/// A session file or a capture, read by a thread of its own into a recording that can be looked at
/// meanwhile. Nothing where it cannot be read.
class OpenedFile
{
public:
    explicit OpenedFile(const std::filesystem::path &path);
    ~OpenedFile();
    OpenedFile(const OpenedFile &) = delete;
    OpenedFile &operator=(const OpenedFile &) = delete;

    [[nodiscard]] const std::shared_ptr<Recording> &recording() const noexcept
    {
        return m_recording;
    }
    /// Whether all of it is in the recording's journal.
    [[nodiscard]] bool isRead() const noexcept { return m_isRead; }
    [[nodiscard]] bool hasFailed() const noexcept { return m_hasFailed; }

    /// Looks at it with a running event loop, a slice at a time, until the view has all of it.
    /// False where it could not be read.
    [[nodiscard]] bool follow(Viewpoint &view);

private:
    void read(const std::filesystem::path &path);

    std::shared_ptr<Recording> m_recording = std::make_shared<Recording>();
    std::atomic<bool> m_isRead = false;
    std::atomic<bool> m_hasFailed = false;
    std::thread m_reader;
};

} // namespace twodoors::bench
