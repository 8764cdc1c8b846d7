// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/captures.h"
#include "world/world.h"

#include <gmock/gmock.h>

namespace twodoors::tests
{

namespace
{

using testing::ElementsAre;
using Words = std::vector<std::string>;

TEST(CaptureDoors, ofAWholeConnection)
{
    const Reading reading(pcapFile(echoPackets(client, server)));
    EXPECT_THAT(reading.doors(),
                ElementsAre("1 client-kernel client named", "2 server-kernel welcome welcome",
                            "3 server-kernel connection half-open",
                            "1 client-kernel client connected",
                            "3 server-kernel connection finished", "1 client-kernel client gone",
                            "3 server-kernel connection gone"));
    const auto doors = reading.events(Kind::Door);
    EXPECT_EQ(doors[0].local, client);
    EXPECT_EQ(doors[0].peer, server);
    EXPECT_EQ(doors[1].local, server);
    EXPECT_FALSE(doors[1].peer.isSet());
    EXPECT_EQ(doors[2].local, server);
    EXPECT_EQ(doors[2].peer, client);
    for (const Event &event : reading.packets()) {
        const bool isClients = event.local == client;
        EXPECT_EQ(event.heading, isClients ? Heading::ToServer : Heading::ToClient);
        EXPECT_EQ(event.who.role, isClients ? Role::ClientKernel : Role::ServerKernel);
    }
    World world;
    for (std::size_t seq = 1; seq <= reading.journal().size(); ++seq)
        world.apply(reading.journal().at(static_cast<Seq>(seq)));
    EXPECT_EQ(world.doors().size(), 3U);
}

struct DoorsRow {
    std::string name;
    std::vector<std::string> packets;
    Words doors;
};

void PrintTo(const DoorsRow &row, std::ostream *out)
{
    *out << row.name;
}

class Doors : public testing::TestWithParam<DoorsRow>
{};

TEST_P(Doors, followFromThePackets)
{
    EXPECT_EQ(Reading(pcapFile(GetParam().packets)).doors(), GetParam().doors);
}

std::vector<std::string> part(std::size_t from, std::size_t to)
{
    auto packets = echoPackets(client, server);
    return {packets.begin() + static_cast<std::ptrdiff_t>(from),
            packets.begin() + static_cast<std::ptrdiff_t>(to)};
}

const std::string refusal = tcpPacket(server, client, {20, 0, 1001});

INSTANTIATE_TEST_SUITE_P(
    Each, Doors,
    testing::Values(
        DoorsRow{"aSynWithoutAnswer", part(0, 1) + part(0, 1), {"1 client-kernel client named"}},
        DoorsRow{"aRefusedSyn",
                 part(0, 1) + std::vector{refusal},
                 {"1 client-kernel client named", "1 client-kernel client gone"}},
        DoorsRow{"aServerThatStopsListening",
                 part(0, 2)
                     + std::vector{refusal, tcpPacket(client, server, {2, 5000, 0}),
                                   tcpPacket(server, client, {20, 0, 5001})},
                 {"1 client-kernel client named", "2 server-kernel welcome welcome",
                  "3 server-kernel connection half-open", "1 client-kernel client gone",
                  "3 server-kernel connection gone", "4 client-kernel client named",
                  "2 server-kernel welcome gone", "4 client-kernel client gone"}},
        DoorsRow{"theMiddleOfAConnection",
                 part(3, 6),
                 {"1 client-kernel client connected", "2 server-kernel connection connected"}},
        DoorsRow{"fromTheSynAckOn",
                 part(1, 3),
                 {"1 client-kernel client named", "2 server-kernel welcome welcome",
                  "3 server-kernel connection half-open", "1 client-kernel client connected",
                  "3 server-kernel connection finished"}},
        DoorsRow{"anAckOfSomethingElse",
                 part(0, 2) + std::vector{tcpPacket(client, server, {16, 1001, 77})},
                 {"1 client-kernel client named", "2 server-kernel welcome welcome",
                  "3 server-kernel connection half-open"}},
        DoorsRow{"aReset",
                 part(0, 4) + std::vector{tcpPacket(client, server, {4, 1006, 0})},
                 {"1 client-kernel client named", "2 server-kernel welcome welcome",
                  "3 server-kernel connection half-open", "1 client-kernel client connected",
                  "3 server-kernel connection finished", "1 client-kernel client gone",
                  "3 server-kernel connection gone"}},
        DoorsRow{"segmentsAfterTheEnd",
                 part(5, 9) + part(3, 5),
                 {"1 server-kernel connection connected", "2 client-kernel client connected",
                  "2 client-kernel client gone", "1 server-kernel connection gone"}},
        DoorsRow{"datagrams",
                 {udpPacket(client, server, "a"), udpPacket(client, server, "b"),
                  udpPacket(server, client, "A")},
                 {"1 client-kernel mailbox named", "2 server-kernel mailbox named"}},
        DoorsRow{"aDatagramToNobody",
                 {udpPacket(client, server, "a"),
                  icmpPacket(server, client, 3, 3, udpPacket(client, server, "a"))},
                 {"1 client-kernel mailbox named"}}),
    [](const auto &row) { return row.param.name; });

} // namespace

} // namespace twodoors::tests
