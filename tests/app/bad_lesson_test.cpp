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

/// A good lesson; the rows break one of its lines.
constexpr std::string_view goodLesson = R"(id: mine
title: {en: Mine, zh: 我的}
aim: Try it out
messages: ["good day"]
programs:
  Server:
    - socket: {into: welcome, protocol: tcp}
    - setsockopt: {door: welcome, option: SO_REUSEADDR, value: 1}
    - bind: {door: welcome, address: server}
    - listen: {door: welcome, backlog: 1}
    - loop:
        - accept: {door: welcome, into: connection, from: who}
        - try:
            - recv: {door: connection, size: 1024, into: sentence}
            - upper: {value: sentence, into: answer}
            - send: {door: connection, value: answer}
        - close: {door: connection}
run:
  - server: Server
  - client: TCPClient
    after: {server: accept}
)";

struct Row {
    std::string name;
    std::string from; ///< a piece of the good lesson
    std::string to;   ///< what stands there instead
    Words pieces;     ///< of the sentence
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class BadLesson : public testing::TestWithParam<Row>
{};

TEST_P(BadLesson, namesFileLineKeyAndWhatWasMeant)
{
    const Row &row = GetParam();
    std::string text(goodLesson);
    const std::size_t at = text.find(row.from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, row.from.size(), row.to);
    const TemporaryFolder folder;
    const std::string file = folder.put("mine.yaml", text);
    for (const std::string_view language : {"en", "zh"}) {
        const Ended ended = twodoors({"run", file, "--port", "0", "--lang", std::string(language)});
        EXPECT_EQ(ended.status, 2);
        EXPECT_EQ(ended.output, "");
        EXPECT_THAT(ended.errors, isOneSentenceWith(file));
        EXPECT_EQ(hasChinese(ended.errors), language == "zh") << ended.errors;
        for (const std::string &piece : row.pieces) {
            if (language == "en" || !piece.starts_with("line ")) {
                EXPECT_THAT(ended.errors, HasSubstr(piece));
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Run, BadLesson,
    testing::Values(
        Row{"wrongKey", "messages:", "mesages:", {"line 4:", "mesages", "messages"}},
        Row{"wrongKeyOfTheTitle", "{en: Mine, zh", "{em: Mine, zh", {"line 2:", "em", "en"}},
        Row{"keyTwice", "aim: Try it out", "title: Again", {"line 3:", "title"}},
        Row{"keyMissing", "id: mine\n", "", {"id"}},
        Row{"runMissing", "run:", "programs2:", {"line 18:", "programs2", "programs"}},
        Row{"unknownOperation", "- listen:", "- lisen:", {"line 10:", "lisen", "listen"}},
        Row{"operationInOtherCase", "- listen:", "- Listen:", {"line 10:", "Listen", "listen"}},
        Row{"strangeOperation", "- listen:", "- frobnicate:", {"line 10:", "frobnicate", "accept"}},
        Row{"wrongKeyOfAnOperation",
            "backlog: 1",
            "backlgo: 1",
            {"line 10:", "backlgo", "backlog"}},
        Row{"keyOfAnOperationMissing", ", backlog: 1", "", {"line 10:", "backlog"}},
        Row{"wrongValue", "backlog: 1", "backlog: many", {"line 10:", "backlog", "many"}},
        Row{"wrongProtocol", "protocol: tcp", "protocol: tpc", {"line 7:", "tpc", "tcp"}},
        Row{"wrongOption",
            "SO_REUSEADDR",
            "SO_REUSEADR",
            {"line 8:", "SO_REUSEADR", "SO_REUSEADDR"}},
        Row{"unknownName",
            "send: {door: connection, value: answer}",
            "send: {door: connection, value: anwser}",
            {"line 16:", "anwser", "answer"}},
        Row{"wrongKindOfName",
            "send: {door: connection, value: answer}",
            "send: {door: connection, value: welcome}",
            {"line 16:", "welcome"}},
        Row{"wrongIndentation", "    - bind:", "   - bind:", {"line 9:"}},
        Row{"tab", "    - bind:", "\t- bind:", {"line 9"}},
        Row{"braceMissing", "address: server}", "address: server", {"line "}},
        Row{"missingProgram",
            "client: TCPClient",
            "client: TCPCleint",
            {"line 20:", "TCPCleint", "TCPClient"}},
        Row{"unknownSide", "- client: TCP", "- clent: TCP", {"line 20:", "clent", "client"}},
        Row{"unknownMoment",
            "{server: accept}",
            "{server: acept}",
            {"line 21:", "acept", "accept"}},
        Row{"afterNobody", "{server: accept}", "{client 3: accept}", {"line 21:", "client 3"}},
        Row{"unknownErrno",
            "    after: {server: accept}",
            "    may-end-with: ECONREFUSED",
            {"line 21:", "ECONREFUSED", "ECONNREFUSED"}},
        Row{"keyWithControls",
            "messages:",
            "\"mess\\e[31m\\nages\\u202e\":",
            {"line 4:", "\\x1b[31m\\nages\\u{202e}"}}),
    [](const auto &row) { return row.param.name; });

TEST(Run, lessonFileOfOnesOwn)
{
    const TemporaryFolder folder;
    const Ended ended = twodoors({"run", folder.put("mine.yaml", goodLesson), "--port", "0"});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_THAT(ended.output, HasSubstr("\"GOOD DAY\""));
    EXPECT_THAT(ended.output, HasSubstr("Try it out"));
}

struct WholeRow {
    std::string name;
    std::string (*make)(const TemporaryFolder &folder);
    std::string piece;
};

void PrintTo(const WholeRow &row, std::ostream *out)
{
    *out << row.name;
}

class NoLesson : public testing::TestWithParam<WholeRow>
{};

TEST_P(NoLesson, isNamedWithStatus2)
{
    const TemporaryFolder folder;
    const std::string file = GetParam().make(folder);
    const Ended ended = twodoors({"run", file, "--port", "0"});
    EXPECT_EQ(ended.status, 2);
    EXPECT_EQ(ended.output, "");
    EXPECT_THAT(ended.errors, isOneSentenceWith(GetParam().piece));
    EXPECT_THAT(ended.errors, HasSubstr(file));
    EXPECT_LT(ended.errors.size(), 1000U);
    EXPECT_LT(ended.took, 20s);
}

INSTANTIATE_TEST_SUITE_P(
    Run, NoLesson,
    testing::Values(
        WholeRow{"empty", [](const auto &folder) { return folder.put("l.yaml", ""); }, "line 1:"},
        WholeRow{"list", [](const auto &folder) { return folder.put("l.yaml", "- a\n"); },
                 "line 1:"},
        WholeRow{"word", [](const auto &folder) { return folder.put("l.yaml", "tcp-echo\n"); },
                 "line 1:"},
        WholeRow{"binary",
                 [](const auto &folder) {
                     return folder.put("l.yaml",
                                       std::string("\x7f\x45LF\0\x1\xff\xfe\x1b[31m", 13));
                 },
                 "line 1"},
        WholeRow{"notUtf8",
                 [](const auto &folder) { return folder.put("l.yaml", "id: \xff\xfe\xe9\n"); },
                 "line 1"},
        WholeRow{"huge",
                 [](const auto &folder) {
                     return folder.put("l.yaml", std::string(std::size_t{64} << 20, 'x'));
                 },
                 "EFBIG"},
        WholeRow{"deep",
                 [](const auto &folder) { return folder.put("l.yaml", std::string(100'000, '[')); },
                 "line 1"},
        WholeRow{"longKey",
                 [](const auto &folder) {
                     return folder.put("l.yaml", std::string(100'000, 'k') + ": 1\n");
                 },
                 "line 1"},
        WholeRow{"missing", [](const auto &folder) { return folder.file("none.yaml"); }, "ENOENT"},
        WholeRow{"folder", [](const auto &folder) { return folder.path().string(); }, "EISDIR"}),
    [](const auto &row) { return row.param.name; });

} // namespace

} // namespace twodoors::tests
