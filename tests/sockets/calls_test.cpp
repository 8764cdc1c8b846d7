// SPDX-License-Identifier: GPL-3.0-or-later
// Each of the calls succeeds once and fails once, and is recorded as it was.
#include "sockets/recorded_calls.h"

#include <functional>
#include <poll.h>

namespace twodoors::tests
{

namespace
{

using enum Family;

struct Row {
    CallName name;
    std::function<Outcome(RecordedCalls &, Family)> good;
    std::function<Outcome(RecordedCalls &, Family)> bad;
    int error;
};

Outcome socketCall(RecordedCalls &run, Family family)
{
    OpenDoor door;
    const Outcome outcome = run.client.socket(run.site, family, Protocol::Tcp, door);
    EXPECT_EQ(door.fd.get(), outcome.value);
    EXPECT_EQ(run.called(outcome).family, family);
    EXPECT_EQ(run.called(outcome).protocol, Protocol::Tcp);
    if (outcome.succeeded()) {
        EXPECT_EQ(run.returned(outcome).door, door.id);
        EXPECT_EQ(door.role, DoorRole::Client);
        EXPECT_NE(::fcntl(door.fd.get(), F_GETFD) & FD_CLOEXEC, 0);
    }
    return outcome;
}

Outcome bindCall(RecordedCalls &run, const Endpoint &address)
{
    OpenDoor door = run.plain(run.server, address.family, Protocol::Tcp);
    const Outcome outcome = run.server.bind(run.site, door, address);
    EXPECT_EQ(run.called(outcome).peer, address);
    EXPECT_EQ(run.returned(outcome).local, door.local);
    EXPECT_EQ(door.local.port != 0, outcome.succeeded());
    return outcome;
}

Outcome listenCall(RecordedCalls &run, Family family, Protocol protocol)
{
    OpenDoor door = run.named(run.server, family, protocol);
    const Outcome outcome = run.server.listen(run.site, door, 3);
    EXPECT_EQ(run.called(outcome).size, 3);
    EXPECT_EQ(door.role == DoorRole::Welcome, outcome.succeeded());
    return outcome;
}

Outcome acceptCall(RecordedCalls &run, Family family)
{
    const OpenDoor welcome = run.welcoming(family);
    const Descriptor guest = connected(welcome.local);
    OpenDoor connection;
    const Outcome outcome = run.server.accept(run.site, welcome, connection);
    EXPECT_EQ(connection.fd.get(), outcome.value);
    EXPECT_EQ(connection.peer, localOf(guest));
    EXPECT_EQ(connection.local, welcome.local);
    EXPECT_NE(connection.id, welcome.id);
    EXPECT_EQ(connection.role, DoorRole::Connection);
    EXPECT_EQ(run.returned(outcome).peer, connection.peer);
    EXPECT_EQ(run.returned(outcome).local, connection.local);
    EXPECT_EQ(run.called(outcome).door, welcome.id);
    EXPECT_EQ(run.stagesOf(connection.id), std::vector{DoorStage::Accepted});
    return outcome;
}

Outcome connectCall(RecordedCalls &run, const OpenDoor &to)
{
    OpenDoor door = run.plain(run.client, to.family, Protocol::Tcp);
    const Outcome outcome = run.client.connect(run.site, door, to.local);
    EXPECT_EQ(run.called(outcome).peer, to.local);
    EXPECT_EQ(run.returned(outcome).peer, to.local);
    EXPECT_EQ(run.returned(outcome).local, door.local);
    EXPECT_EQ(door.peer == to.local, outcome.succeeded());
    return outcome;
}

Outcome sendCall(RecordedCalls &run, OpenDoor &door)
{
    const Outcome outcome = run.client.send(run.site, door, "hello");
    EXPECT_EQ(run.called(outcome).bytes, "hello");
    EXPECT_EQ(run.called(outcome).size, 5);
    EXPECT_EQ(run.called(outcome).flags, std::uint32_t{MSG_NOSIGNAL});
    return outcome;
}

Outcome recvCall(RecordedCalls &run, OpenDoor &door)
{
    std::string bytes = "from before";
    const Outcome outcome = run.server.recv(run.site, door, 100, bytes);
    EXPECT_EQ(run.called(outcome).size, 100);
    EXPECT_EQ(run.returned(outcome).bytes, bytes);
    EXPECT_EQ(bytes, outcome.succeeded() ? "hello" : "");
    return outcome;
}

Outcome sendtoCall(RecordedCalls &run, Family family, std::size_t size)
{
    const OpenDoor mailbox = run.named(run.server, family, Protocol::Udp);
    OpenDoor door = run.plain(run.client, family, Protocol::Udp);
    const std::string bytes(size, 'x');
    const Outcome outcome = run.client.sendto(run.site, door, bytes, mailbox.local);
    EXPECT_EQ(run.called(outcome).bytes, bytes);
    EXPECT_EQ(run.called(outcome).peer, mailbox.local);
    EXPECT_EQ(run.returned(outcome).peer, mailbox.local);
    // the kernel has chosen a port by now
    EXPECT_EQ(door.local.port != 0, outcome.succeeded());
    return outcome;
}

Outcome recvfromCall(RecordedCalls &run, Family family, bool something)
{
    OpenDoor mailbox = run.named(run.server, family, Protocol::Udp);
    OpenDoor door = run.plain(run.client, family, Protocol::Udp);
    makeNonblocking(mailbox); // loopback delivers before sendto() returns
    EXPECT_TRUE(!something
                || run.client.sendto(run.site, door, "hello", mailbox.local).succeeded());
    std::string bytes;
    Endpoint sender;
    const Outcome outcome = run.server.recvfrom(run.site, mailbox, 100, bytes, sender);
    EXPECT_EQ(bytes, something ? "hello" : "");
    EXPECT_EQ(sender.port, door.local.port);
    EXPECT_EQ(run.returned(outcome).peer, sender);
    EXPECT_EQ(run.returned(outcome).bytes, bytes);
    return outcome;
}

Outcome pollCall(RecordedCalls &run, OpenDoor &door)
{
    short events = POLLOUT;
    const Outcome outcome = run.client.poll(run.site, door, events, 100);
    EXPECT_EQ(run.called(outcome).flags, std::uint32_t{POLLOUT});
    EXPECT_EQ(run.called(outcome).size, 100);
    EXPECT_EQ(outcome.succeeded(), (events & POLLOUT) != 0);
    return outcome;
}

const std::vector<Row> &rows()
{
    static const Endpoint elsewhere[]{endpointFromAddress("192.0.2.1", 0).value(),
                                      endpointFromAddress("2001:db8::1", 0).value()};
    static const std::vector<Row> all{
        {CallName::Socket, socketCall,
         [](RecordedCalls &run, Family family) {
             const NoDescriptors none;
             return socketCall(run, family);
         },
         EMFILE},
        {CallName::Bind,
         [](RecordedCalls &run, Family family) { return bindCall(run, loopback(family)); },
         [](RecordedCalls &run, Family family) {
             return bindCall(run, elsewhere[family == IPv6 ? 1 : 0]);
         },
         EADDRNOTAVAIL},
        {CallName::Listen,
         [](RecordedCalls &run, Family family) { return listenCall(run, family, Protocol::Tcp); },
         [](RecordedCalls &run, Family family) { return listenCall(run, family, Protocol::Udp); },
         EOPNOTSUPP},
        {CallName::Accept, acceptCall,
         [](RecordedCalls &run, Family family) {
             const OpenDoor door = run.named(run.server, family, Protocol::Tcp);
             OpenDoor connection;
             return run.server.accept(run.site, door, connection);
         },
         EINVAL},
        {CallName::Connect,
         [](RecordedCalls &run, Family family) { return connectCall(run, run.welcoming(family)); },
         [](RecordedCalls &run, Family family) {
             return connectCall(run, run.named(run.server, family, Protocol::Tcp));
         },
         ECONNREFUSED},
        {CallName::Send,
         [](RecordedCalls &run, Family family) {
             auto pair = run.connectedPair(family);
             return sendCall(run, pair.client);
         },
         [](RecordedCalls &run, Family family) {
             OpenDoor door = run.plain(run.client, family, Protocol::Tcp);
             return sendCall(run, door);
         },
         EPIPE},
        {CallName::Recv,
         [](RecordedCalls &run, Family family) {
             auto pair = run.connectedPair(family);
             EXPECT_TRUE(sendCall(run, pair.client).succeeded());
             return recvCall(run, pair.connection);
         },
         [](RecordedCalls &run, Family family) {
             OpenDoor door = run.plain(run.server, family, Protocol::Tcp);
             return recvCall(run, door);
         },
         ENOTCONN},
        {CallName::SendTo,
         [](RecordedCalls &run, Family family) { return sendtoCall(run, family, 5); },
         [](RecordedCalls &run, Family family) { return sendtoCall(run, family, 70'000); },
         EMSGSIZE},
        {CallName::RecvFrom,
         [](RecordedCalls &run, Family family) { return recvfromCall(run, family, true); },
         [](RecordedCalls &run, Family family) { return recvfromCall(run, family, false); },
         EAGAIN},
        {CallName::SetSockOpt,
         [](RecordedCalls &run, Family family) {
             OpenDoor door = run.plain(run.client, family, Protocol::Tcp);
             return run.client.setsockopt(run.site, door, SocketOption::ReuseAddress, 1);
         },
         [](RecordedCalls &run, Family family) {
             OpenDoor door = run.plain(run.client, family, Protocol::Udp);
             return run.client.setsockopt(run.site, door, SocketOption::NoDelay, 1);
         },
         ENOPROTOOPT},
        {CallName::GetSockOpt,
         [](RecordedCalls &run, Family family) {
             OpenDoor door = run.plain(run.client, family, Protocol::Tcp);
             std::int64_t value = -1;
             const Outcome outcome =
                 run.client.getsockopt(run.site, door, SocketOption::Error, value);
             EXPECT_EQ(value, 0);
             EXPECT_EQ(run.called(outcome).option, SocketOption::Error);
             return outcome;
         },
         [](RecordedCalls &run, Family) {
             OpenDoor closed;
             std::int64_t value = -1;
             return run.client.getsockopt(run.site, closed, SocketOption::Error, value);
         },
         EBADF},
        {CallName::GetSockName,
         [](RecordedCalls &run, Family family) {
             OpenDoor door = run.named(run.client, family, Protocol::Tcp);
             Endpoint address;
             const Outcome outcome = run.client.getsockname(run.site, door, address);
             EXPECT_EQ(address, door.local);
             EXPECT_EQ(run.returned(outcome).local, address);
             return outcome;
         },
         [](RecordedCalls &run, Family) {
             OpenDoor closed;
             Endpoint address;
             return run.client.getsockname(run.site, closed, address);
         },
         EBADF},
        {CallName::GetPeerName,
         [](RecordedCalls &run, Family family) {
             auto pair = run.connectedPair(family);
             Endpoint address;
             const Outcome outcome = run.client.getpeername(run.site, pair.client, address);
             EXPECT_EQ(address, pair.welcome.local);
             EXPECT_EQ(run.returned(outcome).peer, address);
             return outcome;
         },
         [](RecordedCalls &run, Family family) {
             OpenDoor door = run.plain(run.client, family, Protocol::Tcp);
             Endpoint address;
             return run.client.getpeername(run.site, door, address);
         },
         ENOTCONN},
        {CallName::Shutdown,
         [](RecordedCalls &run, Family family) {
             auto pair = run.connectedPair(family);
             const Outcome outcome = run.client.shutdown(run.site, pair.client, SHUT_WR);
             EXPECT_EQ(run.called(outcome).flags, std::uint32_t{SHUT_WR});
             return outcome;
         },
         [](RecordedCalls &run, Family family) {
             OpenDoor door = run.plain(run.client, family, Protocol::Tcp);
             return run.client.shutdown(run.site, door, SHUT_WR);
         },
         ENOTCONN},
        {CallName::Close,
         [](RecordedCalls &run, Family family) {
             OpenDoor door = run.plain(run.client, family, Protocol::Tcp);
             const Outcome outcome = run.client.close(run.site, door);
             EXPECT_FALSE(door.fd.isOpen());
             const std::vector stages{DoorStage::Made, DoorStage::Closed, DoorStage::Gone};
             EXPECT_EQ(run.stagesOf(door.id), stages);
             return outcome;
         },
         [](RecordedCalls &run, Family) {
             OpenDoor closed;
             return run.client.close(run.site, closed);
         },
         EBADF},
        {CallName::Poll,
         [](RecordedCalls &run, Family family) {
             auto pair = run.connectedPair(family);
             return pollCall(run, pair.client);
         },
         [](RecordedCalls &run, Family family) {
             auto pair = run.connectedPair(family);
             const NoDescriptors none; // more descriptors than RLIMIT_NOFILE: poll(2), EINVAL
             return pollCall(run, pair.client);
         },
         EINVAL}};
    return all;
}

class EachCall : public testing::TestWithParam<std::tuple<std::size_t, Family>>
{
protected:
    RecordedCalls run;
    const Row &call = rows()[std::get<0>(GetParam())];
    Family family = std::get<1>(GetParam());
};

std::string rowName(const testing::TestParamInfo<EachCall::ParamType> &info)
{
    const auto [index, family] = info.param;
    return std::string(nameOf(rows()[index].name)) + "_" + std::string(nameOf(family));
}

INSTANTIATE_TEST_SUITE_P(Calls, EachCall,
                         testing::Combine(testing::Range(std::size_t{0}, std::size_t{16}),
                                          testing::Values(IPv4, IPv6)),
                         rowName);

TEST_P(EachCall, isRecordedWhereItSucceeds)
{
    const Outcome outcome = call.good(run, family);
    EXPECT_EQ(outcome.error, 0);
    EXPECT_GE(outcome.value, 0);
    run.expectRecorded(outcome, call.name);
    EXPECT_TRUE(run.client.isRecorded());
}

TEST_P(EachCall, isRecordedWhereItFails)
{
    const Outcome outcome = call.bad(run, family);
    EXPECT_EQ(outcome.error, call.error);
    EXPECT_EQ(outcome.value, -1);
    run.expectRecorded(outcome, call.name);
    EXPECT_EQ(run.client.currentCall(), Seq::None);
}

} // namespace

} // namespace twodoors::tests
