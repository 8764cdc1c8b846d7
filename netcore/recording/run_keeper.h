// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recording/recording.h"
#include "recording/run_folder.h"

#include <atomic>
#include <functional>
#include <thread>

namespace twodoors
{

/// What becomes of a run's file when the run has ended in order.
enum class AtEnd : std::uint8_t { Remove, Keep };

/// Writes a run into a file as it goes, in a thread of its own: what was recorded is in the file a
/// moment later, and stays there when the program crashes. The run goes on without it where it
/// cannot be written.
class RunKeeper
{
public:
    /// From the keeper's thread, at most once: why the run is not kept, or not to its end.
    using OnFailure = std::function<void(const Failure &)>;

    /// Starts at once, with the header that the recording has now; it must outlive the keeper.
    RunKeeper(Recording &recording, RunFolder folder, OnFailure onFailure = {});
    RunKeeper(const RunKeeper &) = delete;
    RunKeeper &operator=(const RunKeeper &) = delete;
    /// Ends it with AtEnd::Keep where end() was not called.
    ~RunKeeper();

    /// Ends it; waits until its thread has gone, which is soon. To be kept, the journal's last
    /// events are written first. Nothing happens the second time.
    void end(AtEnd choice);

    /// How many events are in the file by now.
    [[nodiscard]] std::size_t written() const noexcept { return m_written.load(); }

private:
    void keep(const std::stop_token &stop);
    /// Returns at the end, or with why no more is written.
    [[nodiscard]] std::optional<Failure> write(const std::stop_token &stop, SessionWriter &writer);
    void complain(Failure failure);

    const Journal &m_journal;
    SessionHeader m_header;
    RunFolder m_folder;
    OnFailure m_onFailure;
    JournalReader m_reader;
    std::atomic<std::size_t> m_written = 0;
    std::atomic<AtEnd> m_atEnd = AtEnd::Keep;
    std::jthread m_thread; ///< the last one: it uses all others
};

} // namespace twodoors
