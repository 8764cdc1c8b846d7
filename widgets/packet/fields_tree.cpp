// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/packet/fields_tree.h"

#include "widgets/packet/packet_fields_model.h"

#include <QHeaderView>
#include <QPainter>
#include <QResizeEvent>
#include <QStyledItemDelegate>
#include <cmath>

namespace twodoors
{

namespace
{

constexpr qreal rowHeight = 23;
constexpr qreal nameShare = 0.25;
constexpr qreal valueShare = 0.2;

/// Rows with air, and text that keeps its colour where it is selected.
class FieldDelegate final : public QStyledItemDelegate
{
public:
    FieldDelegate(const Appearance &appearance, QObject *parent)
        : QStyledItemDelegate(parent), m_appearance(appearance)
    {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override
    {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        const auto height = static_cast<int>(std::ceil(m_appearance.theme().px(rowHeight)));
        return {size.width(), std::max(size.height(), height)};
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->palette.setBrush(QPalette::HighlightedText, option->palette.brush(QPalette::Text));
    }

private:
    const Appearance &m_appearance;
};

} // namespace

QString captionStyle(const Theme &theme)
{
    const auto css = [&theme](Ink ink) { return theme.colour(ink).name(); };
    return QStringLiteral("background:%1;color:%2;border:none;border-bottom:1px solid %3;"
                          "padding:%4px %5px;font-weight:600;")
        .arg(css(Ink::Panel), css(Ink::Dim), css(Ink::Line))
        .arg(theme.px(4))
        .arg(theme.px(3));
}

FieldsTree::FieldsTree(const Appearance &appearance, QWidget *parent)
    : QTreeView(parent), m_appearance(appearance)
{
    setItemDelegate(new FieldDelegate(appearance, this));
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setSectionsMovable(false);
    header()->setStretchLastSection(true);
    header()->setHighlightSections(false);
    connect(&appearance, &Appearance::changed, this, &FieldsTree::restyle);
    restyle();
}

FieldsTree::~FieldsTree() = default;

void FieldsTree::restyle()
{
    const Theme &theme = m_appearance.theme();
    setFont(theme.words());
    setIndentation(static_cast<int>(theme.px(18)));
    header()->setFont(theme.words(Theme::smallSize));
    header()->setStyleSheet("QHeaderView::section{" + captionStyle(theme)
                            + "}QHeaderView::section:first{padding-left:"
                            + QString::number(theme.px(12)) + "px}");
    header()->setMinimumSectionSize(static_cast<int>(theme.px(60)));
    scheduleDelayedItemsLayout();
    shareOutWidth();
}

void FieldsTree::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        shareOutWidth();
}

void FieldsTree::shareOutWidth()
{
    const int width = viewport()->width();
    header()->resizeSection(PacketFieldsModel::Name, static_cast<int>(width * nameShare));
    header()->resizeSection(PacketFieldsModel::Value, static_cast<int>(width * valueShare));
}

void FieldsTree::drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    QTreeView::drawRow(painter, option, index);
    if (index.row() != currentIndex().row() || index.parent() != currentIndex().parent())
        return;
    const Theme &theme = m_appearance.theme();
    painter->fillRect(QRectF(0, option.rect.top(), theme.px(3), option.rect.height()),
                      theme.colour(Ink::Present));
}

} // namespace twodoors
