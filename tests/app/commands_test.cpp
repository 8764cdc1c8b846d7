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

/// A command line, and a piece of what it must say.
struct Row {
    std::string name;
    Words arguments;
    Words pieces;
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

std::string nameOfRow(const testing::TestParamInfo<Row> &row)
{
    return row.param.name;
}

class Good : public testing::TestWithParam<Row>
{};

TEST_P(Good, saysItOnStandardOutputWithStatus0)
{
    const Ended ended = twodoors(GetParam().arguments);
    EXPECT_EQ(ended.status, 0);
    EXPECT_EQ(ended.errors, "");
    EXPECT_EQ(unsafeIn(ended.output), Words());
    for (const std::string &piece : GetParam().pieces)
        EXPECT_THAT(ended.output, HasSubstr(piece));
}

INSTANTIATE_TEST_SUITE_P(
    Commands, Good,
    testing::Values(
        Row{"lessons",
            {"lessons"},
            {"tcp-echo ", "udp-echo ", "client-first ", "next-guest ", "One TCP echo"}},
        Row{"lessonsInChinese", {"lessons", "--lang", "zh"}, {"tcp-echo ", "一次 TCP 回声"}},
        Row{"languageBeforeCommand", {"--lang", "zh", "lessons"}, {"一次 TCP 回声"}},
        Row{"languageWithEquals", {"lessons", "--lang=zh"}, {"一次 TCP 回声"}},
        Row{"version", {"--version"}, {"twodoors 0."}},
        Row{"shortVersion", {"-V"}, {"twodoors 0."}},
        Row{"help", {"--help"}, {"lessons", "run", "open", "program", "--version", "--lang"}},
        Row{"shortHelp", {"-h"}, {"lessons", "run", "open", "program"}},
        Row{"helpInChinese", {"--help", "--lang", "zh"}, {"列出各课", "读回会话文件"}},
        Row{"helpOfLessons", {"lessons", "--help"}, {"--lang"}},
        Row{"helpOfRun",
            {"run", "--help"},
            {"--message", "--message-file", "--port", "--address", "--only", "--guests", "--step",
             "--pace", "--live", "--patience", "--session", "--format", "--output", "--lang"}},
        Row{"helpOfOpen", {"open", "--help"}, {"FILE", "--format", "--output", "--lang"}},
        Row{"helpOfProgram",
            {"program", "--help"},
            {"TCPClient", "--language", "--address", "--port", "--lang"}}),
    nameOfRow);

class WrongUsage : public testing::TestWithParam<Row>
{};

TEST_P(WrongUsage, isNamedInOneSentenceWithStatus2)
{
    const Ended ended = twodoors(GetParam().arguments);
    EXPECT_EQ(ended.status, 2);
    EXPECT_EQ(ended.output, "");
    for (const std::string &piece : GetParam().pieces)
        EXPECT_THAT(ended.errors, isOneSentenceWith(piece));
}

INSTANTIATE_TEST_SUITE_P(
    Commands, WrongUsage,
    testing::Values(
        Row{"unknownTheme", {"--theme", "darj"}, {"--theme", "dark"}},
        Row{"unknownLessonOfTheWindow", {"--lesson", "tcp-eco"}, {"tcp-echo"}},
        Row{"noFileOfThisName", {"rnu"}, {"rnu", "run", "--help"}},
        Row{"themeOfACommand", {"--theme", "dark", "lessons"}, {"dark", "--help"}},
        Row{"unknownCommand", {"rum"}, {"--help"}},
        Row{"unknownOption", {"run", "--bogus"}, {"--bogus"}},
        Row{"unknownLesson", {"run", "tpc-echo"}, {"tpc-echo", "tcp-echo"}},
        Row{"unknownLessonInChinese", {"run", "x", "--lang", "zh"}, {"没有名为 x 的课"}},
        Row{"twoLessons", {"run", "tcp-echo", "udp-echo"}, {"udp-echo"}},
        Row{"unknownSide", {"run", "--only", "sever"}, {"--only", "sever", "server"}},
        Row{"unknownLanguage", {"run", "--lang", "de"}, {"--lang", "de", "en, zh"}},
        Row{"unknownLanguageInChinese", {"--lang", "zh", "run", "--lang", "de"}, {"不能是 de"}},
        Row{"unknownFormat", {"run", "--format", "pdf"}, {"--format", "pdf", "markdown"}},
        Row{"unknownFormatOfOpen", {"open", "x", "--format", "pdf"}, {"--format", "pdf"}},
        Row{"messageWithoutText", {"run", "--message"}, {"--message"}},
        Row{"fileMissing", {"open"}, {"file"}},
        Row{"programMissing", {"program", "--language", "c"}, {"name"}},
        Row{"languageMissing", {"program", "TCPClient"}, {"--language"}},
        Row{"unknownProgram", {"program", "TCPCleint", "--language", "c"}, {"TCPClient"}},
        Row{"unknownProgramLanguage",
            {"program", "TCPClient", "--language", "rust"},
            {"--language", "rust", "python, c"}},
        Row{"programPort",
            {"program", "TCPClient", "--language", "c", "--port", "70000"},
            {"70000", "65535"}},
        Row{"guestsWithoutServer", {"run", "--guests", "3"}, {"--guests", "--only server"}},
        Row{"guestsBelow0", {"run", "--only", "server", "--guests", "-1"}, {"--guests", "-1"}},
        Row{"clientWithoutAddress", {"run", "--only", "client"}, {"--only client", "--address"}},
        Row{"stepAndLive", {"run", "--step", "--live"}, {"--step", "--live"}},
        Row{"stepAndPace", {"run", "--step", "--pace", "1"}, {"--step", "--pace"}},
        Row{"paceNotANumber", {"run", "--pace", "x"}, {"--pace", "x"}},
        Row{"paceBelow0", {"run", "--pace=-1"}, {"--pace", "-1"}},
        Row{"patienceNotANumber", {"run", "--patience", "nan"}, {"--patience", "nan"}},
        Row{"patienceTooLong", {"run", "--patience", "1e99"}, {"--patience", "86400"}},
        Row{"messageFileMissing", {"run", "--message-file", "/no/such"}, {"/no/such", "ENOENT"}},
        Row{"messageFileIsFolder", {"run", "--message-file", "/"}, {"EISDIR"}},
        Row{"messageFileEndless", {"run", "--message-file", "/dev/zero"}, {"/dev/zero", "EFBIG"}},
        Row{"portTooLarge", {"run", "--port", "99999"}, {"99999", "--port", "65535"}},
        Row{"portJustTooLarge", {"run", "--port", "65536"}, {"65536", "65535"}},
        Row{"portBelow0", {"run", "--port", "-1"}, {"-1", "65535"}},
        Row{"portNoNumber", {"run", "--port", "abc"}, {"abc", "65535"}},
        Row{"portEmpty", {"run", "--port", ""}, {"--port", "65535"}},
        Row{"portWithSign", {"run", "--port", "+5"}, {"+5", "65535"}},
        Row{"portWithSpace", {"run", "--port", " 5"}, {" 5", "65535"}},
        Row{"portWithRest", {"run", "--port", "5x"}, {"5x", "65535"}},
        Row{"portInChinese", {"run", "--port", "5x", "--lang", "zh"}, {"不是端口号"}},
        Row{"controlsInOption", {"run", "--\x1b[31m\xff"}, {"\\x1b[31m\\xff"}},
        Row{"controlsInLesson", {"run", "\x1b]0;x\x07"}, {"\\x1b]0;x\\x07"}},
        Row{"controlsInPort", {"run", "--port", "\xc2\x9b\xe2\x80\xae"}, {"\\u{"}}),
    nameOfRow);

/// Each built-in program in both languages.
class ProgramText
    : public testing::TestWithParam<std::tuple<const char *, const char *, const char *>>
{};

TEST_P(ProgramText, holdsTheAddressAndThePort)
{
    const auto &[program, language, address] = GetParam();
    const Ended usual = twodoors({"program", program, "--language", language});
    EXPECT_EQ(usual.status, 0);
    EXPECT_EQ(usual.errors, "");
    EXPECT_THAT(usual.output, HasSubstr("127.0.0.1"));
    EXPECT_THAT(usual.output, HasSubstr("12000"));
    const Ended other = twodoors(
        {"program", program, "--language", language, "--address", address, "--port", "4321"});
    EXPECT_EQ(other.status, 0);
    EXPECT_THAT(other.output, HasSubstr(address));
    EXPECT_THAT(other.output, HasSubstr("4321"));
    EXPECT_EQ(other.output.find("12000"), std::string::npos);
    EXPECT_TRUE(other.output.ends_with('\n'));
}

INSTANTIATE_TEST_SUITE_P(
    Commands, ProgramText,
    testing::Combine(testing::Values("TCPClient", "TCPServer", "UDPClient", "UDPServer",
                                     "TCPStreamClient", "TCPStreamServer"),
                     testing::Values("python", "c"), testing::Values("192.0.2.7", "2001:db8::7")),
    [](const auto &row) {
        return std::string(std::get<0>(row.param)) + '_' + std::get<1>(row.param)
               + (std::string_view(std::get<2>(row.param)).find(':') == std::string_view::npos
                      ? "_IPv4"
                      : "_IPv6");
    });

} // namespace

} // namespace twodoors::tests
