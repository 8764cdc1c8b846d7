// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lab/lab.h"
#include "session/kernel_watch.h"
#include "session/packet_causes.h"
#include "sockets/host.h"
#include "wire/relay.h"

#include <atomic>

namespace twodoors
{

/// The lab's two hosts joined by the wire: each packet with its cause, and after each delivery the
/// kernels' view of it.
class LabWire
{
public:
    /// All must outlive this object. Both hosts are added to the kernel's watch.
    LabWire(Journal &journal, const Clock &clock, Lab &lab, KernelWatch &kernel,
            std::uint64_t seed);

    void start() { m_relay.start(); }

    [[nodiscard]] Relay &relay() noexcept { return m_relay; }

    /// Where this role's programs stand.
    [[nodiscard]] Host host(Role programs);

    /// Whether the kernels are asked after each delivery, or somebody else samples them.
    void askAfterEachDelivery(bool does) noexcept { m_asks = does; }

private:
    Lab &m_lab;
    KernelWatch &m_kernel;
    PacketCauses m_causes;
    std::atomic<bool> m_asks = true;
    Relay m_relay;
};

} // namespace twodoors
