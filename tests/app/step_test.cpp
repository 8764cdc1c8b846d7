// SPDX-License-Identifier: GPL-3.0-or-later
#include "said.h"
#include "temporary_folder.h"
#include "twodoors_child.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

using testing::HasSubstr;
using testing::Not;
using Words = std::vector<std::string>;

const std::string keysLine = "space next";

Start stepping(Streams streams, Words more = {})
{
    Words arguments{"run", "--port", "0", "--message", "hi", "--step"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return {.arguments = std::move(arguments), .streams = streams};
}

/// The part of the settings that matters to the person at the terminal.
bool isSame(const termios &one, const termios &other)
{
    return one.c_iflag == other.c_iflag && one.c_oflag == other.c_oflag
           && one.c_cflag == other.c_cflag && one.c_lflag == other.c_lflag
           && std::equal(std::begin(one.c_cc), std::end(one.c_cc), std::begin(other.c_cc));
}

TEST(StepOnATerminal, goesThroughTheWholeRunBySpace)
{
    TwodoorsChild child(stepping(Streams::Terminal));
    const termios before = child.settings();
    ASSERT_TRUE(child.untilOutput(keysLine));
    EXPECT_EQ(child.settings().c_lflag & static_cast<tcflag_t>(ICANON | ECHO), 0U);
    EXPECT_EQ(countOf("SOCK_STREAM, 0)", child.output()), 0U) << child.output();
    child.type(" ");
    ASSERT_TRUE(child.untilOutput("SOCK_STREAM, 0)"));
    child.type(std::string(100, ' '));
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(ended.errors, "");
    EXPECT_THAT(ended.output, HasSubstr("\"HI\""));
    EXPECT_TRUE(isSame(child.settings(), before));
}

TEST(StepOnATerminal, letsTheClientGoFirstAndBeRefused)
{
    TwodoorsChild child(stepping(Streams::Terminal));
    ASSERT_TRUE(child.untilOutput(keysLine));
    child.type("cc");
    ASSERT_TRUE(child.untilOutput("ECONNREFUSED"));
    child.type("q");
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, HasSubstr("nobody listens at"));
}

TEST(StepOnATerminal, stepsTheServerAlone)
{
    TwodoorsChild child(stepping(Streams::Terminal));
    ASSERT_TRUE(child.untilOutput(keysLine));
    child.type(std::string(12, 's'));
    ASSERT_TRUE(child.untilOutput("is blocked"));
    EXPECT_THAT(child.output(), HasSubstr("accept("));
    EXPECT_EQ(countOf("connect(", child.output()), 0U);
    child.type("q");
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(ended.errors, "");
}

TEST(StepOnATerminal, playsAndStopsPlayingAtAnyKey)
{
    TwodoorsChild child(stepping(Streams::Terminal));
    ASSERT_TRUE(child.untilOutput(keysLine));
    child.type("p");
    ASSERT_TRUE(child.untilOutput("has an address"));
    child.type("x");
    ASSERT_TRUE(child.untilOutput(keysLine, child.output().find("has an address")));
    child.type("q");
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
}

TEST(StepOnATerminal, leavesAtOnceWithQ)
{
    const TemporaryFolder folder;
    TwodoorsChild child(stepping(Streams::Terminal, {"--session", folder.file("s")}));
    const termios before = child.settings();
    ASSERT_TRUE(child.untilOutput(keysLine));
    child.type("zqqq"); // z is no key
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(ended.errors, "");
    EXPECT_TRUE(isSame(child.settings(), before));
    EXPECT_TRUE(SessionText(folder.get("s")).isWhole());
}

TEST(StepOnATerminal, showsItsKeysInChinese)
{
    TwodoorsChild child(stepping(Streams::Terminal, {"--lang", "zh"}));
    ASSERT_TRUE(child.untilOutput("空格 下一行"));
    child.type("ss");
    ASSERT_TRUE(child.untilOutput("setsockopt("));
    child.type("q");
    EXPECT_EQ(child.end().status, 0);
}

TEST(StepOnATerminal, withoutColourStillClearsItsKeysLine)
{
    Start start = stepping(Streams::Terminal);
    start.environment = {"NO_COLOR=1"};
    TwodoorsChild child(start);
    ASSERT_TRUE(child.untilOutput(keysLine));
    child.type("q");
    const Ended ended = child.end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_THAT(ended.output, Not(HasSubstr("m\x1b")));
    EXPECT_THAT(ended.output, Not(HasSubstr("\x1b[2m")));
}

struct PipeRow {
    std::string name;
    std::string keys;
    int status;
    Words pieces;
    Words absent;
};

void PrintTo(const PipeRow &row, std::ostream *out)
{
    *out << row.name;
}

class StepFromAPipe : public testing::TestWithParam<PipeRow>
{};

TEST_P(StepFromAPipe, readsItsKeysFromThere)
{
    const PipeRow &row = GetParam();
    const TemporaryFolder folder;
    Start start = stepping(Streams::Pipes, {"--session", folder.file("s")});
    start.input = row.keys;
    const Ended ended = twodoors(start);
    EXPECT_EQ(ended.status, row.status) << ended.errors;
    EXPECT_EQ(unsafeIn(ended.output), Words());
    EXPECT_THAT(ended.output, Not(HasSubstr(keysLine)));
    for (const std::string &piece : row.pieces)
        EXPECT_THAT(ended.output, HasSubstr(piece));
    for (const std::string &piece : row.absent)
        EXPECT_THAT(ended.output, Not(HasSubstr(piece)));
    EXPECT_TRUE(SessionText(folder.get("s")).isWhole());
}

INSTANTIATE_TEST_SUITE_P(
    Step, StepFromAPipe,
    testing::Values(
        PipeRow{"spaces", std::string(100, ' '), 0, {"\"HI\""}, {}},
        PipeRow{"newlines", std::string(100, '\n'), 0, {"\"HI\""}, {}},
        PipeRow{"end", "", 0, {"One TCP echo"}, {"socket("}},
        PipeRow{"quit", "ssq ssssss", 0, {"socket(", "setsockopt("}, {"welcome.bind("}},
        PipeRow{"endInTheMiddle", "sss", 0, {"socket(", "welcome.bind("}, {"welcome.listen("}},
        PipeRow{"unknownKeys", "xyz\tSC\x1b[A", 0, {"One TCP echo"}, {"socket("}},
        PipeRow{"clientFirst", "cc", 1, {"ECONNREFUSED"}, {"welcome.bind("}}),
    [](const auto &row) { return row.param.name; });

} // namespace

} // namespace twodoors::tests
