// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/pcapng_writer.h"

#include "journal/session_files.h"
#include "wire/made_packets.h"
#include "wire/tshark.h"

#include <gmock/gmock.h>

namespace twodoors::tests
{

namespace
{

using namespace std::chrono_literals;
using testing::ElementsAre;
using Row = std::vector<std::string>;

const Endpoint client = end("10.0.0.1:40000");
const Endpoint server = end("10.0.0.2:12000");

const SessionHeader labHeader{.lesson = "tcp-echo",
                              .wire = "lab",
                              .kernel = "6.1.0",
                              .start = "2026-11-22T10:23:41.5Z",
                              .server = {},
                              .source = ""};

/// Events of packets at times of the test's choice.
class Wire
{
public:
    Event sent(std::uint32_t id, const std::string &bytes, Nanoseconds t,
               Heading heading = Heading::ToServer)
    {
        Event event = eventOf(PacketVerb::Sent, id, t);
        event.who = {heading == Heading::ToServer ? Role::ClientKernel : Role::ServerKernel, 0};
        event.heading = heading;
        event.protocol = Protocol::Tcp;
        event.local = heading == Heading::ToServer ? client : server;
        event.peer = heading == Heading::ToServer ? server : client;
        event.bytes = bytes;
        return add(event);
    }

    Event became(PacketVerb verb, std::uint32_t id, Nanoseconds t, const std::string &bytes = {},
                 std::uint32_t original = 0)
    {
        Event event = eventOf(verb, id, t);
        event.bytes = bytes;
        event.original = static_cast<PacketId>(original);
        return add(event);
    }

    Event add(const Event &event) { return m_journal.at(m_journal.restore(event)); }

    [[nodiscard]] static Event eventOf(PacketVerb verb, std::uint32_t id, Nanoseconds t)
    {
        Event event;
        event.kind = Kind::Packet;
        event.evidence = Evidence::Packet;
        event.who = {Role::Wire, 0};
        event.verb = verb;
        event.packet = static_cast<PacketId>(id);
        event.t = t;
        return event;
    }

    [[nodiscard]] const Journal &journal() const noexcept { return m_journal; }

    /// What becomes of writing it all to the file.
    [[nodiscard]] std::optional<Failure> write(const std::filesystem::path &file,
                                               const SessionHeader &header = labHeader) const
    {
        const auto comment = [](const Event &event) {
            return std::string(nameOf(event.verb)) + ' ' + event.local.text();
        };
        auto writer = PcapngWriter::open(file);
        if (!writer)
            return writer.failure();
        return writer->write(m_journal, header, comment, "Two Doors 1.2.3");
    }

private:
    SteadyClock m_clock;
    Journal m_journal{m_clock};
};

const std::string hello = tcpPacket(client, server, {24, 1001, 9001, "hello"});
const std::string broken = [] {
    std::string bytes = hello;
    bytes.back() = 'x';
    return bytes;
}();

/// Interface, time since the run's start, direction and comments of each packet in the file.
std::vector<Row> rowsOf(const std::filesystem::path &file)
{
    auto rows = tshark(file, {"frame.interface_name", "frame.time_epoch",
                              "frame.packet_flags_direction", "frame.comment"});
    for (Row &row : rows) {
        row.resize(4);
        row[1] = row[1].substr(row[1].find('.'));
    }
    return rows;
}

TEST(PcapngWriter, aDeliveredPacketStandsOnBothInterfaces)
{
    const TemporaryFolder folder;
    Wire wire;
    wire.sent(1, hello, 1ns);
    wire.became(PacketVerb::Held, 1, 2ns);
    wire.became(PacketVerb::Delivered, 1, 123'456'789ns);
    ASSERT_EQ(wire.write(folder.file("f")), std::nullopt);
    EXPECT_THAT(
        rowsOf(folder.file("f")),
        ElementsAre(Row{"client host", ".500000001", "0x00000002",
                        "sent 10.0.0.1:40000|delivered 10.0.0.1:40000"},
                    Row{"server host", ".623456789", "0x00000001", "delivered 10.0.0.1:40000"}));
    EXPECT_THAT(tshark(folder.file("f"), {"ip.src", "tcp.dstport", "tcp.payload", "frame.len"}),
                testing::Each(Row{"10.0.0.1", "12000", "68656c6c6f", "45"}));
    EXPECT_THAT(tshark(folder.file("f"), {"frame.time_epoch"})[0][0],
                testing::StartsWith("1795343021.5"));
}

TEST(PcapngWriter, theOtherWayTheInterfacesChangePlaces)
{
    const TemporaryFolder folder;
    Wire wire;
    wire.sent(1, tcpPacket(server, client, {16, 1, 2}), 0ns, Heading::ToClient);
    wire.became(PacketVerb::Delivered, 1, 10ns);
    ASSERT_EQ(wire.write(folder.file("f")), std::nullopt);
    EXPECT_THAT(rowsOf(folder.file("f")),
                ElementsAre(testing::Contains("server host"), testing::Contains("client host")));
}

TEST(PcapngWriter, whatNeverArrivesStandsOnTheSendersSideAlone)
{
    const TemporaryFolder folder;
    Wire wire;
    wire.sent(1, hello, 1ns);
    wire.became(PacketVerb::Dropped, 1, 2ns);
    wire.sent(2, hello, 3ns);
    wire.became(PacketVerb::Held, 2, 4ns);
    wire.became(PacketVerb::Ghost, 2, 5ns, hello);
    ASSERT_EQ(wire.write(folder.file("f")), std::nullopt);
    EXPECT_THAT(
        rowsOf(folder.file("f")),
        ElementsAre(Row{"client host", ".500000001", "0x00000002",
                        "sent 10.0.0.1:40000|dropped 10.0.0.1:40000"},
                    Row{"client host", ".500000003", "0x00000002",
                        "sent 10.0.0.1:40000|held 10.0.0.1:40000"},
                    Row{"client host", ".500000005", "0x00000002", "ghost 10.0.0.1:40000"}));
}

TEST(PcapngWriter, aCorruptedPacketArrivesWithItsChangedBytes)
{
    const TemporaryFolder folder;
    Wire wire;
    wire.sent(1, hello, 1ns);
    wire.became(PacketVerb::Corrupted, 1, 2ns, broken);
    wire.became(PacketVerb::Delivered, 1, 3ns);
    ASSERT_EQ(wire.write(folder.file("f")), std::nullopt);
    EXPECT_THAT(tshark(folder.file("f"), {"tcp.payload"}),
                ElementsAre(Row{"68656c6c6f"}, Row{"68656c6c78"}));
    EXPECT_EQ(rowsOf(folder.file("f"))[1][3], "corrupted 10.0.0.1:40000|delivered 10.0.0.1:40000");
}

TEST(PcapngWriter, copiesArriveOnTheirOwn)
{
    const TemporaryFolder folder;
    Wire wire;
    wire.sent(1, hello, 1ns);
    wire.became(PacketVerb::Duplicated, 2, 2ns, {}, 1);
    wire.became(PacketVerb::Duplicated, 3, 3ns, {}, 1);
    wire.became(PacketVerb::Corrupted, 1, 4ns, broken);
    wire.became(PacketVerb::Delivered, 2, 5ns);
    wire.became(PacketVerb::Dropped, 3, 6ns);
    wire.became(PacketVerb::Delivered, 1, 7ns);
    ASSERT_EQ(wire.write(folder.file("f")), std::nullopt);
    const auto rows = rowsOf(folder.file("f"));
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0][3], "sent 10.0.0.1:40000|corrupted 10.0.0.1:40000|"
                          "delivered 10.0.0.1:40000|duplicated 10.0.0.1:40000|"
                          "duplicated 10.0.0.1:40000|dropped 10.0.0.1:40000");
    EXPECT_EQ(rows[1], (Row{"server host", ".500000005", "0x00000001",
                            "duplicated 10.0.0.1:40000|delivered 10.0.0.1:40000"}));
    EXPECT_THAT(tshark(folder.file("f"), {"tcp.payload"}),
                ElementsAre(Row{"68656c6c6f"}, Row{"68656c6c6f"}, Row{"68656c6c78"}));
}

TEST(PcapngWriter, ofACaptureThereIsOneInterface)
{
    const TemporaryFolder folder;
    Wire wire;
    wire.sent(1, hello, 0ns);
    SessionHeader header = labHeader;
    header.wire = "capture";
    header.start = "2026-11-22T10:23:41.987654321Z";
    ASSERT_EQ(wire.write(folder.file("f"), header), std::nullopt);
    EXPECT_THAT(rowsOf(folder.file("f")),
                ElementsAre(Row{"capture", ".987654321", "", "sent 10.0.0.1:40000"}));
}

TEST(PcapngWriter, saysWhoWroteIt)
{
    const TemporaryFolder folder;
    Wire wire;
    wire.sent(1, hello, 0ns);
    ASSERT_EQ(wire.write(folder.file("f")), std::nullopt);
    const std::string said = outputOf("capinfos '" + folder.file("f").string() + "'");
    for (const char *piece : {"Two Doors 1.2.3", "Linux 6.1.0", "client host", "server host",
                              "nanoseconds", "Raw IPv4"})
        EXPECT_THAT(said, testing::HasSubstr(piece));
}

TEST(PcapngWriter, holdsChineseAndCutsWhatIsTooLong)
{
    const TemporaryFolder folder;
    Wire wire;
    wire.sent(1, hello, 0ns);
    std::string longText;
    while (longText.size() < 70'000)
        longText += "门";
    for (const std::string &text : {std::string("第 1 次敲门（共 3 次）"), longText}) {
        auto writer = PcapngWriter::open(folder.file("f"));
        ASSERT_TRUE(writer);
        ASSERT_EQ(
            writer->write(
                wire.journal(), labHeader, [&text](const Event &) { return text; }, "Two Doors"),
            std::nullopt);
        const std::string read = tshark(folder.file("f"), {"frame.comment"})[0][0];
        EXPECT_EQ(read, text.substr(0, read.size()));
        EXPECT_GT(read.size(), std::min<std::size_t>(text.size(), 65'500) - 1);
    }
}

TEST(PcapngWriter, largePacketsAreWholeAndHugeOnesCut)
{
    const TemporaryFolder folder;
    Wire wire;
    wire.sent(1, udpPacket(client, server, std::string(65'507, 'x')), 0ns);
    wire.sent(2, std::string(300'000, 'E'), 0ns);
    ASSERT_EQ(wire.write(folder.file("f")), std::nullopt);
    EXPECT_THAT(tshark(folder.file("f"), {"frame.cap_len", "frame.len"}),
                ElementsAre(Row{"65535", "65535"}, Row{"262144", "300000"}));
}

TEST(PcapngWriter, manyPacketsAreInOrder)
{
    const TemporaryFolder folder;
    Wire wire;
    constexpr std::uint32_t count = 5000;
    for (std::uint32_t id = 1; id <= count; ++id) {
        wire.sent(id, hello, Nanoseconds(2 * id));
        wire.became(PacketVerb::Delivered, id, Nanoseconds(2 * id + 1));
    }
    ASSERT_EQ(wire.write(folder.file("f")), std::nullopt);
    const auto rows = tshark(folder.file("f"), {"frame.time_epoch"});
    EXPECT_EQ(rows.size(), 2 * count);
    EXPECT_TRUE(std::ranges::is_sorted(rows));
}

TEST(PcapngWriter, withoutRealPacketsTheFileIsEmptyAndItIsSaid)
{
    const TemporaryFolder folder;
    Wire wire;
    Event inferred = Wire::eventOf(PacketVerb::Sent, 1, 0ns);
    inferred.evidence = Evidence::Inferred;
    inferred.bytes = hello;
    wire.add(inferred);
    wire.became(PacketVerb::Delivered, 7, 1ns);
    const auto failure = wire.write(folder.file("f"));
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->topic, "pcapng-no-packets");
    EXPECT_EQ(tshark(folder.file("f"), {"frame.len"}).size(), 0U);
}

TEST(PcapngWriter, aPlaceThatCannotBeWrittenIsSaidAtOnce)
{
    const TemporaryFolder folder;
    const auto writer = PcapngWriter::open(folder.file("none/f"));
    ASSERT_FALSE(writer);
    EXPECT_EQ(writer.failure().topic, "file-not-writable");
    EXPECT_EQ(writer.failure().error, ENOENT);
}

TEST(PcapngWriter, aFullDiskIsSaid)
{
    Wire wire;
    wire.sent(1, hello, 0ns);
    const auto failure = wire.write("/dev/full");
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->topic, "file-not-written");
    EXPECT_EQ(failure->error, ENOSPC);
}

TEST(PcapngWriter, timesOutsideOfTheFormatBecomeTheNearest)
{
    const TemporaryFolder folder;
    Wire wire;
    wire.sent(1, hello, 0ns);
    wire.sent(2, hello, Nanoseconds::max());
    SessionHeader header = labHeader;
    for (const char *start : {"2026-11-22T10:23:41Z", "1700-01-01T00:00:00Z", "yesterday", ""}) {
        header.start = start;
        ASSERT_EQ(wire.write(folder.file("f"), header), std::nullopt);
        EXPECT_EQ(tshark(folder.file("f"), {"frame.time_epoch"}).size(), 2U) << start;
    }
}

} // namespace

} // namespace twodoors::tests
