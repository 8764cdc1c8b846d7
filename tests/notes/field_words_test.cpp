// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "notes/field_words.h"
#include "wire/field_forms.h"
#include "wire/random_packets.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace twodoors
{

namespace
{

using namespace tests;

class FieldWordsIn : public testing::TestWithParam<Tongue>
{
protected:
    [[nodiscard]] static bool isChinese() { return GetParam() == Tongue::Chinese; }

    [[nodiscard]] FieldWords wordsIn(std::string_view packet, std::string_view name) const
    {
        for (const PacketField &field : decodePacket(packet)) {
            if (field.name == name)
                return wordsFor(field, catalogue);
        }
        return {};
    }

    const Catalogue catalogue{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Tongues, FieldWordsIn, testing::Values(Tongue::English, Tongue::Chinese),
                         [](const auto &tongue) { return std::string(codeOf(tongue.param)); });

std::size_t lengthOf(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80; }));
}

bool hasChinese(std::string_view text)
{
    for (std::size_t length = 0; !text.empty(); text.remove_prefix(length)) {
        length = std::max<std::size_t>(utf8SequenceLength(text), 1);
        if (length == 3 && text.substr(0, 3) >= "\u4e00" && text.substr(0, 3) <= "\u9fff")
            return true;
    }
    return false;
}

TEST_P(FieldWordsIn, everyFieldHasANameAndASentence)
{
    const std::size_t longest = isChinese() ? 60 : 130;
    const std::string_view stop = isChinese() ? "。" : ".";
    for (std::size_t i = 0; i < fieldIdCount; ++i) {
        const auto id = static_cast<FieldId>(i);
        const PacketField field{id, formOf(id).name, "5"};
        const std::string key = "field." + std::string(field.name);
        ASSERT_TRUE(catalogue.has(key + ".name")) << key;
        ASSERT_TRUE(catalogue.has(key + ".meaning")) << key;
        const FieldWords words = wordsFor(field, catalogue);
        EXPECT_EQ(printable(words.name + words.meaning), words.name + words.meaning) << key;
        EXPECT_EQ(words.meaning.find('{'), std::string::npos) << words.meaning;
        EXPECT_TRUE(words.meaning.ends_with(stop)) << words.meaning;
        EXPECT_LE(lengthOf(words.meaning), longest) << words.meaning;
        EXPECT_LE(lengthOf(words.name), 30) << words.name;
        EXPECT_EQ(hasChinese(words.meaning), isChinese()) << words.meaning;
    }
}

TEST_P(FieldWordsIn, everySectionBelongsToAField)
{
    std::set<std::string> names;
    std::set<std::string> sections;
    for (std::size_t i = 0; i < fieldIdCount; ++i) {
        const auto id = static_cast<FieldId>(i);
        names.insert("field." + std::string(formOf(id).name));
        sections.insert("fieldvalue." + std::string(valueSectionOf(id)));
    }
    for (const std::string &key : catalogue.keys()) {
        if (key.starts_with("field.")) {
            EXPECT_TRUE(names.contains(key.substr(0, key.rfind('.')))) << key;
        } else if (key.starts_with("fieldvalue.")) {
            EXPECT_TRUE(sections.contains(key.substr(0, key.find('.', 11)))) << key;
        }
    }
}

TEST_P(FieldWordsIn, whatTheDecoderMeansHasWords)
{
    RandomPackets source(9);
    std::mt19937 random(10);
    for (int i = 0; i < 4000; ++i) {
        std::string packet = source.next();
        for (auto hits = random() % 3; hits > 0; --hits)
            packet[random() % std::min<std::size_t>(packet.size(), 100)] =
                static_cast<char>(random() % 256);
        for (const PacketField &field : decodePacket(packet)) {
            const bool isCode = field.id == FieldId::IcmpCode || field.id == FieldId::Icmpv6Code;
            if (!field.meaning.empty() && !isCode) {
                EXPECT_NE(wordsFor(field, catalogue).value, "") << field.name << field.meaning;
            }
        }
    }
}

TEST_P(FieldWordsIn, aFlagIsSetOrNot)
{
    const std::string packet = goodPacket({}, tcpSegment({.flags = 0x012}, {}));
    EXPECT_EQ(wordsIn(packet, "tcp.flags").value, "SYN, ACK");
    EXPECT_EQ(wordsIn(packet, "tcp.flags.syn").value, isChinese() ? "置位" : "set");
    EXPECT_EQ(wordsIn(packet, "tcp.flags.fin").value, isChinese() ? "未置位" : "not set");
    EXPECT_EQ(wordsIn(goodPacket({}, tcpSegment({.flags = 0}, {})), "tcp.flags").value,
              isChinese() ? "没有标志" : "none");
}

TEST_P(FieldWordsIn, aCodeIsReadByItsType)
{
    const std::string quote = goodPacket({}, tcpSegment({}, {}));
    const std::string unreachable = goodPacket({.protocol = 1}, icmpMessage(3, 3, 0, quote));
    EXPECT_EQ(wordsIn(unreachable, "icmp.code").value,
              isChinese() ? "端口不可达：那个端口后面没有人"
                          : "port unreachable: nobody is at that port");
    const std::string echo = goodPacket({.protocol = 1}, icmpMessage(8, 3, 0, {}));
    EXPECT_EQ(wordsIn(echo, "icmp.code").value, "");
}

TEST_P(FieldWordsIn, aSentenceHoldsTheValue)
{
    const std::string packet = goodPacket({.protocol = 17}, udpDatagram(1, 2, "hello"));
    EXPECT_EQ(wordsIn(packet, "udp.length").meaning,
              isChinese() ? "数据报共 13 字节，其中首部 8 字节。"
                          : "The datagram is 13 bytes long, 8 of them its header.");
    EXPECT_EQ(wordsIn(packet, "ip.ttl").name, isChinese() ? "生存时间" : "time to live");
}

} // namespace

} // namespace twodoors
