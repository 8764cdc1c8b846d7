// SPDX-License-Identifier: GPL-3.0-or-later
// The wire in the World: packets by their ids, what is on its way, what the wire is told.
#include "journal/events.h"
#include "world/world.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

class WireInTheWorld : public testing::Test
{
protected:
    World world;

    void packet(PacketVerb verb, std::uint32_t id, Nanoseconds duration = {},
                std::uint32_t original = 0, std::string_view bytes = {})
    {
        Event event;
        event.kind = Kind::Packet;
        event.verb = verb;
        event.packet = PacketId{id};
        event.original = PacketId{original};
        event.heading = Heading::ToServer;
        event.local = *Endpoint::fromText("10.77.0.2:4000");
        event.duration = duration;
        event.bytes = bytes;
        apply(event);
    }

    void setting(WireSetting setting, Heading heading, Nanoseconds duration = {})
    {
        Event event;
        event.kind = Kind::Wire;
        event.setting = setting;
        event.heading = heading;
        event.duration = duration;
        apply(event);
    }

    [[nodiscard]] const PacketView &view(std::uint32_t id) const
    {
        return *world.packet(PacketId{id});
    }

private:
    void apply(Event event)
    {
        event.seq = Seq{number(world.seq()) + 1};
        event.t = Nanoseconds(number(event.seq) * 100);
        world.apply(event);
    }
};

TEST_F(WireInTheWorld, keepsAPacketFromItsSendingToItsEnd)
{
    packet(PacketVerb::Sent, 1, {}, 0, "abc");
    packet(PacketVerb::Held, 1);
    packet(PacketVerb::Ghost, 1, {}, 0, "abc");
    packet(PacketVerb::Ghost, 1, {}, 0, "abc");
    EXPECT_TRUE(view(1).isInHand);
    EXPECT_EQ(view(1).ghosts, 2U);
    EXPECT_EQ(view(1).bytesEvent, Seq{1});
    EXPECT_EQ(world.onWire(), std::vector{PacketId{1}});
    packet(PacketVerb::Corrupted, 1, {}, 0, "abd");
    EXPECT_TRUE(view(1).isInHand) << "it stays where it is";
    EXPECT_TRUE(view(1).isCorrupted);
    EXPECT_EQ(view(1).bytesEvent, Seq{5});
    packet(PacketVerb::Delayed, 1, Nanoseconds(1000));
    EXPECT_FALSE(view(1).isInHand);
    EXPECT_EQ(view(1).arrivesAt, Nanoseconds(1600));
    packet(PacketVerb::Delivered, 1);
    EXPECT_FALSE(view(1).isOnWire());
    EXPECT_TRUE(world.onWire().empty());
    EXPECT_EQ(world.packets().size(), 1U);
}

TEST_F(WireInTheWorld, makesADuplicateAPacketOfItsOwn)
{
    packet(PacketVerb::Sent, 1, {}, 0, "abc");
    packet(PacketVerb::Duplicated, 2, {}, 1);
    packet(PacketVerb::Held, 2);
    packet(PacketVerb::Delivered, 1);
    EXPECT_EQ(view(2).original, PacketId{1});
    EXPECT_EQ(view(2).bytesEvent, Seq{1});
    EXPECT_TRUE(view(2).isInHand);
    packet(PacketVerb::Dropped, 2);
    EXPECT_TRUE(world.onWire().empty());
}

TEST_F(WireInTheWorld, leavesWhatWasOnlySeenToTheJournal)
{
    packet(PacketVerb::Seen, 1, {}, 0, "abc");
    packet(PacketVerb::Seen, 2, {}, 0, "abc");
    EXPECT_EQ(world.packets().size(), 0U);
    EXPECT_TRUE(world.onWire().empty());
    EXPECT_EQ(world.lastPacket(), Seq{2});
}

TEST_F(WireInTheWorld, knowsWhichPacketIsTheLastAndWhereTheFirstCameFrom)
{
    EXPECT_EQ(world.lastPacket(), Seq::None);
    EXPECT_FALSE(world.firstSource(Heading::ToServer).isSet());
    packet(PacketVerb::Sent, 1, {}, 0, "abc");
    packet(PacketVerb::Held, 1);
    EXPECT_EQ(world.lastPacket(), Seq{1});
    EXPECT_EQ(world.firstSource(Heading::ToServer), *Endpoint::fromText("10.77.0.2:4000"));
    EXPECT_FALSE(world.firstSource(Heading::ToClient).isSet());
    packet(PacketVerb::Duplicated, 2, {}, 1);
    EXPECT_EQ(world.lastPacket(), Seq{3});
}

TEST_F(WireInTheWorld, aPacketAsItsEventSaysIsAsTheWorldHasIt)
{
    Event event;
    event.seq = Seq{1};
    event.kind = Kind::Packet;
    event.verb = PacketVerb::Held;
    event.packet = PacketId{1};
    event.protocol = Protocol::Tcp;
    event.flags = TcpFlag::Syn;
    event.t = Nanoseconds(5);
    event.duration = Nanoseconds(7);
    event.bytes = "abc";
    world.apply(event);
    const PacketView alone = packetIn(event);
    EXPECT_EQ(alone.isInHand, view(1).isInHand);
    EXPECT_EQ(alone.bytesEvent, view(1).bytesEvent);
    EXPECT_EQ(alone.arrivesAt, view(1).arrivesAt);
    EXPECT_EQ(alone.flags, view(1).flags);
    EXPECT_EQ(alone.sentAt, view(1).sentAt);
}

TEST_F(WireInTheWorld, knowsWhatTheWireIsTold)
{
    setting(WireSetting::Hold, Heading::None);
    setting(WireSetting::Flow, Heading::ToClient);
    setting(WireSetting::Cut, Heading::ToServer);
    setting(WireSetting::Flight, Heading::None, Nanoseconds(7));
    EXPECT_TRUE(world.wire(Heading::ToServer).holds);
    EXPECT_FALSE(world.wire(Heading::ToClient).holds);
    EXPECT_TRUE(world.wire(Heading::ToServer).isCut);
    EXPECT_FALSE(world.wire(Heading::ToClient).isCut);
    EXPECT_EQ(world.flightTime(), Nanoseconds(7));
    setting(WireSetting::Mend, Heading::None);
    EXPECT_FALSE(world.wire(Heading::ToServer).isCut);
}

TEST_F(WireInTheWorld, doesNotFollowIdsThatAFileInvents)
{
    packet(PacketVerb::Sent, 4'000'000'000);
    packet(PacketVerb::Delivered, 4'000'000'000);
    EXPECT_EQ(world.packet(PacketId{4'000'000'000}), nullptr);
    EXPECT_TRUE(world.onWire().empty());
    packet(PacketVerb::Sent, 1, Nanoseconds::max());
    EXPECT_EQ(view(1).arrivesAt, Nanoseconds::max());
}

} // namespace

} // namespace twodoors::tests
