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

struct Locale {
    std::string name;
    Words environment;
    bool isChinese;
};

void PrintTo(const Locale &locale, std::ostream *out)
{
    *out << locale.name;
}

class Environment : public testing::TestWithParam<Locale>
{};

TEST_P(Environment, choosesTheLanguage)
{
    const Ended ended =
        twodoors(Start{.arguments = {"lessons"}, .environment = GetParam().environment});
    EXPECT_EQ(ended.status, 0);
    EXPECT_EQ(hasChinese(ended.output), GetParam().isChinese) << ended.output;
}

INSTANTIATE_TEST_SUITE_P(
    Language, Environment,
    testing::Values(Locale{"lang", {"LANG=zh_CN.UTF-8"}, true},
                    Locale{"langTaiwan", {"LANG=zh_TW.UTF-8"}, true},
                    Locale{"messagesBeforeLang", {"LANG=zh_CN.UTF-8", "LC_MESSAGES=en_US"}, false},
                    Locale{"allBeforeMessages", {"LC_ALL=zh_CN", "LC_MESSAGES=en_US"}, true},
                    Locale{"emptyIsNotSet", {"LC_ALL=", "LANG=zh_CN.UTF-8"}, true},
                    Locale{"other", {"LANG=de_DE.UTF-8"}, false},
                    Locale{"posix", {"LANG=C"}, false}),
    [](const auto &row) { return row.param.name; });

TEST(Language, optionBeatsEnvironment)
{
    const Ended ended = twodoors(
        Start{.arguments = {"lessons", "--lang", "en"}, .environment = {"LANG=zh_CN.UTF-8"}});
    EXPECT_FALSE(hasChinese(ended.output));
}

/// A run whose every sentence row must be Chinese.
class ChineseLog : public testing::TestWithParam<const char *>
{};

TEST_P(ChineseLog, hasNoEnglishSentence)
{
    const Ended ended =
        twodoors({"run", GetParam(), "--port", "0", "--format", "markdown", "--lang", "zh"});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    std::size_t rows = 0;
    for (const std::string &line : linesOf(ended.output)) {
        if (!line.starts_with("| ") || !std::isdigit(static_cast<unsigned char>(line[2])))
            continue;
        ++rows;
        // | number | time | who | event | meaning | evidence |
        const std::size_t meaning = line.rfind(" | ", line.size() - 3);
        const std::size_t before = line.rfind(" | ", meaning - 1);
        EXPECT_TRUE(hasChinese(line.substr(before, meaning - before))) << line;
        EXPECT_TRUE(hasChinese(line.substr(meaning))) << line;
    }
    EXPECT_GT(rows, 20U);
}

TEST_P(ChineseLog, hasNoEnglishSentenceAsText)
{
    const Ended ended = twodoors(Start{.arguments = {"run", GetParam(), "--port", "0"},
                                       .environment = {"LANG=zh_CN.UTF-8"}});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    for (const std::string_view english :
         {" the ", " The ", "Asks ", "kernel", "client ", "server "})
        EXPECT_EQ(countOf(english, ended.output), 0U) << english << '\n' << ended.output;
}

INSTANTIATE_TEST_SUITE_P(Language, ChineseLog,
                         testing::Values("tcp-echo", "udp-echo", "client-first", "next-guest"),
                         [](const auto &row) {
                             std::string name(row.param);
                             std::erase(name, '-');
                             return name;
                         });

TEST(ChineseLanguage, ofFaultsLeavesNoEnglishSentence)
{
    const auto [held, port] = closedPort();
    const Ended refused = twodoors({"run", "--only", "client", "--address", "127.0.0.1", "--port",
                                    std::to_string(port), "--lang", "zh"});
    EXPECT_EQ(refused.status, 1);
    EXPECT_TRUE(hasChinese(refused.errors)) << refused.errors;
    for (const std::string_view english : {"The host", "client:", "nobody"})
        EXPECT_EQ(countOf(english, refused.errors), 0U) << refused.errors;
    const Ended wrong = twodoors({"lessons", "--bogus", "--lang", "zh"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_THAT(wrong.errors, HasSubstr("--bogus"));
    EXPECT_EQ(countOf("argument", wrong.errors), 0U) << wrong.errors;
    const Ended name = twodoors({"run", "--address", "nosuch.invalid", "--lang", "zh"});
    EXPECT_EQ(name.status, 1);
    EXPECT_EQ(countOf("not known", name.errors), 0U) << name.errors;
}

struct ColourRow {
    std::string name;
    Streams streams;
    Words environment;
    bool isColoured;
};

void PrintTo(const ColourRow &row, std::ostream *out)
{
    *out << row.name;
}

class Colour : public testing::TestWithParam<ColourRow>
{};

TEST_P(Colour, isThereOnlyWhereWanted)
{
    const ColourRow &row = GetParam();
    const Ended ended =
        twodoors(Start{.arguments = {"run", "udp-echo", "--port", "0", "--message", "hi", "--live"},
                       .streams = row.streams,
                       .environment = row.environment});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_THAT(ended.output, HasSubstr("recvfrom"));
    EXPECT_EQ(countOf("\x1b[", ended.output) > 0, row.isColoured);
}

INSTANTIATE_TEST_SUITE_P(
    Language, Colour,
    testing::Values(ColourRow{"terminal", Streams::Terminal, {}, true},
                    ColourRow{"noColor", Streams::Terminal, {"NO_COLOR=1"}, false},
                    ColourRow{"noColorEmpty", Streams::Terminal, {"NO_COLOR="}, true},
                    ColourRow{"dumbTerminal", Streams::Terminal, {"TERM=dumb"}, false},
                    ColourRow{"pipe", Streams::Pipes, {}, false},
                    ColourRow{
                        "pipeWithColourTerm", Streams::Pipes, {"COLORTERM=truecolor"}, false}),
    [](const auto &row) { return row.param.name; });

TEST(Colour, isNeverInAFile)
{
    const TemporaryFolder folder;
    const Ended ended =
        twodoors(Start{.arguments = {"run", "udp-echo", "--port", "0", "--message", "hi", "--live",
                                     "--output", folder.file("log")},
                       .streams = Streams::Terminal});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(unsafeIn(folder.get("log")), Words());
    EXPECT_THAT(folder.get("log"), HasSubstr("recvfrom"));
}

TEST(Question, isAskedOnATerminalWithoutMessage)
{
    TwodoorsChild child(
        Start{.arguments = {"run", "udp-echo", "--port", "0"}, .streams = Streams::Terminal});
    ASSERT_TRUE(child.untilOutput("[hello, two doors]: "));
    child.type("good day\n");
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_THAT(ended.output, HasSubstr("GOOD DAY"));
}

TEST(Question, takesTheUsualSentenceForAnEmptyAnswer)
{
    TwodoorsChild child(Start{.arguments = {"run", "udp-echo", "--port", "0", "--lang", "zh"},
                              .streams = Streams::Terminal});
    ASSERT_TRUE(child.untilOutput("[hello, two doors]"));
    child.type("\n");
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_THAT(ended.output, HasSubstr("HELLO, TWO DOORS"));
}

} // namespace

} // namespace twodoors::tests
