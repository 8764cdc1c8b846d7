// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/names.h"
#include "wire/packet_summary.h"
#include "wire/random_packets.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace twodoors
{

namespace
{

using namespace tests;

IpHeader v4(unsigned protocol)
{
    return {.protocol = protocol};
}

IpHeader v6(unsigned protocol)
{
    return {.protocol = protocol, .source = clientV6, .destination = serverV6};
}

std::string tcpPacket(const IpHeader &header, unsigned flags, std::string_view payload)
{
    return goodPacket(header, tcpSegment({.flags = flags}, payload));
}

TEST(PacketSummaries, ofATcpSegmentSayWhoseItIs)
{
    const PacketSummary packet = summaryOf(tcpPacket(v4(6), 0x018, "hello"));
    EXPECT_EQ(packet.family, Family::IPv4);
    EXPECT_EQ(packet.protocol, Protocol::Tcp);
    EXPECT_EQ(packet.source.text(), "10.0.0.1:40000");
    EXPECT_EQ(packet.destination.text(), "10.0.0.2:12000");
    EXPECT_TRUE(packet.isWhole);
    EXPECT_FALSE(packet.isFragment);
    EXPECT_EQ(packet.flags, TcpFlag::Psh | TcpFlag::Ack);
    EXPECT_EQ(packet.sequence, 1000);
    EXPECT_EQ(packet.acknowledgement, 2000);
    EXPECT_EQ(packet.window, 502);
    EXPECT_EQ(packet.transport, 20);
    EXPECT_EQ(packet.payload, 40);
    EXPECT_EQ(packet.payloadSize, 5);
    EXPECT_EQ(packet.size, 45);
    EXPECT_EQ(packet.sequenceLength(), 5);
}

TEST(PacketSummaries, ofSynAndFinTakeASequenceNumber)
{
    EXPECT_EQ(summaryOf(tcpPacket(v4(6), 0x002, {})).sequenceLength(), 1);
    EXPECT_EQ(summaryOf(tcpPacket(v4(6), 0x011, "ab")).sequenceLength(), 3);
    EXPECT_EQ(summaryOf(tcpPacket(v4(6), 0x010, {})).sequenceLength(), 0);
}

TEST(PacketSummaries, passOverExtensionHeaders)
{
    IpHeader header = v6(0);
    header.options = fromHex("3c00 050200000100 06 00 010400000000");
    std::string segment = tcpSegment({}, "x");
    fixChecksum(segment, 6, header.source, header.destination);
    const std::string bytes = ipPacket(header, segment);
    const PacketSummary packet = summaryOf(bytes);
    EXPECT_EQ(packet.protocol, Protocol::Tcp);
    EXPECT_EQ(packet.source.text(), "[fd00::1]:40000");
    EXPECT_EQ(packet.transport, 56);
    EXPECT_EQ(packet.payloadSize, 1);
    EXPECT_EQ(checksumFits(bytes), true);
}

TEST(PacketSummaries, ofLaterFragmentsHaveNoPorts)
{
    IpHeader header = v4(17);
    header.fragment = 0x2001;
    const PacketSummary packet = summaryOf(ipPacket(header, "no header here"));
    EXPECT_TRUE(packet.isFragment);
    EXPECT_FALSE(packet.isWhole);
    EXPECT_EQ(packet.protocol, Protocol::None);
    EXPECT_EQ(packet.source.text(), "10.0.0.1:0");

    header = v6(44);
    const PacketSummary other = summaryOf(ipPacket(header, fromHex("1100 0009 00000001") + "text"));
    EXPECT_TRUE(other.isFragment);
    EXPECT_EQ(other.protocol, Protocol::None);
}

TEST(PacketSummaries, ofDatagramsHeedTheUdpLength)
{
    std::string datagram = udpDatagram(1, 2, "hello");
    setWord(datagram, 4, 10);
    const PacketSummary packet = summaryOf(ipPacket(v4(17), datagram));
    EXPECT_EQ(packet.payloadSize, 2);
    EXPECT_EQ(packet.size, 33);
}

TEST(PacketSummaries, ofBytesThatAreNoPacketAreEmpty)
{
    for (const char *digits : {"", "45", "60", "ffffffffffffffffffffffffffffffffffffffffffff"}) {
        const PacketSummary packet = summaryOf(fromHex(digits));
        EXPECT_EQ(packet.family, Family::None) << digits;
        EXPECT_FALSE(packet.isWhole) << digits;
    }
}

struct Quote {
    IpHeader error;
    unsigned type;
    unsigned code;
    IpHeader quoted;
};

TEST(PacketQuotes, ofErrorsAreFound)
{
    const std::vector<Quote> rows{{v4(1), 3, 3, v4(17)},  {v4(1), 11, 0, v4(17)},
                                  {v4(1), 12, 0, v4(17)}, {v4(1), 5, 1, v4(17)},
                                  {v6(58), 1, 4, v6(17)}, {v6(58), 2, 0, v6(17)},
                                  {v6(58), 3, 0, v6(17)}, {v6(58), 4, 1, v6(17)}};
    for (const auto &[error, type, code, quoted] : rows) {
        const std::string quote = goodPacket(quoted, udpDatagram(40000, 12000, "hello"));
        const std::string bytes = goodPacket(error, icmpMessage(type, code, 0, quote));
        const PacketSummary packet = summaryOf(bytes);
        EXPECT_EQ(packet.icmpType, type);
        EXPECT_EQ(packet.icmpCode, code);
        const auto found = quotedBy(bytes, packet);
        ASSERT_TRUE(found) << type;
        EXPECT_EQ(found->protocol, Protocol::Udp) << type;
        EXPECT_EQ(found->source.port, 40000) << type;
        EXPECT_EQ(found->destination.port, 12000) << type;
    }
}

TEST(PacketQuotes, mayEndBehindEightBytes)
{
    const std::string quote = tcpPacket(v4(6), 0x002, {}).substr(0, 28);
    const std::string bytes = goodPacket(v4(1), icmpMessage(3, 1, 0, quote));
    const auto found = quotedBy(bytes, summaryOf(bytes));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->source.port, 40000);
    EXPECT_EQ(found->sequence, 1000);
    EXPECT_FALSE(found->isWhole);
}

TEST(PacketQuotes, areNotInOtherMessages)
{
    const std::string quote = tcpPacket(v4(6), 0x002, {});
    for (const std::string &bytes : {goodPacket(v4(1), icmpMessage(8, 0, 0, quote)),
                                     goodPacket(v6(58), icmpMessage(128, 0, 0, quote)),
                                     goodPacket(v4(1), icmpMessage(3, 3, 0, {})), quote})
        EXPECT_FALSE(quotedBy(bytes, summaryOf(bytes)));
}

std::vector<std::string> goodPackets()
{
    std::vector<std::string> packets;
    for (const std::string_view payload : {"", "a", "hello", "even"}) {
        packets.push_back(tcpPacket(v4(6), 0x018, payload));
        packets.push_back(tcpPacket(v6(6), 0x018, payload));
        packets.push_back(goodPacket(v4(17), udpDatagram(1, 2, payload)));
        packets.push_back(goodPacket(v6(17), udpDatagram(1, 2, payload)));
        packets.push_back(goodPacket(v4(1), icmpMessage(8, 0, 7, payload)));
        packets.push_back(goodPacket(v6(58), icmpMessage(128, 0, 7, payload)));
    }
    return packets;
}

TEST(PacketChecksums, fitUntilCorrupted)
{
    for (const std::string &packet : goodPackets()) {
        EXPECT_EQ(checksumFits(packet), true);
        std::string changed = packet;
        for (int times = 0; times < 3; ++times) {
            changed = corrupted(changed); // never right again
            EXPECT_EQ(changed.size(), packet.size());
            EXPECT_EQ(checksumFits(changed), false);
        }
    }
}

TEST(PacketChecksums, ofCorruptedPacketsStayAsTheyWere)
{
    const std::string packet = tcpPacket(v4(6), 0x018, "hello");
    const std::string changed = corrupted(packet);
    const auto [first, second] = std::ranges::mismatch(packet, changed);
    EXPECT_EQ(first - packet.begin(), 40);
    EXPECT_EQ(packet.substr(41), changed.substr(41));
}

TEST(PacketChecksums, thatWereNotReckonedBecomeWrong)
{
    const std::string packet = ipPacket(v4(17), udpDatagram(1, 2, "hello"));
    EXPECT_EQ(checksumFits(packet), std::nullopt);
    EXPECT_EQ(checksumFits(corrupted(packet)), false);
}

TEST(PacketChecksums, thatCannotBeCheckedAreNotJudged)
{
    IpHeader fragment = v4(6);
    fragment.fragment = 0x2000;
    std::string tooLong = udpDatagram(1, 2, "hello");
    setWord(tooLong, 4, 20);
    setWord(tooLong, 6, 0x1234);
    const std::string whole = tcpPacket(v4(6), 0x018, "hello");
    for (const std::string &packet :
         {goodPacket(fragment, tcpSegment({}, "hello")), ipPacket(v4(17), tooLong),
          whole.substr(0, 44), ipPacket(v4(253), "hello"), std::string{}})
        EXPECT_EQ(checksumFits(packet), std::nullopt);
}

TEST(PacketChecksums, ofWhatIsNoTransportAreLeftAlone)
{
    for (const std::string &packet : {ipPacket(v4(253), "hello"), std::string("hello")})
        EXPECT_EQ(corrupted(packet), packet);
}

TEST(PacketChecksums, ofRandomPacketsAreWrongOnceCorrupted)
{
    RandomPackets source(12);
    for (int i = 0; i < 5000; ++i) {
        const std::string packet = source.next();
        if (checksumFits(packet)) {
            EXPECT_EQ(checksumFits(corrupted(packet)), false);
        }
    }
}

TEST(PacketSummaries, ofEveryPrefixReadNothingOutside)
{
    RandomPackets source(13);
    for (int i = 0; i < 100; ++i) {
        const std::string packet = source.next();
        for (std::size_t size = 0; size <= std::min<std::size_t>(packet.size(), 150); ++size) {
            const std::string bytes = packet.substr(0, size);
            const PacketSummary summary = summaryOf(bytes);
            static_cast<void>(quotedBy(bytes, summary));
            static_cast<void>(checksumFits(bytes));
            EXPECT_EQ(corrupted(bytes).size(), size);
        }
    }
}

} // namespace

} // namespace twodoors
