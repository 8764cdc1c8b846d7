// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/kernel_watch.h"

#include "journal/fault.h"

#include <algorithm>
#include <condition_variable>

namespace twodoors
{

namespace
{

/// The reports take at most one part in so many of a processor's time.
constexpr int sampleShare = 50;
constexpr Nanoseconds shortestSample = std::chrono::milliseconds(100);

} // namespace

KernelWatch::KernelWatch(Journal &journal, const Clock &clock, DoorRegistry &doors)
    : m_journal(journal), m_clock(clock), m_doors(doors)
{}

void KernelWatch::addThisMachine()
{
    auto diag = SockDiag::open();
    if (diag)
        m_reporters.emplace_back(m_journal, m_doors, std::move(*diag));
    else
        m_journal.append(faultEvent(diag.failure().topic, diag.failure().error));
}

void KernelWatch::addHost(Role programs, SockDiag diag)
{
    m_reporters.emplace_back(m_journal, m_doors, std::move(diag));
    m_reporters.back().limitTo(programs);
}

void KernelWatch::watch(std::uint16_t port)
{
    if (port == 0)
        return;
    const std::scoped_lock lock(m_mutex);
    for (KernelReporter &reporter : m_reporters)
        reporter.watch(port);
}

void KernelWatch::report(KernelReporter::Depth depth, Seq cause)
{
    const std::scoped_lock lock(m_mutex);
    for (KernelReporter &reporter : m_reporters) {
        const auto events = reporter.report(depth, cause);
        if (events || m_hasFailed)
            continue;
        m_hasFailed = true;
        m_journal.append(faultEvent(events.failure().topic, events.failure().error));
    }
}

void KernelWatch::startSampling()
{
    m_sampler = std::jthread([this](const std::stop_token &stop) { sample(stop); });
}

void KernelWatch::stopSampling()
{
    m_sampler = {};
}

void KernelWatch::sample(const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        const Nanoseconds begin = m_clock.now();
        report(KernelReporter::Depth::Sampled, Seq::None);
        const Nanoseconds pause = std::max((m_clock.now() - begin) * sampleShare, shortestSample);
        wake.wait_for(lock, stop, pause, [] { return false; });
    }
}

} // namespace twodoors
