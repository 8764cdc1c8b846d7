// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel_reporter.h"

#include <mutex>
#include <thread>
#include <vector>

namespace twodoors
{

/// The kernel's reports on a session's hosts: this machine, or the lab's two. Any thread may ask
/// for one; the first that fails is recorded as a fault.
class KernelWatch
{
public:
    /// All must outlive this object.
    KernelWatch(Journal &journal, const Clock &clock, DoorRegistry &doors);
    KernelWatch(const KernelWatch &) = delete;
    KernelWatch &operator=(const KernelWatch &) = delete;
    ~KernelWatch() = default;

    /// Reports on this machine; where it gives none, that is recorded as a fault.
    void addThisMachine();

    /// Reports on the host of this role's programs (Role::Client or Role::Server).
    void addHost(Role programs, SockDiag diag);

    [[nodiscard]] bool hasReports() const noexcept { return !m_reporters.empty(); }

    /// TCP doors with this server's port are reported; 0 is none.
    void watch(std::uint16_t port);

    /// Asks now; `cause` is the event after which it is asked.
    void report(KernelReporter::Depth depth, Seq cause);

    /// Asks again and again, in a thread of its own, without taking more than a small part of a
    /// processor's time.
    void startSampling();
    void stopSampling();

private:
    void sample(const std::stop_token &stop);

    Journal &m_journal;
    const Clock &m_clock;
    DoorRegistry &m_doors;
    std::mutex m_mutex; ///< of the reporters and of m_hasFailed
    std::vector<KernelReporter> m_reporters;
    bool m_hasFailed = false;
    std::jthread m_sampler;
};

} // namespace twodoors
