// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel_reporter.h"
#include "kernel/real_sockets.h"
#include "sockets/calls.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

namespace twodoors::tests
{

using Depth = KernelReporter::Depth;

inline constexpr Who client{Role::Client, 1};
inline constexpr Who server{Role::Server, 0};

/// A server and a client by Calls, and a reporter beside them.
class KernelReporterFixture : public testing::Test
{
protected:
    void listen(int backlog = 5, Family family = Family::IPv4)
    {
        EXPECT_TRUE(m_server.socket({}, family, Protocol::Tcp, m_welcome).succeeded());
        EXPECT_TRUE(m_server.bind({}, m_welcome, loopback(family)).succeeded());
        EXPECT_TRUE(m_server.listen({}, m_welcome, backlog).succeeded());
        m_reporter.watch(m_welcome.local.port);
    }

    void connect(const std::optional<Endpoint> &from = {})
    {
        EXPECT_TRUE(m_client.socket({}, m_welcome.family, Protocol::Tcp, m_guest).succeeded());
        if (from) {
            EXPECT_TRUE(m_client.bind({}, m_guest, *from).succeeded());
        }
        EXPECT_TRUE(m_client.connect({}, m_guest, m_welcome.local).succeeded());
    }

    void accept() { EXPECT_TRUE(m_server.accept({}, m_welcome, m_connection).succeeded()); }

    void deferAccept() const
    {
        const int seconds = 30;
        EXPECT_EQ(::setsockopt(m_welcome.fd.get(), IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds,
                               sizeof seconds),
                  0);
    }

    std::size_t report(Depth depth = Depth::Full, Seq cause = Seq::None)
    {
        const auto events = m_reporter.report(depth, cause);
        EXPECT_TRUE(events) << events.failure().error;
        return *events;
    }

    /// What the kernel was reported to say, of one door or all: "door half-open", "LISTEN 0 5".
    std::vector<std::string> told(DoorId door)
    {
        std::vector<std::string> lines;
        for (std::size_t i = 1; i <= m_journal.size(); ++i) {
            const Event event = m_journal.at(static_cast<Seq>(i));
            if (event.evidence != Evidence::Kernel || event.door != door)
                continue;
            if (event.kind == Kind::Door)
                lines.push_back("door " + std::string(nameOf(event.stage)));
            else
                lines.push_back(std::string(nameOf(event.state)) + ' '
                                + std::to_string(event.receiveQueue) + ' '
                                + std::to_string(event.sendQueue));
        }
        return lines;
    }

    Event lastEventOf(DoorId door)
    {
        for (std::size_t i = m_journal.size(); i > 0; --i) {
            const Event event = m_journal.at(static_cast<Seq>(i));
            if (event.door == door)
                return event;
        }
        return {};
    }

    Event lastEvent() { return m_journal.at(static_cast<Seq>(m_journal.size())); }

    /// The door that the kernel made for the guest.
    DoorId child()
    {
        const auto entry = m_doors.find({Protocol::Tcp, m_welcome.local, localOf(m_guest.fd)});
        return entry ? entry->door : DoorId::None;
    }

    DoorId reportedChild()
    {
        EXPECT_TRUE(becomes([&] { return report() > 0 && child() != DoorId::None; }));
        return child();
    }

    /// Reports until the line is told of the door.
    bool comesToTell(DoorId door, const std::string &line, Depth depth = Depth::Full)
    {
        return becomes([&] {
            report(depth);
            const auto lines = told(door);
            return std::ranges::find(lines, line) != lines.end();
        });
    }

    SteadyClock m_clock;
    Journal m_journal{m_clock};
    DoorRegistry m_doors;
    Calls m_client{m_journal, m_clock, m_doors, client};
    Calls m_server{m_journal, m_clock, m_doors, server};
    KernelReporter m_reporter{m_journal, m_doors, *SockDiag::open()};
    OpenDoor m_welcome;
    OpenDoor m_guest;
    OpenDoor m_connection;
};

} // namespace twodoors::tests
