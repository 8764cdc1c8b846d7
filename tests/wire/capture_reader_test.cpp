// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/capture_reader.h"

#include "base/utc_time.h"
#include "journal/session_files.h"
#include "wire/captures.h"
#include "wire/pcapng_writer.h"
#include "wire/tshark.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

namespace twodoors::tests
{

namespace
{

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;
using Words = std::vector<std::string>;

/// Both families, all protocols.
std::vector<std::string> variousPackets()
{
    std::vector<std::string> packets = echoPackets(client, server);
    const Endpoint client6 = end("[fe80::1]:50000");
    const Endpoint server6 = end("[fe80::2]:53");
    for (std::string &packet : echoPackets(client6, server6))
        packets.push_back(std::move(packet));
    packets.push_back(udpPacket(client, server, "hello"));
    packets.push_back(udpPacket(server6, client6, std::string(1400, 'x')));
    packets.push_back(icmpPacket(server, client, 3, 3, udpPacket(client, server, "hello")));
    packets.push_back(icmpPacket(client6, server6, 128, 0, "ping"));
    return packets;
}

using Form = std::tuple<Link, bool, bool>; ///< and whether big-endian, with nanoseconds

std::string nameOfForm(const testing::TestParamInfo<Form> &row)
{
    const auto &[link, isBigEndian, hasNanoseconds] = row.param;
    return link.name + (isBigEndian ? "Big" : "Little") + (hasNanoseconds ? "Nano" : "Micro");
}

class LinkType : public testing::TestWithParam<Form>
{};

/// Each packet as tshark sees it, in the same words.
Words toldByTshark(const std::filesystem::path &file)
{
    Words words;
    const auto first = [](const std::string &text) { return text.substr(0, text.find('|')); };
    for (auto row :
         tshark(file, {"frame.time_epoch", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst",
                       "tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport", "tcp.flags",
                       "tcp.seq_raw", "tcp.ack_raw", "tcp.len", "icmp.type", "icmpv6.type"})) {
        row.resize(15);
        const bool isIcmp = !row[13].empty() || !row[14].empty();
        std::uint64_t flags = row[9].empty() ? 0 : std::stoul(row[9], nullptr, 16);
        words.push_back(fmt::format("{} {}{} {}{} {} {} {:#x} {} {} {}", row[0], first(row[1]),
                                    first(row[3]), first(row[2]), first(row[4]),
                                    isIcmp ? "" : row[5] + row[7], isIcmp ? "" : row[6] + row[8],
                                    flags, row[10], row[11], row[12]));
    }
    return words;
}

Words toldByReader(const Reading &reading)
{
    Words words;
    const UtcTime start = utcFromText(reading->header.start).value();
    for (const Event &event : reading.packets()) {
        const auto port = [&event](const Endpoint &end) {
            return event.protocol == Protocol::Icmp ? std::string() : std::to_string(end.port);
        };
        const bool isTcp = event.protocol == Protocol::Tcp;
        const auto number = [isTcp](auto value) {
            return isTcp ? std::to_string(value) : std::string();
        };
        const auto time = (start + event.t).count();
        words.push_back(fmt::format("{}.{:09} {} {} {} {} {:#x} {} {} {}", time / 1'000'000'000,
                                    time % 1'000'000'000, event.local.addressText(),
                                    event.peer.addressText(), port(event.local), port(event.peer),
                                    event.flags, number(event.sequence),
                                    number(event.acknowledgement), number(event.size)));
    }
    return words;
}

TEST_P(LinkType, isReadAsTsharkReadsIt)
{
    const auto &[link, isBigEndian, hasNanoseconds] = GetParam();
    const TemporaryFolder folder;
    const auto packets = variousPackets();
    const std::string file =
        pcapFile(framesOf(link, packets), {link.type, isBigEndian, hasNanoseconds});
    writeText(folder.file("f"), file);
    EXPECT_TRUE(isCaptureFile(folder.file("f")));
    const Reading reading(folder.file("f"));
    ASSERT_TRUE(reading.result()) << topicOf(reading);
    EXPECT_EQ(reading->packets, packets.size());
    EXPECT_EQ(reading->frames, packets.size());
    EXPECT_EQ(reading->skipped, 0U);
    EXPECT_EQ(reading->truncated, 0U);
    EXPECT_FALSE(reading->cut);
    EXPECT_FALSE(reading->damage);
    EXPECT_EQ(reading->header.wire, "capture");
    const auto events = reading.packets();
    ASSERT_EQ(events.size(), packets.size());
    for (std::size_t i = 0; i < packets.size(); ++i) {
        EXPECT_EQ(events[i].bytes, packets[i]) << i;
        EXPECT_EQ(events[i].verb, PacketVerb::Seen);
        EXPECT_EQ(events[i].evidence, Evidence::Packet);
        EXPECT_EQ(number(events[i].packet), i + 1);
    }
    EXPECT_EQ(toldByReader(reading), toldByTshark(folder.file("f")));
}

INSTANTIATE_TEST_SUITE_P(Each, LinkType,
                         testing::Combine(testing::ValuesIn(links()), testing::Bool(),
                                          testing::Bool()),
                         nameOfForm);

class Converted : public testing::TestWithParam<const char *>
{};

TEST_P(Converted, readsTheSame)
{
    const TemporaryFolder folder;
    writeText(folder.file("f"), pcapFile(framesOf(links()[0], variousPackets()), {.linkType = 1}));
    static_cast<void>(outputOf(fmt::format("editcap -F {} '{}' '{}'", GetParam(),
                                           folder.file("f").string(), folder.file("g").string())));
    const Reading original(folder.file("f"));
    const Reading converted(folder.file("g"));
    ASSERT_TRUE(converted.result()) << topicOf(converted);
    EXPECT_EQ(toldByReader(converted), toldByReader(original));
    EXPECT_EQ(converted.doors(), original.doors());
}

INSTANTIATE_TEST_SUITE_P(Each, Converted, testing::Values("pcap", "nsecpcap", "pcapng"));

TEST(CaptureReader, readsWhatTheWriterWrites)
{
    const TemporaryFolder folder;
    const Reading original(
        pcapFile(framesOf(links()[0], variousPackets()), {.linkType = 1, .hasNanoseconds = true}));
    auto writer = PcapngWriter::open(folder.file("f"));
    ASSERT_TRUE(writer);
    ASSERT_EQ(writer->write(
                  original.journal(), original->header,
                  [](const Event &) { return std::string("敲门"); }, "Two Doors"),
              std::nullopt);
    const Reading again(folder.file("f"));
    ASSERT_TRUE(again.result());
    ASSERT_EQ(again.journal().size(), original.journal().size());
    for (std::size_t seq = 1; seq <= again.journal().size(); ++seq)
        EXPECT_TRUE(isSame(again.journal().at(static_cast<Seq>(seq)),
                           original.journal().at(static_cast<Seq>(seq))));
    EXPECT_EQ(headerLine(again->header), headerLine(original->header));
}

TEST(CaptureReader, skipsWhatIsNoIpPacketAndCountsIt)
{
    const std::string head(12, 'M');
    const Reading reading(
        pcapFile({head + std::string("\x08\x06", 2) + std::string(28, 'a'), // ARP
                  head + std::string("\x00\x20", 2) + std::string(32, 'l'), // a length
                  head + std::string("\x08\x00", 2) + std::string(32, 'x'), // not IPv4
                  head + std::string("\x81\x00\x00", 3), "", "short",
                  links()[0].frame(udpPacket(client, server, "x"))},
                 {.linkType = 1}));
    ASSERT_TRUE(reading.result());
    EXPECT_EQ(reading->frames, 7U);
    EXPECT_EQ(reading->skipped, 6U);
    EXPECT_EQ(reading->packets, 1U);
    EXPECT_EQ(reading.packets()[0].t, 0ns);
}

TEST(CaptureReader, takesPacketsOfWhichOnlyTheBeginningWasCaught)
{
    const Reading reading(pcapFile({tcpPacket(client, server, {24, 1, 2, std::string(500, 'x')}),
                                    tcpPacket(server, client, {16, 2, 501})},
                                   {.snapLength = 60}));
    ASSERT_TRUE(reading.result());
    EXPECT_EQ(reading->truncated, 1U);
    const auto events = reading.packets();
    ASSERT_THAT(events, SizeIs(2));
    EXPECT_EQ(events[0].bytes.size(), 60U);
    EXPECT_EQ(events[0].size, 500);
}

TEST(CaptureReader, timesNeverGoBackAndNeverOverflow)
{
    const std::string packet = udpPacket(client, server, "x");
    std::string file = pcapFile({packet, packet, packet, packet});
    const std::size_t step = 16 + packet.size();
    file.replace(24 + step, 4, little(std::uint32_t{5}));   // long before
    file.replace(24 + 2 * step, 8, std::string(8, '\xff')); // long after, and more
    const Reading reading(file);
    ASSERT_TRUE(reading.result());
    const auto events = reading.packets();
    ASSERT_THAT(events, SizeIs(4));
    EXPECT_EQ(events[0].t, 0ns);
    EXPECT_EQ(events[1].t, 0ns);
    EXPECT_GT(events[2].t, 0ns);
    EXPECT_EQ(events[3].t, events[2].t);
    EXPECT_EQ(reading->header.start, "2027-01-15T08:00:00.000000000Z");
}

TEST(CaptureReader, secondsGoOnAfter2038)
{
    const Reading reading(pcapFile({udpPacket(client, server, "x")}, {}, 0x80000000U));
    EXPECT_EQ(reading->header.start, "2038-01-19T03:14:08.000000000Z");
}

TEST(CaptureReader, aFileWithoutPacketsIsACapture)
{
    const Reading reading(pcapFile({}));
    ASSERT_TRUE(reading.result());
    EXPECT_EQ(reading->frames, 0U);
    EXPECT_THAT(reading.packets(), IsEmpty());
}

TEST(CaptureReader, namesALinkItDoesNotKnow)
{
    const Reading reading(pcapFile({"x"}, {.linkType = 195}));
    ASSERT_EQ(topicOf(reading), "capture-link-type");
    EXPECT_THAT(reading.result().failure().values[0].second, testing::HasSubstr("802"));
}

TEST(CaptureReader, saysThatLinksDiffer)
{
    const TemporaryFolder folder;
    writeText(folder.file("raw"), pcapFile(echoPackets(client, server)));
    writeText(folder.file("ethernet"),
              pcapFile(framesOf(links()[0], echoPackets(client, server)), {.linkType = 1}));
    static_cast<void>(
        outputOf(fmt::format("mergecap -a -F pcapng -w '{}' '{}' '{}'", folder.file("f").string(),
                             folder.file("raw").string(), folder.file("ethernet").string())));
    EXPECT_EQ(topicOf(Reading(folder.file("f"))), "capture-link-types-differ");
}

struct PathRow {
    std::string name;
    std::string topic;
    int error;
    std::filesystem::path (*path)(const TemporaryFolder &folder);
};

void PrintTo(const PathRow &row, std::ostream *out)
{
    *out << row.name;
}

class NoCapture : public testing::TestWithParam<PathRow>
{};

TEST_P(NoCapture, isNamedAndNothingHangs)
{
    const TemporaryFolder folder;
    const std::filesystem::path path = GetParam().path(folder);
    const Reading reading(path);
    ASSERT_FALSE(reading.result());
    EXPECT_EQ(reading.result().failure().topic, GetParam().topic);
    EXPECT_EQ(reading.result().failure().error, GetParam().error);
    EXPECT_FALSE(isCaptureFile(path));
}

INSTANTIATE_TEST_SUITE_P(
    Each, NoCapture,
    testing::Values(PathRow{"missing", "file-not-readable", ENOENT,
                            [](const auto &folder) { return folder.file("none"); }},
                    PathRow{"folder", "file-not-readable", EISDIR,
                            [](const auto &folder) { return folder.file("."); }},
                    PathRow{"fifo", "capture-no-file", 0,
                            [](const auto &folder) {
                                ::mkfifo(folder.file("f").c_str(), 0600);
                                return folder.file("f");
                            }},
                    PathRow{"device", "capture-no-file", 0,
                            [](const auto &) { return std::filesystem::path("/dev/zero"); }},
                    PathRow{"empty", "capture-cut-at-start", 0,
                            [](const auto &folder) {
                                writeText(folder.file("f"), "");
                                return folder.file("f");
                            }},
                    PathRow{"text", "capture-not-readable", 0,
                            [](const auto &folder) {
                                writeText(folder.file("f"),
                                          "Sing, o goddess, the anger of Achilles son of Peleus");
                                return folder.file("f");
                            }}),
    [](const auto &row) { return row.param.name; });

} // namespace

} // namespace twodoors::tests
