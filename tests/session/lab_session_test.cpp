// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/lab_run.h"

#include "base/text.h"

#include <algorithm>
#include <gmock/gmock.h>

namespace twodoors::tests
{

namespace
{

constexpr Who client{Role::Client, 0};
constexpr Who server{Role::Server, 0};

/// What the program of `who` has sent and received by calls.
std::string bytesOf(EngineRun &run, Who who, CallName call)
{
    std::string bytes;
    for (const Event &event : run.events([=](const Event &e) {
             return e.kind == Kind::Return && e.who == who && e.call == call && e.error == 0;
         }))
        bytes += event.bytes;
    return bytes;
}

TEST_F(LabSession, echoesEveryLessonOfTheFirstSteps)
{
    for (const std::string lesson : {"tcp-echo", "udp-echo", "client-first", "next-guest"}) {
        for (const Family family : {Family::IPv4, Family::IPv6}) {
            LabRunOptions options;
            options.family = family;
            LabRun lab(orThrow(builtInLesson(lesson)), options);
            ASSERT_TRUE(lab.run().advanceToEnd()) << lesson;
            lab.session().stop();
            EXPECT_TRUE(lab.session().problems().empty()) << lesson;
            EXPECT_FALSE(lab.packets(PacketVerb::Delivered).empty()) << lesson;
            EXPECT_TRUE(lab.run()
                            .events([](const Event &e) {
                                return e.evidence == Evidence::Inferred || e.kind == Kind::Fault;
                            })
                            .empty())
                << lesson << ": with a wire nothing has to be inferred";
        }
    }
}

TEST_F(LabSession, echoesTenMegabytesExactly)
{
    const std::string sentence = [] {
        std::string text(10'000'000, '\0');
        for (std::size_t i = 0; i < text.size(); ++i)
            text[i] = static_cast<char>('a' + i * 7 % 23);
        return text;
    }();
    LabRunOptions options;
    options.messages = {sentence};
    LabRun lab(lessonOf("TCPStreamServer", "TCPStreamClient", "accept"), options, Pace::Live);
    ASSERT_TRUE(lab.run().advanceToEnd());
    EXPECT_EQ(lab.run().receivedBy(client), asciiUpper(sentence));
    EXPECT_TRUE(lab.session().problems().empty());
}

TEST_F(LabSession, staysExactWithLossDuplicatesAndReordering)
{
    const std::string sentence(200'000, 'x');
    LabRunOptions options;
    options.lab.isPatient = false;
    options.messages = {sentence};
    options.rules = {"drop both 5%", "duplicate both 5%", "delay 3ms both 5%"};
    options.seed = 11;
    LabRun lab(lessonOf("TCPStreamServer", "TCPStreamClient", "accept"), options, Pace::Live);
    ASSERT_TRUE(lab.run().advanceToEnd());
    EXPECT_EQ(lab.run().receivedBy(client), asciiUpper(sentence));
    EXPECT_FALSE(lab.packets(PacketVerb::Dropped).empty());
    EXPECT_FALSE(lab.packets(PacketVerb::Duplicated).empty());
    EXPECT_FALSE(lab.packets(PacketVerb::Delayed).empty());
}

TEST_F(LabSession, losesOfUdpJustWhatTheWireSays)
{
    const Lesson lesson = orThrow(readLesson(R"(
id: many
title: Many datagrams
programs:
  Sender:
    - socket: {into: mailbox, protocol: udp}
    - input: {into: sentence}
    - loop:
        - sendto: {door: mailbox, value: sentence, address: server}
        - sleep: {milliseconds: 1}
run:
  - server: UDPServer
  - client: Sender
    after: {server: recvfrom}
)"));
    LabRunOptions options;
    options.messages = {"hi"};
    options.rules = {"drop both 5%", "duplicate both 5%", "delay 3ms both 5%"};
    LabRun lab(lesson, options, Pace::Live);
    ASSERT_TRUE(lab.run().advanceUntil(
        [&] { return lab.packets(PacketVerb::Dropped, Protocol::Udp).size() >= 20; }));
    lab.session().stop();
    const auto count = [&](PacketVerb verb) {
        const auto all = lab.packets(verb, Protocol::Udp);
        return std::ranges::count(all, Heading::ToServer, &Event::heading);
    };
    const auto read = lab.run().events([](const Event &e) {
        return e.kind == Kind::Return && e.who == server && e.call == CallName::RecvFrom
               && e.error == 0;
    });
    // what was delivered when all was stopped may not have been read any more
    const auto delivered = count(PacketVerb::Delivered);
    EXPECT_LE(static_cast<std::ptrdiff_t>(read.size()), delivered);
    EXPECT_GE(static_cast<std::ptrdiff_t>(read.size()), delivered - 5);
    const auto flying = static_cast<std::ptrdiff_t>(lab.world().onWire().size());
    EXPECT_LE(std::abs(count(PacketVerb::Sent) + count(PacketVerb::Duplicated)
                       - count(PacketVerb::Dropped) - delivered),
              flying);
}

/// Long enough for several ghosts; with sanitizers the same in less time.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::chrono::seconds holdingTime{12};
#else
constexpr std::chrono::seconds holdingTime{60};
#endif

/// Holds the first such packet for the time, and counts what the screen would show of it.
void expectOnePacketWithGhosts(const std::string &rule)
{
    LabRunOptions options;
    options.rules = {rule};
    LabRun lab(orThrow(builtInLesson("tcp-echo")), options);
    ASSERT_TRUE(lab.untilInHand(1));
    const PacketId held = lab.inHand().front().id;
    const std::size_t sent = lab.packets(PacketVerb::Sent).size();
    const auto until = std::chrono::steady_clock::now() + holdingTime;
    ASSERT_TRUE(lab.run().advanceUntil([&] { return std::chrono::steady_clock::now() >= until; },
                                       holdingTime + 30s));
    EXPECT_EQ(lab.packets(PacketVerb::Sent).size(), sent) << "a ghost is nothing new to handle";
    EXPECT_EQ(lab.inHand().size(), 1U);
    EXPECT_GE(lab.world().packet(held)->ghosts, 2U);
    EXPECT_EQ(lab.world().packet(held)->ghosts, lab.packets(PacketVerb::Ghost).size());
    ASSERT_TRUE(lab.session().act(held, WireAction::Deliver));
    ASSERT_TRUE(lab.run().advanceToEnd());
    EXPECT_TRUE(lab.session().problems().empty()) << "connect() and send() came to a good end";
    EXPECT_EQ(lab.run().receivedBy(client), "HELLO, TWO DOORS");
}

TEST_F(LabSession, deliversWhatWasHeldForAMinute)
{
    std::jthread other([] { expectOnePacketWithGhosts("hold client>server SYN"); });
    expectOnePacketWithGhosts("hold client>server len>0");
}

TEST_F(LabSession, aHeldKnockShowsThePortThatTheKernelPicked)
{
    LabRunOptions options;
    options.holds = true;
    LabRun lab(orThrow(builtInLesson("tcp-echo")), options);
    ASSERT_TRUE(lab.run().advanceUntil([&] { return !lab.inHand().empty(); }));
    const PacketView syn = lab.inHand().front();
    const World &world = lab.world();
    const ProgramView *guest = world.program(client);
    ASSERT_NE(guest, nullptr);
    ASSERT_EQ(guest->inCall, CallName::Connect);
    EXPECT_EQ(world.door(guest->callDoor)->local, syn.source);
    EXPECT_EQ(world.door(guest->callDoor)->peer, syn.destination);
}

TEST_F(LabSession, aDroppedThirdKnockIsMadeUpForByTheFirstData)
{
    LabRunOptions options;
    options.rules = {"drop client>server ACK len=0 1"};
    LabRun lab(orThrow(builtInLesson("tcp-echo")), options);
    const auto stateOf = [&](Role role, DoorRole door) {
        SocketState state = SocketState::None;
        for (std::size_t i = 0; i < lab.world().doors().size(); ++i) {
            const DoorView &view = lab.world().doors()[i];
            if (view.owner.role == role && view.role == door)
                state = view.state;
        }
        return state;
    };
    ASSERT_TRUE(lab.run().advanceUntil([&] { return !lab.packets(PacketVerb::Dropped).empty(); }));
    EXPECT_EQ(stateOf(Role::Client, DoorRole::Client), SocketState::Established);
    EXPECT_EQ(stateOf(Role::Server, DoorRole::Connection), SocketState::SynRecv);
    ASSERT_TRUE(lab.run().advanceUntil(
        [&] { return stateOf(Role::Server, DoorRole::Connection) == SocketState::Established; }));
    const auto established = lab.run().events([](const Event &e) {
        return e.kind == Kind::State && e.who.role == Role::ServerKernel
               && e.state == SocketState::Established;
    });
    ASSERT_FALSE(established.empty());
    EXPECT_EQ(lab.at(established[0].cause).verb, PacketVerb::Delivered);
    EXPECT_GT(lab.at(established[0].cause).size, 0) << "the first data, not an ACK";
    ASSERT_TRUE(lab.run().advanceToEnd());
    EXPECT_EQ(lab.run().receivedBy(client), "HELLO, TWO DOORS");
}

TEST_F(LabSession, aServerForgetsAConnectionWhoseThirdKnockNeverComes)
{
    const Lesson lesson = orThrow(readLesson(R"(
id: ghost-connection
title: Connected means that the server has it
programs:
  Late:
    - socket: {into: door, protocol: tcp}
    - connect: {door: door, address: server}
    - input: {into: sentence}
    - sleep: {milliseconds: 5000}
    - send: {door: door, value: sentence}
    - recv: {door: door, size: 10, into: answer}
run:
  - server: TCPServer
  - client: Late
    after: {server: accept}
    may-end-with: ECONNRESET
)"));
    LabRunOptions options;
    options.messages = {"x"};
    options.lab.settings = {{Role::Server, "net/ipv4/tcp_synack_retries", "1"}};
    options.rules = {"drop client>server ACK len=0 every"};
    LabRun lab(lesson, options);
    ASSERT_TRUE(lab.run().advanceToEnd()) << lab.lastEvents();
    EXPECT_TRUE(lab.session().problems().empty()) << "the client ended with ECONNRESET";
    const auto delivered = lab.packets(PacketVerb::Delivered);
    ASSERT_FALSE(delivered.empty());
    EXPECT_NE(delivered.back().flags & TcpFlag::Rst, 0U);
    EXPECT_EQ(delivered.back().heading, Heading::ToClient);
    const auto gone = lab.run().events([](const Event &e) {
        return e.kind == Kind::Door && e.stage == DoorStage::Gone && e.role == DoorRole::Connection;
    });
    EXPECT_EQ(gone.size(), 1U);
}

TEST_F(LabSession, aDuplicatedDatagramIsReadTwice)
{
    LabRunOptions options;
    options.messages = {"hi"};
    options.rules = {"duplicate client>server udp 1"};
    LabRun lab(orThrow(builtInLesson("udp-echo")), options);
    ASSERT_TRUE(lab.run().advanceToEnd());
    EXPECT_EQ(bytesOf(lab.run(), server, CallName::RecvFrom), "hihi");
    const auto copies = lab.packets(PacketVerb::Duplicated);
    ASSERT_EQ(copies.size(), 1U);
    EXPECT_NE(copies[0].packet, copies[0].original);
}

TEST_F(LabSession, aCorruptedSegmentIsCountedAndSentAgain)
{
    LabRunOptions options;
    options.lab.isPatient = false;
    options.rules = {"corrupt client>server len>0 1"};
    LabRun lab(orThrow(builtInLesson("tcp-echo")), options);
    ASSERT_TRUE(lab.run().advanceToEnd());
    EXPECT_EQ(lab.counter(Role::Server, "Tcp", "InCsumErrors"), 1U);
    EXPECT_EQ(lab.counter(Role::Client, "Tcp", "InCsumErrors"), 0U);
    EXPECT_EQ(lab.run().receivedBy(client), "HELLO, TWO DOORS");
}

TEST_F(LabSession, twoDatagramsDeliveredTheOtherWayRoundAreReadSo)
{
    const Lesson lesson = orThrow(readLesson(R"(
id: two
title: Two datagrams
programs:
  Two:
    - socket: {into: mailbox, protocol: udp}
    - input: {into: one}
    - sendto: {door: mailbox, value: one, address: server}
    - upper: {value: one, into: other}
    - sendto: {door: mailbox, value: other, address: server}
    - sleep: {milliseconds: 1}
run:
  - server: UDPServer
  - client: Two
    after: {server: recvfrom}
)"));
    LabRunOptions options;
    options.messages = {"ab"};
    options.holds = true;
    LabRun lab(lesson, options);
    ASSERT_TRUE(lab.untilInHand(2));
    const auto held = lab.inHand();
    ASSERT_TRUE(lab.session().act(held[1].id, WireAction::Deliver));
    ASSERT_TRUE(lab.session().act(held[0].id, WireAction::Deliver));
    EXPECT_FALSE(lab.session().act(held[0].id, WireAction::Deliver)) << "it is gone";
    ASSERT_TRUE(lab.run().advanceUntil(
        [&] { return bytesOf(lab.run(), server, CallName::RecvFrom).size() == 4; }));
    EXPECT_EQ(bytesOf(lab.run(), server, CallName::RecvFrom), "ABab");
}

TEST_F(LabSession, aCutWireLosesAllAndAMendedOneCarriesAgain)
{
    LabRunOptions options;
    options.messages = {"hi"};
    LabRun lab(orThrow(builtInLesson("udp-echo")), options);
    lab.session().wire()->cut(Heading::ToServer);
    EXPECT_TRUE(lab.world().wire(Heading::ToServer).isCut);
    EXPECT_FALSE(lab.world().wire(Heading::ToClient).isCut);
    ASSERT_TRUE(lab.run().advanceUntil(
        [&] { return lab.packets(PacketVerb::Dropped, Protocol::Udp).size() == 1; }));
    lab.session().wire()->mend(Heading::None);
    EXPECT_FALSE(lab.world().wire(Heading::ToServer).isCut);
    EXPECT_EQ(bytesOf(lab.run(), server, CallName::RecvFrom), "");
}

/// The event that a packet names as its cause, as a word.
std::string causeText(LabRun &lab, const Event &packet)
{
    if (packet.cause == Seq::None)
        return "nothing";
    const Event cause = lab.at(packet.cause);
    if (cause.kind == Kind::Call)
        return std::string(nameOf(cause.call));
    if (cause.kind == Kind::Packet)
        return "answer to " + std::string(nameOf(cause.verb)) + ' ' + std::to_string(cause.flags);
    return std::string(nameOf(cause.kind));
}

TEST_F(LabSession, eachPacketNamesWhatMadeItGo)
{
    LabRunOptions options;
    options.lab.isPatient = false;
    options.rules = {"drop client>server len>0 1"};
    LabRun lab(orThrow(builtInLesson("tcp-echo")), options);
    ASSERT_TRUE(lab.run().advanceToEnd());
    lab.session().stop();
    bool sawRetransmission = false;
    std::size_t fins = 0;
    for (const Event &sent : lab.packets(PacketVerb::Sent)) {
        const std::string cause = causeText(lab, sent);
        const bool toServer = sent.heading == Heading::ToServer;
        if (sent.flags == TcpFlag::Syn) {
            EXPECT_EQ(cause, "connect");
        } else if (sent.flags == (TcpFlag::Syn | TcpFlag::Ack)) {
            EXPECT_EQ(cause, "answer to delivered 2");
        } else if ((sent.flags & TcpFlag::Fin) != 0) {
            EXPECT_EQ(cause, "close");
            ++fins;
        } else if (sent.size > 0 && toServer && cause == "state") {
            EXPECT_EQ(lab.at(sent.cause).timer, Timer::Retransmit);
            sawRetransmission = true;
        } else if (sent.size > 0) {
            EXPECT_EQ(cause, "send") << number(sent.seq);
        } else {
            EXPECT_THAT(cause, testing::StartsWith("answer to delivered")) << number(sent.seq);
        }
    }
    EXPECT_TRUE(sawRetransmission);
    EXPECT_EQ(fins, 2U);
}

TEST_F(LabSession, refusalsAndIcmpNameWhatTheyAnswer)
{
    LabRun refused(orThrow(builtInLesson("client-first")));
    ASSERT_TRUE(refused.run().advanceToEnd());
    const auto sent = refused.packets(PacketVerb::Sent);
    const auto reset =
        std::ranges::find_if(sent, [](const Event &e) { return (e.flags & TcpFlag::Rst) != 0; });
    ASSERT_NE(reset, sent.end());
    EXPECT_EQ(causeText(refused, *reset), "answer to delivered 2");

    const Lesson nobody = orThrow(readLesson(R"(
id: nobody
title: Nobody home
programs:
  Asker:
    - socket: {into: mailbox, protocol: udp}
    - connect: {door: mailbox, address: server}
    - input: {into: sentence}
    - send: {door: mailbox, value: sentence}
    - recv: {door: mailbox, size: 10, into: answer}
run:
  - client: Asker
    may-end-with: ECONNREFUSED
)"));
    LabRun lab(nobody);
    ASSERT_TRUE(lab.run().advanceToEnd());
    EXPECT_TRUE(lab.session().problems().empty());
    const auto icmp = lab.packets(PacketVerb::Sent, Protocol::Icmp);
    ASSERT_EQ(icmp.size(), 1U);
    EXPECT_EQ(lab.at(icmp[0].cause).protocol, Protocol::Udp);
    EXPECT_EQ(lab.at(icmp[0].cause).verb, PacketVerb::Delivered);
    const auto datagram = lab.packets(PacketVerb::Sent, Protocol::Udp);
    ASSERT_EQ(datagram.size(), 1U);
    EXPECT_EQ(causeText(lab, datagram[0]), "send");
}

TEST_F(LabSession, takesPacketsThatNoProgramSent)
{
    LabRun lab(orThrow(builtInLesson("udp-echo")));
    ASSERT_TRUE(lab.run().advanceUntil([&] { return lab.run().serving().has_value(); }));
    // an echo request that comes out of nowhere at the server's host: it answers onto the wire
    const std::string ping("\x45\0\0\x1c\0\1\0\0\x40\1\x66\xde\x0a\0\0\1\x0a\0\0\2"
                           "\x08\0\xf7\xfe\0\1\0\0",
                           28);
    const int device = lab.lab().device(Role::Server);
    ASSERT_EQ(::write(device, ping.data(), ping.size()), 28);
    ASSERT_TRUE(lab.run().advanceUntil(
        [&] { return !lab.packets(PacketVerb::Delivered, Protocol::Icmp).empty(); }));
    for (std::size_t length = 1; length < ping.size(); ++length)
        static_cast<void>(::write(device, ping.data(), length));
    std::string wrong = ping;
    wrong[0] = '\x95';
    static_cast<void>(::write(device, wrong.data(), wrong.size()));
    ASSERT_TRUE(lab.run().advanceToEnd());
    EXPECT_TRUE(lab.session().problems().empty());
}

} // namespace

} // namespace twodoors::tests
