// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"
#include "wire/packet_fields.h"

#include <QAbstractScrollArea>
#include <functional>
#include <optional>

namespace twodoors
{

/// Bytes as hexadecimal digits and as ASCII, 16 or 8 a row as the width allows. Of the bytes one is
/// the current one, and a field's are marked. Paints the rows that are seen and no others.
class HexView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// Says which bits of the byte at a place differ from what was sent.
    using ChangedBits = std::function<std::uint8_t(std::size_t place)>;

    /// The appearance must outlive the view.
    explicit HexView(const Appearance &appearance, QWidget *parent = nullptr);
    ~HexView() override;

    void setBytes(std::string_view bytes, ChangedBits changedBits = {});
    [[nodiscard]] const std::string &bytes() const noexcept { return m_bytes; }
    /// Said in place of the bytes where there are none.
    void setEmptyWords(const QString &words);

    /// Marks a field's bytes; nothing marks none.
    void mark(const std::optional<PacketField> &field);
    /// Which bits of the byte at a place are marked.
    [[nodiscard]] std::uint8_t markedBits(std::size_t place) const noexcept;

    [[nodiscard]] std::size_t currentByte() const noexcept { return m_current; }
    /// Makes it the current one and scrolls to it; bytesSelected() is not emitted.
    void showByte(std::size_t place);

    [[nodiscard]] std::size_t bytesPerRow() const noexcept { return m_perRow; }
    [[nodiscard]] std::size_t rowCount() const noexcept;
    /// How many rows the last painting took.
    [[nodiscard]] std::size_t paintedRows() const noexcept { return m_paintedRows; }
    /// Where the digits and the letter of a byte stand in the viewport.
    [[nodiscard]] QRectF digitsRect(std::size_t place) const;
    [[nodiscard]] QRectF letterRect(std::size_t place) const;
    /// The width that so many bytes a row take, with frame and scroll bar.
    [[nodiscard]] int widthFor(std::size_t perRow) const;

    [[nodiscard]] QSize sizeHint() const override;

signals:
    /// Bytes were chosen by mouse or keyboard.
    void bytesSelected(std::size_t begin, std::size_t size);
    /// The one byte that was chosen already was chosen once more.
    void bytePickedAgain(std::size_t place);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    static constexpr qreal codeSize = 12;
    static constexpr qreal margin = 10;

    void restyle();
    void layOut();
    void moveTo(std::size_t place, bool extends);
    void copyMarked() const;
    void scrollTo(std::size_t place);
    [[nodiscard]] std::optional<std::size_t> placeAt(const QPointF &point) const;
    [[nodiscard]] std::size_t wholeRows() const;
    [[nodiscard]] qreal digitsX(std::size_t column) const noexcept;
    [[nodiscard]] qreal letterX(std::size_t column) const noexcept;
    [[nodiscard]] qreal rowWidth(std::size_t perRow) const noexcept;
    [[nodiscard]] qreal rowY(std::size_t place) const;
    [[nodiscard]] bool isChanged(std::size_t place) const;
    void paintMarks(QPainter &painter, std::size_t begin, std::size_t end) const;
    void paintBits(QPainter &painter, std::size_t place) const;
    void paintRow(QPainter &painter, std::size_t begin, std::size_t end) const;
    void paintCurrent(QPainter &painter) const;

    const Appearance &m_appearance;
    std::string m_bytes;
    ChangedBits m_changedBits;
    QString m_emptyWords;
    std::optional<PacketField> m_mark;
    std::size_t m_current = 0;
    std::size_t m_anchor = 0; ///< where the choice of several bytes began
    std::size_t m_perRow = 16;
    std::size_t m_paintedRows = 0;
    std::size_t m_offsetDigits = 4;
    qreal m_letter = 8;
    qreal m_rowHeight = 20;
};

} // namespace twodoors
