// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <pthread.h>

namespace twodoors
{

/// Ends the system call that a worker thread is blocked in, whichever it is, by a signal whose
/// handler does nothing: the call returns EINTR (signal(7)). The thread then finds isRequested()
/// true.
class Interruption
{
public:
    /// Makes sure the signal's handler stands. Its number is SIGRTMIN + 1.
    Interruption();
    Interruption(const Interruption &) = delete;
    Interruption &operator=(const Interruption &) = delete;
    ~Interruption() = default;

    /// The calling thread is the one to be interrupted, from now until leave().
    void enter();
    void leave();

    /// May be called from any thread, and again: the first signal can come just before the call
    /// that it should end.
    void request();

    [[nodiscard]] bool isRequested() const noexcept { return m_requested.load(); }

private:
    std::atomic<bool> m_requested = false;
    std::mutex m_mutex;
    std::optional<pthread_t> m_thread;
};

} // namespace twodoors
