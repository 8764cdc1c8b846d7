// SPDX-License-Identifier: GPL-3.0-or-later
#include "plain_sockets.h"
#include "said.h"
#include "temporary_folder.h"
#include "twodoors_child.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

using testing::HasSubstr;
using Words = std::vector<std::string>;

Words knockingAt(std::uint16_t port, Words more = {}, std::string lesson = "tcp-echo")
{
    Words arguments{"run",    std::move(lesson),    "--only",    "client", "--address", "127.0.0.1",
                    "--port", std::to_string(port), "--message", "hi"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

class OnlyClient : public testing::TestWithParam<const char *>
{
protected:
    [[nodiscard]] static Words pace()
    {
        return GetParam() == std::string_view("live") ? Words{"--live"} : Words{};
    }
};

TEST_P(OnlyClient, talksToAServerOfOthers)
{
    const Descriptor listener = plainListener();
    TwodoorsChild child(Start{.arguments = knockingAt(portOf(listener), pace())});
    Descriptor guest = plainAccept(listener);
    EXPECT_EQ(plainReceive(guest), "hi");
    plainSend(guest, "Something else");
    EXPECT_EQ(plainReceive(guest), "");
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(ended.errors, "");
    EXPECT_THAT(ended.output, HasSubstr("\"Something else\""));
    EXPECT_EQ(countOf("server  ", ended.output), 0U) << ended.output;
}

TEST_P(OnlyClient, knocksOnceForEachMessage)
{
    const Descriptor listener = plainListener();
    Words more = pace();
    more.insert(more.end(), {"--message", "two", "--message", "three"});
    TwodoorsChild child(Start{.arguments = knockingAt(portOf(listener), more)});
    for (const std::string_view said : {"hi", "two", "three"}) {
        const Descriptor guest = plainAccept(listener);
        EXPECT_EQ(plainReceive(guest), said);
        plainSend(guest, "answer");
    }
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
}

TEST_P(OnlyClient, saysThatTheServerResets)
{
    const Descriptor listener = plainListener();
    TwodoorsChild child(Start{.arguments = knockingAt(portOf(listener), pace())});
    Descriptor guest = plainAccept(listener);
    EXPECT_EQ(plainReceive(guest), "hi");
    plainReset(std::move(guest));
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("RST"));
    EXPECT_THAT(ended.output, HasSubstr("ECONNRESET"));
}

TEST_P(OnlyClient, takesAnAnswerOfNothing)
{
    const Descriptor listener = plainListener();
    TwodoorsChild child(Start{.arguments = knockingAt(portOf(listener), pace())});
    Descriptor guest = plainAccept(listener);
    EXPECT_EQ(plainReceive(guest), "hi");
    guest.reset();
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
}

TEST_P(OnlyClient, isRefusedAtAClosedPort)
{
    const auto [held, port] = closedPort();
    const Ended ended = twodoors(knockingAt(port, pace()));
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("127.0.0.1:" + std::to_string(port)));
    EXPECT_THAT(ended.output, HasSubstr("ECONNREFUSED"));
}

TEST_P(OnlyClient, givesUpAServerThatSaysNothing)
{
    const Descriptor listener = plainListener();
    Words more = pace();
    more.insert(more.end(), {"--patience", "1"});
    TwodoorsChild child(Start{.arguments = knockingAt(portOf(listener), more)});
    const Descriptor guest = plainAccept(listener);
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("has not answered"));
    EXPECT_THAT(ended.errors, HasSubstr("127.0.0.1:" + std::to_string(portOf(listener))));
}

/// Knocks until the kernel lets nobody in any more; these guests must stay for that to last.
std::vector<Descriptor> fillAcceptQueue(const Descriptor &listener)
{
    std::vector<Descriptor> guests;
    const sockaddr_in address = loopbackAt(portOf(listener));
    while (guests.size() < 16) {
        Descriptor guest = plainSocket(SOCK_STREAM | SOCK_NONBLOCK);
        ::connect(guest.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address);
        pollfd end{guest.get(), POLLOUT, 0};
        guests.push_back(std::move(guest));
        // on loopback whoever is let in is let in at once
        if (::poll(&end, 1, 0) == 0)
            return guests;
    }
    return guests;
}

TEST_P(OnlyClient, givesUpAFullAcceptQueueAfterItsPatience)
{
    const Descriptor listener = plainListener(0);
    const auto guests = fillAcceptQueue(listener);
    ASSERT_LT(guests.size(), 16U);
    Words more = pace();
    more.insert(more.end(), {"--patience", "2"});
    const Ended ended = twodoors(knockingAt(portOf(listener), more));
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("has not answered"));
    EXPECT_THAT(ended.output, HasSubstr("SYN-SENT"));
    EXPECT_GE(ended.took.count(), 2000);
    EXPECT_LT(ended.took.count(), 5'000); // the kernel's own tries are no answer
}

TEST_P(OnlyClient, givesUpAMailboxThatIsNotThere)
{
    const auto [held, port] = closedPort();
    Words more = pace();
    more.insert(more.end(), {"--patience", "1"});
    const Ended ended = twodoors(knockingAt(port, more, "udp-echo"));
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("has not answered"));
}

INSTANTIATE_TEST_SUITE_P(Run, OnlyClient, testing::Values("stepwise", "live"),
                         [](const auto &row) { return std::string(row.param); });

TEST(OnlyClientAndOnlyServer, meet)
{
    TwodoorsChild server(Start{.arguments = {"run", "--only", "server", "--port", "0", "--guests",
                                             "1", "--format", "jsonl"}});
    std::uint16_t port = 0;
    ASSERT_TRUE(server.until(
        [&] { return (port = portAfter(server.output(), R"("stage":"welcome")")) != 0; }));
    const Ended client = twodoors(knockingAt(port));
    EXPECT_EQ(client.status, 0) << client.errors;
    EXPECT_THAT(client.output, HasSubstr("\"HI\""));
    EXPECT_EQ(server.end().status, 0);
}

} // namespace

} // namespace twodoors::tests
