// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/packet/packet_panel.h"

#include "session/lab_run.h"
#include "widgets/packet/field_bits.h"
#include "widgets/packet/fields_tree.h"
#include "widgets/packet/hex_view.h"
#include "widgets/packet/packet_fields_model.h"
#include "widgets/packet/packet_header.h"
#include "widgets/packet_runs.h"

#include <QLabel>
#include <QtTest>

namespace twodoors::tests
{

namespace
{

class PacketPanels : public testing::Test
{
protected:
    PacketPanels()
    {
        m_panel.resize(1280, 220);
        m_panel.show();
    }

    [[nodiscard]] FieldsTree &tree() { return *m_panel.findChild<FieldsTree *>(); }
    [[nodiscard]] HexView &hex() { return *m_panel.findChild<HexView *>(); }
    [[nodiscard]] PacketFieldsModel &model()
    {
        return *qobject_cast<PacketFieldsModel *>(tree().model());
    }
    [[nodiscard]] QString header() { return m_panel.findChild<PacketHeader *>()->text(); }
    [[nodiscard]] PacketId shownId()
    {
        return m_panel.shown() ? m_panel.shown()->packet.id : PacketId::None;
    }
    [[nodiscard]] FieldId chosen() { return model().field(tree().currentIndex()).id; }

    void choose(FieldId id) { tree().setCurrentIndex(model().indexOf(id)); }

    PacketScene m_scene;
    Viewpoint &m_view = m_scene.view;
    PacketPanel m_panel{m_view};
};

TEST_F(PacketPanels, ShowThePacketThatTheEventIsAbout)
{
    PacketRun run;
    const Seq call = run.call(CallName::Connect);
    const Seq first = run.send(1, sentencePacket("one"));
    const Seq second = run.send(2, sentencePacket("two"));
    const Seq told = run.call(CallName::Recv, first);
    const Seq held = run.become(1, PacketVerb::Held);
    const Seq other = run.call(CallName::Recv);
    const Seq dropped = run.become(1, PacketVerb::Dropped);
    const Seq last = run.call(CallName::Close);
    m_scene.look(run);
    for (const auto &[seq, id] : {std::pair{call, 0U},
                                  {first, 1U},
                                  {second, 2U},
                                  {told, 1U},
                                  {held, 1U},
                                  {other, 1U},
                                  {dropped, 1U},
                                  {last, 2U}}) {
        m_view.setCursor(seq);
        EXPECT_EQ(number(shownId()), id) << number(seq);
    }
    m_view.select(first);
    EXPECT_EQ(shownId(), PacketId{1});
    m_view.setCursor(call);
    m_view.select(second);
    EXPECT_EQ(shownId(), PacketId{2}) << "one chosen ahead of the cursor";
    EXPECT_EQ(hex().bytes(), sentencePacket("two"));
}

TEST_F(PacketPanels, SayThatThereIsNoPacketYet)
{
    const auto *nothing = m_panel.findChild<QLabel *>("nothing");
    ASSERT_NE(nothing, nullptr);
    EXPECT_TRUE(nothing->isVisible());
    EXPECT_TRUE(nothing->text().startsWith("No packet yet"));
    PacketRun run;
    run.send(1, sentencePacket());
    m_scene.look(run);
    EXPECT_FALSE(nothing->isVisible());
}

TEST_F(PacketPanels, ShowAnotherRecordingsPacketOfTheSameNumber)
{
    for (const char *text : {"one", "other"}) {
        PacketRun run;
        run.send(1, sentencePacket(text));
        m_scene.look(run);
        EXPECT_EQ(hex().bytes(), sentencePacket(text));
    }
}

TEST_F(PacketPanels, MarkEachFieldsBytesAndFindItBack)
{
    PacketRun run;
    run.send(1, sentencePacket());
    m_scene.look(run);
    for (const PacketField &field : decodePacket(sentencePacket())) {
        choose(field.id);
        for (std::size_t place = 0; place < hex().bytes().size(); ++place) {
            const bool isIn = place >= field.begin && place < field.begin + field.size;
            EXPECT_EQ(hex().markedBits(place),
                      isIn ? maskOfByte(field, place - field.begin) : std::uint8_t{0})
                << field.name << " " << place;
        }
        if (field.size == 0)
            continue;
        EXPECT_EQ(hex().currentByte(), field.begin);
        emit hex().bytesSelected(field.begin, field.size);
        EXPECT_EQ(model().field(tree().currentIndex()).begin, field.begin) << field.name;
        EXPECT_EQ(model().field(tree().currentIndex()).size, field.size) << field.name;
    }
}

TEST_F(PacketPanels, ChooseTheFieldOfTheByteThatIsMovedTo)
{
    PacketRun run;
    run.send(1, sentencePacket());
    m_scene.look(run);
    hex().showByte(23);
    QTest::keyClick(&hex(), Qt::Key_Right);
    EXPECT_EQ(chosen(), FieldId::TcpSequence);
    EXPECT_EQ(hex().currentByte(), 24U);
    EXPECT_TRUE(hex().accessibleDescription().startsWith("Byte 24 is 0x00"))
        << hex().accessibleDescription().toStdString();
    QTest::keyClick(&hex(), Qt::Key_Right);
    EXPECT_EQ(hex().currentByte(), 25U) << "the field is the same, the byte is not";
    EXPECT_TRUE(hex().accessibleDescription().contains("bytes 24 to 27"));

    hex().showByte(32);
    QTest::keyClick(&hex(), Qt::Key_Right);
    EXPECT_EQ(chosen(), FieldId::TcpFlagAck);
    EXPECT_TRUE(hex().accessibleDescription().contains("...1 ...."));
    QTest::keyClick(&hex(), Qt::Key_Return);
    EXPECT_EQ(chosen(), FieldId::TcpFlagPush);
}

TEST_F(PacketPanels, GoThroughTimeWithTheCursor)
{
    const std::string sent = sentencePacket();
    PacketRun run;
    const Seq first = run.send(1, sent);
    const Seq held = run.become(1, PacketVerb::Held);
    const Seq ghost = run.become(1, PacketVerb::Ghost);
    const Seq changed = run.become(1, PacketVerb::Corrupted, corrupted(sent));
    const Seq delivered = run.become(1, PacketVerb::Delivered);
    m_scene.look(run);
    struct Moment {
        Seq seq;
        std::string bytes;
        QStringList says;
    };
    const std::vector<Moment> moments{
        {first, sent, {"PSH-ACK 16 B", "on the wire", "packet 1", "to the server"}},
        {held, sent, {"in your hand"}},
        {ghost, sent, {"in your hand", "sent ×2"}},
        {changed, corrupted(sent), {"in your hand", "sent ×2", "corrupted"}},
        {delivered, corrupted(sent), {"delivered", "corrupted"}}};
    const auto expectAll = [&](auto begin, auto end) {
        for (auto moment = begin; moment != end; ++moment) {
            m_view.setCursor(moment->seq);
            EXPECT_EQ(hex().bytes(), moment->bytes);
            for (const QString &words : moment->says)
                EXPECT_TRUE(header().contains(words)) << header().toStdString();
            EXPECT_EQ(model().changedBits(40), moment->bytes == sent ? 0 : 1);
        }
    };
    expectAll(moments.begin(), moments.end());
    expectAll(moments.rbegin(), moments.rend());
}

TEST_F(PacketPanels, KeepTheChosenFieldFromPacketToPacket)
{
    PacketRun run;
    const Seq one = run.send(1, sentencePacket("one"));
    const Seq two = run.send(2, sentencePacket("twice"));
    m_scene.look(run);
    m_view.setCursor(one);
    choose(FieldId::TcpPayload);
    m_view.setCursor(two);
    EXPECT_EQ(chosen(), FieldId::TcpPayload);
    EXPECT_EQ(hex().markedBits(44), 0xFF);
}

TEST_F(PacketPanels, ShowAnInferredPacketWithoutBytes)
{
    PacketRun run;
    run.infer(TcpFlag::Syn);
    m_scene.look(run);
    ASSERT_TRUE(m_panel.shown());
    EXPECT_TRUE(hex().bytes().empty());
    EXPECT_TRUE(header().contains("inferred"));
    const QModelIndex flags = model().indexOf(FieldId::TcpFlags);
    EXPECT_EQ(flags.siblingAtColumn(PacketFieldsModel::Value).data().toString(), "0x0002 · SYN");
    EXPECT_FALSE(model().indexOf(FieldId::TcpSequence).isValid()) << "nobody has seen it";
    choose(FieldId::TcpFlags);
    static_cast<void>(m_panel.grab());
}

TEST_F(PacketPanels, TakeAnyBytes)
{
    PacketRun run;
    std::uint32_t id = 0;
    for (const std::string &packet : fuzzedPackets())
        run.send(++id, packet);
    // Options of one byte each in as many extension headers as there is room for.
    std::string jumbo = ipPacket(0, end("[fd00::1]:1"), end("[fd00::2]:2"), {});
    while (jumbo.size() < std::size_t{256} << 10)
        jumbo += std::string("\x3c\xff", 2) + std::string(2046, '\0');
    jumbo.replace(4, 2, "\xff\xff");
    run.send(++id, jumbo);
    m_scene.look(run);
    for (std::uint32_t seq = 1; seq <= id; ++seq) {
        m_view.setCursor(Seq{seq});
        if (const std::size_t size = hex().bytes().size(); size > 0)
            emit hex().bytesSelected(size - 1, 1);
    }
    EXPECT_EQ(hex().bytes().size(), jumbo.size());
    EXPECT_GT(model().fieldCount(), 50'000U);
    static_cast<void>(m_panel.grab());
    EXPECT_LT(hex().paintedRows(), 20U);
}

TEST_F(PacketPanels, SpeakAndLookOtherwiseAtOnce)
{
    PacketRun run;
    run.send(1, sentencePacket());
    m_scene.look(run);
    choose(FieldId::TcpPayload);
    m_scene.appearance.setTongue(Tongue::Chinese);
    m_scene.appearance.setTheme(Theme(Theme::Mood::Dark, 1.5));
    EXPECT_TRUE(header().contains("在线路上")) << header().toStdString();
    EXPECT_TRUE(hex().accessibleDescription().contains("字节 40"));
    EXPECT_EQ(tree().accessibleName(), "数据包的字段");
    EXPECT_EQ(chosen(), FieldId::TcpPayload);
    const QImage image = m_panel.grab().toImage();
    const QColor ground = m_scene.appearance.theme().colour(Ink::Panel);
    for (const QWidget *part : std::initializer_list<const QWidget *>{
             tree().viewport(), hex().viewport(), m_panel.findChild<PacketHeader *>()}) {
        const QPoint corner = part->mapTo(&m_panel, QPoint(part->width() / 2, part->height() - 4));
        EXPECT_EQ(image.pixelColor(corner), ground);
    }
}

TEST_F(PacketPanels, HaveNamesForEveryPart)
{
    EXPECT_FALSE(m_panel.whatsThis().isEmpty());
    for (const QWidget *part : std::initializer_list<const QWidget *>{&m_panel, &tree(), &hex()})
        EXPECT_FALSE(part->accessibleName().isEmpty());
}

TEST_F(PacketPanels, KeepTheKeysThatMoveAboutInThem)
{
    for (QWidget *part : std::initializer_list<QWidget *>{&tree(), &hex()}) {
        for (const auto &[key, isKept] : {std::pair{Qt::Key_Left, true},
                                          {Qt::Key_Down, true},
                                          {Qt::Key_Space, false},
                                          {Qt::Key_D, false}}) {
            QKeyEvent event(QEvent::ShortcutOverride, key, Qt::NoModifier);
            event.ignore();
            QCoreApplication::sendEvent(part, &event);
            EXPECT_EQ(event.isAccepted(), isKept) << key;
        }
    }
}

TEST_F(PacketPanels, DecodeNothingWhileHidden)
{
    m_panel.hide();
    PacketRun run;
    run.send(1, sentencePacket());
    m_scene.look(run);
    EXPECT_EQ(model().fieldCount(), 0U);
    m_panel.show();
    EXPECT_GT(model().fieldCount(), 0U);
}

class PacketPanelsOfTheLab : public LabSession
{};

TEST_F(PacketPanelsOfTheLab, ShowEachPacketOfARealRun)
{
    LabRun lab(orThrow(builtInLesson("tcp-echo")), {.messages = {"hello"}});
    ASSERT_TRUE(lab.run().advanceToEnd()) << lab.lastEvents();
    PacketRun run;
    const Journal &journal = lab.run().journal();
    for (std::size_t seq = 1; seq <= journal.size(); ++seq)
        run.recording()->journal.restore(journal.at(static_cast<Seq>(seq)));
    PacketScene scene;
    PacketPanel panel(scene.view);
    panel.show();
    scene.look(run);
    std::size_t packets = 0;
    for (std::size_t seq = 1; seq <= journal.size(); ++seq) {
        const Event event = journal.at(static_cast<Seq>(seq));
        scene.view.setCursor(event.seq);
        if (event.kind != Kind::Packet)
            continue;
        ++packets;
        ASSERT_TRUE(panel.shown());
        EXPECT_EQ(panel.shown()->packet.id, event.packet);
        EXPECT_EQ(panel.findChild<HexView *>()->bytes(), panel.shown()->bytes);
        EXPECT_FALSE(panel.shown()->bytes.empty());
        EXPECT_EQ(panel.shown()->bytes, panel.shown()->sent);
    }
    EXPECT_GT(packets, 10U);
}

} // namespace

} // namespace twodoors::tests
