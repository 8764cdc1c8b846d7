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

using Words = std::vector<std::string>;

/// A run whose log is JSON Lines; it must end well.
SessionText sessionOf(Words arguments, std::string input = {})
{
    Words words{"run"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    words.insert(words.end(), {"--format", "jsonl"});
    const Ended ended = twodoors(Start{.arguments = words, .input = std::move(input)});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(ended.errors, "");
    SessionText session(ended.output);
    EXPECT_TRUE(session.isWhole());
    return session;
}

/// What each guest said, in order, and what it got back.
struct Talk {
    Words said;
    Words got;
    friend bool operator==(const Talk &, const Talk &) = default;
};

void PrintTo(const Talk &talk, std::ostream *out)
{
    *out << testing::PrintToString(talk.said) << " → " << testing::PrintToString(talk.got);
}

Talk talkOf(const SessionText &session)
{
    Talk talk;
    for (const Event &event : session.events()) {
        if (event.who.role != Role::Client)
            continue;
        if (event.kind == Kind::Value && event.into == "sentence")
            talk.said.emplace_back(event.bytes);
        const bool isReading = event.call == CallName::Recv || event.call == CallName::RecvFrom;
        if (event.kind == Kind::Return && isReading)
            talk.got.emplace_back(event.bytes);
    }
    return talk;
}

struct Row {
    std::string name;
    Words arguments;
    Talk talk;
    std::string input{};
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class Messages : public testing::TestWithParam<Row>
{};

TEST_P(Messages, goThereAndBack)
{
    Words arguments = GetParam().arguments;
    arguments.insert(arguments.end(), {"--port", "0"});
    EXPECT_EQ(talkOf(sessionOf(arguments, GetParam().input)), GetParam().talk);
}

const Talk abc{{"one", "two", "three"}, {"ONE", "TWO", "THREE"}};
const Words abcOptions{"--message", "one", "--message", "two", "--message", "three"};

Words with(Words words, const Words &more)
{
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

INSTANTIATE_TEST_SUITE_P(
    Run, Messages,
    testing::Values(
        Row{"usual", {"tcp-echo"}, {{"hello, two doors"}, {"HELLO, TWO DOORS"}}},
        Row{"threeGuestsOverTcp", with({"tcp-echo"}, abcOptions), abc},
        Row{"threeGuestsOverUdp", with({"udp-echo"}, abcOptions), abc},
        Row{"threeGuestsLive", with({"tcp-echo", "--live"}, abcOptions), abc},
        Row{"threeGuestsOverUdpLive", with({"udp-echo", "--live"}, abcOptions), abc},
        Row{"threeGuestsOverIpv6", with({"tcp-echo", "--address", "::1"}, abcOptions), abc},
        Row{"udpOverIpv6", with({"udp-echo", "--address", "::1"}, abcOptions), abc},
        Row{"name", with({"tcp-echo", "--address", "localhost"}, abcOptions), abc},
        Row{"fromStandardInput", {"--message-file", "-"}, {{"a\nb\n"}, {"A\nB\n"}}, "a\nb\n"},
        Row{"afterOthers",
            {"--message-file", "-", "--message", "first"},
            {{"first", "last"}, {"FIRST", "LAST"}},
            "last"},
        Row{"withEquals", {"--message=-x"}, {{"-x"}, {"-X"}}},
        Row{"comma", {"--message", "a,b"}, {{"a,b"}, {"A,B"}}},
        Row{"brackets", {"--message", "[a,b]"}, {{"[a,b]"}, {"[A,B]"}}},
        Row{"braces",
            {"--message", "{0} {address} %s"},
            {{"{0} {address} %s"}, {"{0} {ADDRESS} %S"}}},
        Row{"quotes", {"--message", "\"q\" 'r'"}, {{"\"q\" 'r'"}, {"\"Q\" 'R'"}}},
        Row{"chinese", {"--message", "两扇门 é"}, {{"两扇门 é"}, {"两扇门 é"}}}),
    [](const auto &row) { return row.param.name; });

TEST(Run, takesAMessageFromAFile)
{
    const TemporaryFolder folder;
    folder.put("m", std::string("x\0y", 3));
    const Talk talk = talkOf(sessionOf({"--port", "0", "--message-file", folder.file("m")}));
    EXPECT_EQ(talk, (Talk{{std::string("x\0y", 3)}, {std::string("X\0Y", 3)}}));
}

TEST(Run, letsTheKernelChooseThePort)
{
    const SessionText session = sessionOf({"--port", "0"});
    std::size_t welcomes = 0;
    for (const Event &event : session.events()) {
        if (event.kind == Kind::Door && event.stage == DoorStage::Welcome) {
            ++welcomes;
            EXPECT_GE(event.local.port, 1024);
        }
    }
    EXPECT_EQ(welcomes, 1U);
}

TEST(Run, standsOnThePortItWasGiven)
{
    const std::uint16_t port = closedPort().second;
    const SessionText session = sessionOf({"--port", std::to_string(port)});
    EXPECT_EQ(session.count([&](const Event &event) {
        return event.kind == Kind::Door && event.stage == DoorStage::Welcome
               && event.local.port == port;
    }),
              1U);
}

TEST(Run, waitsAfterEachLineAtAPace)
{
    constexpr Nanoseconds pace = 20ms;
    const SessionText session = sessionOf({"udp-echo", "--port", "0", "--pace", "0.02"});
    std::optional<Nanoseconds> last;
    std::size_t lines = 0;
    for (const Event &event : session.events()) {
        if (event.kind != Kind::Line || event.line == LineNumber::None)
            continue;
        if (last) {
            EXPECT_GE(event.t - *last, pace) << "line " << lines;
        }
        last = event.t;
        ++lines;
    }
    EXPECT_GE(lines, 10U);
}

TEST(Run, keepsUpWithManyGuests)
{
    Words arguments{"--port", "0", "--live"};
    Talk talk;
    for (int i = 0; i < 50; ++i) {
        arguments.insert(arguments.end(), {"--message", "guest " + std::to_string(i)});
        talk.said.push_back("guest " + std::to_string(i));
        talk.got.push_back("GUEST " + std::to_string(i));
    }
    EXPECT_EQ(talkOf(sessionOf(arguments)), talk);
}

} // namespace

} // namespace twodoors::tests
