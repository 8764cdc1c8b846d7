// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "wire/field_forms.h"
#include "wire/packet_fields.h"
#include "wire/random_packets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

namespace twodoors
{

namespace
{

using namespace tests;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

/// "depth name=value begin+size", with what it means where there is more to say.
std::vector<std::string> listed(std::string_view packet)
{
    std::vector<std::string> lines;
    for (const PacketField &field : decodePacket(packet)) {
        lines.push_back(std::to_string(field.depth) + ' ' + std::string(field.name) + '='
                        + field.value + ' ' + std::to_string(field.begin) + '+'
                        + std::to_string(field.size));
        if (!field.meaning.empty())
            lines.back() += " (" + field.meaning + ')';
    }
    return lines;
}

std::vector<std::string> listedFrom(std::string_view packet, std::string_view name)
{
    std::vector<std::string> lines = listed(packet);
    const auto first = std::ranges::find_if(lines, [name](const std::string &line) {
        return line.substr(line.find(' ') + 1).starts_with(name);
    });
    return {first, lines.end()};
}

std::string segment(unsigned flags, const std::string &options, std::string_view payload)
{
    TcpHeader header;
    header.flags = flags;
    header.options = options;
    return goodPacket({}, tcpSegment(header, payload));
}

const std::string synOptions = fromHex("020405b4 0402080a 00000001 00000000 01030307");

TEST(PacketFields, ofAUdpDatagramAreAllThereIs)
{
    EXPECT_THAT(
        listed(goodPacket({.protocol = 17}, udpDatagram(40000, 12000, "hello"))),
        ElementsAre("0 ip= 0+20", "1 ip.version=4 0+1", "1 ip.hdr_len=20 0+1",
                    "1 ip.dsfield=0x00 1+1", "2 ip.dsfield.dscp=0 1+1", "2 ip.dsfield.ecn=0 1+1",
                    "1 ip.len=33 2+2", "1 ip.id=0x1234 4+2", "1 ip.flags=0x02 6+1",
                    "2 ip.flags.rb=0 6+1", "2 ip.flags.df=1 6+1", "2 ip.flags.mf=0 6+1",
                    "1 ip.frag_offset=0 6+2", "1 ip.ttl=64 8+1", "1 ip.proto=17 9+1",
                    "1 ip.checksum=0x1496 10+2 (fits)", "1 ip.checksum_calculated=0x1496 10+2",
                    "1 ip.src=10.0.0.1 12+4", "1 ip.dst=10.0.0.2 16+4", "0 udp= 20+8",
                    "1 udp.srcport=40000 20+2", "1 udp.dstport=12000 22+2", "1 udp.length=13 24+2",
                    "1 udp.checksum=0xdcde 26+2 (fits)", "2 udp.checksum_calculated=0xdcde 26+2",
                    "1 udp.payload=68:65:6c:6c:6f 28+5"));
}

TEST(PacketFields, ofASynHaveItsOptions)
{
    EXPECT_THAT(
        listedFrom(segment(0x002, synOptions, {}), "tcp.options"),
        ElementsAre(
            "1 tcp.options=02:04:05:b4:04:02:08:0a:00:00:00:01:00:00:00:00:01:03:03:07 40+20",
            "2 tcp.options.mss=02:04:05:b4 40+4", "3 tcp.option_kind=2 40+1",
            "3 tcp.option_len=4 41+1", "3 tcp.options.mss_val=1460 42+2",
            "2 tcp.options.sack_perm=04:02 44+2", "3 tcp.option_kind=4 44+1",
            "3 tcp.option_len=2 45+1",
            "2 tcp.options.timestamp=08:0a:00:00:00:01:00:00:00:00 46+10",
            "3 tcp.option_kind=8 46+1", "3 tcp.option_len=10 47+1",
            "3 tcp.options.timestamp.tsval=1 48+4", "3 tcp.options.timestamp.tsecr=0 52+4",
            "2 tcp.options.nop=01 56+1", "3 tcp.option_kind=1 56+1",
            "2 tcp.options.wscale=03:03:07 57+3", "3 tcp.option_kind=3 57+1",
            "3 tcp.option_len=3 58+1", "3 tcp.options.wscale.shift=7 59+1",
            "3 tcp.options.wscale.multiplier=128 59+1"));
}

TEST(PacketFields, sayWhichBitsTheyAre)
{
    for (const PacketField &field : decodePacket(segment(0x012, {}, {}))) {
        if (field.name == "tcp.flags.syn") {
            EXPECT_EQ(field.begin, 33);
            EXPECT_EQ(field.mask, 0x02);
            EXPECT_EQ(field.value, "1");
        }
        if (field.name == "tcp.flags") {
            EXPECT_EQ(field.mask, 0x0FFF);
            EXPECT_EQ(field.meaning, "SYN, ACK");
        }
        if (field.name == "tcp.seq") {
            EXPECT_EQ(field.mask, 0);
        }
    }
}

TEST(PacketFields, ofAnErrorHoldTheQuotedPacket)
{
    const std::string quote = segment(0x002, synOptions, {}).substr(0, 28);
    const std::string packet = goodPacket({.protocol = 1}, icmpMessage(3, 3, 0, quote));
    EXPECT_THAT(listed(packet), Contains("1 icmp.code=3 21+1 (3.3)"));
    EXPECT_THAT(listed(packet), Contains("2 ip.src=10.0.0.1 40+4"));
    EXPECT_THAT(listedFrom(packet, "tcp"),
                ElementsAre("1 tcp= 48+8", "2 tcp.srcport=40000 48+2", "2 tcp.dstport=12000 50+2",
                            "2 tcp.seq=1000 52+4", "2 twodoors.cut= 56+0 (quote)"));
}

TEST(PacketFields, ofAnErrorOverIPv6HoldTheQuotedPacket)
{
    const IpHeader header{.protocol = 17, .source = clientV6, .destination = serverV6};
    IpHeader back = header;
    back.protocol = 58;
    const std::string quote = goodPacket(header, udpDatagram(40000, 12000, "x"));
    EXPECT_THAT(listedFrom(goodPacket(back, icmpMessage(1, 4, 0, quote)), "udp"),
                ElementsAre("1 udp= 88+8", "2 udp.srcport=40000 88+2", "2 udp.dstport=12000 90+2",
                            "2 udp.length=9 92+2", "2 udp.checksum=0xc2b6 94+2 (fits)",
                            "3 udp.checksum_calculated=0xc2b6 94+2", "2 udp.payload=78 96+1"));
}

TEST(PacketFields, ofWrongChecksumsSayTheRightOne)
{
    std::string packet = segment(0x018, {}, "hello");
    packet[40] = 'j';
    EXPECT_THAT(listedFrom(packet, "tcp.checksum"),
                Contains(testing::MatchesRegex("1 tcp.checksum=0x.... 36.2 \\(wrong\\)")));
    const std::string good = segment(0x018, {}, "jello");
    EXPECT_THAT(listedFrom(packet, "tcp.checksum_calculated").front(),
                listedFrom(good, "tcp.checksum_calculated").front());
}

TEST(PacketFields, ofANumberlessUdpChecksumSayThatThereIsNone)
{
    EXPECT_THAT(listed(ipPacket({.protocol = 17}, udpDatagram(1, 2, {}))),
                Contains("1 udp.checksum=0x0000 26+2 (none)"));
}

TEST(PacketFields, ofAResetMayHoldItsCause)
{
    EXPECT_EQ(listed(segment(0x014, {}, "no\x1b\xff")).back(),
              "1 tcp.reset_cause=no\\x1b\uFFFD 40+4");
}

TEST(PacketFields, ofBytesThatAreNoPacketSaySo)
{
    EXPECT_THAT(listed(""), ElementsAre("0 twodoors.cut= 0+0 (packet)"));
    EXPECT_THAT(listed("abc"), ElementsAre("0 ipv6= 0+3", "1 ipv6.version=6 0+1",
                                           "1 twodoors.cut=61:62:63 0+3 (packet)"));
    EXPECT_THAT(listed("1bc"),
                ElementsAre("0 twodoors.malformed=31 0+1 (version)", "0 data.data=31:62:63 0+3"));
}

TEST(PacketFields, ofImpossibleOptionsStopAtThem)
{
    EXPECT_THAT(listedFrom(segment(0x010, fromHex("01010809"), "x"), "tcp.options"),
                ElementsAre("1 tcp.options=01:01:08:09 40+4", "2 tcp.options.nop=01 40+1",
                            "3 tcp.option_kind=1 40+1", "2 tcp.options.nop=01 41+1",
                            "3 tcp.option_kind=1 41+1",
                            "2 twodoors.malformed=08:09 42+2 (option-length)",
                            "1 tcp.payload=78 44+1"));
}

TEST(PacketFields, haveNamesOfTheirOwn)
{
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < fieldIdCount; ++i)
        EXPECT_TRUE(names.insert(formOf(static_cast<FieldId>(i)).name).second) << i;
}

void expectSound(std::string_view packet)
{
    const std::string bytes(packet); // so that a sanitizer sees the end
    const std::vector<PacketField> fields = decodePacket(bytes);
    ASSERT_THAT(fields, Not(IsEmpty()));
    unsigned depth = 0;
    for (const PacketField &field : fields) {
        ASSERT_LE(field.begin + field.size, bytes.size()) << field.name;
        ASSERT_LE(field.depth, depth + 1) << field.name;
        ASSERT_EQ(printable(field.value), field.value) << field.name;
        depth = field.depth;
    }
}

TEST(PacketFields, ofEveryPrefixLieWithinIt)
{
    RandomPackets source(3);
    for (int i = 0; i < 60; ++i) {
        const std::string packet = source.next();
        for (std::size_t size = 0; size <= std::min<std::size_t>(packet.size(), 300); ++size)
            expectSound(std::string_view(packet).substr(0, size));
    }
}

TEST(PacketFields, ofRandomBytesLieWithinThem)
{
    std::mt19937 random(4);
    for (int i = 0; i < 20000; ++i) {
        std::string bytes(random() % 120, '\0');
        for (char &letter : bytes)
            letter = static_cast<char>(random() % 256);
        if (!bytes.empty() && i % 4 != 0)
            bytes[0] = i % 2 == 0 ? 0x60 : 0x45;
        expectSound(bytes);
    }
}

TEST(PacketFields, ofDamagedPacketsLieWithinThem)
{
    RandomPackets source(5);
    std::mt19937 random(6);
    for (int i = 0; i < 5000; ++i) {
        std::string packet = source.next();
        for (unsigned hits = 1 + random() % 4; hits > 0; --hits)
            packet[random() % std::min<std::size_t>(packet.size(), 100)] =
                static_cast<char>(random() % 256);
        expectSound(packet);
    }
}

TEST(PacketFields, ofErrorsThatQuoteErrorsEnd)
{
    std::string packet;
    for (int i = 0; i < 2000; ++i)
        packet = ipPacket({.protocol = 1}, icmpMessage(3, 3, 0, packet.substr(0, 60000)));
    expectSound(packet);
}

} // namespace

} // namespace twodoors
