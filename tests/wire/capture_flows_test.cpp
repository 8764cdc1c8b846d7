// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/captures.h"

#include <gmock/gmock.h>

namespace twodoors::tests
{

namespace
{

using testing::ElementsAre;
using testing::SizeIs;

TEST(CaptureFlows, numbersClientsWhereThereAreSeveral)
{
    const Endpoint second = end("10.0.0.9:40000");
    const Reading reading(pcapFile(echoPackets(client, server) + echoPackets(second, server)
                                   + std::vector{udpPacket(server, client, "x")}));
    std::vector<std::uint16_t> numbers;
    for (const Event &event : reading.packets()) {
        if (event.who.role == Role::ClientKernel)
            numbers.push_back(event.who.number);
        else
            EXPECT_EQ(event.who.number, 0);
    }
    EXPECT_THAT(numbers, ElementsAre(1, 1, 1, 1, 2, 2, 2, 2, 3));
}

TEST(CaptureFlows, moreClientsThanNumbersGoRound)
{
    std::vector<std::string> packets;
    for (std::uint32_t i = 0; i < 70'000; ++i) {
        Endpoint guest = client;
        guest.address[1] = static_cast<std::uint8_t>(i >> 16U);
        guest.address[2] = static_cast<std::uint8_t>(i >> 8U);
        guest.address[3] = static_cast<std::uint8_t>(i);
        packets.push_back(tcpPacket(guest, server, {2, 1000, 0}));
    }
    const Reading reading(pcapFile(packets));
    const auto events = reading.packets();
    ASSERT_THAT(events, SizeIs(70'000));
    EXPECT_EQ(events[65'534].who.number, 65'535);
    EXPECT_EQ(events[65'535].who.number, 1);
}

struct HeadingRow {
    std::string name;
    std::string packet;
    Heading heading;
};

void PrintTo(const HeadingRow &row, std::ostream *out)
{
    *out << row.name;
}

class HeadingOf : public testing::TestWithParam<HeadingRow>
{};

TEST_P(HeadingOf, aFlowWithoutASyn)
{
    const auto events = Reading(pcapFile({GetParam().packet})).packets();
    ASSERT_THAT(events, SizeIs(1));
    EXPECT_EQ(events[0].heading, GetParam().heading);
}

INSTANTIATE_TEST_SUITE_P(
    Each, HeadingOf,
    testing::Values(
        HeadingRow{"fromTheLargerPort", tcpPacket(client, server, {16, 1, 2}), Heading::ToServer},
        HeadingRow{"fromTheSmallerPort", tcpPacket(server, client, {16, 1, 2}), Heading::ToClient},
        HeadingRow{"synAck", tcpPacket(client, server, {18, 1, 2}), Heading::ToClient},
        HeadingRow{"firstDatagram", udpPacket(server, client, "x"), Heading::ToServer},
        HeadingRow{"fromAKnownPort", udpPacket(end("10.0.0.2:53"), client, "x"), Heading::ToClient},
        HeadingRow{"toAKnownPort", udpPacket(end("10.0.0.2:68"), end("10.0.0.3:67"), "x"),
                   Heading::ToServer},
        HeadingRow{"ping", icmpPacket(client, server, 8, 0, ""), Heading::ToServer}),
    [](const auto &row) { return row.param.name; });

TEST(CaptureFlows, aSynThatComesLaterSaysWhoIsTheClient)
{
    const Endpoint low = end("10.0.0.1:100");
    const auto events =
        Reading(pcapFile({tcpPacket(server, low, {16, 1, 2}), tcpPacket(low, server, {2, 7, 0})}))
            .packets();
    ASSERT_THAT(events, SizeIs(2));
    EXPECT_EQ(events[0].heading, Heading::ToClient);
    EXPECT_EQ(events[1].heading, Heading::ToServer);
}

TEST(CaptureFlows, anIcmpErrorGoesToTheSenderOfWhatItQuotes)
{
    const Endpoint router = end("192.168.9.9:0");
    const auto events =
        Reading(pcapFile({udpPacket(client, server, "x"),
                          icmpPacket(router, client, 11, 0, udpPacket(client, server, "x"))}))
            .packets();
    ASSERT_THAT(events, SizeIs(2));
    EXPECT_EQ(events[1].heading, Heading::ToClient);
    EXPECT_EQ(events[1].who, (Who{Role::ServerKernel, 0}));
    EXPECT_EQ(events[0].who, (Who{Role::ClientKernel, 0})); // a router is no second client
}

} // namespace

} // namespace twodoors::tests
