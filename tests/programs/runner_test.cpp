// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/running.h"

#include <algorithm>
#include <sys/resource.h>
#include <thread>

namespace twodoors::tests
{

namespace
{

using namespace std::chrono_literals;

constexpr std::string_view connecting = R"(
- socket: {into: door, protocol: tcp}
- connect: {door: door, address: server}
- close: {door: door}
)";

TEST(Runner, runsEachLineOnceItIsGranted)
{
    Running run;
    const Descriptor welcome = listening(Family::IPv4, 5);
    const auto runner = run.make(connecting, localOf(welcome));
    for (std::uint16_t line = 1; line <= 3; ++line) {
        ASSERT_TRUE(becomes([&] {
            const Gate::View view = run.gate.look(runner->seat());
            return view.isWaiting && view.line == LineNumber{line};
        }));
        EXPECT_EQ(run.lines().size(), line - 1U); // a line counts from when it is let through
        run.gate.grant(runner->seat());
    }
    ASSERT_TRUE(becomes([&] { return runner->hasEnded(); }));
    EXPECT_EQ(run.lines(), (std::vector<unsigned>{1, 2, 3, 0}));
    EXPECT_EQ(runner->end().kind, ProgramEnd::Kind::Finished);
    EXPECT_EQ(run.events(Kind::Line).back().error, 0);
    EXPECT_TRUE(run.gate.look(runner->seat()).hasEnded);
    for (const Event &call : run.events(Kind::Call))
        EXPECT_EQ(run.journal.at(call.cause).line, call.line);
}

TEST(Runner, endsWithTheErrnoOfAFailedCall)
{
    Running run;
    const Refusing refusing;
    const auto runner = run.make(connecting, refusing.address);
    run.finish(*runner);
    const ProgramEnd &end = runner->end();
    EXPECT_EQ(end.kind, ProgramEnd::Kind::Failed);
    EXPECT_EQ(end.call, CallName::Connect);
    EXPECT_EQ(end.error, ECONNREFUSED);
    EXPECT_EQ(end.address, refusing.address);
    EXPECT_EQ(run.journal.at(end.event).call, CallName::Connect);
    EXPECT_EQ(run.lines(), (std::vector<unsigned>{1, 2, 0}));
    EXPECT_EQ(run.events(Kind::Line).back().error, ECONNREFUSED);
    // the program did not close its door; the kernel does
    const auto doors = run.events(Kind::Door);
    ASSERT_EQ(doors.size(), 3U);
    EXPECT_EQ(doors[1].stage, DoorStage::Closed);
    EXPECT_EQ(doors[1].evidence, Evidence::Kernel);
    EXPECT_EQ(doors[2].stage, DoorStage::Gone);
}

TEST(Runner, goesOnAfterATry)
{
    Running run;
    const Refusing refusing;
    const auto runner = run.make(R"(
- socket: {into: door, protocol: tcp}
- try:
    - try:
        - connect: {door: door, address: server}
        - close: {door: door}
    - input: {into: sentence}
- print: {value: sentence}
)",
                                 refusing.address);
    run.finish(*runner);
    EXPECT_EQ(runner->end().kind, ProgramEnd::Kind::Finished);
    EXPECT_EQ(runner->end().error, 0);
    // line 3, the inner try, says with which errno it was left
    EXPECT_EQ(run.lines(), (std::vector<unsigned>{1, 4, 3, 6, 7, 0}));
    EXPECT_EQ(run.events(Kind::Line)[2].error, ECONNREFUSED);
    EXPECT_EQ(run.events(Kind::Line).back().error, 0);
}

TEST(Runner, aTryThatIsLeftInALoopGoesRound)
{
    Running run;
    const Refusing refusing;
    const auto runner = run.make(R"(
- clear: {into: rest}
- loop:
    - try:
        - socket: {into: door, protocol: tcp}
        - connect: {door: door, address: server}
    - break-if-empty: {value: rest}
- close: {door: door}
)",
                                 refusing.address);
    run.finish(*runner);
    EXPECT_EQ(runner->end().kind, ProgramEnd::Kind::Finished);
    EXPECT_EQ(run.lines(), (std::vector<unsigned>{1, 2, 4, 5, 3, 6, 7, 0}));
}

TEST(Runner, givesNamesTheirValues)
{
    Running run;
    const auto runner = run.make(R"(
- input: {into: a}
- upper: {value: a, into: b}
- append: {value: b, into: a}
- append: {value: a, into: a}
- clear: {into: b}
)",
                                 loopback(Family::IPv4));
    run.finish(*runner);
    struct Row {
        std::string_view into;
        std::string_view bytes;
        std::int64_t size;
        ValueChange change;
    };
    const std::vector<Row> expected{{"a", "hello", 5, ValueChange::Set},
                                    {"b", "HELLO", 5, ValueChange::Set},
                                    {"a", "HELLO", 10, ValueChange::Appended},
                                    {"a", "helloHELLO", 20, ValueChange::Appended},
                                    {"b", "", 0, ValueChange::Set}};
    const auto values = run.events(Kind::Value);
    ASSERT_EQ(values.size(), expected.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        EXPECT_EQ(values[i].into, expected[i].into) << i;
        EXPECT_EQ(values[i].bytes, expected[i].bytes) << i;
        EXPECT_EQ(values[i].size, expected[i].size) << i;
        EXPECT_EQ(values[i].change, expected[i].change) << i;
    }
    EXPECT_EQ(values[0].evidence, Evidence::Person);
}

TEST(Runner, aNameThatGetsANewDoorLetsGoOfTheOld)
{
    Running run;
    const auto runner = run.make(R"(
- socket: {into: door, protocol: udp}
- socket: {into: door, protocol: udp}
- close: {door: door}
)",
                                 loopback(Family::IPv6));
    run.finish(*runner);
    std::vector<std::pair<unsigned, DoorStage>> stages;
    for (const Event &event : run.events(Kind::Door))
        stages.emplace_back(number(event.door), event.stage);
    const std::vector<std::pair<unsigned, DoorStage>> expected{
        {1, DoorStage::Made}, {1, DoorStage::Closed}, {1, DoorStage::Gone},
        {2, DoorStage::Made}, {2, DoorStage::Closed}, {2, DoorStage::Gone}};
    EXPECT_EQ(stages, expected);
}

TEST(Runner, runsEveryOtherCall)
{
    Running run;
    const Descriptor mailbox = makeSocket(Family::IPv6, SOCK_DGRAM);
    ASSERT_EQ(bindTo(mailbox, loopback(Family::IPv6)), 0);
    const auto runner = run.make(R"(
- socket: {into: d, protocol: udp}
- setsockopt: {door: d, option: SO_RCVTIMEO, value: 1}
- getsockopt: {door: d, option: SO_RCVTIMEO, into: n}
- input: {into: b}
- sendto: {door: d, value: b, address: server}
- getsockname: {door: d, into: a}
- connect: {door: d, address: server}
- getpeername: {door: d, into: a}
- send: {door: d, value: b}
- poll: {door: d, direction: write, milliseconds: 0, into: n}
- poll: {door: d, direction: read, milliseconds: 1}
- try:
    - recv: {door: d, size: 10, into: b}
- try:
    - recvfrom: {door: d, size: 10, into: b, from: a}
- sleep: {milliseconds: 1}
- shutdown: {door: d, direction: both}
)",
                                 localOf(mailbox));
    run.finish(*runner);
    EXPECT_EQ(runner->end().kind, ProgramEnd::Kind::Finished) << runner->end().error;
    EXPECT_EQ(run.errorsOf(CallName::Recv), std::vector{EAGAIN});
    EXPECT_EQ(run.errorsOf(CallName::RecvFrom), std::vector{EAGAIN});
    std::vector<std::int64_t> polled;
    for (const Event &event : run.events(Kind::Return)) {
        if (event.call == CallName::Poll)
            polled.push_back(event.value);
        EXPECT_TRUE(event.call != CallName::GetSockOpt || event.size >= 1);
    }
    EXPECT_EQ(polled, (std::vector<std::int64_t>{1, 0}));
}

/// Holds every descriptor below a lowered limit.
class FullTable
{
public:
    FullTable()
    {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        rlimit lowered = m_before;
        lowered.rlim_cur = 200;
        ::setrlimit(RLIMIT_NOFILE, &lowered);
        for (int fd = ::dup(0); fd >= 0; fd = ::dup(0))
            m_held.emplace_back(fd);
    }
    FullTable(const FullTable &) = delete;
    FullTable &operator=(const FullTable &) = delete;
    ~FullTable() { ::setrlimit(RLIMIT_NOFILE, &m_before); }

    void freeOne() { m_held.pop_back(); }

private:
    rlimit m_before{};
    std::vector<Descriptor> m_held;
};

constexpr std::string_view accepting = R"(
- socket: {into: welcome, protocol: tcp}
- bind: {door: welcome, address: server}
- listen: {door: welcome, backlog: 5}
- accept: {door: welcome, into: connection, from: who}
- close: {door: connection}
)";

/// A server that stands before its accept, and a guest that has knocked.
struct Besieged : Running {
    std::unique_ptr<Runner> runner = make(accepting, loopback(Family::IPv4), {Role::Server, 0});
    Descriptor guest;

    Besieged()
    {
        for (std::uint16_t line = 1; line <= 4; ++line) {
            EXPECT_TRUE(becomes([&] {
                const Gate::View view = gate.look(runner->seat());
                return view.isWaiting && view.line == LineNumber{line};
            }));
            if (line < 4)
                gate.grant(runner->seat());
        }
        guest = connected(events(Kind::Door).back().local);
    }
};

TEST(Runner, waitsForADescriptorAndGoesOn)
{
    Besieged run;
    {
        FullTable table;
        run.gate.setLive(run.runner->seat());
        ASSERT_TRUE(becomes([&] { return run.gate.look(run.runner->seat()).isResting; }));
        EXPECT_EQ(run.errorsOf(CallName::Accept), std::vector{EMFILE});
        EXPECT_FALSE(run.runner->hasEnded());
        table.freeOne();
        ASSERT_TRUE(becomes([&] { return run.runner->hasEnded(); }));
    }
    EXPECT_EQ(run.runner->end().kind, ProgramEnd::Kind::Finished);
    const auto errors = run.errorsOf(CallName::Accept);
    EXPECT_EQ(errors.back(), 0);
    EXPECT_TRUE(std::all_of(errors.begin(), errors.end() - 1, [](int e) { return e == EMFILE; }));
    EXPECT_TRUE(run.hasStage(DoorStage::Accepted));
}

TEST(Runner, stopsWhileItWaitsForADescriptor)
{
    Besieged run;
    const FullTable table;
    run.gate.setLive(run.runner->seat());
    ASSERT_TRUE(becomes([&] { return run.gate.look(run.runner->seat()).isResting; }));
    const auto begin = std::chrono::steady_clock::now();
    run.stop(*run.runner);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
    EXPECT_EQ(run.runner->end().kind, ProgramEnd::Kind::Stopped);
}

} // namespace

} // namespace twodoors::tests
