// SPDX-License-Identifier: GPL-3.0-or-later
// A TCP echo over the lab, each packet of which goes through the hands of a person.
#include "desktop/desktop.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

constexpr PacketId knock(std::uint32_t number)
{
    return static_cast<PacketId>(number);
}

class ByHand : public testing::Test
{
protected:
    DrivenWindow window;

    /// The server waits at its welcome door, the client has knocked.
    [[nodiscard]] bool knocked()
    {
        return window.pressUntil("s", [&] { return window.stands(Role::Server, CallName::Accept); })
               && window.pressUntil("c",
                                    [&] { return window.stands(Role::Client, CallName::Connect); })
               && inHand(knock(1));
    }

    /// The packet is in the hand, and can be seen to be.
    [[nodiscard]] bool inHand(PacketId packet)
    {
        return window.until([&] {
            return window.held() != nullptr && window.held()->id == packet && window.deliverButton()
                   && window.packetBox();
        });
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
    dragAlongTheWire();
    ASSERT_TRUE(window.until([&] { return window.has(PacketVerb::Delivered, knock(1)); }));
    ASSERT_TRUE(inHand(knock(2)));
    clickDeliver();
    ASSERT_TRUE(window.until([&] { return window.has(PacketVerb::Delivered, knock(2)); }));
    ASSERT_TRUE(goesToItsEnd());
    quit();

    expectEcho();
    std::size_t packets = 0;
    for (const Event &event : window.events()) {
        if (event.kind != Kind::Packet || event.verb != PacketVerb::Sent)
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
    for (const std::uint32_t number : {1U, 2U}) {
        ASSERT_TRUE(inHand(knock(number)));
        ASSERT_TRUE(pressOn(PacketVerb::Delivered, "d", knock(number)));
    }
    ASSERT_TRUE(inHand(knock(3)));
    ASSERT_TRUE(pressOn(PacketVerb::Dropped, "x", knock(3)));
    ASSERT_TRUE(window.until([&] { return !returnsOf(CallName::Connect).empty(); }));
    EXPECT_EQ(returnsOf(CallName::Connect).front().error, 0) << "the client believes it";
    EXPECT_TRUE(window.stands(Role::Server, CallName::Accept)) << "the server does not";
    const auto isHalfOpen = [](const DoorView &door) {
        return door.owner.role == Role::Server && door.state == SocketState::SynRecv;
    };
    bool hasHalfOpen = false;
    for (std::size_t i = 0; i < window.world().doors().size(); ++i)
        hasHalfOpen = hasHalfOpen || isHalfOpen(window.world().doors()[i]);
    EXPECT_TRUE(hasHalfOpen);

    ASSERT_TRUE(goesToItsEnd()) << "the sentence is a third knock, too";
    quit();
    expectEcho();
}

TEST_F(ByHand, timeTravelLeavesTheRunAlone)
{
    ASSERT_TRUE(knocked());
    const auto canDeliver = [&] { return window.deliverButton().has_value(); };
    ASSERT_TRUE(inHand(knock(1)));
    for (int i = 0; i < 6; ++i)
        window.press("Left");
    EXPECT_TRUE(window.until([&] { return !canDeliver(); })) << "nothing is in the hand then";
    window.press("Right");
    window.press("Home");
    window.press("End");
    EXPECT_TRUE(window.until(canDeliver));
    EXPECT_FALSE(window.has(PacketVerb::Delivered, knock(1)));
    ASSERT_TRUE(goesToItsEnd());
    quit();
    expectEcho();
}

} // namespace

} // namespace twodoors::tests
