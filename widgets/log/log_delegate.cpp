// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_delegate.h"

#include "widgets/log/log_model.h"

#include <QPainter>
#include <cmath>

namespace twodoors
{

namespace
{

// lengths of the design
constexpr qreal rowLength = 30;
constexpr qreal gap = 8; ///< at both sides of a cell's text
constexpr qreal bar = 3;
constexpr qreal signRoom = 14;
constexpr qreal pillPadding = 8;
constexpr qreal pillHeight = 18;
constexpr qreal codeSize = 12;

constexpr bool isPill(int column) noexcept
{
    return column == LogModel::WhoColumn || column == LogModel::EvidenceColumn;
}

/// No more of a text than could ever be seen in this width: laying out the rest would be in vain.
QString seenOf(const QString &text, qreal width)
{
    constexpr qreal narrowestLetter = 2;
    return text.left(static_cast<qsizetype>(std::max<qreal>(width, 0) / narrowestLetter) + 1);
}

} // namespace

/// One cell about to be painted, with all that its row says of it.
struct LogDelegate::Cell {
    QRectF rect;
    int column = 0;
    QString text;
    Ink ink = Ink::Dim;
    LogModel::Moment moment = LogModel::Moment::Past;
    LogModel::Relation relation = LogModel::Relation::None;
    bool isInferred = false;
    bool isSelected = false;
    bool hasFocus = false;

    [[nodiscard]] bool isDim() const noexcept { return moment == LogModel::Moment::Future; }
};

LogDelegate::LogDelegate(const Appearance &appearance, QObject *parent)
    : QStyledItemDelegate(parent), m_appearance(appearance)
{
    connect(&m_appearance, &Appearance::changed, this, &LogDelegate::restyle);
    restyle();
}

void LogDelegate::restyle()
{
    const Theme &theme = m_appearance.theme();
    m_types.clear();
    for (int column = 0; column < LogModel::ColumnCount; ++column) {
        const QFont font = isPill(column) ? theme.words(Theme::smallSize, QFont::DemiBold)
                           : column == LogModel::Sentence ? theme.words()
                                                          : theme.code(codeSize);
        m_types.push_back({font, QFontMetricsF(font)});
    }
}

int LogDelegate::rowHeight() const
{
    return static_cast<int>(std::lround(m_appearance.theme().px(rowLength)));
}

int LogDelegate::width(int column, const QStringList &texts) const
{
    const QFontMetricsF &metrics = typeOf(column).metrics;
    qreal widest = 0;
    for (const QString &text : texts)
        widest = std::max(widest, metrics.horizontalAdvance(text));
    qreal around = 2 * gap;
    if (isPill(column))
        around += 2 * pillPadding;
    if (column == LogModel::Number)
        around += bar + signRoom;
    return static_cast<int>(std::ceil(widest + m_appearance.theme().px(around)));
}

QSize LogDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {width(index.column(), {index.data().toString()}), rowHeight()};
}

void LogDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    Cell cell;
    cell.rect = option.rect;
    cell.column = index.column();
    cell.text = index.data().toString();
    cell.moment = static_cast<LogModel::Moment>(index.data(LogModel::MomentRole).toInt());
    cell.isSelected = option.state.testFlag(QStyle::State_Selected);
    const auto *view = qobject_cast<const QWidget *>(option.widget);
    cell.hasFocus = view != nullptr && view->hasFocus();
    if (cell.column == LogModel::Number)
        cell.relation = static_cast<LogModel::Relation>(index.data(LogModel::RelationRole).toInt());
    if (cell.column == LogModel::WhoColumn)
        cell.ink = static_cast<Ink>(index.data(LogModel::InkRole).toInt());
    if (cell.column == LogModel::EvidenceColumn)
        cell.isInferred = index.data(LogModel::InferredRole).toBool();

    painter->save();
    painter->setLayoutDirection(Qt::LeftToRight);
    paintGround(painter, cell);
    if (isPill(cell.column))
        paintPill(painter, cell);
    else
        paintText(painter, cell);
    if (cell.relation != LogModel::Relation::None)
        paintRelation(painter, cell);
    painter->restore();
}

void LogDelegate::paintGround(QPainter *painter, const Cell &cell) const
{
    const Theme &theme = m_appearance.theme();
    const bool isPresent = cell.moment == LogModel::Moment::Present;
    if (isPresent)
        painter->fillRect(cell.rect, theme.colour(Ink::SelectedRow));
    else if (cell.isSelected)
        painter->fillRect(cell.rect, theme.colour(Ink::Button));
    if (!isPresent)
        return;
    const QColor present = theme.colour(Ink::Present);
    if (cell.column == LogModel::Number)
        painter->fillRect(QRectF(cell.rect.topLeft(), QSizeF(theme.px(bar), cell.rect.height())),
                          present);
    if (cell.hasFocus) {
        painter->fillRect(QRectF(cell.rect.topLeft(), QSizeF(cell.rect.width(), 1)), present);
        painter->fillRect(QRectF(cell.rect.left(), cell.rect.bottom() - 1, cell.rect.width(), 1),
                          present);
    }
}

void LogDelegate::paintText(QPainter *painter, const Cell &cell) const
{
    const Theme &theme = m_appearance.theme();
    const bool isSide = cell.column == LogModel::Number || cell.column == LogModel::Time;
    const qreal side = theme.px(gap);
    const QRectF room = cell.rect.adjusted(side, 0, -side, 0);
    const QFontMetricsF &metrics = typeOf(cell.column).metrics;
    const QString text =
        metrics.elidedText(seenOf(cell.text, room.width()), Qt::ElideRight, room.width());
    const qreal left = cell.column == LogModel::Number
                           ? room.right() - metrics.horizontalAdvance(text)
                           : room.left();
    painter->setClipRect(cell.rect); // letters may be stacked as high as one likes
    painter->setFont(typeOf(cell.column).font);
    painter->setPen(theme.colour(isSide || cell.isDim() ? Ink::Dim : Ink::Text));
    painter->drawText(QPointF(left, room.center().y() + (metrics.ascent() - metrics.descent()) / 2),
                      text);
}

void LogDelegate::paintPill(QPainter *painter, const Cell &cell) const
{
    const Theme &theme = m_appearance.theme();
    QFont font = typeOf(cell.column).font;
    font.setItalic(cell.isInferred);
    const QFontMetricsF &metrics = typeOf(cell.column).metrics;
    const qreal padding = theme.px(pillPadding);
    const qreal most = cell.rect.width() - theme.px(2 * gap) - 2 * padding;
    const QString text = metrics.elidedText(seenOf(cell.text, most), Qt::ElideRight, most);
    const QSizeF size(std::ceil(metrics.horizontalAdvance(text)) + 2 * padding,
                      theme.px(pillHeight));
    const QRectF pill(QPointF(cell.rect.left() + theme.px(gap),
                              std::floor(cell.rect.center().y() - size.height() / 2)),
                      size);
    const QColor ink = theme.colour(cell.isDim() ? Ink::Dim : cell.ink);
    const bool isOutlined = cell.isInferred || cell.isDim();
    painter->setRenderHint(QPainter::Antialiasing);
    QPen pen(cell.isInferred ? ink : theme.colour(Ink::Line), 1);
    if (cell.isInferred)
        pen.setDashPattern({3, 2});
    painter->setPen(isOutlined ? pen : QPen(Qt::NoPen));
    painter->setBrush(isOutlined ? QBrush(Qt::NoBrush) : QBrush(theme.colour(tintOf(cell.ink))));
    const QRectF edge = isOutlined ? pill.adjusted(0.5, 0.5, -0.5, -0.5) : pill;
    painter->drawRoundedRect(edge, edge.height() / 2, edge.height() / 2);
    painter->setPen(ink);
    painter->setFont(font);
    painter->drawText(pill, static_cast<int>(Qt::AlignCenter) | Qt::TextSingleLine, text);
}

void LogDelegate::paintRelation(QPainter *painter, const Cell &cell) const
{
    const Theme &theme = m_appearance.theme();
    const QRectF room(cell.rect.left() + theme.px(bar), cell.rect.top(), theme.px(gap + signRoom),
                      cell.rect.height());
    painter->setFont(theme.words(Theme::bodySize, QFont::Bold));
    painter->setPen(theme.colour(Ink::Text));
    painter->drawText(room, Qt::AlignCenter,
                      cell.relation == LogModel::Relation::Cause    ? QStringLiteral("↰")
                      : cell.relation == LogModel::Relation::Effect ? QStringLiteral("↳")
                                                                    : QStringLiteral("▸"));
}

} // namespace twodoors
