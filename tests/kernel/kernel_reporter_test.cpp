// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/kernel_reporter_fixture.h"

namespace twodoors::tests
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

using KernelReporterTest = KernelReporterFixture;

TEST_F(KernelReporterTest, AWelcomeDoorAndItsAcceptQueue)
{
    listen(5);
    EXPECT_EQ(report(Depth::Full, static_cast<Seq>(3)), 1U);
    EXPECT_THAT(told(m_welcome.id), ElementsAre("LISTEN 0 5"));
    EXPECT_EQ(lastEvent().who, kernelOf(server));
    EXPECT_EQ(lastEvent().cause, static_cast<Seq>(3));
    EXPECT_EQ(report(), 0U);
    connect();
    EXPECT_TRUE(comesToTell(m_welcome.id, "LISTEN 1 5"));
    accept();
    report();
    EXPECT_THAT(told(m_welcome.id), ElementsAre("LISTEN 0 5", "LISTEN 1 5", "LISTEN 0 5"));
}

TEST_F(KernelReporterTest, AConnectionIsFinishedBeforeAcceptReturnsIt)
{
    listen();
    connect();
    const DoorId door = reportedChild();
    EXPECT_THAT(told(door), ElementsAre("door finished", "ESTABLISHED 0 0"));
    EXPECT_EQ(m_doors.find({Protocol::Tcp, m_welcome.local, m_guest.local})->owner, server);
    report();
    accept();
    EXPECT_EQ(m_connection.id, door);
    report();
    EXPECT_THAT(told(door), ElementsAre("door finished", "ESTABLISHED 0 0"));
    EXPECT_THAT(told(m_guest.id), ElementsAre("ESTABLISHED 0 0"));
}

TEST_F(KernelReporterTest, WhatWasAcceptedAlreadyIsNotSaidToWait)
{
    listen();
    connect();
    accept();
    report();
    EXPECT_THAT(told(m_connection.id), ElementsAre("ESTABLISHED 0 0"));
}

TEST_F(KernelReporterTest, HalfOpenThenFinished)
{
    listen();
    deferAccept();
    connect();
    const DoorId door = reportedChild();
    EXPECT_THAT(told(door), ElementsAre("door half-open", "SYN-RECV 0 0"));
    EXPECT_TRUE(m_client.send({}, m_guest, "hello").succeeded());
    EXPECT_TRUE(comesToTell(door, "ESTABLISHED 5 0"));
    EXPECT_THAT(told(door),
                ElementsAre("door half-open", "SYN-RECV 0 0", "door finished", "ESTABLISHED 5 0"));
    accept();
    EXPECT_EQ(m_connection.id, door);
}

TEST_F(KernelReporterTest, AKnockThatIsNotAnsweredIsKnownByItsDescriptor)
{
    listen(0);
    const auto others = crowd(m_welcome.fd);
    EXPECT_TRUE(m_client.socket({}, Family::IPv4, Protocol::Tcp, m_guest).succeeded());
    const DoorId door = m_guest.id;
    std::thread program(
        [this] { EXPECT_FALSE(m_client.connect({}, m_guest, m_welcome.local).succeeded()); });
    EXPECT_TRUE(comesToTell(door, "SYN-SENT 0 1"));
    const Event event = lastEventOf(door);
    EXPECT_EQ(event.who, kernelOf(client));
    EXPECT_EQ(event.timer, Timer::Retransmit);
    EXPECT_GT(event.expires, Nanoseconds::zero());
    EXPECT_LE(event.expires, std::chrono::milliseconds(1100));
    report();
    EXPECT_EQ(lastEventOf(door).seq, event.seq); // the timer's rest alone is no news
    EXPECT_TRUE(becomes([&] {                    // sent again
        report();
        return lastEventOf(door).seq != event.seq;
    }));
    EXPECT_EQ(lastEventOf(door).retransmits, 1U);
    ::shutdown(m_guest.fd.get(), SHUT_RDWR); // ends the knocking, and connect() with it
    program.join();
    EXPECT_EQ(report(), 0U);
}

TEST_F(KernelReporterTest, ForeignSocketsOnThePortAreNotDoors)
{
    const Descriptor foreign = listening(Family::IPv4, 5);
    const Descriptor foreignGuest = connected(localOf(foreign));
    m_reporter.watch(localOf(foreign).port);
    EXPECT_EQ(report(), 0U);
    EXPECT_THAT(m_doors.all(), IsEmpty());

    // An outside client of our own server: our end is a door, its end is not.
    listen();
    const Descriptor outsider = connected(m_welcome.local);
    EXPECT_TRUE(becomes([&] { return report() > 0 && m_doors.all().size() == 2; }));
    report();
    EXPECT_FALSE(m_doors.find({Protocol::Tcp, localOf(outsider), m_welcome.local}));
}

TEST_F(KernelReporterTest, ChildrenOfAWelcomeDoorOnAnyAddress)
{
    // Said to be on any address, but it is not: no test may listen there.
    const Descriptor welcome = listening(Family::IPv4, 5);
    const std::uint16_t port = localOf(welcome).port;
    m_doors.assign({Protocol::Tcp, *endpointFromAddress("0.0.0.0", port), {}},
                   {m_doors.next(), DoorRole::Welcome, server, false});
    m_reporter.watch(port);
    const Descriptor guest = connected(localOf(welcome));
    EXPECT_TRUE(becomes([&] {
        return report() > 0
               && m_doors.find({Protocol::Tcp, localOf(welcome), localOf(guest)}).has_value();
    }));
}

TEST_F(KernelReporterTest, OnlyOneHostsDoors)
{
    m_reporter.limitTo(Role::Client);
    listen();
    connect();
    report();
    EXPECT_THAT(told(m_welcome.id), IsEmpty());
    EXPECT_THAT(told(m_guest.id), ElementsAre("ESTABLISHED 0 0"));
    EXPECT_EQ(m_doors.all().size(), 2U); // no door for the child: the other host's matter
    EXPECT_TRUE(m_server.close({}, m_welcome).succeeded());
    report();
    EXPECT_THAT(told(m_welcome.id), IsEmpty());
}

TEST_F(KernelReporterTest, Mailboxes)
{
    OpenDoor mailbox;
    EXPECT_TRUE(m_server.socket({}, Family::IPv4, Protocol::Udp, mailbox).succeeded());
    EXPECT_TRUE(m_server.bind({}, mailbox, loopback(Family::IPv4)).succeeded());
    m_reporter.watch(mailbox.local.port);
    EXPECT_EQ(report(), 1U);
    EXPECT_THAT(told(mailbox.id), ElementsAre("UNCONNECTED 0 0"));
    OpenDoor sender;
    EXPECT_TRUE(m_client.socket({}, Family::IPv4, Protocol::Udp, sender).succeeded());
    EXPECT_TRUE(m_client.sendto({}, sender, "hello", mailbox.local).succeeded());
    EXPECT_TRUE(becomes([&] { return report() > 0 && told(mailbox.id).size() == 2; }));
    EXPECT_TRUE(comesToTell(sender.id, "UNCONNECTED 0 0"));
    std::string bytes;
    Endpoint from;
    EXPECT_TRUE(m_server.recvfrom({}, mailbox, 100, bytes, from).succeeded());
    EXPECT_TRUE(becomes([&] {
        report();
        return told(mailbox.id).back() == "UNCONNECTED 0 0";
    }));
    EXPECT_TRUE(m_server.close({}, mailbox).succeeded());
    EXPECT_TRUE(m_client.close({}, sender).succeeded());
    report(Depth::Sampled);
    EXPECT_EQ(told(mailbox.id).back(), "door gone");
    EXPECT_EQ(told(sender.id).back(), "door gone");
    EXPECT_THAT(m_doors.all(), IsEmpty());
}

TEST_F(KernelReporterTest, IPv6)
{
    listen(5, Family::IPv6);
    connect();
    const DoorId door = reportedChild();
    accept();
    EXPECT_EQ(m_connection.id, door);
    EXPECT_THAT(told(door), ElementsAre("door finished", "ESTABLISHED 0 0"));
}

} // namespace
} // namespace twodoors::tests
