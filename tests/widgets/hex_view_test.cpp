// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/packet/hex_view.h"

#include "widgets/packet_runs.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPixmap>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest>
#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

class HexViews : public testing::Test
{
protected:
    HexViews()
    {
        m_view.resize(m_view.widthFor(16), 200);
        m_view.setBytes(m_packet);
        m_view.show();
    }

    [[nodiscard]] QImage picture() { return m_view.viewport()->grab().toImage(); }

    [[nodiscard]] static bool hasColour(const QImage &image, const QRectF &rect,
                                        const QColor &colour)
    {
        const QRect pixels = rect.toAlignedRect().intersected(image.rect());
        for (int y = pixels.top(); y <= pixels.bottom(); ++y) {
            for (int x = pixels.left(); x <= pixels.right(); ++x) {
                if (image.pixelColor(x, y) == colour)
                    return true;
            }
        }
        return false;
    }

    [[nodiscard]] QColor colour(Ink ink) const { return m_appearance.theme().colour(ink); }

    void click(std::size_t place, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(m_view.viewport(), Qt::LeftButton, modifiers,
                          m_view.digitsRect(place).center().toPoint());
    }

    const std::string m_packet = sentencePacket();
    Appearance m_appearance{Tongue::English};
    HexView m_view{m_appearance};
    QSignalSpy m_selections{&m_view, &HexView::bytesSelected};
    QSignalSpy m_again{&m_view, &HexView::bytePickedAgain};
};

TEST_F(HexViews, MarkTheBytesOfEachField)
{
    for (const PacketField &field : decodePacket(m_packet)) {
        m_view.mark(field);
        const QImage image = picture();
        for (std::size_t place = 0; place < m_packet.size(); ++place) {
            const bool isMarked = place >= field.begin && place < field.begin + field.size;
            const QPointF corner = m_view.letterRect(place).topLeft() + QPointF(1, 1);
            EXPECT_EQ(image.pixelColor(corner.toPoint()) == colour(Ink::SelectedRow), isMarked)
                << field.name << " " << place;
            EXPECT_TRUE(isMarked || m_view.markedBits(place) == 0);
        }
    }
}

TEST_F(HexViews, MarkTheBitsOfAField)
{
    m_view.mark(PacketField{
        .id = FieldId::TcpFlagAck, .name = "tcp.flags.ack", .begin = 33, .size = 1, .mask = 0x10});
    EXPECT_EQ(m_view.markedBits(33), 0x10);
    EXPECT_EQ(m_view.markedBits(32), 0);
    const QRectF cell = m_view.digitsRect(33);
    const QImage image = picture();
    for (unsigned bit = 0; bit < 8; ++bit) {
        const QPointF stroke(cell.left() + (bit + 0.5) * cell.width() / 8, cell.bottom() - 2.5);
        EXPECT_EQ(image.pixelColor(stroke.toPoint()) == colour(Ink::Text), bit == 3) << bit;
    }
}

TEST_F(HexViews, FrameChangedBytes)
{
    m_view.setBytes(m_packet,
                    [](std::size_t place) { return std::uint8_t(place == 40 ? 0x01 : 0); });
    const QImage image = picture();
    for (std::size_t place = 0; place < m_packet.size(); ++place)
        EXPECT_EQ(
            hasColour(image, m_view.digitsRect(place).adjusted(1, 1, -2, -1), colour(Ink::Lost)),
            place == 40)
            << place;
}

TEST_F(HexViews, TakeAsManyBytesARowAsFit)
{
    EXPECT_EQ(m_view.bytesPerRow(), 16U);
    EXPECT_EQ(m_view.rowCount(), 4U);
    m_view.resize(m_view.widthFor(16) - 40, 200);
    EXPECT_EQ(m_view.bytesPerRow(), 8U);
    EXPECT_EQ(m_view.rowCount(), 7U);
    m_view.resize(m_view.widthFor(8), 200);
    EXPECT_EQ(m_view.horizontalScrollBar()->maximum(), 0);
    m_view.resize(m_view.widthFor(16), 200);
    m_appearance.setTheme(Theme(Theme::Mood::Light, 2.0));
    EXPECT_EQ(m_view.bytesPerRow(), 8U);
}

TEST_F(HexViews, PaintOnlyTheRowsThatAreSeen)
{
    const std::string jumbo(std::size_t{256} << 10, '\x5a');
    m_view.setBytes(jumbo);
    EXPECT_EQ(m_view.rowCount(), jumbo.size() / 16);
    for (const std::size_t place : {std::size_t{0}, jumbo.size() / 2, jumbo.size() - 1}) {
        m_view.showByte(place);
        static_cast<void>(picture());
        EXPECT_GT(m_view.paintedRows(), 4U);
        EXPECT_LT(m_view.paintedRows(), 15U);
        EXPECT_TRUE(QRectF(m_view.viewport()->rect()).contains(m_view.digitsRect(place)));
    }
}

TEST_F(HexViews, AreMovedAboutInByKeyboard)
{
    const std::vector<std::tuple<Qt::Key, Qt::KeyboardModifiers, std::size_t>> steps{
        {Qt::Key_Right, {}, 1},
        {Qt::Key_Down, {}, 17},
        {Qt::Key_Left, {}, 16},
        {Qt::Key_End, {}, 31},
        {Qt::Key_Down, {}, 47},
        {Qt::Key_Down, {}, 47},
        {Qt::Key_End, Qt::ControlModifier, 55},
        {Qt::Key_Right, {}, 55},
        {Qt::Key_Home, {}, 48},
        {Qt::Key_PageUp, {}, 0},
        {Qt::Key_Up, {}, 0},
        {Qt::Key_PageDown, {}, 55}};
    for (const auto &[key, modifiers, place] : steps) {
        QTest::keyClick(&m_view, key, modifiers);
        EXPECT_EQ(m_view.currentByte(), place);
        EXPECT_EQ(m_selections.back().at(0).toULongLong(), place);
        EXPECT_EQ(m_selections.back().at(1).toULongLong(), 1U);
    }
    QTest::keyClick(&m_view, Qt::Key_Return);
    EXPECT_EQ(m_again.size(), 1);
}

TEST_F(HexViews, ChooseBytesByMouse)
{
    for (std::size_t place = 0; place < m_packet.size(); ++place) {
        click(place);
        EXPECT_EQ(m_view.currentByte(), place);
    }
    QTest::mouseClick(m_view.viewport(), Qt::LeftButton, {},
                      m_view.letterRect(42).center().toPoint());
    EXPECT_EQ(m_view.currentByte(), 42U);
    click(45, Qt::ShiftModifier);
    EXPECT_EQ(m_selections.back(), QVariantList({qulonglong{42}, qulonglong{4}}));
    click(40, Qt::ShiftModifier);
    EXPECT_EQ(m_selections.back(), QVariantList({qulonglong{40}, qulonglong{3}}));
}

TEST_F(HexViews, CopyWhatIsMarked)
{
    m_view.mark(
        PacketField{.id = FieldId::TcpPayload, .name = "tcp.payload", .begin = 40, .size = 5});
    QTest::keySequence(&m_view, QKeySequence(QKeySequence::Copy));
    EXPECT_EQ(QGuiApplication::clipboard()->text(), "68 65 6c 6c 6f");
}

TEST_F(HexViews, WithoutBytesTakeAnyKeyAndClick)
{
    m_view.setBytes({});
    m_view.setEmptyWords("nothing here");
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_End, Qt::Key_PageUp, Qt::Key_Return})
        QTest::keyClick(&m_view, key);
    QTest::mouseClick(m_view.viewport(), Qt::LeftButton, {}, QPoint(100, 30));
    EXPECT_TRUE(m_selections.isEmpty());
    static_cast<void>(picture());
    EXPECT_EQ(m_view.paintedRows(), 0U);
}

} // namespace

} // namespace twodoors::tests
