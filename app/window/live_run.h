// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/run_choice.h"
#include "journal/session_file.h"
#include "lab/lab.h"
#include "recording/recording.h"
#include "session/session.h"

#include <memory>
#include <optional>

namespace twodoors
{

/// A run under way: its lab where there is one, its session, and the recording that it fills. Used
/// by one thread; its functions wait until what they do has come to rest.
class LiveRun
{
public:
    /// Why there is none: a lesson that cannot be read, an address that is not this machine's, a
    /// session file that cannot be written.
    [[nodiscard]] static Result<std::unique_ptr<LiveRun>> start(const RunChoice &choice);

    LiveRun(const LiveRun &) = delete;
    LiveRun &operator=(const LiveRun &) = delete;
    /// Stops it; its session file has its end, too.
    ~LiveRun();

    [[nodiscard]] const std::shared_ptr<Recording> &recording() const noexcept
    {
        return m_recording;
    }
    [[nodiscard]] Session &session() noexcept { return m_session; }
    [[nodiscard]] JournalReader &reader() noexcept { return m_reader; }

    /// Why there is no lab although one was wanted.
    [[nodiscard]] const std::optional<Failure> &labMissing() const noexcept { return m_labMissing; }

    /// Whether a program of this role waits to be let through, or can still be started.
    [[nodiscard]] bool mayStep(Role role);
    [[nodiscard]] bool has(Role role) const;

    /// Lets a line through of any program; where none can go, once more a moment later, as what
    /// the wire and the kernels are about may let one go on.
    [[nodiscard]] bool stepAnySoon();

    void addRemark(std::string_view text);

    /// Brings its session file up to date, where it has one. After a failure, which is returned
    /// once, nothing more is written.
    [[nodiscard]] std::optional<Failure> keep();

private:
    /// The lesson must be in the recording.
    LiveRun(std::unique_ptr<Lab> lab, std::optional<Failure> labMissing,
            std::shared_ptr<Recording> recording, std::optional<SessionWriter> writer,
            const RunChoice &choice);

    std::unique_ptr<Lab> m_lab;
    std::optional<Failure> m_labMissing;
    std::shared_ptr<Recording> m_recording;
    std::optional<SessionWriter> m_writer;
    std::vector<Who> m_cast;
    JournalReader m_reader;
    Session m_session;
};

} // namespace twodoors
