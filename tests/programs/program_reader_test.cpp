// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/nearest.h"
#include "programs/program_reader.h"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <ostream>
#include <yaml-cpp/yaml.h>

namespace twodoors
{

namespace
{

std::string resourceText(const std::string &name)
{
    std::ifstream file(std::string(TWODOORS_SOURCE_DIR "/resources/programs/") + name + ".yaml");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string valueOf(const Failure &failure, std::string_view name)
{
    for (const auto &[key, value] : failure.values) {
        if (key == name)
            return value;
    }
    return "(none)";
}

TEST(ProgramReader, readsTheServerOfTheTcpEcho)
{
    const Result<Program> program = readProgramText(resourceText("TCPServer"), "TCPServer");
    ASSERT_TRUE(program);
    EXPECT_EQ(program->title, "TCPServer");
    EXPECT_EQ(program->lineCount(), 11U);
    EXPECT_EQ(program->nameText(Program::server), "server");

    std::vector<std::pair<std::string, NameKind>> found;
    for (const Program::Name &name : program->names)
        found.emplace_back(name.text, name.kind);
    const std::vector<std::pair<std::string, NameKind>> expected{
        {"server", NameKind::Address},  {"welcome", NameKind::Door},
        {"connection", NameKind::Door}, {"who", NameKind::Address},
        {"sentence", NameKind::Bytes},  {"answer", NameKind::Bytes}};
    EXPECT_EQ(found, expected);

    const ProgramLine *const loop = program->find(LineNumber{5});
    ASSERT_NE(loop, nullptr);
    EXPECT_EQ(loop->operation, Operation::Loop);
    ASSERT_EQ(loop->body.size(), 3U);
    EXPECT_EQ(loop->body[1].operation, Operation::Try);
    EXPECT_EQ(loop->body[2].number, LineNumber{11});

    const ProgramLine *const recv = program->find(LineNumber{8});
    ASSERT_NE(recv, nullptr);
    EXPECT_EQ(recv->operation, Operation::Recv);
    EXPECT_EQ(recv->size, 1024);
    EXPECT_EQ(program->nameText(recv->into), "sentence");
    EXPECT_EQ(program->nameText(recv->door), "connection");
    EXPECT_EQ(program->find(LineNumber{12}), nullptr);
    EXPECT_EQ(program->find(LineNumber::None), nullptr);
}

TEST(ProgramReader, readsEachValueIntoItsMember)
{
    const Result<Program> program = readProgramText(R"(
- socket: {into: box, protocol: udp}
- setsockopt: {door: box, option: SO_RCVTIMEO, value: 1500}
- getsockopt: {door: box, option: TCP_NODELAY, into: flag}
- poll: {door: box, direction: write, milliseconds: -1, into: ready}
- shutdown: {door: box, direction: both}
- sleep: {milliseconds: 86400000}
- listen: {door: box, backlog: 0}
- poll: {door: box, direction: read, milliseconds: 0}
)",
                                                    "values");
    ASSERT_TRUE(program);
    const std::vector<ProgramLine> &lines = program->lines;
    ASSERT_EQ(lines.size(), 8U);
    EXPECT_EQ(lines[0].protocol, Protocol::Udp);
    EXPECT_EQ(lines[1].option, SocketOption::ReceiveTimeout);
    EXPECT_EQ(lines[1].optionValue, 1500);
    EXPECT_EQ(lines[2].option, SocketOption::NoDelay);
    EXPECT_EQ(program->names[indexOf(lines[2].into)].kind, NameKind::Number);
    EXPECT_EQ(lines[3].direction, Direction::Write);
    EXPECT_EQ(lines[3].milliseconds, -1);
    EXPECT_EQ(lines[4].direction, Direction::Both);
    EXPECT_EQ(lines[5].milliseconds, 86'400'000);
    EXPECT_EQ(lines[6].size, 0);
    EXPECT_EQ(lines[7].into, NameId::None);
}

struct Mistake {
    std::string_view label;
    std::string yaml;
    std::string_view topic;
    std::string_view line;
    std::string_view key;
    std::string_view meant;

    friend std::ostream &operator<<(std::ostream &out, const Mistake &row)
    {
        return out << row.label;
    }
};

/// Programs that make a door, or bytes, on their first line, so that the mistake stands on the
/// second.
std::string withDoor(std::string_view line)
{
    return "- socket: {into: door, protocol: tcp}\n- " + std::string(line) + "\n";
}

std::string withBytes(std::string_view line)
{
    return "- input: {into: text}\n- " + std::string(line) + "\n";
}

std::string nested(int depth)
{
    std::string yaml = "- clear: {into: text}\n";
    for (int level = 0; level < depth; ++level) {
        const std::string indent(static_cast<std::size_t>(level) * 2, ' ');
        yaml += indent + (level % 2 == 0 ? "- loop:\n" : "- try:\n");
    }
    return yaml + std::string(static_cast<std::size_t>(depth) * 2, ' ') + "- clear: {into: text}\n";
}

std::string many(int count)
{
    std::string yaml;
    for (int i = 0; i < count; ++i)
        yaml += "- sleep: {milliseconds: 1}\n";
    return yaml;
}

const std::vector<Mistake> &mistakes()
{
    static const std::string unknown = "program-unknown-operation";
    static const std::string wrongKey = "program-wrong-key";
    static const std::string missing = "program-missing-key";
    static const std::string badValue = "program-bad-value";
    static const std::string badName = "program-bad-name";
    static const std::string nameUnknown = "program-name-unknown";
    static const std::string nameKind = "program-name-kind";
    static const std::string breakOutside = "program-break-outside-loop";
    static const std::string tooLong = "program-too-long";
    static const std::vector<Mistake> rows{
        {"operation", "\n- sokcet: {into: door, protocol: tcp}", unknown, "2", "sokcet", "socket"},
        {"operationCase", "- Listen: {}", unknown, "1", "Listen", "listen"},
        {"operationScalar", "- lop", unknown, "1", "lop", "loop"},
        {"key", withDoor("recv: {dor: door, size: 1, into: a}"), wrongKey, "2", "dor", "door"},
        {"keyFar", withDoor("recv: {xxxxxx: 1}"), wrongKey, "2", "xxxxxx", "door, size, into"},
        {"keyTwice", withDoor("close: {door: door, door: door}"), wrongKey, "2", "door",
         "close: {door: …}"},
        {"keysOfTwo", "- close:\n  door: door", wrongKey, "2", "door", "close: {door: …}"},
        {"missing", withDoor("recv:\n    door: door\n    into: a"), missing, "3", "size",
         "recv: {door: …, size: …, into: …}"},
        {"missingAll", withDoor("close"), missing, "2", "door", "close: {door: …}"},
        {"missingFrom", withDoor("accept: {door: door, into: a}"), missing, "2", "from",
         "accept: {door: …, into: …, from: …}"},
        {"notAMap", withDoor("close: door"), badValue, "2", "close", "close: {door: …}"},
        {"sizeZero", withDoor("recv: {door: door, size: 0, into: a}"), badValue, "2", "size",
         "1..16777216"},
        {"sizeHuge", withDoor("recv: {door: door, size: 16777217, into: a}"), badValue, "2", "size",
         "1..16777216"},
        {"sizeOverflow", withDoor("recv: {door: door, size: 99999999999999999999, into: a}"),
         badValue, "2", "size", "1..16777216"},
        {"sizeText", withDoor("recv: {door: door, size: 10x, into: a}"), badValue, "2", "size",
         "1..16777216"},
        {"sizeList", withDoor("recv: {door: door, size: [1], into: a}"), badValue, "2", "size",
         "1..16777216"},
        {"backlog", withDoor("listen: {door: door, backlog: -1}"), badValue, "2", "backlog",
         "0..65535"},
        {"backlogHuge", withDoor("listen: {door: door, backlog: 65536}"), badValue, "2", "backlog",
         "0..65535"},
        {"sleepForEver", "- sleep: {milliseconds: -1}", badValue, "1", "milliseconds",
         "0..86400000"},
        {"pollTime", withDoor("poll: {door: door, direction: read, milliseconds: -2}"), badValue,
         "2", "milliseconds", "-1..86400000"},
        {"pollBoth", withDoor("poll: {door: door, direction: both, milliseconds: 1}"), badValue,
         "2", "direction", "read, write"},
        {"direction", withDoor("shutdown: {door: door, direction: wriet}"), badValue, "2",
         "direction", "write"},
        {"directionFar", withDoor("shutdown: {door: door, direction: up}"), badValue, "2",
         "direction", "read, write, both"},
        {"option", withDoor("setsockopt: {door: door, option: SO_REUSEADR, value: 1}"), badValue,
         "2", "option", "SO_REUSEADDR"},
        {"optionNone", withDoor("setsockopt: {door: door, option: none, value: 1}"), badValue, "2",
         "option",
         "SO_REUSEADDR, SO_ERROR, SO_RCVTIMEO, SO_SNDTIMEO, SO_RCVBUF, SO_SNDBUF, TCP_NODELAY, "
         "TCP_USER_TIMEOUT, IPV6_V6ONLY"},
        {"optionValue", withDoor("setsockopt: {door: door, option: SO_RCVBUF, value: 2147483648}"),
         badValue, "2", "value", "-2147483648..2147483647"},
        {"timeLimit", withDoor("setsockopt: {door: door, option: SO_RCVTIMEO, value: -1}"),
         badValue, "2", "value", "0..86400000"},
        {"protocol", "- socket: {into: door, protocol: icmp}", badValue, "1", "protocol",
         "tcp, udp"},
        {"noLines", "- loop: []", badValue, "1", "loop", "[…]"},
        {"empty", "", badValue, "1", "program", "[…]"},
        {"scalar", "tcp", badValue, "1", "program", "[…]"},
        {"nameForm", "- input: {into: 1st}", badName, "1", "into", "[A-Za-z][A-Za-z0-9_]{0,31}"},
        {"nameInjects", "- input: {into: 'a; import os'}", badName, "1", "into",
         "[A-Za-z][A-Za-z0-9_]{0,31}"},
        {"nameLong", "- input: {into: " + std::string(33, 'a') + "}", badName, "1", "into",
         "[A-Za-z][A-Za-z0-9_]{0,31}"},
        {"nameEmpty", "- input: {into: }", badName, "1", "into", "[A-Za-z][A-Za-z0-9_]{0,31}"},
        {"nameOfPython", "- input: {into: lambda}", badName, "1", "into", "my_lambda"},
        {"nameOfC", "- input: {into: int}", badName, "1", "into", "my_int"},
        {"nameOfText", "- input: {into: socket}", badName, "1", "into", "my_socket"},
        {"nameOfMacro", "- input: {into: EOF}", badName, "1", "into", "my_eof"},
        {"nameServer", withDoor("getsockname: {door: door, into: server}"), badName, "2", "into",
         "server1"},
        {"unknownName", withDoor("close: {door: dor}"), nameUnknown, "2", "door", "door"},
        {"unknownLater", "- print: {value: text}\n- input: {into: text}", nameUnknown, "1", "value",
         ""},
        {"unknownItself", "- upper: {into: text, value: text}", nameUnknown, "1", "value", ""},
        {"unknownAppended", withBytes("append: {into: texts, value: text}"), nameUnknown, "2",
         "into", "text"},
        {"kindUsed", withDoor("print: {value: door}"), nameKind, "2", "value", "bytes"},
        {"kindMade", withDoor("input: {into: door}"), nameKind, "2", "into", "bytes"},
        {"kindAddress", withDoor("connect: {door: door, address: door}"), nameKind, "2", "address",
         "address"},
        {"kindServer", "- socket: {into: server, protocol: tcp}", nameKind, "1", "into", "door"},
        {"kindTwice", withDoor("accept: {door: door, into: a, from: a}"), nameKind, "2", "from",
         "address"},
        {"break", withBytes("break-if-empty: {value: text}"), breakOutside, "2", "break-if-empty",
         "loop"},
        {"breakInTry", withBytes("try: [break-if-empty: {value: text}]"), breakOutside, "2",
         "break-if-empty", "loop"},
        {"long", many(1001), tooLong, "1001", "program", "1000"},
        {"deep", nested(9), tooLong, "11", "loop", "8"},
        {"circle", "- &a\n  loop: [*a]", tooLong, "2", "loop", "8"},
        {"bytes", std::string(300'000, ' '), tooLong, "1", "program", "262144"},
        {"syntax", "- socket: {into", "yaml-not-readable", "1", "(none)", "(none)"},
        {"alias", "\n- loop: *nothing", "yaml-not-readable", "2", "(none)", "(none)"},
        {"documents", "- clear: {into: a}\n---\n- b", "yaml-not-readable", "3", "(none)", "(none)"},
    };
    return rows;
}

class ProgramMistake : public testing::TestWithParam<Mistake>
{};

TEST_P(ProgramMistake, isSaidWithItsPlaceAndWhatWasMeant)
{
    const Result<Program> program = readProgramText(GetParam().yaml, "mistake");
    ASSERT_FALSE(program);
    const Failure &failure = program.failure();
    EXPECT_EQ(failure.topic, GetParam().topic);
    EXPECT_EQ(valueOf(failure, "line"), GetParam().line);
    EXPECT_EQ(valueOf(failure, "key"), GetParam().key);
    EXPECT_EQ(valueOf(failure, "meant"), GetParam().meant);
}

INSTANTIATE_TEST_SUITE_P(All, ProgramMistake, testing::ValuesIn(mistakes()),
                         [](const auto &row) { return std::string(row.param.label); });

TEST(ProgramReader, takesWhatIsJustWithinTheBounds)
{
    EXPECT_TRUE(readProgramText(many(1000), "long"));
    EXPECT_TRUE(readProgramText(nested(8), "deep"));
    EXPECT_TRUE(readProgramText("- input: {into: " + std::string(32, 'a') + "}", "name"));
    EXPECT_TRUE(
        readProgramText(withBytes("loop: [try: [break-if-empty: {value: text}]]"), "break"));
    EXPECT_TRUE(readProgramText(withBytes("upper: {into: text, value: text}"), "in place"));
}

TEST(ProgramReader, takesANodeThatIsNotThere)
{
    const YAML::Node lesson = YAML::Load("client: [close]");
    const Result<Program> program = readProgram(lesson["server"], "none");
    ASSERT_FALSE(program);
    EXPECT_EQ(program.failure().topic, "yaml-not-readable");
}

TEST(ProgramReader, showsWhatIsWrittenWithoutControlCharacters)
{
    const Result<Program> program = readProgramText(R"(- "\e[2J": {})", "hostile");
    ASSERT_FALSE(program);
    EXPECT_EQ(valueOf(program.failure(), "key"), "\\x1b[2J");
}

struct Bomb {
    std::string_view label;
    std::string yaml;

    friend std::ostream &operator<<(std::ostream &out, const Bomb &row) { return out << row.label; }
};

std::string repeated(std::string_view part, std::size_t size)
{
    std::string text;
    while (text.size() < size)
        text += part;
    return text;
}

std::string laughs()
{
    std::string yaml = "- &a0 {try: [clear: {into: text}]}\n";
    for (int i = 1; i < 40; ++i) {
        yaml += "- &a" + std::to_string(i) + " {try: [";
        for (int copy = 0; copy < 20; ++copy)
            yaml += "*a" + std::to_string(i - 1) + ", ";
        yaml += "]}\n";
    }
    return yaml;
}

class ProgramBomb : public testing::TestWithParam<Bomb>
{};

TEST_P(ProgramBomb, isRefused)
{
    EXPECT_FALSE(readProgramText(GetParam().yaml, "bomb"));
}

constexpr std::size_t bombSize = 200'000;

INSTANTIATE_TEST_SUITE_P(
    All, ProgramBomb,
    testing::Values(
        Bomb{"laughs", laughs()}, Bomb{"brackets", repeated("[", bombSize)},
        Bomb{"braces", repeated("{", bombSize)}, Bomb{"bracesWithKeys", repeated("{a: ", bombSize)},
        Bomb{"dashes", repeated("- ", bombSize)}, Bomb{"questions", repeated("? ", bombSize)},
        Bomb{"loops", repeated("- loop:\n", bombSize)},
        Bomb{"inlineLoops", repeated("[{loop: ", bombSize)},
        Bomb{"anchors", repeated("&a ", bombSize)}, Bomb{"tags", repeated("!a ", bombSize)},
        Bomb{"documents", repeated("--- a\n", bombSize)},
        Bomb{"zeros", std::string(bombSize, '\0')}, Bomb{"quotes", repeated("\"", bombSize)},
        Bomb{"colons", repeated(":", bombSize)},
        Bomb{"keys", "- close: {" + repeated("a: 1, ", bombSize) + "}"},
        Bomb{"latin", repeated("\xE9\xFF", bombSize)}),
    [](const auto &row) { return std::string(row.param.label); });

TEST(Nearest, isTheWordThatASlipWouldMake)
{
    constexpr auto known = std::to_array<std::string_view>({"send", "sendto", "recv", "recvfrom"});
    EXPECT_EQ(nearestOrAll("sned", known), "send");
    EXPECT_EQ(nearestOrAll("SENDTO", known), "sendto");
    EXPECT_EQ(nearestOrAll("rcv", known), "recv");
    EXPECT_EQ(nearestOrAll("recfrom", known), "recvfrom");
    EXPECT_EQ(nearestOrAll("accept", known), "send, sendto, recv, recvfrom");
    EXPECT_EQ(nearestOrAll("", known), "send, sendto, recv, recvfrom");
    EXPECT_EQ(nearestOrAll(std::string(100'000, 's'), known), "send, sendto, recv, recvfrom");
    EXPECT_EQ(nearestOrAll("send", {}), "");
}

} // namespace

} // namespace twodoors
