// SPDX-License-Identifier: GPL-3.0-or-later
// A window that cannot be had is refused in one sentence.
#include "said.h"
#include "temporary_folder.h"
#include "twodoors_child.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

using Words = std::vector<std::string>;

struct Row {
    std::string name;
    Words environment;
    Words arguments;
    Words pieces;
    int status = 1;
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class NoWindow : public testing::TestWithParam<Row>
{};

TEST_P(NoWindow, isSaidInOneSentence)
{
    Words environment{"DISPLAY=", "WAYLAND_DISPLAY=", "QT_QPA_PLATFORM=offscreen"};
    environment.insert(environment.end(), GetParam().environment.begin(),
                       GetParam().environment.end());
    const Ended ended =
        twodoors(Start{.arguments = GetParam().arguments, .environment = environment});
    EXPECT_EQ(ended.status, GetParam().status);
    EXPECT_EQ(ended.output, "");
    for (const std::string &piece : GetParam().pieces)
        EXPECT_THAT(ended.errors, isOneSentenceWith(piece));
}

const Words elsewhere{"DISPLAY=:59999", "QT_QPA_PLATFORM=xcb"};

INSTANTIATE_TEST_SUITE_P(
    Start, NoWindow,
    testing::Values(
        Row{"noDisplay", {"QT_QPA_PLATFORM="}, {}, {"needs a display", "twodoors run"}},
        Row{"noDisplayInChinese", {"QT_QPA_PLATFORM="}, {"--lang", "zh"}, {"窗口需要显示器"}},
        Row{"displayDoesNotAnswer", elsewhere, {}, {"display :59999", "twodoors run"}},
        Row{"displayDoesNotAnswerInChinese", elsewhere, {"--lang", "zh"}, {"用不了"}},
        Row{"unknownPlatform", {"QT_QPA_PLATFORM=nope"}, {}, {"nope"}},
        Row{"sessionNowhere", {}, {"--session", "/no/such"}, {"/no/such", "ENOENT"}},
        Row{"sessionIsFolder", {}, {"--session", "/"}, {"EISDIR"}},
        Row{"sessionWithoutRoom", {}, {"--session", "/dev/full"}, {"ENOSPC"}},
        Row{"sessionOfAFile", {}, {"/dev/null", "--session", "x"}, {"--session"}, 2},
        Row{"sessionBeforeACommand", {}, {"--session", "x", "lessons"}, {"x"}, 2},
        Row{"unknownWord", {}, {"nonsense"}, {"nonsense", "lessons"}, 2},
        Row{"unknownLanguage", {}, {"--lang", "xx"}, {"xx", "en, zh"}, 2},
        Row{"unknownTheme", {}, {"--theme", "x"}, {"light, dark, system"}, 2},
        Row{"unknownLesson", {}, {"--lesson", "tpc-echo"}, {"tcp-echo"}, 2}),
    [](const auto &row) { return row.param.name; });

TEST(NoWindow, leavesTheSessionFileAsItWas)
{
    const TemporaryFolder folder;
    const std::string file = folder.put("s.jsonl", "a run of yesterday");
    EXPECT_EQ(twodoors(Start{.arguments = {"--session", file}, .environment = elsewhere}).status,
              1);
    EXPECT_EQ(folder.get("s.jsonl"), "a run of yesterday");
}

} // namespace

} // namespace twodoors::tests
