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
using Words = std::vector<std::string>;

/// A session file of a real run; made once.
const std::string &wholeSession()
{
    static const std::string text =
        twodoors({"run", "udp-echo", "--port", "0", "--format", "jsonl"}).output;
    return text;
}

std::size_t startOfLine(const std::string &text, std::size_t line)
{
    std::size_t at = 0;
    for (std::size_t i = 1; i < line; ++i)
        at = text.find('\n', at) + 1;
    return at;
}

constexpr std::size_t allButTheLast = SIZE_MAX;

struct Row {
    std::string name;
    std::string (*make)(const std::string &whole);
    Words pieces;
    std::size_t events = 0; ///< that are shown all the same
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class BadSession : public testing::TestWithParam<Row>
{};

TEST_P(BadSession, isNamedAndWhatCameBeforeIsShown)
{
    Row row = GetParam();
    const std::string &whole = wholeSession();
    ASSERT_GT(linesOf(whole).size(), 30U);
    if (row.events == allButTheLast)
        row.events = linesOf(whole).size() - 2; // the header is no event
    const TemporaryFolder folder;
    const std::string file = folder.put("damaged.jsonl", row.make(whole));
    const Ended ended = twodoors({"open", file, "--format", "jsonl"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith(file));
    for (const std::string &piece : row.pieces)
        EXPECT_THAT(ended.errors, HasSubstr(piece));
    if (row.events == 0) {
        EXPECT_EQ(ended.output, "");
    } else {
        EXPECT_EQ(ended.output, whole.substr(0, startOfLine(whole, row.events + 2)));
        EXPECT_THAT(ended.errors, HasSubstr("The " + std::to_string(row.events) + " events"));
    }
    const Ended chinese = twodoors({"open", file, "--lang", "zh"});
    EXPECT_EQ(chinese.status, 1);
    EXPECT_TRUE(hasChinese(chinese.errors)) << chinese.errors;
    EXPECT_EQ(unsafeIn(chinese.output), Words());
}

INSTANTIATE_TEST_SUITE_P(
    Open, BadSession,
    testing::Values(
        Row{"empty", [](const std::string &) { return std::string(); }, {"is empty"}},
        Row{"notJson",
            [](const std::string &) { return std::string("hello\nworld\n"); },
            {"not a session file", "not JSON"}},
        Row{"binary",
            [](const std::string &) { return std::string("\x7f\x45LF\0\xff\x1b[31m\n\n", 12); },
            {"not a session file"}},
        Row{"otherJson",
            [](const std::string &) { return std::string("{\"a\": 1}\n"); },
            {"not a session file", "header"}},
        Row{"jsonList",
            [](const std::string &) { return std::string("[1, 2]\n"); },
            {"not a session file"}},
        Row{"otherVersion",
            [](const std::string &whole) {
                return "{\"twodoors\":2" + whole.substr(whole.find(','));
            },
            {"version 2", "version 1"}},
        Row{"cutInTheHeader",
            [](const std::string &whole) { return whole.substr(0, whole.find('\n') / 2); },
            {"not a session file"}},
        Row{"cutAfterOneByteOfALine",
            [](const std::string &whole) { return whole.substr(0, startOfLine(whole, 12) + 1); },
            {"cut off"},
            10},
        Row{"cutInTheMiddleOfALine",
            [](const std::string &whole) {
                const std::size_t start = startOfLine(whole, 12);
                return whole.substr(0, start + (whole.find('\n', start) - start) / 2);
            },
            {"cut off"},
            10},
        Row{"cutBeforeTheBrace",
            [](const std::string &whole) { return whole.substr(0, whole.size() - 2); },
            {"cut off"},
            allButTheLast},
        Row{"damagedInTheMiddle",
            [](const std::string &whole) {
                std::string text = whole;
                text[startOfLine(whole, 12) + 3] = '\0';
                return text;
            },
            {"line 12"},
            10},
        Row{"lineOfRubbish",
            [](const std::string &whole) {
                std::string text = whole;
                return text.insert(startOfLine(whole, 12), "rubbish \x1b[31m\n");
            },
            {"line 12", "not JSON"},
            10},
        Row{"keyMissing",
            [](const std::string &whole) {
                std::string text = whole;
                const std::size_t kind = text.find("\"kind\"", startOfLine(whole, 12));
                return text.replace(kind, 6, "\"kinb\"");
            },
            {"line 12", "kind"},
            10},
        Row{"valueImpossible",
            [](const std::string &whole) {
                std::string text = whole;
                const std::size_t who = text.find("\"who\":\"", startOfLine(whole, 12)) + 7;
                return text.insert(who, "x");
            },
            {"line 12", "who"},
            10},
        Row{"lineTwice",
            [](const std::string &whole) {
                std::string text = whole;
                const std::size_t at = startOfLine(whole, 11);
                const std::string line = whole.substr(at, startOfLine(whole, 12) - at);
                return text.insert(startOfLine(whole, 12), line);
            },
            {"line 12", "seq"},
            10}),
    [](const auto &row) { return row.param.name; });

TEST(Open, headerAloneIsARunOfNothing)
{
    const TemporaryFolder folder;
    const std::string header = wholeSession().substr(0, startOfLine(wholeSession(), 2));
    const std::string file = folder.put("s", header);
    const Ended ended = twodoors({"open", file, "--format", "jsonl"});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(ended.errors, "");
    EXPECT_EQ(ended.output, header);
    EXPECT_THAT(twodoors({"open", file}).output, HasSubstr("One UDP echo"));
}

TEST(Open, ofADamagedLessonInTheHeaderStillShowsTheEvents)
{
    const TemporaryFolder folder;
    std::string text = wholeSession();
    const std::size_t source = text.find("UDPServer:");
    ASSERT_NE(source, std::string::npos);
    text.replace(text.find("recvfrom: {door"), 8, "recvfrob");
    const std::string file = folder.put("s", text);
    const Ended ended = twodoors({"open", file});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("recvfrob"));
    EXPECT_THAT(ended.errors, HasSubstr(file));
    EXPECT_THAT(ended.output, HasSubstr("HELLO, TWO DOORS"));
}

struct FileRow {
    std::string name;
    std::string (*path)(const TemporaryFolder &folder);
    std::string piece;
};

void PrintTo(const FileRow &row, std::ostream *out)
{
    *out << row.name;
}

class UnreadableSession : public testing::TestWithParam<FileRow>
{};

TEST_P(UnreadableSession, isNamed)
{
    const TemporaryFolder folder;
    const std::string path = GetParam().path(folder);
    const Ended ended = twodoors({"open", path});
    EXPECT_EQ(ended.status, 1);
    EXPECT_EQ(ended.output, "");
    EXPECT_THAT(ended.errors, isOneSentenceWith(GetParam().piece));
    EXPECT_THAT(ended.errors, HasSubstr(path));
}

INSTANTIATE_TEST_SUITE_P(
    Open, UnreadableSession,
    testing::Values(
        FileRow{"missing", [](const auto &folder) { return folder.file("none"); }, "ENOENT"},
        FileRow{"folder", [](const auto &folder) { return folder.path().string(); }, "EISDIR"},
        FileRow{"underAFile", [](const auto &folder) { return folder.put("f", "x") + "/below"; },
                "ENOTDIR"},
        FileRow{"nameTooLong",
                [](const auto &folder) { return folder.file(std::string(300, 'n')); },
                "ENAMETOOLONG"},
        FileRow{"loop",
                [](const auto &folder) {
                    std::filesystem::create_symlink("me", folder.file("me"));
                    return folder.file("me");
                },
                "ELOOP"}),
    [](const auto &row) { return row.param.name; });

TEST(UnreadableSession, ofOthersIsNamed)
{
    const TemporaryFolder folder;
    const std::string file = folder.put("s", wholeSession());
    std::filesystem::permissions(file, std::filesystem::perms::none);
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    const Ended ended = twodoors(Start{.arguments = {"open", file}, .inChild = [] {
                                           return ::geteuid() != 0 || ::setuid(65534) == 0;
                                       }});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("EACCES"));
}

TEST(Open, millionLinesWithinADeadline)
{
    const TemporaryFolder folder;
    std::string text = wholeSession().substr(0, startOfLine(wholeSession(), 2));
    constexpr int lines = 1'000'000;
    text.reserve(std::size_t{lines} * 90);
    for (int i = 1; i <= lines; ++i) {
        text += "{\"seq\":" + std::to_string(i) + ",\"t\":" + std::to_string(i)
                + R"(,"who":"server","evidence":"call","kind":"line","line":4})" + '\n';
    }
    const std::string file = folder.put("s", text);
    const Ended ended =
        twodoors({"open", file, "--format", "jsonl", "--output", folder.file("out")});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_LT(ended.work, 20s);
    EXPECT_TRUE(folder.get("out") == text);
}

} // namespace

} // namespace twodoors::tests
