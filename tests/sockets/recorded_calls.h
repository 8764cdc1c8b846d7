// SPDX-License-Identifier: GPL-3.0-or-later
// A client's and a server's calls on real sockets, and what the journal holds of them.
#pragma once

#include "kernel/real_sockets.h"
#include "sockets/calls.h"

#include <algorithm>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <vector>

namespace twodoors::tests
{

/// No descriptor can be made while it lives.
class NoDescriptors
{
public:
    NoDescriptors()
    {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        rlimit none = m_before;
        none.rlim_cur = 0;
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    NoDescriptors(const NoDescriptors &) = delete;
    NoDescriptors &operator=(const NoDescriptors &) = delete;
    ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &m_before); }

private:
    rlimit m_before{};
};

struct RecordedCalls {
    SteadyClock clock;
    Journal journal{clock};
    DoorRegistry doors;
    Calls client{journal, clock, doors, {Role::Client, 0}};
    Calls server{journal, clock, doors, {Role::Server, 0}};
    CallSite site{LineNumber{7}, Seq::None, "name", "who"};

    /// A bound TCP socket that does not listen: it refuses who knocks. Or a mailbox.
    OpenDoor named(Calls &calls, Family family, Protocol protocol)
    {
        OpenDoor door;
        EXPECT_TRUE(calls.socket(site, family, protocol, door).succeeded());
        EXPECT_TRUE(calls.bind(site, door, loopback(family)).succeeded());
        return door;
    }

    OpenDoor welcoming(Family family, int backlog = 5)
    {
        OpenDoor door = named(server, family, Protocol::Tcp);
        EXPECT_TRUE(server.listen(site, door, backlog).succeeded());
        return door;
    }

    OpenDoor plain(Calls &calls, Family family, Protocol protocol)
    {
        OpenDoor door;
        EXPECT_TRUE(calls.socket(site, family, protocol, door).succeeded());
        return door;
    }

    struct Pair {
        OpenDoor welcome;
        OpenDoor client;
        OpenDoor connection;
    };

    Pair connectedPair(Family family)
    {
        Pair pair{welcoming(family), plain(client, family, Protocol::Tcp), {}};
        EXPECT_TRUE(client.connect(site, pair.client, pair.welcome.local).succeeded());
        EXPECT_TRUE(server.accept(site, pair.welcome, pair.connection).succeeded());
        return pair;
    }

    std::vector<Event> events(Kind kind) const
    {
        std::vector<Event> found;
        for (std::size_t seq = 1; seq <= journal.size(); ++seq) {
            const Event event = journal.at(static_cast<Seq>(seq));
            if (event.kind == kind)
                found.push_back(event);
        }
        return found;
    }

    std::vector<DoorStage> stagesOf(DoorId door) const
    {
        std::vector<DoorStage> stages;
        for (const Event &event : events(Kind::Door)) {
            if (event.door == door)
                stages.push_back(event.stage);
        }
        return stages;
    }

    /// Of an outcome: the return as it was recorded.
    Event returned(const Outcome &outcome) const { return journal.at(outcome.event); }
    /// Of an outcome: its call as it was recorded.
    Event called(const Outcome &outcome) const { return journal.at(returned(outcome).cause); }

    /// What holds of every call.
    void expectRecorded(const Outcome &outcome, CallName name) const
    {
        ASSERT_NE(outcome.event, Seq::None);
        const Event back = returned(outcome);
        EXPECT_EQ(back.kind, Kind::Return);
        EXPECT_EQ(back.call, name);
        EXPECT_EQ(back.value, outcome.value);
        EXPECT_EQ(back.error, outcome.error);
        EXPECT_EQ(back.line, LineNumber{7});
        EXPECT_EQ(back.into, "name");
        EXPECT_EQ(back.from, "who");
        EXPECT_GE(back.duration, Nanoseconds::zero());
        ASSERT_NE(back.cause, Seq::None);
        const Event call = journal.at(back.cause);
        EXPECT_EQ(call.kind, Kind::Call);
        EXPECT_EQ(call.call, name);
        EXPECT_EQ(call.who, back.who);
        EXPECT_EQ(call.line, LineNumber{7});
        EXPECT_EQ(call.cause, site.lineEvent);
        EXPECT_LE(call.t + back.duration, back.t);
    }
};

inline void makeNonblocking(const OpenDoor &door)
{
    ASSERT_EQ(::fcntl(door.fd.get(), F_SETFL, O_NONBLOCK), 0);
}

} // namespace twodoors::tests
