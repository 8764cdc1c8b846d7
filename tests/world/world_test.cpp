// SPDX-License-Identifier: GPL-3.0-or-later
#include "world/real_run.h"

#include <algorithm>
#include <limits>

namespace twodoors::tests
{

namespace
{

constexpr Who client{Role::Client, 0};
constexpr Who server{Role::Server, 0};

TEST(WorldOfARun, holdsTheNamesValues)
{
    RealRun run("tcp-echo", onLoopback({"two doors"}));
    const World &world = run.session.world();
    const ProgramView *const guest = world.program(client);
    const ProgramView *const host = world.program(server);
    ASSERT_NE(guest, nullptr);
    ASSERT_NE(host, nullptr);
    const auto bytesOf = [](const ProgramView &program, std::string_view name) {
        const HeldValue *const value = program.find(name);
        return value == nullptr ? "(none)" : value->bytes;
    };
    EXPECT_EQ(bytesOf(*guest, "sentence"), "two doors");
    EXPECT_EQ(bytesOf(*guest, "answer"), "TWO DOORS");
    EXPECT_EQ(bytesOf(*host, "sentence"), "two doors");
    EXPECT_EQ(bytesOf(*host, "answer"), "TWO DOORS");
    EXPECT_EQ(host->find("answer")->size, 9U);

    const auto clients = run.doors(DoorRole::Client);
    const auto welcomes = run.doors(DoorRole::Welcome);
    const auto connections = run.doors(DoorRole::Connection);
    ASSERT_EQ(clients.size(), 1U);
    ASSERT_EQ(welcomes.size(), 1U);
    ASSERT_EQ(connections.size(), 1U);
    EXPECT_EQ(guest->find("door")->door, clients[0].id);
    EXPECT_EQ(host->find("welcome")->door, welcomes[0].id);
    EXPECT_EQ(host->find("connection")->door, connections[0].id);
    EXPECT_EQ(host->find("who")->kind, HeldValue::Kind::Address);
    EXPECT_EQ(host->find("who")->address, clients[0].local);
    EXPECT_EQ(guest->find("nothing"), nullptr);

    EXPECT_TRUE(guest->hasEnded);
    EXPECT_EQ(guest->endError, 0);
    EXPECT_FALSE(host->hasEnded);
    EXPECT_EQ(host->inCall, CallName::Accept);
    EXPECT_EQ(host->callDoor, welcomes[0].id);
}

TEST(WorldOfARun, knowsWhenAProgramCameToEachLine)
{
    RealRun run("tcp-echo");
    const ProgramView &host = *run.session.world().program(server);
    Seq last = Seq::None;
    std::vector<Seq> lines;
    for (const Event &event : run.events(Kind::Line)) {
        if (event.who == server) {
            lines.resize(std::max<std::size_t>(lines.size(), number(event.line) + 1U), Seq::None);
            lines[number(event.line)] = event.seq;
        }
    }
    EXPECT_EQ(host.lineEvents, lines);
    EXPECT_EQ(host.lineEvent(host.line), lines.at(number(host.line)));
    EXPECT_EQ(host.lineEvent(LineNumber{999}), Seq::None);
    for (const Kind kind : {Kind::Line, Kind::Call, Kind::Wait, Kind::Return, Kind::Value}) {
        for (const Event &event : run.events(kind))
            last = event.who == server ? std::max(last, event.seq) : last;
    }
    EXPECT_EQ(host.lastEvent, last);
}

TEST(WorldOfARun, knowsTheDoors)
{
    for (const Family family : {Family::IPv4, Family::IPv6}) {
        RealRun run("tcp-echo", onLoopback({"two doors"}, family));
        const DoorView guest = run.doors(DoorRole::Client).at(0);
        const DoorView welcome = run.doors(DoorRole::Welcome).at(0);
        const DoorView connection = run.doors(DoorRole::Connection).at(0);
        EXPECT_EQ(guest.owner, client);
        EXPECT_EQ(connection.owner, server);
        EXPECT_EQ(connection.welcome, welcome.id);
        EXPECT_EQ(connection.local, welcome.local);
        EXPECT_EQ(connection.peer, guest.local);
        EXPECT_EQ(guest.peer, welcome.local);
        EXPECT_EQ(welcome.local.family, family);
        EXPECT_EQ(welcome.backlog, 1);
        EXPECT_EQ(welcome.stage, DoorStage::Welcome);
        EXPECT_GE(welcome.fd, 0);
        EXPECT_EQ(guest.fd, -1);
        EXPECT_EQ(guest.bytesOut, 9U);
        EXPECT_EQ(guest.bytesIn, 9U);
        EXPECT_EQ(connection.bytesIn, 9U);
        EXPECT_EQ(connection.bytesOut, 9U);
        EXPECT_EQ(welcome.bytesIn + welcome.bytesOut, 0U) << "it never carries a byte";
        for (const DoorView &door : {guest, connection})
            EXPECT_TRUE(door.stage == DoorStage::Closed || door.stage == DoorStage::Gone);
    }
}

TEST(WorldOfARun, countsADatagramsRealBytes)
{
    RealRun run("udp-echo", onLoopback({std::string(3000, 'x')}));
    const auto mailboxes = run.doors(DoorRole::Mailbox);
    ASSERT_EQ(mailboxes.size(), 2U);
    const DoorView &host = mailboxes[mailboxes[0].owner == server ? 0 : 1];
    const DoorView &guest = mailboxes[mailboxes[0].owner == server ? 1 : 0];
    EXPECT_EQ(guest.bytesOut, 3000U);
    EXPECT_EQ(host.bytesIn, 2048U) << "as many as its program asked for";
    EXPECT_EQ(host.bytesOut, 2048U);
}

class HostileWorld : public testing::Test
{
protected:
    World world;
    std::uint32_t last = 0;

    void apply(Event event)
    {
        event.seq = static_cast<Seq>(++last);
        world.apply(event);
    }
};

TEST_F(HostileWorld, doesNotFollowInventedDoorIds)
{
    Event event;
    event.kind = Kind::Door;
    event.stage = DoorStage::Made;
    for (const std::uint32_t id : {0U, 1'000'000U, 0x7FFF'FFFFU, 0xFFFF'FFFFU}) {
        event.door = static_cast<DoorId>(id);
        apply(event);
        EXPECT_EQ(world.door(event.door), nullptr);
    }
    EXPECT_EQ(world.doors().size(), 0U);
    event.door = DoorId{4000}; // as many as threads may make at once
    apply(event);
    ASSERT_NE(world.door(event.door), nullptr);
    EXPECT_EQ(world.doors().size(), 1U);
    apply(event);
    EXPECT_EQ(world.doors().size(), 1U);
}

TEST_F(HostileWorld, takesEventsOfDoorsThatAreNot)
{
    for (const Kind kind : allKinds()) {
        for (unsigned salt = 0; salt < 30; ++salt)
            apply(filledEvent(kind, salt));
    }
    EXPECT_EQ(number(world.seq()), last);
}

TEST_F(HostileWorld, keepsNoMoreNamesThanAProgramHas)
{
    for (int i = 0; i < 5000; ++i) {
        const std::string name = "name" + std::to_string(i);
        Event event;
        event.kind = Kind::Value;
        event.who = client;
        event.into = name;
        event.bytes = "x";
        apply(event);
    }
    EXPECT_LE(world.program(client)->names.size(), 1000U);
    EXPECT_NE(world.program(client)->find("name0"), nullptr);
}

TEST_F(HostileWorld, keepsTheBeginningOfLongValues)
{
    const std::string much(1 << 20, 'x');
    Event event;
    event.kind = Kind::Value;
    event.who = client;
    event.into = "name";
    event.bytes = much;
    apply(event);
    const auto value = [this] { return world.program(client)->find("name"); };
    EXPECT_EQ(value()->bytes.size(), HeldValue::longestKept);
    EXPECT_EQ(value()->size, much.size());
    event.change = ValueChange::Appended;
    apply(event);
    EXPECT_EQ(value()->bytes.size(), HeldValue::longestKept);
    EXPECT_EQ(value()->size, 2 * much.size());
    event.change = ValueChange::Set;
    event.bytes = "short";
    apply(event);
    EXPECT_EQ(value()->bytes, "short");
    event.change = ValueChange::Appended;
    event.bytes = much;
    apply(event);
    EXPECT_EQ(value()->bytes.size(), HeldValue::longestKept);
    EXPECT_TRUE(value()->bytes.starts_with("shortxxx"));
}

TEST_F(HostileWorld, takesAnyNumbers)
{
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    for (const std::int64_t large : {most, least, std::int64_t{-1}}) {
        Event event;
        event.door = DoorId{1};
        event.t = Nanoseconds(most);
        event.expires = event.duration = Nanoseconds(large);
        event.value = event.size = large;
        event.fd = -7;
        event.call = CallName::Send;
        event.into = "n";
        for (const Kind kind : {Kind::Door, Kind::State, Kind::Return, Kind::Value, Kind::Packet}) {
            event.kind = kind;
            apply(event);
        }
    }
    EXPECT_LE(world.door(DoorId{1})->timerFires, Nanoseconds(most));
}

TEST_F(HostileWorld, knowsProgramsByRoleAndNumber)
{
    Event event;
    event.kind = Kind::Line;
    for (const std::uint16_t guest : std::initializer_list<std::uint16_t>{0, 1, 65535}) {
        for (const Role role : {Role::Client, Role::Server, Role::Person}) {
            event.who = {role, guest};
            event.line = LineNumber{5};
            apply(event);
            ASSERT_NE(world.program(event.who), nullptr);
            EXPECT_EQ(world.program(event.who)->who, event.who);
        }
    }
    EXPECT_EQ(world.programs().size(), 9U);
    EXPECT_EQ(world.program({Role::Client, 2}), nullptr);
    EXPECT_EQ(world.program({Role::Wire, 0}), nullptr);
}

} // namespace

} // namespace twodoors::tests
