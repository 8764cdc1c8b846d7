// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/rule.h"

#include "journal/events.h"
#include "wire/rule_book.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

PacketSummary segment(std::uint32_t flags, std::size_t size = 0, std::uint32_t sequence = 100)
{
    PacketSummary packet;
    packet.family = Family::IPv4;
    packet.protocol = Protocol::Tcp;
    packet.isWhole = true;
    packet.source = endpointOf("10.0.0.1:40000");
    packet.destination = endpointOf("10.0.0.2:12000");
    packet.flags = flags;
    packet.payloadSize = size;
    packet.sequence = sequence;
    return packet;
}

PacketSummary datagram(std::size_t size)
{
    PacketSummary packet = segment(0, size);
    packet.protocol = Protocol::Udp;
    return packet;
}

struct Row {
    std::string rule;
    PacketSummary packet;
    bool isAbout;
};

TEST(Rule, isAboutWhatItSays)
{
    constexpr std::uint32_t push = TcpFlag::Psh | TcpFlag::Ack;
    const std::vector<Row> rows{
        {"drop client>server", segment(TcpFlag::Syn), true},
        {"drop both", segment(TcpFlag::Syn), true},
        {"drop server>client", segment(TcpFlag::Syn), false},
        {"drop both SYN", segment(TcpFlag::Syn), true},
        {"drop both SYN", segment(TcpFlag::Syn | TcpFlag::Ack), false},
        {"drop both SYN-ACK", segment(TcpFlag::Syn | TcpFlag::Ack), true},
        {"drop both ACK-SYN", segment(TcpFlag::Syn | TcpFlag::Ack), true},
        {"drop both SYN", segment(TcpFlag::Syn | TcpFlag::Ece | TcpFlag::Cwr), true},
        {"drop both SYN-ECE", segment(TcpFlag::Syn), false},
        {"drop both ACK len=0", segment(TcpFlag::Ack), true},
        {"drop both ACK len=0", segment(TcpFlag::Ack, 1), false},
        {"drop both ACK", segment(push, 1), false},
        {"drop both PSH-ACK", segment(push, 1), true},
        {"drop both len>0", segment(push, 1), true},
        {"drop both len>0", segment(push, 0), false},
        {"drop both len>5", segment(push, 5), false},
        {"drop both len=5", segment(push, 5), true},
        {"drop both udp", datagram(2), true},
        {"drop both udp", segment(push, 2), false},
        {"drop both tcp", segment(push, 2), true},
        {"drop both ACK", datagram(2), false},
        {"drop both udp len=2", datagram(2), true},
        {"drop both icmp", datagram(2), false},
    };
    for (const Row &row : rows) {
        const auto rule = readRule(row.rule);
        ASSERT_TRUE(rule) << row.rule;
        EXPECT_EQ(rule->isAbout({Heading::ToServer, row.packet, "ab", std::nullopt}), row.isAbout)
            << row.rule;
    }
}

TEST(Rule, looksIntoThePayloadAndAtTheSequence)
{
    const PacketSummary packet = segment(TcpFlag::Ack, 11);
    const PacketToJudge judged{Heading::ToServer, packet, "hello world", 6};
    EXPECT_TRUE(readRule("drop both text=hello")->isAbout(judged));
    EXPECT_TRUE(readRule("drop both text=\"lo wo\"")->isAbout(judged));
    EXPECT_FALSE(readRule("drop both text=bye")->isAbout(judged));
    EXPECT_TRUE(readRule("drop both seq=6")->isAbout(judged));
    EXPECT_FALSE(readRule("drop both seq=1")->isAbout(judged));
    EXPECT_FALSE(
        readRule("drop both seq=6")->isAbout({Heading::ToServer, packet, "", std::nullopt}));
}

TEST(Rule, readsActionsAndWhich)
{
    EXPECT_EQ(readRule("hold both")->action, WireAction::Hold);
    EXPECT_EQ(readRule("deliver both every")->action, WireAction::Deliver);
    EXPECT_EQ(readRule("duplicate both")->action, WireAction::Duplicate);
    EXPECT_EQ(readRule("corrupt both")->action, WireAction::Corrupt);
    EXPECT_EQ(readRule("delay 2s both")->delay, std::chrono::seconds(2));
    EXPECT_EQ(readRule("delay 1.5s both")->delay, std::chrono::milliseconds(1500));
    EXPECT_EQ(readRule("delay 200ms both")->delay, std::chrono::milliseconds(200));
    EXPECT_EQ(readRule("drop both 2-4")->first, 2U);
    EXPECT_EQ(readRule("drop both 2-4")->last, 4U);
    EXPECT_EQ(readRule("drop both")->last, 1U);
    EXPECT_EQ(readRule("drop both every")->last, Rule::noLast);
    EXPECT_EQ(readRule("drop both 5%")->chance, 0.05);
}

struct Wrong {
    std::string rule;
    std::string topic;
    std::string marked; ///< what the failure shows of the rule
};

TEST(Rule, pointsAtTheWrongWord)
{
    const std::vector<Wrong> rows{
        {"", "rule-empty", ""},
        {"   ", "rule-empty", ""},
        {"drp both", "rule-wrong-word", "»drp« both"},
        {"drop", "rule-missing-word", "drop"},
        {"drop clint>server", "rule-wrong-word", "drop »clint>server«"},
        {"delay both", "rule-wrong-word", "delay »both«"},
        {"delay", "rule-missing-word", "delay"},
        {"delay -2s both", "rule-wrong-word", "delay »-2s« both"},
        {"delay nans both", "rule-wrong-word", "delay »nans« both"},
        {"drop both SYN-SYN", "rule-wrong-word", "drop both »SYN-SYN«"},
        {"drop both syn", "rule-wrong-word", "drop both »syn«"},
        {"drop both len<0", "rule-wrong-word", "drop both »len<0«"},
        {"drop both len=-1", "rule-wrong-word", "drop both »len=-1«"},
        {"drop both 1 SYN", "rule-wrong-word", "drop both »1« SYN"},
        {"drop both 0", "rule-wrong-word", "drop both »0«"},
        {"drop both 4-2", "rule-wrong-word", "drop both »4-2«"},
        {"drop both 101%", "rule-wrong-word", "drop both »101%«"},
        {"drop both tcp udp", "rule-wrong-word", "drop both tcp »udp«"},
    };
    for (const Wrong &row : rows) {
        const auto rule = readRule(row.rule);
        ASSERT_FALSE(rule) << row.rule;
        EXPECT_EQ(rule.failure().topic, row.topic) << row.rule;
        if (!row.marked.empty()) {
            EXPECT_EQ(rule.failure().values.at(0).second, row.marked);
        }
    }
}

TEST(RuleBook, countsMatchesOfItsOwnAndTheFirstRuleDecides)
{
    RuleBook book(1);
    book.add(*readRule("drop both SYN 2"));
    book.add(*readRule("hold both SYN 1-2"));
    book.add(*readRule("corrupt both every"));
    const PacketSummary syn = segment(TcpFlag::Syn);
    EXPECT_EQ(book.judge(Heading::ToServer, syn, "").action, WireAction::Hold);
    EXPECT_EQ(book.judge(Heading::ToServer, syn, "").action, WireAction::Drop);
    EXPECT_EQ(book.judge(Heading::ToServer, syn, "").action, WireAction::Corrupt);
    RuleBook empty(1);
    EXPECT_FALSE(empty.judge(Heading::ToServer, syn, "").action);
}

TEST(RuleBook, goesByChanceAsTheSeedWants)
{
    const auto drops = [](std::uint64_t seed) {
        RuleBook book(seed);
        book.add(*readRule("drop both 5%"));
        std::vector<int> dropped;
        for (int i = 0; i < 2000; ++i) {
            if (book.judge(Heading::ToServer, segment(TcpFlag::Ack), "").action)
                dropped.push_back(i);
        }
        return dropped;
    };
    EXPECT_EQ(drops(1), drops(1));
    EXPECT_NE(drops(1), drops(2));
    EXPECT_GT(drops(1).size(), 60U);
    EXPECT_LT(drops(1).size(), 140U);
}

TEST(RuleBook, countsSequenceNumbersFromTheSyn)
{
    RuleBook book(1);
    book.add(*readRule("drop both seq=1 len>0 every"));
    EXPECT_FALSE(book.judge(Heading::ToServer, segment(TcpFlag::Syn, 0, 0xFFFF'FFFF), "").action);
    EXPECT_TRUE(book.judge(Heading::ToServer, segment(TcpFlag::Ack, 5, 0), "hello").action);
    EXPECT_FALSE(book.judge(Heading::ToServer, segment(TcpFlag::Ack, 5, 5), "hello").action);
}

} // namespace

} // namespace twodoors::tests
