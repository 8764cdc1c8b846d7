// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/packet/hex_view.h"
#include "wire/bytes.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

bool isLetter(std::uint8_t byte) noexcept
{
    return byte >= 0x20 && byte < 0x7F;
}

QChar letterOf(std::uint8_t byte) noexcept
{
    return isLetter(byte) ? QChar(byte) : QChar(0x00B7);
}

QString digitsOf(std::uint8_t byte)
{
    constexpr std::string_view digits = "0123456789abcdef";
    const std::array<QChar, 2> letters{QLatin1Char(digits[byte >> 4U]),
                                       QLatin1Char(digits[byte & 0x0FU])};
    return QString(letters.data(), 2);
}

} // namespace

bool HexView::isChanged(std::size_t place) const
{
    return m_changedBits && m_changedBits(place) != 0;
}

void HexView::paintEvent(QPaintEvent *event)
{
    const Theme &theme = m_appearance.theme();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), theme.colour(Ink::Panel));
    m_paintedRows = 0;
    if (m_bytes.empty()) {
        painter.setFont(theme.words());
        painter.setPen(theme.colour(Ink::Dim));
        const auto inset = static_cast<int>(theme.px(margin));
        painter.drawText(viewport()->rect().adjusted(inset, inset, -inset, -inset),
                         Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_emptyWords);
        return;
    }
    const auto top = static_cast<std::size_t>(verticalScrollBar()->value());
    const auto seen = static_cast<std::size_t>(viewport()->height() / m_rowHeight) + 1;
    const std::size_t endRow = std::min(top + seen, rowCount());
    for (std::size_t row = top; row < endRow; ++row) {
        const std::size_t begin = row * m_perRow;
        const std::size_t end = std::min(begin + m_perRow, m_bytes.size());
        paintMarks(painter, begin, end);
        paintRow(painter, begin, end);
        ++m_paintedRows;
    }
    paintCurrent(painter);
}

void HexView::paintMarks(QPainter &painter, std::size_t begin, std::size_t end) const
{
    if (!m_mark || m_mark->size == 0)
        return;
    const std::size_t first = std::max(begin, m_mark->begin);
    const std::size_t beyond = std::min(end, m_mark->begin + m_mark->size);
    if (first >= beyond)
        return;
    const Theme &theme = m_appearance.theme();
    const QColor ground = theme.colour(Ink::SelectedRow);
    const QColor edge = theme.colour(Ink::Present);
    for (const bool asLetters : {false, true}) {
        const auto cell = [&](std::size_t place) {
            return asLetters ? letterRect(place) : digitsRect(place);
        };
        const QRectF marked = cell(first).united(cell(beyond - 1));
        painter.fillRect(marked, ground);
        painter.fillRect(QRectF(marked.left(), marked.bottom() - theme.px(2), marked.width(),
                                theme.px(m_mark->mask == 0 ? 2 : 0)),
                         edge);
    }
    if (m_mark->mask != 0) {
        for (std::size_t place = first; place < beyond; ++place)
            paintBits(painter, place);
    }
}

/// A line under the byte, thick where the bits of the field are.
void HexView::paintBits(QPainter &painter, std::size_t place) const
{
    const Theme &theme = m_appearance.theme();
    const QColor ink = theme.colour(Ink::Text);
    const QRectF cell = digitsRect(place);
    const std::uint8_t bits = markedBits(place);
    const qreal step = cell.width() / 8;
    painter.fillRect(QRectF(cell.left(), cell.bottom() - theme.px(1), cell.width(), theme.px(1)),
                     ink);
    for (unsigned bit = 0; bit < 8; ++bit) {
        if ((bits >> (7 - bit) & 1U) != 0)
            painter.fillRect(
                QRectF(cell.left() + bit * step, cell.bottom() - theme.px(4), step, theme.px(4)),
                ink);
    }
}

void HexView::paintRow(QPainter &painter, std::size_t begin, std::size_t end) const
{
    const Theme &theme = m_appearance.theme();
    const QFont plain = theme.code(codeSize);
    const QFont bold = theme.code(codeSize, QFont::Bold);
    painter.setFont(plain);
    painter.setPen(theme.colour(Ink::Dim));
    const QRectF offset(theme.px(margin) - horizontalScrollBar()->value(), rowY(begin),
                        static_cast<qreal>(m_offsetDigits + 1) * m_letter, m_rowHeight);
    painter.drawText(offset, Qt::AlignLeft | Qt::AlignVCenter,
                     QString::fromStdString(fmt::format("{:0{}x}", begin, m_offsetDigits)));
    for (std::size_t place = begin; place < end; ++place) {
        const std::uint8_t byte = byteAt(m_bytes, place);
        const QRectF digits = digitsRect(place);
        const bool changed = isChanged(place);
        painter.setFont(changed ? bold : plain);
        painter.setPen(theme.colour(changed ? Ink::Lost : Ink::Text));
        painter.drawText(digits, Qt::AlignCenter, digitsOf(byte));
        if (!changed && !isLetter(byte))
            painter.setPen(theme.colour(Ink::Dim));
        painter.drawText(letterRect(place), Qt::AlignCenter, letterOf(byte));
        if (changed) {
            const qreal inset = theme.px(1.5);
            painter.setPen(QPen(theme.colour(Ink::Lost), theme.px(1), Qt::DashLine));
            painter.drawRect(digits.adjusted(inset, inset, -inset, -inset));
        }
    }
}

void HexView::paintCurrent(QPainter &painter) const
{
    if (!hasFocus())
        return;
    const Theme &theme = m_appearance.theme();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.colour(Ink::Client), theme.px(1.5)));
    painter.setBrush(Qt::NoBrush);
    const qreal inset = theme.px(1);
    for (const QRectF &cell : {digitsRect(m_current), letterRect(m_current)})
        painter.drawRoundedRect(cell.adjusted(0, inset, 0, -inset), theme.px(2), theme.px(2));
}

} // namespace twodoors
