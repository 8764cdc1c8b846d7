// SPDX-License-Identifier: GPL-3.0-or-later
#include "said.h"
#include "temporary_folder.h"
#include "twodoors_child.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>

namespace twodoors::tests
{

namespace
{

using testing::HasSubstr;
using Words = std::vector<std::string>;

struct Row {
    std::string name;
    Words arguments; ///< FOLDER stands for the test's own
    Words pieces;
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class BadOutput : public testing::TestWithParam<Row>
{};

TEST_P(BadOutput, isNamedInOneSentence)
{
    const TemporaryFolder folder;
    ASSERT_EQ(twodoors({"run", "udp-echo", "--port", "0", "--session", folder.file("s")}).status,
              0);
    Words arguments = GetParam().arguments;
    for (std::string &argument : arguments) {
        if (argument.starts_with("FOLDER"))
            argument.replace(0, 6, folder.path());
    }
    const Ended ended = twodoors(arguments);
    EXPECT_EQ(ended.status, 1);
    for (const std::string &piece : GetParam().pieces)
        EXPECT_THAT(ended.errors, isOneSentenceWith(piece));
}

INSTANTIATE_TEST_SUITE_P(
    Run, BadOutput,
    testing::Values(
        Row{"outputInNoFolder",
            {"run", "--port", "0", "--output", "FOLDER/none/log"},
            {"/none/log", "ENOENT"}},
        Row{"outputIsFolder", {"run", "--port", "0", "--output", "FOLDER"}, {"EISDIR"}},
        Row{"sessionInNoFolder",
            {"run", "--port", "0", "--session", "FOLDER/none/s"},
            {"/none/s", "ENOENT"}},
        Row{"sessionIsFolder", {"run", "--port", "0", "--session", "FOLDER"}, {"EISDIR"}},
        Row{"outputOfOpenInNoFolder",
            {"open", "FOLDER/s", "--output", "FOLDER/none/log"},
            {"/none/log", "ENOENT"}},
        Row{"outputFull", {"run", "--port", "0", "--output", "/dev/full"}, {"/dev/full", "ENOSPC"}},
        Row{"outputFullLive",
            {"run", "--port", "0", "--live", "--output", "/dev/full"},
            {"/dev/full", "ENOSPC"}},
        Row{"sessionFull",
            {"run", "--port", "0", "--session", "/dev/full"},
            {"/dev/full", "ENOSPC"}},
        Row{"outputOfOpenFull",
            {"open", "FOLDER/s", "--output", "/dev/full"},
            {"/dev/full", "ENOSPC"}},
        Row{"inChinese",
            {"run", "--port", "0", "--output", "/dev/full", "--lang", "zh"},
            {"没能写完"}}),
    [](const auto &row) { return row.param.name; });

/// Standard output of a child to be this file, or closed where there is none.
std::function<bool()> outputTo(const char *file)
{
    return [file] {
        ::close(STDOUT_FILENO);
        return file == nullptr || ::open(file, O_WRONLY) == STDOUT_FILENO;
    };
}

class StandardOutput : public testing::TestWithParam<std::tuple<const char *, const char *>>
{};

TEST_P(StandardOutput, thatCannotBeWrittenIsSaid)
{
    const TemporaryFolder folder;
    ASSERT_EQ(twodoors({"run", "udp-echo", "--port", "0", "--session", folder.file("s")}).status,
              0);
    const auto &[command, file] = GetParam();
    Words arguments{command};
    if (command == std::string_view("program"))
        arguments.insert(arguments.end(), {"TCPClient", "--language", "python"});
    if (command == std::string_view("run"))
        arguments.insert(arguments.end(), {"--port", "0"});
    if (command == std::string_view("open"))
        arguments.push_back(folder.file("s"));
    const Ended ended = twodoors(
        Start{.arguments = arguments, .inChild = outputTo(*file == '\0' ? nullptr : file)});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("stdout"));
}

INSTANTIATE_TEST_SUITE_P(All, StandardOutput,
                         testing::Combine(testing::Values("lessons", "program", "run", "open",
                                                          "--help", "--version"),
                                          testing::Values("/dev/full", "")),
                         [](const auto &row) {
                             std::string name(std::get<0>(row.param));
                             std::erase(name, '-');
                             return name + (*std::get<1>(row.param) == '\0' ? "Closed" : "Full");
                         });

/// `twodoors … | head -1`
class EarlyEnd : public testing::TestWithParam<Words>
{};

TEST_P(EarlyEnd, ofTheReaderEndsItQuickly)
{
    const TemporaryFolder folder;
    Words arguments = GetParam();
    arguments.insert(arguments.end(), {"--session", folder.file("s")});
    TwodoorsChild child(Start{.arguments = arguments});
    ASSERT_TRUE(child.untilOutput("\n"));
    child.closeOutput();
    const Ended ended = child.end();
    EXPECT_LE(ended.status, 1);
    EXPECT_GE(ended.status, 0);
    EXPECT_EQ(ended.errors, "");
    EXPECT_LT(ended.took, 10s);
    EXPECT_TRUE(SessionText(folder.get("s")).isWhole());
}

INSTANTIATE_TEST_SUITE_P(Run, EarlyEnd,
                         testing::Values(Words{"run", "--port", "0"},
                                         Words{"run", "--port", "0", "--pace", "0.05"},
                                         Words{"run", "--port", "0", "--live"}));

TEST(EarlyEnd, ofTheReaderEndsOpenQuickly)
{
    const TemporaryFolder folder;
    ASSERT_EQ(twodoors({"run", "--port", "0", "--session", folder.file("s"), "--message",
                        std::string(100'000, 'x')})
                  .errors,
              "");
    TwodoorsChild child(Start{.arguments = {"open", folder.file("s"), "--format", "jsonl"}});
    ASSERT_TRUE(child.untilOutput("\n"));
    child.closeOutput();
    const Ended ended = child.end();
    EXPECT_GE(ended.status, 0);
    EXPECT_EQ(ended.errors, "");
}

/// A folder that is full after a mebibyte, seen by the child alone.
std::function<bool()> smallDiskAt(const std::string &folder)
{
    return [folder] {
        return ::unshare(CLONE_NEWNS) == 0
               && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
               && ::mount("twodoors", folder.c_str(), "tmpfs", 0, "size=1m") == 0
               && ::chdir(folder.c_str()) == 0;
    };
}

/// The same, then shows the file there once the program has ended.
Ended onASmallDisk(const TemporaryFolder &folder, const Words &arguments, const std::string &show)
{
    Words words{"-c", "\"$@\"; status=$?; cat " + show + "; exit $status", "sh"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return twodoors(
        Start{.arguments = words, .inChild = smallDiskAt(folder.path()), .program = "/bin/sh"});
}

class FullDisk : public testing::Test
{
protected:
    void SetUp() override
    {
        if (twodoors(Start{.arguments = {},
                           .inChild = smallDiskAt(m_folder.path()),
                           .program = "/bin/true"})
                .status
            != 0)
            GTEST_SKIP() << "this user may not make a mount namespace";
        m_message = m_messages.put("m", std::string(3 << 20, 'x'));
    }

    TemporaryFolder m_folder;
    TemporaryFolder m_messages;
    std::string m_message;
};

TEST_F(FullDisk, underTheSessionKeepsWholeLines)
{
    const std::string lesson = m_messages.put("stream.yaml", R"(id: stream
title: Stream
run:
  - server: TCPStreamServer
  - client: TCPStreamClient
    after: {server: accept}
)");
    for (const Words &more : {Words{}, Words{"--live"}}) {
        Words arguments{TWODOORS_BINARY,  "run",     lesson,      "--port", "0",
                        "--message-file", m_message, "--session", "s",      "--output",
                        "/dev/null"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Ended ended = onASmallDisk(m_folder, arguments, "s");
        EXPECT_EQ(ended.status, 1);
        EXPECT_THAT(ended.errors, HasSubstr("ENOSPC"));
        EXPECT_THAT(ended.errors, isOneSentenceWith("s could not be written"));
        const SessionText session(ended.output);
        EXPECT_TRUE(session.isWhole()) << ended.output.size() << " bytes";
        EXPECT_GT(session.events().size(), 10U);
        EXPECT_LE(ended.output.size(), std::size_t{1} << 20);
        const Ended opened = twodoors({"open", m_messages.put("s", ended.output)});
        EXPECT_EQ(opened.status, 0) << opened.errors;
    }
}

TEST_F(FullDisk, ofManyEventsKeepsWholeLines)
{
    Words arguments{TWODOORS_BINARY, "run", "--port",   "0",        "--live",
                    "--session",     "s",   "--output", "/dev/null"};
    for (int i = 0; i < 120; ++i)
        arguments.insert(arguments.end(), {"--message", std::string(1000, 'x')});
    const Ended ended = onASmallDisk(m_folder, arguments, "s");
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("ENOSPC"));
    EXPECT_TRUE(SessionText(ended.output).isWhole());
    EXPECT_GT(ended.output.size(), std::size_t{500} << 10);
}

TEST_F(FullDisk, underTheOutputIsSaid)
{
    Words arguments{TWODOORS_BINARY, "run", "--port",   "0",    "--live",
                    "--output",      "log", "--format", "jsonl"};
    for (int i = 0; i < 120; ++i)
        arguments.insert(arguments.end(), {"--message", std::string(1000, 'x')});
    const Ended ended = onASmallDisk(m_folder, arguments, "log");
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("log could not be written"));
}

} // namespace

} // namespace twodoors::tests
