// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/packet/hex_view.h"

#include "widgets/packet/field_bits.h"
#include "wire/bytes.h"

#include <QClipboard>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

namespace twodoors
{

namespace
{

constexpr std::size_t groupSize = 8; ///< a gap stands between groups of so many bytes
constexpr std::size_t fewest = 8;
constexpr std::size_t most = 16;

qreal gapsBefore(std::size_t column) noexcept
{
    return static_cast<qreal>(column / groupSize);
}

} // namespace

HexView::HexView(const Appearance &appearance, QWidget *parent)
    : QAbstractScrollArea(parent), m_appearance(appearance)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    connect(&appearance, &Appearance::changed, this, &HexView::restyle);
    restyle();
}

HexView::~HexView() = default;

void HexView::setBytes(std::string_view bytes, ChangedBits changedBits)
{
    m_bytes = bytes;
    m_changedBits = std::move(changedBits);
    m_mark.reset();
    m_current = 0;
    m_anchor = 0;
    m_offsetDigits = 4;
    for (std::size_t end = m_bytes.size(); end > 0x10000; end >>= 4U)
        ++m_offsetDigits;
    layOut();
    verticalScrollBar()->setValue(0);
}

void HexView::setEmptyWords(const QString &words)
{
    m_emptyWords = words;
    viewport()->update();
}

void HexView::mark(const std::optional<PacketField> &field)
{
    m_mark = field;
    viewport()->update();
}

std::uint8_t HexView::markedBits(std::size_t place) const noexcept
{
    return m_mark && place >= m_mark->begin ? maskOfByte(*m_mark, place - m_mark->begin)
                                            : std::uint8_t{0};
}

void HexView::showByte(std::size_t place)
{
    if (m_bytes.empty())
        return;
    m_current = std::min(place, m_bytes.size() - 1);
    m_anchor = m_current;
    scrollTo(m_current);
    viewport()->update();
}

std::size_t HexView::rowCount() const noexcept
{
    return (m_bytes.size() + m_perRow - 1) / m_perRow;
}

void HexView::restyle()
{
    const QFontMetricsF metrics(m_appearance.theme().code(codeSize));
    m_letter = metrics.horizontalAdvance(QLatin1Char('0'));
    m_rowHeight = std::ceil(metrics.height() + m_appearance.theme().px(5));
    layOut();
    updateGeometry();
}

void HexView::layOut()
{
    m_perRow = viewport()->width() >= rowWidth(most) ? most : fewest;
    const auto rows = static_cast<int>(rowCount());
    const auto page = static_cast<int>(wholeRows());
    verticalScrollBar()->setRange(0, std::max(0, rows - page));
    verticalScrollBar()->setPageStep(page);
    const int width = static_cast<int>(std::ceil(rowWidth(m_perRow)));
    horizontalScrollBar()->setRange(0, std::max(0, width - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(static_cast<int>(m_letter));
    viewport()->update();
}

qreal HexView::digitsX(std::size_t column) const noexcept
{
    const auto offset = static_cast<qreal>(m_offsetDigits) + 2;
    return m_appearance.theme().px(margin)
           + m_letter * (offset + 3 * static_cast<qreal>(column) + gapsBefore(column));
}

qreal HexView::letterX(std::size_t column) const noexcept
{
    const qreal start = digitsX(m_perRow - 1) + 4 * m_letter;
    return start + m_letter * (static_cast<qreal>(column) + gapsBefore(column) / 2);
}

qreal HexView::rowWidth(std::size_t perRow) const noexcept
{
    const auto bytes = static_cast<qreal>(perRow);
    const qreal gaps = gapsBefore(perRow - 1) * 1.5;
    return 2 * m_appearance.theme().px(margin)
           + m_letter * (static_cast<qreal>(m_offsetDigits) + 3 + 4 * bytes + gaps);
}

int HexView::widthFor(std::size_t perRow) const
{
    return static_cast<int>(std::ceil(rowWidth(perRow))) + verticalScrollBar()->sizeHint().width();
}

QSize HexView::sizeHint() const
{
    return {widthFor(most), static_cast<int>(m_rowHeight * 6)};
}

std::size_t HexView::wholeRows() const
{
    const qreal rows = std::floor(viewport()->height() / m_rowHeight);
    return std::max(std::size_t{1}, static_cast<std::size_t>(std::max<qreal>(rows, 0)));
}

qreal HexView::rowY(std::size_t place) const
{
    const auto row = static_cast<qreal>(place / m_perRow);
    return (row - verticalScrollBar()->value()) * m_rowHeight;
}

QRectF HexView::digitsRect(std::size_t place) const
{
    const qreal x = digitsX(place % m_perRow) - horizontalScrollBar()->value();
    return {x - m_letter / 2, rowY(place), 3 * m_letter, m_rowHeight};
}

QRectF HexView::letterRect(std::size_t place) const
{
    const qreal x = letterX(place % m_perRow) - horizontalScrollBar()->value();
    return {x, rowY(place), m_letter, m_rowHeight};
}

std::optional<std::size_t> HexView::placeAt(const QPointF &point) const
{
    if (m_bytes.empty())
        return std::nullopt;
    const auto row = static_cast<std::size_t>(
        std::max<qreal>(0, std::floor(point.y() / m_rowHeight) + verticalScrollBar()->value()));
    const std::size_t begin = std::min(row, rowCount() - 1) * m_perRow;
    const std::size_t last = std::min(begin + m_perRow, m_bytes.size()) - 1;
    const bool isLetter = point.x() >= letterRect(begin).left() - m_letter;
    std::size_t place = begin;
    while (place < last
           && point.x() >= (isLetter ? letterRect(place + 1) : digitsRect(place + 1)).left())
        ++place;
    return place;
}

void HexView::scrollTo(std::size_t place)
{
    const auto row = static_cast<int>(place / m_perRow);
    const auto page = static_cast<int>(wholeRows());
    QScrollBar &bar = *verticalScrollBar();
    if (row < bar.value())
        bar.setValue(row);
    else if (row >= bar.value() + page)
        bar.setValue(row - page + 1);
}

void HexView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
}

void HexView::scrollContentsBy(int, int)
{
    viewport()->update();
}

void HexView::moveTo(std::size_t place, bool extends)
{
    m_current = place;
    if (!extends)
        m_anchor = place;
    scrollTo(place);
    viewport()->update();
    const auto [begin, last] = std::minmax(m_anchor, m_current);
    emit bytesSelected(begin, last - begin + 1);
}

void HexView::mousePressEvent(QMouseEvent *event)
{
    const auto place = placeAt(event->position());
    if (event->button() != Qt::LeftButton || !place)
        return;
    const bool extends = event->modifiers().testFlag(Qt::ShiftModifier);
    if (!extends && *place == m_current && *place == m_anchor && markedBits(*place) != 0)
        emit bytePickedAgain(*place);
    else
        moveTo(*place, extends);
}

void HexView::mouseMoveEvent(QMouseEvent *event)
{
    const auto place = placeAt(event->position());
    if (event->buttons().testFlag(Qt::LeftButton) && place && *place != m_current)
        moveTo(*place, true);
}

void HexView::mouseReleaseEvent(QMouseEvent *event)
{
    event->accept();
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    if (m_bytes.empty() || event->matches(QKeySequence::Copy)) {
        if (m_bytes.empty())
            return QAbstractScrollArea::keyPressEvent(event);
        return copyMarked();
    }
    const std::size_t last = m_bytes.size() - 1;
    const std::size_t page = wholeRows() * m_perRow;
    const std::size_t column = m_current % m_perRow;
    const bool isFar = event->modifiers().testFlag(Qt::ControlModifier);
    const auto back = [this](std::size_t by) {
        return m_current >= by ? m_current - by : m_current;
    };
    const auto on = [this, last](std::size_t by) {
        return by <= last - m_current ? m_current + by : m_current;
    };
    std::size_t place = m_current;
    switch (event->key()) {
    case Qt::Key_Left:
        place = back(1);
        break;
    case Qt::Key_Right:
        place = on(1);
        break;
    case Qt::Key_Up:
        place = back(m_perRow);
        break;
    case Qt::Key_Down:
        place = on(m_perRow);
        break;
    case Qt::Key_PageUp:
        place = m_current >= page ? m_current - page : column;
        break;
    case Qt::Key_PageDown:
        place = std::min(m_current + page, last);
        break;
    case Qt::Key_Home:
        place = isFar ? 0 : m_current - column;
        break;
    case Qt::Key_End:
        place = isFar ? last : std::min(m_current - column + m_perRow - 1, last);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        emit bytePickedAgain(m_current);
        return;
    default:
        return QAbstractScrollArea::keyPressEvent(event);
    }
    moveTo(place, event->modifiers().testFlag(Qt::ShiftModifier));
}

void HexView::copyMarked() const
{
    const bool hasMark = m_mark && m_mark->size > 0;
    const std::size_t begin = hasMark ? m_mark->begin : 0;
    const std::size_t size = hasMark ? m_mark->size : m_bytes.size();
    const std::string_view bytes = std::string_view(m_bytes).substr(begin, size);
    const auto raw = QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
    QGuiApplication::clipboard()->setText(QString::fromLatin1(raw.toHex(' ')));
}

void HexView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void HexView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace twodoors
