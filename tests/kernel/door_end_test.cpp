// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/kernel_reporter_fixture.h"

namespace twodoors::tests
{
namespace
{

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

using DoorEndTest = KernelReporterFixture;

TEST_F(DoorEndTest, AHalfOpenDoorThatIsGivenUpIsGone)
{
    listen();
    deferAccept();
    connect();
    const DoorId door = reportedChild();
    resetOnClose(m_guest.fd.get());
    const Flow flow{Protocol::Tcp, m_welcome.local, m_guest.local};
    EXPECT_TRUE(m_client.close({}, m_guest).succeeded());
    EXPECT_TRUE(comesToTell(door, "door gone", Depth::Sampled));
    EXPECT_FALSE(m_doors.find(flow));
}

TEST_F(DoorEndTest, AHalfOpenDoorIsGoneAlsoWhileTheServerWaitsForAnother)
{
    listen();
    deferAccept();
    connect();
    const DoorId door = reportedChild();
    std::thread serving([this] { accept(); });
    resetOnClose(m_guest.fd.get());
    EXPECT_TRUE(m_client.close({}, m_guest).succeeded());
    EXPECT_TRUE(comesToTell(door, "door gone", Depth::Sampled));
    connect();
    EXPECT_TRUE(m_client.send({}, m_guest, "hello").succeeded()); // what the kernel waits for
    serving.join();
    EXPECT_NE(m_connection.id, door);
}

TEST_F(DoorEndTest, AFinishedDoorThatWasResetStaysInTheAcceptQueue)
{
    listen();
    connect();
    const DoorId door = reportedChild();
    resetOnClose(m_guest.fd.get());
    EXPECT_TRUE(m_client.close({}, m_guest).succeeded());
    EXPECT_TRUE(comesToTell(m_guest.id, "door gone"));
    EXPECT_EQ(readTcpInfo(m_welcome.fd.get())->receiveQueue, 1U);
    EXPECT_EQ(told(door).back(), "ESTABLISHED 0 0"); // and not gone: accept() returns it
    accept();
    EXPECT_EQ(m_connection.id, door);
    EXPECT_TRUE(m_server.close({}, m_connection).succeeded());
    report();
    EXPECT_EQ(told(door).back(), "door gone");
}

TEST_F(DoorEndTest, ADoorThatNobodyAcceptedIsGoneWithItsWelcomeDoor)
{
    listen();
    connect();
    const DoorId door = reportedChild();
    EXPECT_TRUE(m_server.close({}, m_welcome).succeeded());
    EXPECT_TRUE(comesToTell(door, "door gone"));
}

TEST_F(DoorEndTest, ACloseOnEachSide)
{
    if (isTimeWaitFull())
        GTEST_SKIP() << "the machine is full of TIME-WAIT";
    listen();
    connect();
    accept();
    report();
    EXPECT_TRUE(m_client.close({}, m_guest).succeeded());
    EXPECT_TRUE(comesToTell(m_connection.id, "CLOSE-WAIT 1 0")); // the FIN counts until it is read
    EXPECT_TRUE(comesToTell(m_guest.id, "FIN-WAIT-2 0 0"));
    EXPECT_TRUE(m_server.close({}, m_connection).succeeded());
    EXPECT_TRUE(comesToTell(m_guest.id, "TIME-WAIT 0 0"));
    EXPECT_TRUE(comesToTell(m_connection.id, "door gone"));
    EXPECT_FALSE(m_doors.find(m_connection.flow()));
    EXPECT_TRUE(m_doors.find(m_guest.flow()));
    EXPECT_EQ(report(), 0U);
}

TEST_F(DoorEndTest, SampledSaysNothingOfTimeWaitButWhatIsCertain)
{
    if (isTimeWaitFull())
        GTEST_SKIP() << "the machine is full of TIME-WAIT";
    listen();
    connect();
    accept();
    report(Depth::Sampled);
    EXPECT_TRUE(m_client.close({}, m_guest).succeeded());
    EXPECT_TRUE(comesToTell(m_connection.id, "CLOSE-WAIT 1 0", Depth::Sampled));
    EXPECT_TRUE(m_server.close({}, m_connection).succeeded());
    // The server's end was closed second, so it cannot be in TIME-WAIT; the client's may be.
    EXPECT_TRUE(comesToTell(m_connection.id, "door gone", Depth::Sampled));
    auto diag = SockDiag::open();
    EXPECT_TRUE(
        becomes([&] { return seen(*diag, m_guest.flow(), SocketState::TimeWait).has_value(); }));
    report(Depth::Sampled);
    EXPECT_TRUE(m_doors.find(m_guest.flow()));
    EXPECT_THAT(told(m_guest.id), testing::Not(Contains("door gone")));
    EXPECT_THAT(told(m_guest.id), testing::Not(Contains("TIME-WAIT 0 0")));
    report(Depth::Full);
    EXPECT_EQ(told(m_guest.id).back(), "TIME-WAIT 0 0");
}

TEST_F(DoorEndTest, AResetConnectionIsGoneOnceItsProgramsLetGo)
{
    listen();
    connect();
    accept();
    report();
    resetOnClose(m_guest.fd.get());
    EXPECT_TRUE(m_client.close({}, m_guest).succeeded());
    EXPECT_TRUE(comesToTell(m_guest.id, "door gone"));
    EXPECT_TRUE(comesToTell(m_connection.id, "CLOSED 0 0"));
    report();
    EXPECT_THAT(told(m_connection.id), ElementsAre("ESTABLISHED 0 0", "CLOSED 0 0")); // still held
    EXPECT_TRUE(m_server.close({}, m_connection).succeeded());
    report();
    EXPECT_EQ(told(m_connection.id).back(), "door gone");
    EXPECT_TRUE(m_server.close({}, m_welcome).succeeded());
    report(Depth::Sampled);
    EXPECT_EQ(told(m_welcome.id).back(), "door gone");
    EXPECT_THAT(m_doors.all(), IsEmpty());
    EXPECT_EQ(report(), 0U);
}

TEST_F(DoorEndTest, APortUsedAgainStartsAfresh)
{
    listen();
    connect(endpointFromAddress("127.0.0.77", 0)); // an address where no one else takes the port
    accept();
    report();
    const DoorId oldGuest = m_guest.id;
    const DoorId oldConnection = m_connection.id;
    const Endpoint port = m_guest.local;
    resetOnClose(m_guest.fd.get());
    EXPECT_TRUE(m_client.close({}, m_guest).succeeded());
    EXPECT_TRUE(m_server.close({}, m_connection).succeeded());

    connect(port);
    EXPECT_TRUE(comesToTell(m_guest.id, "ESTABLISHED 0 0"));
    EXPECT_THAT(told(oldGuest), ElementsAre("ESTABLISHED 0 0", "door gone"));
    EXPECT_TRUE(becomes([&] { return report() == 0 && child() != DoorId::None; }));
    const DoorId waiting = child();
    EXPECT_NE(waiting, oldConnection);
    EXPECT_THAT(told(oldConnection), ElementsAre("ESTABLISHED 0 0", "door gone"));
    EXPECT_THAT(told(waiting), ElementsAre("door finished", "ESTABLISHED 0 0"));
}

// A server and its guests at full speed, the reporter beside them: of each door only what can be.
TEST_F(DoorEndTest, WhileDoorsComeAndGo)
{
    constexpr int guests = 300;
    listen(64);
    std::atomic<bool> isOver = false;
    std::thread serving([this] {
        for (int i = 0; i < guests; ++i) {
            OpenDoor connection;
            std::string bytes;
            EXPECT_TRUE(m_server.accept({}, m_welcome, connection).succeeded());
            EXPECT_TRUE(m_server.recv({}, connection, 100, bytes).succeeded());
            EXPECT_TRUE(m_server.close({}, connection).succeeded());
        }
    });
    std::thread knocking([this] {
        for (int i = 0; i < guests; ++i) {
            OpenDoor guest;
            EXPECT_TRUE(m_client.socket({}, Family::IPv4, Protocol::Tcp, guest).succeeded());
            EXPECT_TRUE(m_client.connect({}, guest, m_welcome.local).succeeded());
            EXPECT_TRUE(m_client.send({}, guest, "hello").succeeded());
            if (i % 3 == 0)
                resetOnClose(guest.fd.get());
            EXPECT_TRUE(m_client.close({}, guest).succeeded());
        }
    });
    std::thread waiting([&] {
        serving.join();
        knocking.join();
        isOver = true;
    });
    for (int round = 0; !isOver; ++round)
        report(round % 3 == 0 ? Depth::Full : Depth::Sampled);
    waiting.join();
    report();

    std::unordered_map<DoorId, std::vector<DoorStage>> stages;
    for (std::size_t i = 1; i <= m_journal.size(); ++i) {
        const Event event = m_journal.at(static_cast<Seq>(i));
        if (event.kind == Kind::State) {
            EXPECT_THAT(stages[event.door], testing::Not(Contains(DoorStage::Gone)));
        } else if (event.kind == Kind::Door) {
            auto &earlier = stages[event.door];
            EXPECT_THAT(earlier, testing::Not(Contains(event.stage)));
            EXPECT_THAT(earlier, testing::Not(Contains(DoorStage::Gone)));
            if (event.stage == DoorStage::Gone) {
                EXPECT_THAT(earlier, Contains(DoorStage::Closed));
            }
            earlier.push_back(event.stage);
        }
    }
    // Welcome, a guest's and a connection's door each: none was made twice.
    EXPECT_EQ(stages.size(), 1U + 2U * guests);
}

} // namespace
} // namespace twodoors::tests
