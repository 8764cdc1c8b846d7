// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/packet/packet_fields_model.h"

#include "widgets/packet/field_bits.h"
#include "widgets/packet/packet_label.h"
#include "widgets/packet_runs.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

class PacketFields : public testing::Test
{
protected:
    [[nodiscard]] QString text(FieldId id, PacketFieldsModel::Column column)
    {
        return m_model.indexOf(id).siblingAtColumn(column).data().toString();
    }

    /// Visits each index of the first column, the outer before the inner.
    template <class Visit>
    void forEach(Visit &&visit, const QModelIndex &parent = {})
    {
        for (int row = 0; row < m_model.rowCount(parent); ++row) {
            const QModelIndex index = m_model.index(row, 0, parent);
            visit(index);
            forEach(visit, index);
        }
    }

    Appearance m_appearance{Tongue::English};
    PacketFieldsModel m_model{m_appearance};
    QAbstractItemModelTester m_tester{&m_model,
                                      QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(PacketFields, AnyBytesMakeATreeOfAllTheirFields)
{
    std::vector<std::string> packets = fuzzedPackets();
    ASSERT_GT(packets.size(), 100U);
    packets.push_back({});
    packets.push_back(sentencePacket());
    for (const std::string &packet : packets) {
        m_model.show(packet);
        std::vector<std::string_view> names;
        forEach([&](const QModelIndex &index) {
            const PacketField &field = m_model.field(index);
            names.push_back(field.name);
            EXPECT_LE(field.begin + field.size, packet.size());
            EXPECT_FALSE(index.data().toString().isEmpty());
            if (index.parent().isValid()) {
                EXPECT_LT(m_model.field(index.parent()).depth, field.depth);
            }
            for (int column = 0; column < PacketFieldsModel::columns; ++column) {
                const QString said = index.siblingAtColumn(column).data().toString();
                EXPECT_LT(said.size(), 1000);
                EXPECT_FALSE(said.contains("{value}") || said.contains("{size}"));
            }
        });
        std::vector<std::string_view> expected;
        for (const PacketField &field : decodePacket(packet))
            expected.push_back(field.name);
        EXPECT_EQ(names, expected);
    }
}

TEST_F(PacketFields, SayNameValueAndMeaning)
{
    m_model.show(sentencePacket());
    EXPECT_EQ(text(FieldId::IpTtl, PacketFieldsModel::Name), "time to live");
    EXPECT_EQ(text(FieldId::IpTtl, PacketFieldsModel::Value), "64");
    EXPECT_EQ(text(FieldId::TcpFlags, PacketFieldsModel::Value), "0x0018 · PSH, ACK");
    EXPECT_EQ(text(FieldId::TcpPayload, PacketFieldsModel::Value), "\"hello, two doors\"");
    EXPECT_EQ(text(FieldId::Tcp, PacketFieldsModel::Value), "20 bytes");
    EXPECT_TRUE(text(FieldId::TcpPayload, PacketFieldsModel::Meaning).contains("16"));
}

TEST_F(PacketFields, SpeakTheOtherLanguageAtOnce)
{
    m_model.show(sentencePacket());
    const QSignalSpy changes(&m_model, &QAbstractItemModel::dataChanged);
    const QSignalSpy headers(&m_model, &QAbstractItemModel::headerDataChanged);
    const QSignalSpy resets(&m_model, &QAbstractItemModel::modelReset);
    m_appearance.setTongue(Tongue::Chinese);
    EXPECT_FALSE(changes.isEmpty());
    EXPECT_FALSE(headers.isEmpty());
    EXPECT_TRUE(resets.isEmpty()) << "what is open and chosen would be lost";
    EXPECT_EQ(text(FieldId::Tcp, PacketFieldsModel::Value), "20 字节");
    EXPECT_EQ(m_model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), "值");
}

TEST_F(PacketFields, AreFoundByTheirBytes)
{
    for (const std::string &packet : fuzzedPackets()) {
        m_model.show(packet);
        forEach([&](const QModelIndex &index) {
            const PacketField &field = m_model.field(index);
            if (field.size == 0)
                return;
            const QModelIndex found = m_model.innermost(field.begin, field.size);
            ASSERT_TRUE(found.isValid());
            EXPECT_EQ(m_model.field(found).size, field.size);
            EXPECT_EQ(m_model.field(found).begin, field.begin);
        });
    }
    EXPECT_FALSE(m_model.innermost(100'000, 1).isValid());
}

struct ByteCase {
    std::size_t begin;
    std::size_t size;
    FieldId first;
    FieldId next;
};

TEST_F(PacketFields, SharedInBitsAreFoundOneAfterTheOther)
{
    m_model.show(sentencePacket());
    for (const ByteCase &expected : {ByteCase{0, 1, FieldId::IpVersion, FieldId::IpHeaderLength},
                                     ByteCase{1, 1, FieldId::IpDscp, FieldId::IpEcn},
                                     ByteCase{33, 1, FieldId::TcpFlagAck, FieldId::TcpFlagPush},
                                     ByteCase{24, 1, FieldId::TcpSequence, FieldId::TcpSequence},
                                     ByteCase{26, 4, FieldId::Tcp, FieldId::Tcp},
                                     ByteCase{40, 3, FieldId::TcpPayload, FieldId::TcpPayload}}) {
        const QModelIndex first = m_model.innermost(expected.begin, expected.size);
        ASSERT_TRUE(first.isValid()) << expected.begin;
        EXPECT_EQ(m_model.field(first).id, expected.first) << expected.begin;
        const QModelIndex next = m_model.innermost(expected.begin, expected.size, first);
        EXPECT_EQ(m_model.field(next).id, expected.next) << expected.begin;
    }
}

TEST_F(PacketFields, ShowTheirBitsAmongTheOthers)
{
    const std::string packet = sentencePacket();
    m_model.show(packet);
    const auto bits = [&](FieldId id) {
        return bitsText(m_model.field(m_model.indexOf(id)), packet).toStdString();
    };
    EXPECT_EQ(bits(FieldId::TcpFlagAck), "...1 ....");
    EXPECT_EQ(bits(FieldId::TcpFlagSyn), ".... ..0.");
    EXPECT_EQ(bits(FieldId::IpVersion), "0100 ....");
    EXPECT_EQ(bits(FieldId::TcpFlags), ".... 0000 0001 1000");
    EXPECT_EQ(bits(FieldId::TcpSequence), "");
}

TEST_F(PacketFields, ThatWereChangedOnTheWireSayWhatWasSent)
{
    const std::string sent = sentencePacket();
    m_model.show(corrupted(sent), sent);
    std::vector<FieldId> changed;
    forEach([&](const QModelIndex &index) {
        if (m_model.isChanged(index))
            changed.push_back(m_model.field(index).id);
    });
    EXPECT_EQ(changed, std::vector{FieldId::TcpPayload});
    EXPECT_EQ(m_model.changedBits(40), 0x01);
    EXPECT_EQ(m_model.changedBits(41), 0);
    EXPECT_TRUE(text(FieldId::TcpPayload, PacketFieldsModel::Meaning)
                    .startsWith("Changed on the wire; it was sent as \"hello, two doors\"."));
    EXPECT_EQ(m_model.indexOf(FieldId::TcpPayload).data(Qt::ForegroundRole).value<QColor>(),
              m_appearance.theme().colour(Ink::Lost));

    m_model.show(sent, sent);
    EXPECT_FALSE(m_model.isChanged(m_model.indexOf(FieldId::TcpPayload)));
}

TEST_F(PacketFields, OfOneBitThatChangedAreToldFromTheirNeighbours)
{
    const std::string sent = sentencePacket();
    std::string now = sent;
    now[33] = '\x1a'; // SYN too
    m_model.show(now, sent);
    EXPECT_TRUE(m_model.isChanged(m_model.indexOf(FieldId::TcpFlagSyn)));
    EXPECT_TRUE(m_model.isChanged(m_model.indexOf(FieldId::TcpFlags)));
    EXPECT_FALSE(m_model.isChanged(m_model.indexOf(FieldId::TcpFlagAck)));
}

struct LabelCase {
    std::string packet;
    QString label;
    QString subLabel;
};

TEST(PacketLabel, SaysKindAndSizeAndNumbers)
{
    for (const LabelCase &expected :
         {LabelCase{
              tcpPacket(packetServer, packetClient, {TcpFlag::Syn | TcpFlag::Ack, 9471, 2804}),
              "SYN-ACK", "seq 9471 · ack 2804"},
          LabelCase{tcpPacket(packetClient, packetServer, {TcpFlag::Syn, 2803}), "SYN", "seq 2803"},
          LabelCase{sentencePacket(), "PSH-ACK 16 B", "seq 2804 · ack 9472"},
          LabelCase{udpPacket(packetClient, packetServer, "hello"), "UDP 5 B", "44436 → 12000"},
          LabelCase{icmpPacket(packetClient, packetServer, 8, 0, "ping"), "ICMP", ""}}) {
        PacketRun run;
        run.send(1, expected.packet);
        PacketScene scene;
        scene.look(run);
        const PacketView &packet = *scene.view.world().packet(PacketId{1});
        EXPECT_EQ(packetLabel(packet), expected.label);
        EXPECT_EQ(packetSubLabel(packet), expected.subLabel);
    }
}

} // namespace

} // namespace twodoors::tests
