// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/program_reader.h"
#include "programs/program_text.h"
#include "temporary_folder.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <regex>
#include <set>
#include <stdexcept>
#include <sys/wait.h>

namespace twodoors
{

namespace
{

constexpr std::string_view everyOperation = R"(
- socket: {into: door, protocol: tcp}
- socket: {into: mailbox, protocol: udp}
- setsockopt: {door: door, option: SO_REUSEADDR, value: 1}
- setsockopt: {door: door, option: SO_SNDTIMEO, value: 2500}
- setsockopt: {door: door, option: SO_RCVTIMEO, value: 86400000}
- setsockopt: {door: door, option: SO_RCVBUF, value: 4096}
- setsockopt: {door: door, option: SO_SNDBUF, value: -2147483648}
- setsockopt: {door: door, option: TCP_NODELAY, value: 1}
- setsockopt: {door: door, option: TCP_USER_TIMEOUT, value: 1000}
- setsockopt: {door: door, option: IPV6_V6ONLY, value: 0}
- getsockopt: {door: door, option: SO_ERROR, into: flag}
- getsockopt: {door: door, option: SO_RCVTIMEO, into: limit}
- bind: {door: mailbox, address: server}
- listen: {door: door, backlog: 0}
- input: {into: sentence}
- try:
    - try:
        - accept: {door: door, into: guest, from: who}
        - getpeername: {door: guest, into: who}
        - recvfrom: {door: guest, size: 16777216, into: early, from: who}
        - shutdown: {door: guest, direction: read}
        - shutdown: {door: guest, direction: write}
        - shutdown: {door: guest, direction: both}
        - close: {door: guest}
    - try:
        - clear: {into: unread}
- connect: {door: door, address: server}
- getsockname: {door: door, into: here}
- loop:
    - poll: {door: mailbox, direction: read, milliseconds: 10, into: ready}
    - poll: {door: mailbox, direction: write, milliseconds: -1}
    - recvfrom: {door: mailbox, size: 2048, into: piece, from: who}
    - loop:
        - try:
            - break-if-empty: {value: piece}
            - clear: {into: piece}
    - sendto: {door: mailbox, value: piece, address: who}
    - sendto: {door: mailbox, value: piece, address: server}
    - break-if-empty: {value: piece}
    - append: {into: piece, value: piece}
- send: {door: door, value: sentence}
- recv: {door: door, size: 1, into: answer}
- upper: {value: answer, into: answer}
- print: {value: answer}
- sleep: {milliseconds: 1250}
- close: {door: door}
)";

std::string read(const std::filesystem::path &path)
{
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

Program programNamed(const std::string &name)
{
    const std::string yaml =
        name == "EveryOperation"
            ? std::string(everyOperation)
            : read(TWODOORS_SOURCE_DIR "/resources/programs/" + name + ".yaml");
    Result<Program> program = readProgramText(yaml, name);
    if (!program)
        throw std::runtime_error(name + ": " + program.failure().topic);
    return *std::move(program);
}

Endpoint endpoint(std::string_view text)
{
    return Endpoint::fromText(text).value();
}

const auto home = "127.0.0.1:12000";

/// What a shell command says on stdout and stderr, and its exit status.
std::pair<std::string, int> outcomeOf(const std::string &command)
{
    std::string said;
    std::FILE *const pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr)
        return {"popen failed", -1};
    std::array<char, 4096> buffer{};
    while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe))
        said.append(buffer.data(), size);
    const int status = ::pclose(pipe);
    return {said, WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

void expectAccepted(const std::string &text, Language language)
{
    const tests::TemporaryFolder folder;
    const std::string file = folder.path() / (language == Language::C ? "program.c" : "program.py");
    std::ofstream(file) << text;
    const std::string command =
        language == Language::C ? fmt::format("cc -Wall -Wextra -Werror -O2 -o {0}.out {0}", file)
                                : fmt::format("python3 -m py_compile {}", file);
    const auto [said, status] = outcomeOf(command);
    EXPECT_EQ(said, "");
    EXPECT_EQ(status, 0) << text;
}

struct Case {
    std::string program;
    Language language;
    std::string server;
};

std::vector<Case> allCases()
{
    std::vector<Case> cases;
    std::vector<std::string> programs{"EveryOperation"};
    const std::filesystem::path folder(TWODOORS_SOURCE_DIR "/resources/programs");
    for (const auto &entry : std::filesystem::directory_iterator(folder))
        programs.push_back(entry.path().stem().string());
    std::ranges::sort(programs);
    for (const std::string &program : programs) {
        for (const Language language : {Language::Python, Language::C}) {
            for (const char *const server : {home, "[::1]:12000", "[fe80::1%2]:65535"})
                cases.push_back({program, language, server});
        }
    }
    return cases;
}

class ProgramText : public testing::TestWithParam<Case>
{};

TEST_P(ProgramText, isTakenByItsCompiler)
{
    const Program program = programNamed(GetParam().program);
    const auto text = programText(program, GetParam().language, endpoint(GetParam().server));
    expectAccepted(joined(text), GetParam().language);
}

TEST_P(ProgramText, hasTextForEachLineOfTheProgram)
{
    const Program program = programNamed(GetParam().program);
    std::set<std::uint16_t> numbers;
    for (const TextLine &line :
         programText(program, GetParam().language, endpoint(GetParam().server))) {
        EXPECT_EQ(line.text.find('\n'), std::string::npos);
        EXPECT_EQ(line.text.find_last_not_of(' ') + 1, line.text.size()) << line.text;
        if (line.line != LineNumber::None)
            numbers.insert(number(line.line));
    }
    ASSERT_EQ(numbers.size(), program.lineCount());
    EXPECT_EQ(*numbers.begin(), 1);
    EXPECT_EQ(*numbers.rbegin(), program.lineCount());
}

INSTANTIATE_TEST_SUITE_P(All, ProgramText, testing::ValuesIn(allCases()), [](const auto &row) {
    const std::string family = row.param.server == home                          ? "IPv4"
                               : row.param.server.find('%') == std::string::npos ? "IPv6"
                                                                                 : "Scoped";
    return row.param.program + "_" + std::string(nameOf(row.param.language)) + "_" + family;
});

TEST(PythonText, isWhatThePaneShows)
{
    EXPECT_EQ(joined(programText(programNamed("TCPServer"), Language::Python, endpoint(home))),
              R"(from socket import *
import sys

server = ("127.0.0.1", 12000)
welcome = socket(AF_INET, SOCK_STREAM)
welcome.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
welcome.bind(server)
welcome.listen(1)
while True:
    connection, who = welcome.accept()
    try:
        sentence = connection.recv(1024)
        answer = sentence.upper()
        connection.sendall(answer)
    except OSError as error:
        print("Failed:", error, file=sys.stderr)
    connection.close()
)");
    EXPECT_EQ(joined(programText(programNamed("UDPClient"), Language::Python,
                                 endpoint("[fe80::1%2]:12000"))),
              R"(from socket import *
import sys

server = ("fe80::1", 12000, 0, 2)
mailbox = socket(AF_INET6, SOCK_DGRAM)
print("Sentence: ", end="", flush=True)
sentence = sys.stdin.buffer.readline().rstrip(b"\n")
mailbox.sendto(sentence, server)
answer, who = mailbox.recvfrom(2048)
print("Answer:", answer.decode(errors="backslashreplace"))
mailbox.close()
)");
}

TEST(PythonText, givesTheExceptPartToTheTry)
{
    std::vector<std::string> ofTheTry;
    for (const TextLine &line :
         programText(programNamed("TCPServer"), Language::Python, endpoint(home))) {
        if (line.line == LineNumber{7})
            ofTheTry.push_back(line.text.substr(4));
    }
    const std::vector<std::string> expected{
        "try:", "except OSError as error:", R"(    print("Failed:", error, file=sys.stderr))"};
    EXPECT_EQ(ofTheTry, expected);
}

TEST(CText, neverCountsADatagramAsLongerThanItsRoom)
{
    const std::string text =
        joined(programText(programNamed("UDPServer"), Language::C, endpoint(home)));
    EXPECT_NE(text.find("MSG_TRUNC"), std::string::npos);
    EXPECT_NE(text.find("if (count > 2048) {"), std::string::npos);
}

TEST(CText, truncatesNoStream)
{
    // tcp(7): with MSG_TRUNC the bytes that are asked for are thrown away
    const Result<Program> program = readProgramText(R"(
- socket: {into: door, protocol: tcp}
- recvfrom: {door: door, size: 10, into: text, from: who}
)",
                                                    "stream");
    ASSERT_TRUE(program);
    EXPECT_EQ(joined(programText(*program, Language::C, endpoint(home))).find("MSG_TRUNC"),
              std::string::npos);
}

struct Short {
    std::string_view program;
    std::uint16_t line;
    std::string_view text;

    friend std::ostream &operator<<(std::ostream &out, const Short &row) { return out << row.text; }
};

class ShortText : public testing::TestWithParam<Short>
{};

TEST_P(ShortText, isTheLineOfThePythonText)
{
    const Program program = programNamed(std::string(GetParam().program));
    const ProgramLine *const line = program.find(LineNumber{GetParam().line});
    ASSERT_NE(line, nullptr);
    const std::string text = shortText(program, *line, endpoint(home).family);
    EXPECT_EQ(text, GetParam().text);

    const auto lines = programText(program, Language::Python, endpoint(home));
    EXPECT_TRUE(std::ranges::any_of(lines, [&](const TextLine &candidate) {
        return candidate.line == line->number && candidate.text.ends_with(text);
    }));
}

INSTANTIATE_TEST_SUITE_P(
    All, ShortText,
    testing::Values(
        Short{"TCPServer", 1, "welcome = socket(AF_INET, SOCK_STREAM)"},
        Short{"TCPServer", 5, "while True:"},
        Short{"TCPServer", 6, "connection, who = welcome.accept()"}, Short{"TCPServer", 7, "try:"},
        Short{"TCPClient", 4, "door.sendall(sentence)"},
        Short{"TCPClient", 3, R"(sentence = sys.stdin.buffer.readline().rstrip(b"\n"))"},
        Short{"TCPStreamClient", 5, "door.shutdown(SHUT_WR)"},
        Short{"TCPStreamClient", 9, "if not piece:"},
        Short{"EveryOperation", 4,
              "door.setsockopt(SOL_SOCKET, SO_SNDTIMEO, struct.pack(\"ll\", 2, 500000))"},
        Short{"EveryOperation", 12, "limit = seconds * 1000 + microseconds // 1000"},
        Short{"EveryOperation", 30, "ready = len(poller.poll(10))"},
        Short{"EveryOperation", 45, "sleep(1.25)"}));

/// The words that the inside of the program uses itself: names given to parts of a thing, to
/// keyword arguments and to labels are in nobody's way.
std::set<std::string> wordsOf(const std::vector<TextLine> &lines, Language language)
{
    static const std::regex strings(R"("(\\.|[^"\\])*"|'\\?.'|/\*.*?\*/)");
    static const std::regex harmless(
        R"((\.|struct |goto )[A-Za-z_]\w*|after\d+:|\b(end|flush|file|errors)=)");
    static const std::regex word(R"([A-Za-z_]\w*)");
    std::set<std::string> words;
    bool isInside = language == Language::Python;
    for (const TextLine &line : lines) {
        isInside = isInside || line.text == "int main(void)";
        if (!isInside)
            continue;
        std::string text = std::regex_replace(line.text, strings, "\"\"");
        text = std::regex_replace(text, std::regex(R"(^from (\w+) import)"), "import");
        text = std::regex_replace(text, harmless, " ");
        for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at)
            words.insert(at->str());
    }
    return words;
}

TEST(ProgramTextNames, usesNoWordThatAProgramMayTake)
{
    const Program program = programNamed("EveryOperation");
    for (const Language language : {Language::Python, Language::C}) {
        std::set<std::string> words =
            wordsOf(programText(program, language, endpoint(home)), language);
        for (const Program::Name &name : program.names)
            EXPECT_EQ(words.erase(name.text), 1U) << name.text;
        words.erase("b"); // of b"…"
        words.erase("server");
        EXPECT_GT(words.size(), 30U);
        for (const std::string &word : words) {
            const auto taken = readProgramText("- input: {into: " + word + "}", word);
            ASSERT_FALSE(taken) << word;
            EXPECT_EQ(taken.failure().topic, "program-bad-name") << word;
        }
    }
}

TEST(ProgramTextNames, bearsNamesOfFunctionsThatItDoesNotUse)
{
    std::string yaml;
    for (const std::string_view name :
         {"data",  "size",    "bytes", "address", "time",    "index",  "read",
          "write", "exit",    "send",  "malloc",  "signal",  "y1",     "list",
          "str",   "timeout", "self",  "timeval", "storage", "getline"})
        yaml += fmt::format("- input: {{into: {0}}}\n- print: {{value: {0}}}\n", name);
    const Result<Program> program = readProgramText(yaml, "names");
    ASSERT_TRUE(program) << program.failure().values[2].second;
    for (const Language language : {Language::Python, Language::C})
        expectAccepted(joined(programText(*program, language, endpoint(home))), language);
}

} // namespace

} // namespace twodoors
