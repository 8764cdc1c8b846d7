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
using Format = std::tuple<const char *, const char *, const char *>; ///< lesson, format, language

std::string nameOfFormat(const testing::TestParamInfo<Format> &row)
{
    const auto &[lesson, format, language] = row.param;
    std::string name = std::string(lesson) + '_' + format + '_' + language;
    std::erase(name, '-');
    return name;
}

/// The bars that part a row of a table into cells.
std::size_t barsOf(std::string_view line)
{
    std::size_t bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i)
        bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\') ? 1U : 0U;
    return bars;
}

/// One table with six cells in each row, and nothing after it.
void expectOneTable(const std::string &text)
{
    const auto lines = linesOf(text);
    const auto first =
        std::ranges::find_if(lines, [](const std::string &line) { return line.starts_with('|'); });
    ASSERT_GT(lines.end() - first, 10);
    EXPECT_EQ(*(first - 1), "");
    for (auto line = first; line != lines.end(); ++line) {
        EXPECT_TRUE(line->starts_with("|") && line->ends_with("|")) << *line;
        EXPECT_EQ(barsOf(*line), 7U) << *line;
    }
    EXPECT_EQ(countOf("\n|---:|---:|---|---|---|---|\n", text), 1U);
}

/// Of a text whose lines end as those of CSV do.
std::string withoutReturns(std::string text)
{
    for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos;)
        text.erase(at, 1);
    return text;
}

class EachFormat : public testing::TestWithParam<Format>
{};

TEST_P(EachFormat, isTheSameWhenTheSessionFileIsOpened)
{
    const auto &[lesson, format, language] = GetParam();
    const TemporaryFolder folder;
    const std::string session = folder.file("session");
    const Ended ran = twodoors({"run", lesson, "--port", "0", "--format", format, "--lang",
                                language, "--session", session});
    EXPECT_EQ(ran.status, 0);
    EXPECT_EQ(ran.errors, "");
    EXPECT_EQ(unsafeIn(withoutReturns(ran.output)), Words());
    EXPECT_THAT(
        ran.output,
        HasSubstr(lesson == std::string_view("next-guest") ? "SECOND GUEST" : "HELLO, TWO DOORS"));
    if (format == std::string_view("markdown"))
        expectOneTable(ran.output);
    if (format == std::string_view("jsonl")) {
        EXPECT_EQ(ran.output, folder.get("session"));
        EXPECT_TRUE(SessionText(ran.output).isWhole());
    }
    const Ended opened = twodoors({"open", session, "--format", format, "--lang", language});
    EXPECT_EQ(opened.status, 0);
    EXPECT_EQ(opened.errors, "");
    EXPECT_EQ(opened.output, ran.output);
}

INSTANTIATE_TEST_SUITE_P(
    Formats, EachFormat,
    testing::Combine(testing::Values("tcp-echo", "udp-echo", "client-first", "next-guest"),
                     testing::Values("text", "markdown", "jsonl", "html", "csv"),
                     testing::Values("en", "zh")),
    nameOfFormat);

TEST(Formats, toAFileAreTheSameAsToAPipe)
{
    const TemporaryFolder folder;
    const Ended ran = twodoors(
        {"run", "--port", "0", "--session", folder.file("s"), "--output", folder.file("log")});
    EXPECT_EQ(ran.status, 0);
    EXPECT_EQ(ran.output, "");
    const Ended piped = twodoors({"open", folder.file("s")});
    EXPECT_EQ(folder.get("log"), piped.output);
    const Ended filed = twodoors({"open", folder.file("s"), "--output", folder.file("again")});
    EXPECT_EQ(filed.status, 0);
    EXPECT_EQ(filed.output, "");
    EXPECT_EQ(folder.get("again"), piped.output);
}

TEST(Formats, ofALiveRunAreTheSameWhenOpened)
{
    const TemporaryFolder folder;
    const Ended ran =
        twodoors({"run", "--port", "0", "--live", "--session", folder.file("s"), "--message", "a",
                  "--message", "b", "--message", "c", "--format", "jsonl"});
    EXPECT_EQ(ran.status, 0) << ran.errors;
    EXPECT_EQ(ran.output, folder.get("s"));
    const Ended opened = twodoors({"open", folder.file("s"), "--format", "jsonl"});
    EXPECT_EQ(opened.output, ran.output);
}

TEST(Formats, ofMarkdownStandMarkdownInTheSentence)
{
    for (const std::string_view message : {"a|b", "`", "a`b``c", "\\|", "\\", "|`|", "*x* <b> #_[",
                                           "two\nlines\r\n| x |", "``` | ```"}) {
        const Ended ran = twodoors({"run", "udp-echo", "--port", "0", "--live", "--format",
                                    "markdown", "--message", std::string(message)});
        EXPECT_EQ(ran.status, 0) << ran.errors;
        expectOneTable(ran.output);
    }
}

} // namespace

} // namespace twodoors::tests
