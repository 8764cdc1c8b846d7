// SPDX-License-Identifier: GPL-3.0-or-later
#include "lessons/describe.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace twodoors::tests
{

namespace
{

std::string valueOf(const Failure &failure, std::string_view key)
{
    for (const auto &[name, value] : failure.values) {
        if (name == key)
            return value;
    }
    return "(none)";
}

TEST(BuiltInLessons, areReadInTeachingOrder)
{
    ASSERT_GE(lessonIds().size(), 4U);
    const std::vector<std::string> first(lessonIds().begin(), lessonIds().begin() + 4);
    EXPECT_EQ(first,
              (std::vector<std::string>{"tcp-echo", "udp-echo", "client-first", "next-guest"}));
    for (const std::string &id : lessonIds()) {
        const auto lesson = builtInLesson(id);
        ASSERT_TRUE(lesson) << id << ": " << valueOf(lesson.failure(), "meant");
        EXPECT_EQ(lesson->id, id);
        EXPECT_FALSE(lesson->cast.empty());
        EXPECT_FALSE(lesson->messages.empty());
        for (const Tongue tongue : {Tongue::English, Tongue::Chinese}) {
            EXPECT_FALSE(lesson->title(tongue).empty());
            EXPECT_FALSE(lesson->aim(tongue).empty());
        }
        EXPECT_NE(lesson->title(Tongue::English), lesson->title(Tongue::Chinese));
    }
}

TEST(BuiltInLessons, haveASourceThatReadsAsThemselves)
{
    for (const std::string &id : lessonIds()) {
        const Lesson lesson = *builtInLesson(id);
        const auto again = readLesson(lesson.source);
        ASSERT_TRUE(again) << lesson.source;
        EXPECT_EQ(described(*again), described(lesson));
        // its programs stand in it, so it does not need those of a later Two Doors
        for (const CastMember &member : lesson.cast)
            EXPECT_NE(lesson.source.find(member.program.title + ":"), std::string::npos);
        EXPECT_EQ(readLesson(again->source)->source, again->source);
    }
}

TEST(BuiltInPrograms, areRead)
{
    ASSERT_GE(programTitles().size(), 4U);
    EXPECT_EQ(programTitles()[0], "TCPClient");
    EXPECT_EQ(programTitles()[3], "UDPServer");
    for (const std::string &title : programTitles()) {
        const auto program = builtInProgram(title);
        ASSERT_TRUE(program) << title;
        EXPECT_EQ(program->title, title);
    }
}

TEST(BuiltIn, saysWhatWasMeant)
{
    EXPECT_EQ(builtInLesson("tcp-ecko").failure().topic, "lesson-unknown");
    EXPECT_EQ(valueOf(builtInLesson("tcp-ecko").failure(), "meant"), "tcp-echo");
    EXPECT_EQ(builtInProgram("TCPCleint").failure().topic, "program-unknown");
    EXPECT_EQ(valueOf(builtInProgram("TCPCleint").failure(), "meant"), "TCPClient");
    EXPECT_EQ(builtInProgramText("TCPCleint"), "");
    EXPECT_FALSE(builtInLesson("../programs/TCPClient"));
    EXPECT_FALSE(builtInLesson(""));
}

TEST(Lesson, keepsAllThatItSays)
{
    const auto lesson = readLesson(R"(
id: own
title: Mine
aim: {en: Why, zh: 为什么}
messages: ["a: b", "- c", "", "#x", "null", "'", "\x01\u2028", "two
  lines"]
programs:
  Waiter:
    - socket: {into: d, protocol: tcp}
    - loop: [{sleep: {milliseconds: 1}}]
run:
  - server: Waiter
  - client 7: UDPClient
    after: {server: ended}
    may-end-with: EPIPE
  - client 9: Waiter
    after: {client 7: recvfrom}
)");
    ASSERT_TRUE(lesson) << valueOf(lesson.failure(), "line");
    EXPECT_EQ(lesson->title(Tongue::Chinese), "Mine");
    EXPECT_EQ(lesson->aim(Tongue::Chinese), "为什么");
    const std::vector<std::string> messages{"a: b", "- c", "",           "#x",
                                            "null", "'",   "\x01\u2028", "two lines"};
    EXPECT_EQ(lesson->messages, messages);
    ASSERT_EQ(lesson->cast.size(), 3U);
    EXPECT_FALSE(lesson->cast[0].after);
    EXPECT_EQ(lesson->cast[1].who, (Who{Role::Client, 7}));
    EXPECT_EQ(lesson->cast[1].expectedError, EPIPE);
    EXPECT_TRUE(lesson->cast[1].after->ended);
    EXPECT_EQ(lesson->cast[2].after->who, (Who{Role::Client, 7}));
    EXPECT_EQ(lesson->cast[2].after->call, CallName::RecvFrom);

    EXPECT_EQ(lesson->programOf({Role::Server, 0})->title, "Waiter");
    EXPECT_EQ(lesson->programOf({Role::Client, 7})->title, "UDPClient");
    EXPECT_EQ(lesson->programOf({Role::Client, 12})->title, "Waiter") << "as the last guest does";
    EXPECT_EQ(lesson->programOf({Role::Wire, 0}), nullptr);
    EXPECT_EQ(described(*readLesson(lesson->source)), described(*lesson));
}

struct Wrong {
    std::string_view yaml;
    std::string_view topic;
    std::string_view line;
    std::string_view key;
    std::string_view meant;
};

constexpr std::string_view manyKeys = "id, title, aim, messages, run, programs";
constexpr Wrong wrong[]{
    {"", "lesson-bad-value", "1", "lesson", manyKeys},
    {"- a\n", "lesson-bad-value", "1", "lesson", manyKeys},
    {"id: x\ntitel: y\nrun: [server: TCPServer]\n", "lesson-wrong-key", "2", "titel", "title"},
    {"id: x\nid: y\n", "lesson-wrong-key", "2", "id", "id"},
    {"id: x\nwholly-other: y\n", "lesson-wrong-key", "2", "wholly-other", manyKeys},
    {"title: y\nrun: [server: TCPServer]\n", "lesson-missing-key", "1", "id", manyKeys},
    {"id: x\nrun: [server: TCPServer]\n", "lesson-missing-key", "1", "title", manyKeys},
    {"id: x\ntitle: y\n", "lesson-missing-key", "1", "run", manyKeys},
    {"id: ''\ntitle: y\nrun: [server: TCPServer]\n", "lesson-bad-value", "1", "id", "tcp-echo"},
    {"id: x\ntitle:\n  eng: y\nrun: []\n", "lesson-wrong-key", "3", "eng", "en"},
    {"id: x\ntitle: [y]\nrun: []\n", "lesson-bad-value", "2", "title", "en, zh"},
    {"id: x\ntitle: y\naim: [z]\nrun: []\n", "lesson-bad-value", "3", "aim", "en, zh"},
    {"id: x\ntitle: y\nmessages: z\nrun: []\n", "lesson-bad-value", "3", "messages", "[…]"},
    {"id: x\ntitle: y\nmessages: [[z]]\nrun: []\n", "lesson-bad-value", "3", "messages", "[…]"},
    {"id: x\ntitle: y\nrun: []\n", "lesson-bad-value", "3", "run", "[{server: TCPServer}, …]"},
    {"id: x\ntitle: y\nrun:\n  - TCPServer\n", "lesson-bad-value", "4", "run",
     "{server: TCPServer}"},
    {"id: x\ntitle: y\nrun:\n  - sever: TCPServer\n", "lesson-wrong-key", "4", "sever",
     "server, client, client 1, after"},
    {"id: x\ntitle: y\nrun:\n  - server 1: TCPServer\n", "lesson-wrong-key", "4", "server 1",
     "server, client, client 1, after"},
    {"id: x\ntitle: y\nrun:\n  - wire: TCPServer\n", "lesson-wrong-key", "4", "wire",
     "server, client, client 1, after"},
    {"id: x\ntitle: y\nrun:\n  - client 65536: TCPClient\n", "lesson-wrong-key", "4",
     "client 65536", "server, client, client 1, after"},
    {"id: x\ntitle: y\nrun:\n  - server: TCPSever\n", "lesson-bad-value", "4", "run", "TCPServer"},
    {"id: x\ntitle: y\nrun:\n  - server: TCPServer\n  - server: TCPServer\n", "lesson-wrong-key",
     "5", "server", "after, may-end-with"},
    {"id: x\ntitle: y\nrun:\n  - after: {server: accept}\n", "lesson-missing-key", "4", "run",
     "server, client"},
    {"id: x\ntitle: y\nrun:\n  - server: TCPServer\n    after: {client: ended}\n",
     "lesson-bad-value", "5", "after", "server, client, client 1"},
    {"id: x\ntitle: y\nrun:\n  - server: TCPServer\n  - client: TCPClient\n    after: {server: "
     "acept}\n",
     "lesson-bad-value", "6", "after", "accept"},
    {"id: x\ntitle: y\nrun:\n  - server: TCPServer\n  - client: TCPClient\n    after: {server: "
     "none}\n",
     "lesson-bad-value", "6", "after",
     "socket, bind, listen, accept, connect, send, recv, sendto, recvfrom, setsockopt, "
     "getsockopt, getsockname, getpeername, shutdown, close, poll, ended"},
    {"id: x\ntitle: y\nrun:\n  - server: TCPServer\n    may-end-with: ECONREFUSED\n",
     "lesson-bad-value", "5", "may-end-with", "ECONNREFUSED"},
    {"id: x\ntitle: y\nprograms: [z]\nrun: []\n", "lesson-bad-value", "3", "programs",
     "{NAME: […]}"},
    {"id: x\ntitle: y\nprograms:\n  P:\n    - sokcet: {into: d}\nrun: []\n",
     "program-unknown-operation", "5", "sokcet", "socket"},
    {"id: x\ntitle: y\nprograms:\n  P:\n    - close: {dor: d}\nrun: []\n", "program-wrong-key", "5",
     "dor", "door"},
    {"id: x\ntitle: y\nprograms:\n  P:\n    - input: {into: b}\n    - send: {door: d, value: b}\n"
     "run: []\n",
     "program-name-unknown", "6", "door", ""},
};

TEST(Lesson, saysWhatIsWrongWhereAndWhatWasMeant)
{
    for (const auto &[yaml, topic, line, key, meant] : wrong) {
        const auto lesson = readLesson(yaml);
        ASSERT_FALSE(lesson) << yaml;
        EXPECT_EQ(lesson.failure().topic, topic) << yaml;
        EXPECT_EQ(valueOf(lesson.failure(), "line"), line) << yaml;
        EXPECT_EQ(valueOf(lesson.failure(), "key"), key) << yaml;
        EXPECT_EQ(valueOf(lesson.failure(), "meant"), meant) << yaml;
    }
}

TEST(Lesson, saysWhereItIsNoYaml)
{
    struct Row {
        std::string_view yaml;
        std::string_view line;
    };
    for (const auto &[yaml, line] : std::to_array<Row>({
             {"id: x\ntitle: {y\n", "3"},
             {"id: x\n\t- y\n", "2"},
             {"id: [x\n", "2"},
             {"id: *nobody\n", "1"},
         })) {
        const auto lesson = readLesson(yaml);
        ASSERT_FALSE(lesson) << yaml;
        EXPECT_EQ(lesson.failure().topic, "yaml-not-readable");
        EXPECT_EQ(valueOf(lesson.failure(), "line"), line) << yaml;
        EXPECT_FALSE(valueOf(lesson.failure(), "reason").empty());
    }
}

TEST(Lesson, takesNoControlCharactersIntoAFailure)
{
    const auto lesson = readLesson("id: x\n\"t\\e[31mred\": y\n");
    ASSERT_FALSE(lesson);
    EXPECT_EQ(valueOf(lesson.failure(), "key"), "t\\x1b[31mred");
}

TEST(Lesson, isBoundedInDepthAndLength)
{
    std::string deep = "id: x\ntitle: y\nprograms:\n  P: ";
    for (int i = 0; i < 200; ++i)
        deep += "[loop: ";
    EXPECT_FALSE(readLesson(deep));
    EXPECT_FALSE(readLesson(std::string(5000, '[')));
    EXPECT_FALSE(readLesson("id: x\ntitle: x\nprograms: {P: &a [loop: *a]}\nrun: [server: P]\n"));
    std::string many = "id: x\ntitle: y\nrun:\n";
    for (int i = 1; i <= 101; ++i)
        many += "  - client " + std::to_string(i) + ": TCPClient\n";
    EXPECT_EQ(readLesson(many).failure().topic, "lesson-bad-value");
}

TEST(LessonFile, isReadOrSaysWhyNot)
{
    const std::string folder = TWODOORS_SOURCE_DIR "/resources/lessons";
    EXPECT_EQ(described(*readLessonFile(folder + "/tcp-echo.yaml")),
              described(*builtInLesson("tcp-echo")));
    const auto large = std::filesystem::temp_directory_path()
                       / ("twodoors-large-lesson-" + std::to_string(::getpid()));
    std::ofstream(large) << "id: x\n" << std::string(2 << 20, '#');
    struct Row {
        std::string path;
        int error;
    };
    for (const auto &[path, error] : std::to_array<Row>(
             {{folder + "/none.yaml", ENOENT}, {folder, EISDIR}, {large.string(), EFBIG}})) {
        const auto lesson = readLessonFile(path);
        ASSERT_FALSE(lesson) << path;
        EXPECT_EQ(lesson.failure().topic, "file-not-readable");
        EXPECT_EQ(lesson.failure().error, error);
        EXPECT_EQ(valueOf(lesson.failure(), "file"), path);
    }
    std::filesystem::remove(large);
}

} // namespace

} // namespace twodoors::tests
