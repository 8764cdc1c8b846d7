// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/ghosts.h"

#include "journal/events.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

PacketSummary segment(std::uint32_t sequence, std::size_t size, std::uint32_t flags = TcpFlag::Ack)
{
    PacketSummary packet;
    packet.protocol = Protocol::Tcp;
    packet.isWhole = true;
    packet.source = endpointOf("10.0.0.1:40000");
    packet.destination = endpointOf("10.0.0.2:12000");
    packet.sequence = sequence;
    packet.payloadSize = size;
    packet.flags = flags;
    return packet;
}

class GhostsTest : public testing::Test
{
protected:
    Ghosts ghosts;

    [[nodiscard]] bool isGhost(const PacketSummary &packet,
                               Heading heading = Heading::ToServer) const
    {
        return ghosts.repeated(heading, packet) != PacketId::None;
    }
};

TEST_F(GhostsTest, areSynsDataAndFins)
{
    const std::vector<PacketSummary> repeated{
        segment(1, 0, TcpFlag::Syn), segment(1, 0, TcpFlag::Syn | TcpFlag::Ack), segment(1, 5),
        segment(1, 0, TcpFlag::Fin), segment(1, 5, TcpFlag::Fin | TcpFlag::Ack)};
    for (const PacketSummary &packet : repeated) {
        Ghosts all;
        all.hold(PacketId{7}, Heading::ToServer, packet);
        EXPECT_EQ(all.repeated(Heading::ToServer, packet), PacketId{7});
        EXPECT_EQ(all.repeated(Heading::ToClient, packet), PacketId::None);
        all.letGo(PacketId{7});
        EXPECT_EQ(all.repeated(Heading::ToServer, packet), PacketId::None);
    }
}

TEST_F(GhostsTest, areNoAcksResetsAndDatagrams)
{
    PacketSummary udp = segment(0, 5);
    udp.protocol = Protocol::Udp;
    for (const PacketSummary &packet : {segment(1, 0), segment(1, 0, TcpFlag::Rst), udp}) {
        ghosts.hold(PacketId{1}, Heading::ToServer, packet);
        EXPECT_FALSE(isGhost(packet));
    }
}

TEST_F(GhostsTest, mayBeCutIntoOtherPieces)
{
    ghosts.hold(PacketId{1}, Heading::ToServer, segment(10, 5));
    ghosts.hold(PacketId{2}, Heading::ToServer, segment(15, 5));
    EXPECT_EQ(ghosts.repeated(Heading::ToServer, segment(10, 10)), PacketId{1});
    EXPECT_EQ(ghosts.repeated(Heading::ToServer, segment(12, 6)), PacketId{1});
    EXPECT_EQ(ghosts.repeated(Heading::ToServer, segment(16, 2)), PacketId{2});
    EXPECT_FALSE(isGhost(segment(10, 11))) << "its last byte is new";
    EXPECT_FALSE(isGhost(segment(9, 5))) << "its first byte is new";
    ghosts.letGo(PacketId{1});
    EXPECT_FALSE(isGhost(segment(10, 10)));
}

TEST_F(GhostsTest, goRoundTheEndOfTheSequenceNumbers)
{
    ghosts.hold(PacketId{1}, Heading::ToServer, segment(0xFFFF'FFFE, 5));
    EXPECT_TRUE(isGhost(segment(0xFFFF'FFFE, 5)));
    EXPECT_TRUE(isGhost(segment(1, 2)));
    EXPECT_FALSE(isGhost(segment(1, 3)));
}

TEST_F(GhostsTest, belongToTheirFlow)
{
    ghosts.hold(PacketId{1}, Heading::ToServer, segment(1, 5));
    PacketSummary other = segment(1, 5);
    other.source.port = 40001;
    EXPECT_FALSE(isGhost(other));
    EXPECT_FALSE(isGhost(segment(1, 4, TcpFlag::Syn)));
}

} // namespace

} // namespace twodoors::tests
