// SPDX-License-Identifier: GPL-3.0-or-later
#include "running_server.h"
#include "temporary_folder.h"
#include "twodoors_child.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

using testing::HasSubstr;
using Words = std::vector<std::string>;

/// What must never reach a terminal as it is: sequences that set its title and colours, C1
/// controls as bytes and as UTF-8, new lines, turned writing.
const std::string hostile = "\x1b]0;owned\x07\x1b[31mred\x1b[2J\r\n\x08\x7f\x9b\x31m\xc2\x9b"
                            "31m \xc2\x85 \u202e\u2066\u200f\u061c end\tof | it";

void expectSafe(const Ended &ended)
{
    EXPECT_EQ(unsafeIn(ended.output), Words());
    EXPECT_EQ(unsafeIn(ended.errors), Words());
}

class Hostile : public testing::TestWithParam<std::tuple<const char *, const char *>>
{};

TEST_P(Hostile, messageReachesNoTerminal)
{
    const auto &[lesson, format] = GetParam();
    const TemporaryFolder folder;
    const Ended ended = twodoors({"run", lesson, "--port", "0", "--format", format, "--message",
                                  hostile, "--session", folder.file("s")});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    expectSafe(ended);
    // newlines of the message make no lines of the log
    for (const std::string &line : linesOf(ended.output))
        EXPECT_FALSE(line.starts_with("\x08")) << line;
    EXPECT_THAT(ended.output, HasSubstr("end"));
    const Ended opened = twodoors({"open", folder.file("s"), "--format", format});
    EXPECT_EQ(opened.output, ended.output);
}

INSTANTIATE_TEST_SUITE_P(Run, Hostile,
                         testing::Combine(testing::Values("tcp-echo", "udp-echo"),
                                          testing::Values("text", "markdown", "jsonl", "html")),
                         [](const auto &row) {
                             return std::string(std::get<0>(row.param)).substr(0, 3)
                                    + std::get<1>(row.param);
                         });

TEST(Hostile, guestReachesNoTerminal)
{
    for (const Words &more : {Words{}, Words{"--pace", "0"}}) {
        const TemporaryFolder folder;
        Words all{"--guests", "1", "--session", folder.file("s")};
        all.insert(all.end(), more.begin(), more.end());
        RunningServer server("tcp-echo", all);
        EXPECT_TRUE(server.serves(hostile));
        expectSafe(server.child().end());
        for (const std::string_view format : {"text", "markdown", "html"})
            expectSafe(twodoors({"open", folder.file("s"), "--format", std::string(format)}));
    }
}

TEST(Hostile, serverReachesNoTerminal)
{
    const Descriptor listener = plainListener();
    TwodoorsChild child(
        Start{.arguments = {"run", "--only", "client", "--address", "127.0.0.1", "--port",
                            std::to_string(portOf(listener)), "--message", "x"}});
    const Descriptor guest = plainAccept(listener);
    EXPECT_EQ(plainReceive(guest), "x");
    plainSend(guest, hostile);
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 0);
    expectSafe(ended);
}

TEST(Hostile, messageOnATerminalSetsNothingButColours)
{
    Ended ended =
        twodoors(Start{.arguments = {"run", "udp-echo", "--port", "0", "--message", hostile},
                       .streams = Streams::Terminal});
    EXPECT_EQ(ended.status, 0);
    // the colours are its own; without them, and the terminal's own \r\n, nothing is left
    std::string text;
    for (std::size_t i = 0; i < ended.output.size(); ++i) {
        if (ended.output.compare(i, 2, "\x1b[") == 0) {
            const std::size_t end = ended.output.find_first_not_of("0123456789;", i + 2);
            ASSERT_EQ(ended.output.substr(end, 1), "m");
            i = end;
        } else if (ended.output.compare(i, 2, "\r\n") != 0) {
            text += ended.output[i];
        }
    }
    EXPECT_EQ(unsafeIn(text), Words());
}

/// A lesson of hostile words, as YAML escapes.
constexpr std::string_view hostileLesson = R"(id: "mine\e[31m\u202e\nnext"
title: {en: "Title \e]0;owned\a \x9b31m\r\n\u202e", zh: "题目 \e[31m\u2066\n"}
aim: "Aim \e[2J\x85\x7f\b end"
messages: ["\e[31mhello\n"]
run:
  - server: UDPServer
  - client: UDPClient
    after: {server: recvfrom}
)";

TEST(Hostile, lessonReachesNoTerminal)
{
    const TemporaryFolder folder;
    const std::string lesson = folder.put("l.yaml", hostileLesson);
    for (const std::string_view format : {"text", "markdown", "jsonl", "html"}) {
        for (const std::string_view language : {"en", "zh"}) {
            const Ended ended =
                twodoors({"run", lesson, "--port", "0", "--live", "--session", folder.file("s"),
                          "--format", std::string(format), "--lang", std::string(language)});
            EXPECT_EQ(ended.status, 0) << ended.errors;
            expectSafe(ended);
        }
    }
    expectSafe(twodoors({"open", folder.file("s")}));
    const Ended asked = twodoors(Start{.arguments = {"run", lesson, "--port", "0"},
                                       .streams = Streams::Terminal,
                                       .input = "\n",
                                       .environment = {"NO_COLOR=1"}});
    EXPECT_THAT(asked.output, HasSubstr("\\x1b[31mhello\\n"));
    EXPECT_EQ(countOf("\x1b", asked.output), 0U) << asked.output;
}

/// A session file whose every text is hostile, as JSON escapes.
TEST(Hostile, sessionFileReachesNoTerminal)
{
    const std::string words =
        R"(\u001b]0;owned\u0007\u001b[31m\r\n\u009b31m\u0085\u202e\u2066\b\u007f)";
    const std::string events = R"("who":"client","evidence":"call")";
    std::string text = R"({"twodoors":1,"lesson":")" + words + R"(","wire":")" + words
                       + R"(","kernel":")" + words + R"(","start":")" + words + "\"}\n";
    text += R"({"seq":1,"t":1,)" + events + R"(,"kind":"note","text":")" + words + "\"}\n";
    text += R"({"seq":2,"t":2,)" + events + R"(,"kind":"value","into":")" + words + R"(","bytes":")"
            + words + R"(","size":9})" + '\n';
    text += R"({"seq":3,"t":3,)" + events + R"(,"kind":"fault","topic":")" + words + R"(","text":")"
            + words + "\"}\n";
    text += R"({"seq":4,"t":4,)" + events + R"(,"kind":"call","name":"send","bytes":")" + words
            + R"(","size":9})" + '\n';
    text += R"({"seq":5,"t":5,)" + events + R"(,"kind":"prediction","step":"asked","topic":")"
            + words + R"(","text":")" + words + "\"}\n";
    text += R"({"seq":6,"t":6,)" + events
            + R"(,"cause":4,"kind":"return","name":"recv","value":9,"into":")" + words
            + R"(","from":")" + words + R"(","bytes":")" + words + R"(","size":9})" + '\n';
    const TemporaryFolder folder;
    const std::string file = folder.put("s \x1b[31m\n\xff", text);
    for (const std::string_view format : {"text", "markdown", "jsonl", "html"}) {
        for (const std::string_view language : {"en", "zh"}) {
            const Ended ended = twodoors(
                {"open", file, "--format", std::string(format), "--lang", std::string(language)});
            EXPECT_EQ(ended.status, 0) << ended.errors;
            expectSafe(ended);
            EXPECT_GE(linesOf(ended.output).size(), 7U) << ended.output;
        }
    }
    folder.put("s \x1b[31m\n\xff", text + words);
    expectSafe(twodoors({"open", file}));
}

TEST(Hostile, namesOfFilesReachNoTerminal)
{
    const TemporaryFolder folder;
    const std::string name = folder.file("\x1b[31m\xc2\x9b\n\xff.yaml");
    const std::vector<Words> all{{"open", name},
                                 {"run", name},
                                 {"run", "--message-file", name},
                                 {"run", "--port", "0", "--output", name + "/x"},
                                 {"run", "--port", "0", "--session", name + "/x"},
                                 {"run", "--address", name},
                                 {"run", "--lang", name},
                                 {"program", name, "--language", "c"},
                                 {name}};
    for (const Words &arguments : all) {
        const Ended ended = twodoors(arguments);
        EXPECT_GT(ended.status, 0);
        expectSafe(ended);
        EXPECT_EQ(linesOf(ended.errors).size(), 1U) << ended.errors;
    }
}

} // namespace

} // namespace twodoors::tests
