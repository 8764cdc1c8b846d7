// SPDX-License-Identifier: GPL-3.0-or-later
// Where doors and programs stand across the canvas.
#include "widgets/canvas/columns.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

constexpr qreal room = 1400;

/// A server with its welcome door, and guests that come one after another.
class ColumnsOfGuests : public testing::Test
{
protected:
    ColumnsOfGuests()
    {
        door({Role::Server, 0}, welcome, DoorStage::Welcome, m_server, {});
        for (std::uint16_t guest = 1; guest <= 3; ++guest) {
            const Who who{Role::Client, guest};
            line(who);
            door(who, clientDoor(guest), DoorStage::Made, {}, {});
            door({Role::ServerKernel, 0}, connection(guest), DoorStage::HalfOpen, m_server,
                 address(guest));
            m_halfOpen = m_last;
            door(who, clientDoor(guest), DoorStage::Connected, address(guest), m_server);
        }
    }

    [[nodiscard]] Columns columns(std::uint16_t front) const { return columns(front, m_last); }
    [[nodiscard]] Columns columns(std::uint16_t front, Seq upTo) const
    {
        return {m_tracks, {upTo, {Role::Client, front}, room, false}, m_theme};
    }

    [[nodiscard]] qreal x(const Columns &columns, DoorId id) const
    {
        return columns.doorX(*m_tracks.door(id, m_last));
    }

    static constexpr DoorId welcome{1};
    static constexpr DoorId clientDoor(std::uint16_t guest) { return DoorId{guest * 2U}; }
    static constexpr DoorId connection(std::uint16_t guest) { return DoorId{guest * 2U + 1}; }

    Tracks m_tracks;
    Seq m_last = Seq::None;
    Seq m_halfOpen = Seq::None; ///< of the last guest's connection door

private:
    static Endpoint address(std::uint16_t guest)
    {
        return *endpointFromAddress("10.0.0.1", static_cast<std::uint16_t>(50000 + guest));
    }

    void take(Event event)
    {
        m_last = static_cast<Seq>(number(m_last) + 1);
        event.seq = m_last;
        m_tracks.take(event);
    }

    void line(Who who)
    {
        Event event;
        event.kind = Kind::Line;
        event.who = who;
        event.line = LineNumber{1};
        take(event);
    }

    void door(Who who, DoorId id, DoorStage stage, const Endpoint &local, const Endpoint &peer)
    {
        Event event;
        event.kind = Kind::Door;
        event.who = who;
        event.door = id;
        event.stage = stage;
        event.protocol = Protocol::Tcp;
        event.local = local;
        event.peer = peer;
        take(event);
    }

    Endpoint m_server = *endpointFromAddress("10.0.0.2", 12000);
    Theme m_theme;
};

TEST_F(ColumnsOfGuests, TheFrontGuestAndItsConnectionDoorStandNextToTheWireAndTheWelcomeDoor)
{
    for (std::uint16_t front = 1; front <= 3; ++front) {
        const Columns all = columns(front);
        const qreal column = all.columnWidth();
        EXPECT_DOUBLE_EQ(x(all, clientDoor(front)), all.wireLeft() - column * 0.5) << front;
        EXPECT_DOUBLE_EQ(x(all, welcome), all.wireRight() + column * 0.5) << front;
        EXPECT_DOUBLE_EQ(x(all, connection(front)), all.wireRight() + column * 1.5) << front;
    }
}

TEST_F(ColumnsOfGuests, NoTwoDoorsShareAColumnAndTheOthersKeepTheirOrder)
{
    const Columns all = columns(3);
    EXPECT_LT(x(all, connection(3)), x(all, connection(1)));
    EXPECT_LT(x(all, connection(1)), x(all, connection(2)));
    EXPECT_DOUBLE_EQ(x(all, connection(2)), all.wireRight() + all.columnWidth() * 3.5);
}

TEST_F(ColumnsOfGuests, AConnectionDoorIsKnownToBeAGuestsOnceBothEndsAreKnown)
{
    EXPECT_EQ(m_tracks.connectionOf({Role::Client, 3}, m_halfOpen), nullptr);
    ASSERT_NE(m_tracks.connectionOf({Role::Client, 3}, m_last), nullptr);
    EXPECT_EQ(m_tracks.connectionOf({Role::Client, 3}, m_last)->id, connection(3));
    EXPECT_EQ(m_tracks.connectionOf({Role::Client, 4}, m_last), nullptr);
}

} // namespace

} // namespace twodoors::tests
