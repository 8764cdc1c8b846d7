// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/lab_wire.h"

#include "journal/fault.h"

namespace twodoors
{

LabWire::LabWire(Journal &journal, const Clock &clock, Lab &lab, KernelWatch &kernel,
                 std::uint64_t seed)
    : m_lab(lab), m_kernel(kernel), m_causes(journal),
      m_relay(journal, clock, lab.device(Role::Client), lab.device(Role::Server),
              {[this](Heading heading, const PacketSummary &packet, std::string_view bytes) {
                   return m_causes.causeOf(heading, packet, bytes);
               },
               [this](Heading, const PacketSummary &packet, Seq event) {
                   m_causes.noteDelivered(packet, event);
                   if (m_asks)
                       m_kernel.report(KernelReporter::Depth::Full, event);
               }},
              seed)
{
    for (const Role programs : {Role::Client, Role::Server}) {
        auto reports = lab.takeReports(programs);
        if (reports)
            m_kernel.addHost(programs, std::move(*reports));
        else
            journal.append(faultEvent(reports.failure().topic, reports.failure().error));
    }
}

Host LabWire::host(Role programs)
{
    return {[this, programs](int domain, int type, int protocol) {
                return m_lab.makeSocket(programs, domain, type, protocol);
            },
            true};
}

} // namespace twodoors
