// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/events.h"
#include "sockets/door_registry.h"

#include <array>
#include <gtest/gtest.h>
#include <set>
#include <thread>

namespace twodoors::tests
{

namespace
{

const Flow client{Protocol::Tcp, endpointOf("127.0.0.1:40000"), endpointOf("127.0.0.1:12000")};
const Flow server = client.reversed();
constexpr Who guest{Role::Client, 1};
constexpr Who host{Role::Server, 0};

TEST(DoorRegistry, findsADoorByItsFlow)
{
    DoorRegistry doors;
    EXPECT_FALSE(doors.find(client));
    const DoorId door = doors.next();
    doors.assign(client, {door, DoorRole::Client, guest, false});
    ASSERT_TRUE(doors.find(client));
    EXPECT_EQ(doors.find(client)->door, door);
    EXPECT_EQ(doors.find(client)->owner, guest);
    EXPECT_FALSE(doors.find(server)) << "each end is a door of its own";
    Flow udp = client;
    udp.protocol = Protocol::Udp;
    EXPECT_FALSE(doors.find(udp));
    EXPECT_EQ(doors.all().size(), 1U);
}

TEST(DoorRegistry, givesAConnectionOneDoorWhoeverSeesItFirst)
{
    DoorRegistry doors;
    const auto first = doors.findOrAssign(server, DoorRole::Connection, host);
    EXPECT_TRUE(first.isNew);
    EXPECT_EQ(first.entry.role, DoorRole::Connection);
    const auto second = doors.findOrAssign(server, DoorRole::Connection, guest);
    EXPECT_FALSE(second.isNew);
    EXPECT_EQ(second.entry.door, first.entry.door);
    EXPECT_EQ(second.entry.owner, host);
}

TEST(DoorRegistry, givesAFlowThatItKnowsNoDoorAsUnknown)
{
    DoorRegistry doors;
    const auto door = doors.assignUnknown(server, DoorRole::Connection, host);
    ASSERT_TRUE(door);
    EXPECT_EQ(doors.findOrAssign(server, DoorRole::Connection, host).entry.door, door->door);
    EXPECT_FALSE(doors.assignUnknown(server, DoorRole::Connection, host));
    doors.markClosed(server, door->door);
    EXPECT_FALSE(doors.assignUnknown(server, DoorRole::Connection, host)) << "closed just now";
    EXPECT_TRUE(doors.find(server));
    EXPECT_FALSE(doors.assignUnknown(server, DoorRole::Connection, host)) << "closed before";
    doors.forget(server, door->door);
    EXPECT_TRUE(doors.assignUnknown(server, DoorRole::Connection, host));
}

TEST(DoorRegistry, aDoorTakenAndClosedAtTheSameTimeIsNotMadeTwice)
{
    DoorRegistry doors;
    constexpr std::uint16_t flows = 20'000;
    const auto flowOf = [](std::uint16_t port) {
        Flow flow = server;
        flow.peer.port = port;
        return flow;
    };
    std::vector<DoorId> taken(flows + 1U);
    std::vector<DoorId> seen(flows + 1U);
    {
        const std::jthread program([&] {
            for (std::uint16_t port = 1; port <= flows; ++port) {
                taken[port] =
                    doors.findOrAssign(flowOf(port), DoorRole::Connection, host).entry.door;
                doors.markClosed(flowOf(port), taken[port]);
            }
        });
        for (std::uint16_t port = 1; port <= flows; ++port) {
            if (const auto door = doors.assignUnknown(flowOf(port), DoorRole::Connection, host))
                seen[port] = door->door;
        }
    }
    for (std::uint16_t port = 1; port <= flows; ++port)
        EXPECT_TRUE(seen[port] == DoorId::None || seen[port] == taken[port]) << port;
}

TEST(DoorRegistry, givesAReusedPortANewDoor)
{
    DoorRegistry doors;
    const DoorId first = doors.findOrAssign(server, DoorRole::Connection, host).entry.door;
    doors.markClosed(server, first);
    EXPECT_TRUE(doors.find(server)->closed) << "the kernel may still keep it";
    const auto second = doors.findOrAssign(server, DoorRole::Connection, host);
    EXPECT_TRUE(second.isNew);
    EXPECT_NE(second.entry.door, first);
    EXPECT_FALSE(second.entry.closed);
    // the old door's end does not touch the new one
    doors.markClosed(server, first);
    EXPECT_FALSE(doors.find(server)->closed);
    doors.forget(server, first);
    EXPECT_TRUE(doors.find(server));
    doors.forget(server, second.entry.door);
    EXPECT_FALSE(doors.find(server));
    EXPECT_TRUE(doors.all().empty());
}

TEST(DoorRegistry, knocksOnceWhicheverEndSpeaksFirst)
{
    for (const bool clientFirst : {true, false}) {
        DoorRegistry doors;
        doors.assign(clientFirst ? client : server, {doors.next(), DoorRole::Plain, guest, false});
        EXPECT_TRUE(doors.firstKnock(clientFirst ? client : server));
        EXPECT_FALSE(doors.firstKnock(clientFirst ? client : server));
        doors.assign(clientFirst ? server : client, {doors.next(), DoorRole::Plain, host, false});
        EXPECT_FALSE(doors.firstKnock(client));
        EXPECT_FALSE(doors.firstKnock(server));
    }
}

TEST(DoorRegistry, knocksAgainOnAReusedPort)
{
    DoorRegistry doors;
    for (int round = 0; round < 3; ++round) {
        const DoorId mine = doors.next();
        doors.assign(client, {mine, DoorRole::Client, guest, false});
        EXPECT_TRUE(doors.firstKnock(client)) << round;
        const DoorId theirs = doors.findOrAssign(server, DoorRole::Connection, host).entry.door;
        EXPECT_FALSE(doors.firstKnock(client)) << round;
        doors.markClosed(client, mine);
        doors.markClosed(server, theirs);
    }
}

TEST(DoorRegistry, neverGivesAnIdTwice)
{
    DoorRegistry doors;
    constexpr std::size_t each = 5000;
    std::array<std::vector<DoorId>, 8> ids;
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        threads.emplace_back([&doors, &mine = ids[i], i] {
            Flow flow = client;
            flow.local.port = static_cast<std::uint16_t>(1000 + i);
            for (std::size_t n = 0; n < each; ++n) {
                mine.push_back(doors.next());
                const auto found = doors.findOrAssign(flow, DoorRole::Connection, host);
                ASSERT_TRUE(found.isNew);
                mine.push_back(found.entry.door);
                doors.markClosed(flow, found.entry.door);
            }
        });
    }
    threads.clear();
    std::set<DoorId> all;
    for (const auto &mine : ids)
        all.insert(mine.begin(), mine.end());
    EXPECT_EQ(all.size(), 2 * each * ids.size());
    EXPECT_FALSE(all.contains(DoorId::None));
}

} // namespace

} // namespace twodoors::tests
