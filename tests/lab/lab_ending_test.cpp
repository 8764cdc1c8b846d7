// SPDX-License-Identifier: GPL-3.0-or-later
// What a lab leaves behind that cannot be seen in /proc: a network namespace that only a socket in
// the kernel holds.
#include "kernel/real_sockets.h"
#include "lab/lab_ground.h"
#include "lab/private_host.h"

#include <fcntl.h>
#include <functional>

namespace twodoors::tests
{

namespace
{

using namespace std::chrono_literals;

constexpr std::size_t mostNamespaces = 6; // two labs', three each

/// Exit statuses of a child process.
constexpr int good = 0;
constexpr int bad = 1;
constexpr int notPossible = 77;

/// Asks, now and then, until it is so.
bool comesTrue(const std::function<bool()> &condition)
{
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        ::poll(nullptr, 0, 1);
    }
    return true;
}

/// Lets this process, and all that it starts, have no more network namespaces than that at a time
/// (/proc/sys/user in namespaces(7)). One that is left over is one less for the next lab.
bool limitNamespaces()
{
    if (enterUserNamespace().step != LabStep::None)
        return false;
    std::ofstream limit("/proc/sys/user/max_net_namespaces");
    limit << mostNamespaces << std::flush;
    return limit.good();
}

/// Carries what stands ready from one host to the other.
void carry(const Lab &lab)
{
    for (const Role from : {Role::Client, Role::Server}) {
        const int to = lab.device(from == Role::Client ? Role::Server : Role::Client);
        std::array<char, 2048> packet{};
        ssize_t size = 0;
        while ((size = ::read(lab.device(from), packet.data(), packet.size())) > 0)
            static_cast<void>(::write(to, packet.data(), static_cast<std::size_t>(size)));
    }
}

/// Leaves a closed connection on each host whose last bytes, and whose FIN, nobody acknowledges.
bool leaveOrphans(Lab &lab)
{
    const auto make = [&lab](Role host) {
        return Descriptor(
            lab.makeSocket(host, AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    };
    const Endpoint server = labAddress(Role::Server, Family::IPv4, 12000);
    const Descriptor welcome = make(Role::Server);
    const Descriptor client = make(Role::Client);
    if (bindTo(welcome, server) != 0 || ::listen(welcome.get(), 1) != 0
        || connectTo(client, server) == 0)
        return false;
    Descriptor connection;
    const bool isThere = comesTrue([&] {
        carry(lab);
        connection.reset(::accept4(welcome.get(), nullptr, nullptr, SOCK_CLOEXEC));
        return connection.isOpen();
    });
    return isThere && ::send(client.get(), "late", 4, MSG_NOSIGNAL) == 4;
}

/// A lab as soon as those that have ended are gone from the machine.
std::unique_ptr<Lab> labInTime()
{
    std::unique_ptr<Lab> lab;
    static_cast<void>(comesTrue([&lab] {
        auto started = Lab::start();
        if (started)
            lab = std::move(*started);
        return lab != nullptr || started.failure().error != ENOSPC;
    }));
    return lab;
}

int statusOf(pid_t pid)
{
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// In a process of its own, which may have few namespaces.
int inLimits(const std::function<int()> &body)
{
    const pid_t pid = ::fork();
    if (pid == 0)
        ::_exit(limitNamespaces() ? body() : notPossible);
    return statusOf(pid);
}

class LabEnding : public testing::Test
{
protected:
    void SetUp() override
    {
        if (const auto why = labMissing())
            GTEST_SKIP() << *why;
    }
};

TEST_F(LabEnding, takesClosedConnectionsAlong)
{
    const int status = inLimits([] {
        for (int i = 0; i < 10; ++i) {
            const auto lab = labInTime();
            if (!lab || !leaveOrphans(*lab))
                return bad;
        }
        return good;
    });
    if (status == notPossible)
        GTEST_SKIP() << "namespaces cannot be limited here";
    EXPECT_EQ(status, good);
}

TEST_F(LabEnding, takesOpenConnectionsAlongWhenItsProcessIsKilled)
{
    const int status = inLimits([] {
        for (int i = 0; i < 5; ++i) {
            std::array<int, 2> ends{};
            if (::pipe2(ends.data(), O_CLOEXEC) != 0)
                return bad;
            const Descriptor ready(ends[0]);
            Descriptor theirs(ends[1]);
            const pid_t pid = ::fork();
            if (pid == 0) {
                const auto lab = labInTime();
                if (!lab || !leaveOrphans(*lab))
                    ::_exit(bad);
                static_cast<void>(::write(theirs.get(), "x", 1));
                ::pause();
            }
            theirs.reset();
            char byte = 0;
            const bool wasReady = ::read(ready.get(), &byte, 1) == 1;
            ::kill(pid, SIGKILL);
            if (!wasReady || statusOf(pid) != -SIGKILL)
                return bad;
        }
        return labInTime() ? good : bad;
    });
    if (status == notPossible)
        GTEST_SKIP() << "namespaces cannot be limited here";
    EXPECT_EQ(status, good);
}

TEST_F(LabEnding, isQuick)
{
    std::chrono::nanoseconds best = 1h;
    for (int i = 0; i < 5; ++i) {
        auto lab = newLab();
        EXPECT_TRUE(leaveOrphans(*lab));
        const auto begin = std::chrono::steady_clock::now();
        lab.reset();
        best = std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - begin);
    }
    std::cout << "ended in " << std::chrono::duration<double, std::milli>(best).count() << " ms\n";
    EXPECT_LT(best, 200ms); // some 20 ms on a machine that has nothing else to do
}

TEST_F(LabEnding, leavesTheHelperNothingOfOurs)
{
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0); // without close-on-exec
    const Descriptor readEnd(ends[0]);
    Descriptor writeEnd(ends[1]);
    const auto lab = newLab();
    writeEnd.reset();
    pollfd end{readEnd.get(), POLLIN, 0};
    EXPECT_EQ(::poll(&end, 1, 0), 1); // the end of the pipe: nobody else holds it
}

TEST_F(LabEnding, giveNoLateAnswerToTheNextRequest)
{
    const auto lab = newLab();
    ASSERT_EQ(::kill(lab->helper(), SIGSTOP), 0);
    EXPECT_EQ(lab->makeSocket(Role::Client, AF_INET, SOCK_STREAM, 0), -1);
    ASSERT_EQ(::kill(lab->helper(), SIGCONT), 0);
    const Descriptor late(lab->makeSocket(Role::Server, AF_INET, SOCK_DGRAM, 0));
    if (!late.isOpen())
        return;
    int type = 0;
    socklen_t size = sizeof type;
    ASSERT_EQ(::getsockopt(late.get(), SOL_SOCKET, SO_TYPE, &type, &size), 0);
    EXPECT_EQ(type, SOCK_DGRAM) << "it is the socket that was asked for before";
}

} // namespace

} // namespace twodoors::tests
