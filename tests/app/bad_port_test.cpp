// SPDX-License-Identifier: GPL-3.0-or-later
#include "plain_sockets.h"
#include "said.h"
#include "temporary_folder.h"
#include "twodoors_child.h"

#include <fstream>
#include <grp.h>
#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

using testing::HasSubstr;
using Words = std::vector<std::string>;

constexpr uid_t nobody = 65534;

/// Becomes an ordinary user; for a child before it starts the program.
bool becomeNobody()
{
    return ::geteuid() != 0
           || (::setgroups(0, nullptr) == 0 && ::setgid(nobody) == 0 && ::setuid(nobody) == 0);
}

/// All that it says on standard error are sentences of its own.
void expectSentences(const std::string &errors)
{
    EXPECT_FALSE(errors.empty());
    for (const std::string &line : linesOf(errors))
        EXPECT_TRUE(line.starts_with("twodoors: ")) << line;
}

class PortInUse : public testing::TestWithParam<std::tuple<const char *, const char *>>
{};

TEST_P(PortInUse, namesTheProgramThatHoldsIt)
{
    const auto &[lesson, language] = GetParam();
    const bool isTcp = lesson == std::string_view("tcp-echo");
    Descriptor held = plainSocket(isTcp ? SOCK_STREAM : SOCK_DGRAM);
    plainBind(held, 0);
    if (isTcp) {
        ASSERT_EQ(::listen(held.get(), 1), 0);
    }
    const std::string port = std::to_string(portOf(held));
    for (const Words &more : {Words{}, Words{"--live"}, Words{"--only", "server"}}) {
        Words arguments{"run", lesson, "--wire", "loopback", "--port", port, "--lang", language};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Ended ended = twodoors(arguments);
        EXPECT_EQ(ended.status, 1);
        expectSentences(ended.errors);
        EXPECT_THAT(ended.errors, HasSubstr("app_test (" + std::to_string(::getpid()) + ")"));
        EXPECT_THAT(ended.errors, HasSubstr("127.0.0.1:" + port));
        EXPECT_THAT(ended.errors, HasSubstr("--port"));
        EXPECT_THAT(ended.errors, HasSubstr("TIME-WAIT"));
        EXPECT_THAT(ended.output, HasSubstr("EADDRINUSE"));
        EXPECT_LT(ended.took, 20s);
    }
}

INSTANTIATE_TEST_SUITE_P(BadPort, PortInUse,
                         testing::Combine(testing::Values("tcp-echo", "udp-echo"),
                                          testing::Values("en", "zh")),
                         [](const auto &row) {
                             return std::string(std::get<0>(row.param)).substr(0, 3)
                                    + std::get<1>(row.param);
                         });

TEST(BadPort, heldByAnotherUserIsSaidSo)
{
    if (::geteuid() != 0)
        GTEST_SKIP() << "only root can be two users";
    const Descriptor held = plainListener();
    const Ended ended = twodoors(
        Start{.arguments = {"run", "--wire", "loopback", "--port", std::to_string(portOf(held))},
              .inChild = becomeNobody});
    EXPECT_EQ(ended.status, 1);
    expectSentences(ended.errors);
    EXPECT_THAT(ended.errors, HasSubstr("another user"));
}

/// tcp-echo with a server that does not set SO_REUSEADDR.
constexpr std::string_view withoutReuse = R"(id: without-reuse
title: Without SO_REUSEADDR
programs:
  Server:
    - socket: {into: welcome, protocol: tcp}
    - bind: {door: welcome, address: server}
    - listen: {door: welcome, backlog: 1}
    - loop:
        - accept: {door: welcome, into: connection, from: who}
        - close: {door: connection}
run:
  - server: Server
  - client: TCPClient
    after: {server: accept}
)";

/// A port with nothing but a connection in TIME-WAIT: the side that closes first keeps it.
std::uint16_t portInTimeWait()
{
    const Descriptor listener = plainListener();
    const std::uint16_t port = portOf(listener);
    const Descriptor client = plainClient(port);
    Descriptor guest = plainAccept(listener);
    guest.reset();
    EXPECT_EQ(plainReceive(client), "");
    return port;
}

TEST(BadPort, inTimeWaitIsExplained)
{
    const std::uint16_t port = portInTimeWait();
    const TemporaryFolder folder;
    const Ended ended = twodoors({"run", folder.put("l.yaml", withoutReuse), "--wire", "loopback",
                                  "--port", std::to_string(port)});
    EXPECT_EQ(ended.status, 1);
    expectSentences(ended.errors);
    EXPECT_THAT(ended.errors, HasSubstr("No program holds the port"));
    EXPECT_THAT(ended.errors, HasSubstr("TIME-WAIT"));
    EXPECT_THAT(ended.errors, HasSubstr(std::to_string(port)));
}

TEST(BadPort, inTimeWaitOfARunIsFreeForTheNextRun)
{
    const std::string port = std::to_string(closedPort().second);
    for (int i = 0; i < 2; ++i) {
        const Ended ended = twodoors({"run", "--port", port});
        EXPECT_EQ(ended.status, 0) << ended.errors;
    }
}

class PrivilegedPort : public testing::TestWithParam<const char *>
{};

TEST_P(PrivilegedPort, isSaidSo)
{
    int first = 1024;
    std::ifstream("/proc/sys/net/ipv4/ip_unprivileged_port_start") >> first;
    if (first <= 80)
        GTEST_SKIP() << "net.ipv4.ip_unprivileged_port_start = " << first;
    const Ended ended =
        twodoors(Start{.arguments = {"run", GetParam(), "--wire", "loopback", "--port", "80"},
                       .inChild = becomeNobody});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("1024"));
    EXPECT_THAT(ended.errors, HasSubstr("privileged"));
    EXPECT_THAT(ended.output, HasSubstr("EACCES"));
}

INSTANTIATE_TEST_SUITE_P(BadPort, PrivilegedPort, testing::Values("tcp-echo", "udp-echo"),
                         [](const auto &row) { return std::string(row.param).substr(0, 3); });

struct AddressRow {
    std::string name;
    Words arguments;
    std::string piece;
};

void PrintTo(const AddressRow &row, std::ostream *out)
{
    *out << row.name;
}

class BadAddress : public testing::TestWithParam<AddressRow>
{};

TEST_P(BadAddress, isNamedInOneSentence)
{
    Words arguments = GetParam().arguments;
    arguments.insert(arguments.end(), {"--port", "0", "--address"});
    for (const std::string_view language : {"en", "zh"}) {
        Words all = arguments;
        all.insert(all.end(), {GetParam().piece, "--lang", std::string(language)});
        const Ended ended = twodoors(all);
        EXPECT_EQ(ended.status, 1);
        EXPECT_EQ(ended.output, "");
        EXPECT_THAT(ended.errors, isOneSentenceWith(GetParam().piece));
        EXPECT_THAT(ended.errors, isOneSentenceWith("127.0.0.1"));
        EXPECT_EQ(hasChinese(ended.errors), language == "zh") << ended.errors;
    }
}

INSTANTIATE_TEST_SUITE_P(
    BadPort, BadAddress,
    testing::Values(
        AddressRow{"unknownName", {"run"}, "nosuch.invalid"},
        AddressRow{"unknownNameForTheClient",
                   {"run", "--only", "client", "--message", "x"},
                   "nosuch.invalid"},
        AddressRow{
            "unknownNameInAProgram", {"program", "TCPClient", "--language", "c"}, "nosuch.invalid"},
        AddressRow{"noAddress", {"run"}, "256.0.0.1"},
        AddressRow{"noIpv6Address", {"run"}, "::1::"},
        AddressRow{"spaces", {"run"}, "not an address"},
        AddressRow{"ofAnotherMachine", {"run"}, "192.0.2.1"},
        AddressRow{"ofAnotherMachineForTheServer", {"run", "--only", "server"}, "192.0.2.1"},
        AddressRow{"ipv6OfAnotherMachine", {"run"}, "2001:db8::1"}),
    [](const auto &row) { return row.param.name; });

TEST(BadAddress, leavesTheSessionFileAlone)
{
    const TemporaryFolder folder;
    folder.put("s", "precious");
    EXPECT_EQ(twodoors({"run", "--address", "192.0.2.1", "--session", folder.file("s")}).status, 1);
    EXPECT_EQ(folder.get("s"), "precious");
}

} // namespace

} // namespace twodoors::tests
