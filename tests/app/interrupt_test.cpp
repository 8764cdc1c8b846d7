// SPDX-License-Identifier: GPL-3.0-or-later
#include "plain_sockets.h"
#include "said.h"
#include "temporary_folder.h"
#include "twodoors_child.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

using Words = std::vector<std::string>;

#ifdef __SANITIZE_ADDRESS__
constexpr std::chrono::milliseconds mostTime = 3s;
#else
constexpr std::chrono::milliseconds mostTime = 1s;
#endif

/// A run that would go on, and what it has said once it is where Ctrl-C shall find it.
struct Row {
    std::string name;
    Words arguments;
    Streams streams;
    std::string reached;
    int signal = SIGINT;
    bool hasSession = true;
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

/// How long it took to end; the rest is checked here.
std::chrono::milliseconds timeToEnd(const Row &row, const std::string &port)
{
    const TemporaryFolder folder;
    Words arguments = row.arguments;
    std::ranges::replace(arguments, "PORT", port);
    if (row.hasSession)
        arguments.insert(arguments.end(), {"--session", folder.file("s")});
    TwodoorsChild child(Start{.arguments = arguments, .streams = row.streams});
    const bool hasTerminal = row.streams == Streams::Terminal;
    const auto lflag = hasTerminal ? child.settings().c_lflag : tcflag_t{0};
    EXPECT_TRUE(child.untilOutput(row.reached)) << child.output() << child.errors();
    if (row.signal == 0)
        child.type("\x03");
    else
        child.signal(row.signal);
    const Ended ended = child.end();
    EXPECT_GE(ended.status, 0) << "ended by a signal: " << ended.output;
    EXPECT_LE(ended.status, 1);
    if (row.hasSession) {
        const SessionText session(folder.get("s"));
        EXPECT_TRUE(session.isWhole());
        EXPECT_TRUE(row.streams == Streams::Terminal || !session.events().empty());
        const Ended opened = twodoors({"open", folder.file("s"), "--format", "jsonl"});
        EXPECT_EQ(opened.status, 0) << opened.errors;
        EXPECT_EQ(opened.output, folder.get("s"));
    }
    if (hasTerminal) {
        EXPECT_EQ(child.settings().c_lflag, lflag);
    }
    return ended.took;
}

class Interrupted : public testing::TestWithParam<Row>
{};

TEST_P(Interrupted, endsWithinASecondWithAllThatWasRecorded)
{
    // a listener that never answers, for the client alone
    const Descriptor listener = plainListener();
    const std::string port = std::to_string(portOf(listener));
    std::chrono::milliseconds best = timeToEnd(GetParam(), port);
    // the machine may have had much else to do just then
    for (int again = 0; again < 2 && best > mostTime && !HasFailure(); ++again)
        best = std::min(best, timeToEnd(GetParam(), port));
    EXPECT_LE(best.count(), mostTime.count()) << "milliseconds";
}

const Words step{"run", "--port", "0", "--message", "hi", "--step"};
const Words serve{"run", "--only", "server", "--port", "0"};
const Words serveStepwise{"run", "--only", "server", "--port", "0", "--pace", "0"};
const Words serveUdp{"run", "udp-echo", "--only", "server", "--port", "0"};

INSTANTIATE_TEST_SUITE_P(
    Run, Interrupted,
    testing::Values(Row{"step", step, Streams::Terminal, "space next"},
                    Row{"stepByTheKeyItself", step, Streams::Terminal, "space next", 0},
                    Row{"stepTerminated", step, Streams::Terminal, "space next", SIGTERM},
                    Row{"stepHungUp", step, Streams::Terminal, "space next", SIGHUP},
                    Row{"stepFromPipe", step, Streams::OpenPipe, "One TCP echo"},
                    Row{"pace", {"run", "--port", "0", "--pace", "60"}, Streams::Pipes, "socket("},
                    Row{"serverLive", serve, Streams::Pipes, "listens"},
                    Row{"serverLiveOnTerminal", serve, Streams::Terminal, "listens"},
                    Row{"serverStepwise", serveStepwise, Streams::Pipes, "accept("},
                    Row{"serverUdp", serveUdp, Streams::Pipes, "recvfrom("},
                    Row{"clientAlone",
                        {"run", "--only", "client", "--address", "127.0.0.1", "--port", "PORT",
                         "--message", "x"},
                        Streams::Pipes,
                        "recv("},
                    Row{"clientAloneLive",
                        {"run", "--only", "client", "--address", "127.0.0.1", "--port", "PORT",
                         "--message", "x", "--live"},
                        Streams::Pipes,
                        "recv("}),
    [](const auto &row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(Question, Interrupted,
                         testing::Values(Row{"onTerminal",
                                             {"run", "--port", "0"},
                                             Streams::Terminal,
                                             "[hello, two doors]",
                                             SIGINT,
                                             false},
                                         Row{"byTheKeyItself",
                                             {"run", "--port", "0"},
                                             Streams::Terminal,
                                             "[hello, two doors]",
                                             0,
                                             false}),
                         [](const auto &row) { return row.param.name; });

/// Whether the program's main thread waits to write: in write(2), or in poll(2) for room (proc(5)).
bool waitsToWrite(pid_t pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/syscall");
    std::string word;
    file >> word;
    std::vector<long> waits{SYS_write, SYS_ppoll};
#ifdef SYS_poll
    waits.push_back(SYS_poll);
#endif
    return std::ranges::any_of(waits, [&](long call) { return word == std::to_string(call); });
}

/// Whether it has the file open (proc(5)).
bool hasOpen(pid_t pid, const std::string &file)
{
    std::error_code error;
    const std::string folder = "/proc/" + std::to_string(pid) + "/fd";
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code gone;
        if (std::filesystem::read_symlink(entry->path(), gone) == file)
            return true;
    }
    return false;
}

TEST(Interrupted, whileItReadsTheMessageFromStandardInput)
{
    TwodoorsChild child(Start{.arguments = {"run", "--port", "0", "--message-file", "-"},
                              .streams = Streams::OpenPipe});
    // it says nothing before it reads; so what it has taken shows that it does
    child.type(std::string(1 << 20, 'x'));
    ASSERT_TRUE(child.until([&] { return child.unread() == 0; }));
    child.signal(SIGINT);
    EXPECT_LE(child.end().took.count(), mostTime.count()) << "milliseconds";
}

TEST(Interrupted, whileNobodyReadsItsOutput)
{
    const TemporaryFolder folder;
    ASSERT_EQ(twodoors({"run", "--port", "0", "--session", folder.file("s")}).status, 0);
    // a pipe of which nothing is read
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    const Descriptor reader(ends[0]);
    const Descriptor writer(ends[1]);
    ::fcntl(writer.get(), F_SETPIPE_SZ, 4096);
    TwodoorsChild child(Start{.arguments = {"open", folder.file("s")}, .inChild = [&] {
                                  return ::dup2(writer.get(), STDOUT_FILENO) == STDOUT_FILENO;
                              }});
    ASSERT_TRUE(child.until([&] { return waitsToWrite(child.pid()); }));
    child.signal(SIGINT);
    EXPECT_LE(child.end().took.count(), mostTime.count()) << "milliseconds";
}

TEST(Interrupted, whileItWaitsForAFileThatComesSlowly)
{
    TwodoorsChild child(Start{.arguments = {"open", "/dev/stdin"}, .streams = Streams::OpenPipe});
    // it says nothing before it has read all; so what it has taken shows that it reads
    child.type("{\"twodoors\":1,\"lesson\":\"" + std::string(1 << 20, 'x'));
    ASSERT_TRUE(child.until([&] { return child.unread() == 0; }));
    child.signal(SIGINT);
    const Ended ended = child.end();
    EXPECT_LE(ended.took.count(), mostTime.count()) << "milliseconds";
    EXPECT_EQ(ended.status, 1);
    EXPECT_EQ(ended.output + ended.errors, "");
}

TEST(Interrupted, whileItReadsALargeFile)
{
    const TemporaryFolder folder;
    std::string text = "{\"twodoors\":1}\n";
    constexpr std::size_t many = 400'000;
    for (std::size_t seq = 1; seq <= many; ++seq)
        text += "{\"seq\":" + std::to_string(seq)
                + R"(,"t":1,"who":"client","evidence":"person","kind":"note","text":"remark"})"
                + '\n';
    const std::string file = folder.put("s", text);
    TwodoorsChild child(Start{.arguments = {"open", file, "--format", "jsonl"}});
    ASSERT_TRUE(child.until([&] { return hasOpen(child.pid(), file); }));
    child.signal(SIGINT);
    const Ended ended = child.end();
    EXPECT_LE(ended.took.count(), mostTime.count()) << "milliseconds";
    EXPECT_GE(ended.status, 0);
    EXPECT_LT(ended.output.size(), text.size());
}

} // namespace

} // namespace twodoors::tests
