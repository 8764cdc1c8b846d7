// SPDX-License-Identifier: GPL-3.0-or-later
// A TCP echo over the lab, each packet of which goes through the hands of a person.
#include "desktop/desktop.h"
#include "lab/lab_here.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

// the three knocks
constexpr std::uint32_t first = TcpFlag::Syn;
constexpr std::uint32_t second = TcpFlag::Syn | TcpFlag::Ack;
constexpr std::uint32_t third = TcpFlag::Ack;

class ByHand : public testing::Test
{
protected:
    void SetUp() override
    {
        if (const auto why = labMissing())
            GTEST_SKIP() << *why;
    }

    DrivenWindow window;

    /// The server waits at its welcome door, the client has knocked.
    [[nodiscard]] bool knocked()
    {
        return window.pressUntil("s", [&] { return window.stands(Role::Server, CallName::Accept); })
               && window.pressUntil("c",
                                    [&] { return window.stands(Role::Client, CallName::Connect); })
               && inHand(first) != PacketId::None;
    }

    /// The packet with these flags once it is the one in the hand, and can be seen to be. What the
    /// kernels sent again before it is delivered.
    [[nodiscard]] PacketId inHand(std::uint32_t flags)
    {
        while (window.until(
            [&] { return window.held() != nullptr && window.deliverButton().has_value(); })) {
            const PacketView packet = *window.held();
            if (packet.flags == flags)
                return packet.id;
            if (!pressOn(PacketVerb::Delivered, "d", packet.id))
                break;
        }
        return PacketId::None;
    }

    [[nodiscard]] bool pressOn(PacketVerb verb, const std::string &key, PacketId packet)
    {
        return window.pressUntil(key, [&] { return window.has(verb, packet); });
    }

    void clickDeliver()
    {
        const QPoint at = window.deliverButton().value();
        window.display().act(
            {"mousemove", std::to_string(at.x()), std::to_string(at.y()), "click", "1"});
    }

    void dragAlongTheWire()
    {
        const QPoint at = window.packetBox().value();
        window.display().act({"mousemove", std::to_string(at.x()), std::to_string(at.y()),
                              "mousedown", "1", "mousemove_relative", "40", "0",
                              "mousemove_relative", "50", "0", "mouseup", "1"});
    }

    /// Steps and delivers what comes until the client has its answer and the server waits for the
    /// next guest.
    [[nodiscard]] bool goesToItsEnd()
    {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < deadline) {
            const ProgramView *client = window.world().program({Role::Client, 0});
            if (const PacketView *packet = window.held()) {
                if (!pressOn(PacketVerb::Delivered, "d", packet->id))
                    return false;
            } else if (client != nullptr && client->hasEnded && window.world().onWire().empty()
                       && window.stands(Role::Server, CallName::Accept)) {
                return true;
            } else {
                const std::size_t before = window.events().size();
                window.press("space");
                static_cast<void>(
                    window.until([&] { return window.events().size() > before; }, 300ms));
            }
        }
        return false;
    }

    [[nodiscard]] std::vector<Event> returnsOf(CallName call) const
    {
        std::vector<Event> found;
        std::ranges::copy_if(window.events(), std::back_inserter(found),
                             [call](const Event &event) {
                                 return event.kind == Kind::Return && event.call == call;
                             });
        return found;
    }

    void expectEcho()
    {
        ASSERT_EQ(returnsOf(CallName::Connect).size(), 1U);
        EXPECT_EQ(returnsOf(CallName::Connect).front().error, 0);
        std::string answer;
        for (const Event &event : returnsOf(CallName::Recv)) {
            if (event.who.role == Role::Client)
                answer += event.bytes;
        }
        EXPECT_EQ(answer, "HELLO, TWO DOORS");
    }

    void quit()
    {
        window.press("ctrl+q");
        EXPECT_TRUE(window.program().waitForEnd());
        EXPECT_EQ(window.program().status(), 0);
        EXPECT_EQ(window.program().errors(), "");
    }
};

TEST_F(ByHand, wholeEcho)
{
    ASSERT_TRUE(knocked());
    const PacketId dragged = inHand(first);
    dragAlongTheWire();
    ASSERT_TRUE(window.until([&] { return window.has(PacketVerb::Delivered, dragged); }));
    const PacketId clicked = inHand(second);
    clickDeliver();
    ASSERT_TRUE(window.until([&] { return window.has(PacketVerb::Delivered, clicked); }));
    ASSERT_TRUE(goesToItsEnd());
    quit();

    expectEcho();
    std::size_t packets = 0;
    for (const Event &event : window.events()) {
        if (event.kind != Kind::Packet)
            continue;
        if (event.verb == PacketVerb::Delivered) {
            EXPECT_EQ(event.who.role, Role::Person);
        }
        if (event.verb != PacketVerb::Sent)
            continue;
        ++packets;
        EXPECT_TRUE(window.has(PacketVerb::Held, event.packet));
        EXPECT_TRUE(window.has(PacketVerb::Delivered, event.packet));
        EXPECT_FALSE(window.has(PacketVerb::Dropped, event.packet));
    }
    EXPECT_GE(packets, 9U) << "three knocks, the sentence, its echo, two goodbyes";
}

TEST_F(ByHand, thirdKnockDropped)
{
    ASSERT_TRUE(knocked());
    ASSERT_TRUE(pressOn(PacketVerb::Delivered, "d", inHand(first)));
    ASSERT_TRUE(pressOn(PacketVerb::Delivered, "d", inHand(second)));
    ASSERT_TRUE(pressOn(PacketVerb::Dropped, "x", inHand(third)));
    ASSERT_TRUE(window.until([&] { return !returnsOf(CallName::Connect).empty(); }));
    EXPECT_EQ(returnsOf(CallName::Connect).front().error, 0) << "the client believes it";
    EXPECT_TRUE(window.stands(Role::Server, CallName::Accept)) << "the server does not";
    EXPECT_TRUE(window.until([&] { return window.hasDoor(SocketState::SynRecv); }));
    EXPECT_TRUE(window.hasDoor(SocketState::Established)) << "the client's";

    ASSERT_TRUE(goesToItsEnd()) << "the sentence is a third knock, too";
    quit();
    expectEcho();
}

TEST_F(ByHand, timeTravelLeavesTheRunAlone)
{
    ASSERT_TRUE(knocked());
    const auto canDeliver = [&] { return window.deliverButton().has_value(); };
    for (int i = 0; i < 6; ++i)
        window.press("Left");
    EXPECT_TRUE(window.until([&] { return !canDeliver(); })) << "nothing is in the hand then";
    window.press("Right");
    window.press("Home");
    window.press("End");
    EXPECT_TRUE(window.until(canDeliver));
    EXPECT_EQ(window.held()->flags, first);
    ASSERT_TRUE(goesToItsEnd());
    quit();
    expectEcho();
}

} // namespace

} // namespace twodoors::tests
