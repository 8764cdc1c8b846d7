// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/code/names_view.h"

#include "widgets/code/code_colours.h"
#include "widgets/code/names_model.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextOption>
#include <algorithm>
#include <cmath>

namespace twodoors
{

namespace
{

/// Paints one cell in the theme; a state of the kernel's as a pill.
class NameDelegate final : public QStyledItemDelegate
{
public:
    NameDelegate(const Appearance &appearance, QObject *parent)
        : QStyledItemDelegate(parent), m_appearance(appearance)
    {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem & /*option*/,
                                 const QModelIndex &index) const override
    {
        const QString text = index.data().toString();
        if (text.isEmpty())
            return {0, 0};
        const qreal width = QFontMetricsF(fontOf(index)).horizontalAdvance(text);
        const bool isPill = index.data(NamesModel::PillRole).isValid();
        return {static_cast<int>(std::ceil(width + (isPill ? 2 * pillPadding() : 0) + gap())), 0};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        painter->save();
        const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus)
                              || (option.state.testFlag(QStyle::State_Selected)
                                  && option.state.testFlag(QStyle::State_Active)
                                  && option.widget != nullptr && option.widget->hasFocus());
        if (hasFocus)
            painter->fillRect(option.rect, theme().colour(Ink::SelectedRow));
        if (index.data(NamesModel::PillRole).isValid())
            paintPill(*painter, option.rect, index);
        else
            paintWords(*painter, option.rect, index);
        painter->restore();
    }

private:
    [[nodiscard]] const Theme &theme() const { return m_appearance.theme(); }
    [[nodiscard]] qreal gap() const { return theme().px(10); }
    [[nodiscard]] qreal pillPadding() const { return theme().px(7); }

    [[nodiscard]] QFont fontOf(const QModelIndex &index) const
    {
        if (index.column() == NamesModel::State)
            return theme().words(10.5, QFont::DemiBold);
        QFont font = codeFont(theme());
        if (index.data(NamesModel::FreshRole).toBool())
            font.setWeight(QFont::Bold);
        return font;
    }

    void paintWords(QPainter &painter, const QRect &rect, const QModelIndex &index) const
    {
        const QFont font = fontOf(index);
        const QFontMetricsF metrics(font);
        const qreal room = rect.width() - gap();
        QString text = index.data().toString();
        if (metrics.horizontalAdvance(text) > room && index.column() == NamesModel::Value)
            text = metrics.elidedText(index.data(NamesModel::ShortRole).toString(), Qt::ElideRight,
                                      room);
        const bool isLoud =
            index.column() == NamesModel::Name || index.data(NamesModel::FreshRole).toBool();
        painter.setFont(font);
        painter.setPen(theme().colour(isLoud ? Ink::Text : Ink::Dim));
        const bool isState = index.column() == NamesModel::State;
        const Qt::Alignment side = isState ? Qt::AlignRight : Qt::AlignLeft;
        QTextOption option(side | Qt::AlignVCenter);
        option.setWrapMode(QTextOption::NoWrap);
        painter.drawText(QRectF(rect), text, option);
    }

    void paintPill(QPainter &painter, const QRect &rect, const QModelIndex &index) const
    {
        const auto ink = static_cast<Ink>(index.data(NamesModel::PillRole).toInt());
        const QFont font = fontOf(index);
        const QString text = index.data().toString();
        const qreal width = QFontMetricsF(font).horizontalAdvance(text) + 2 * pillPadding();
        const qreal height = theme().px(18);
        const QRectF pill(rect.right() + 1 - width, rect.center().y() - height / 2 + 0.5, width,
                          height);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().colour(tintOf(ink)));
        painter.drawRoundedRect(pill, height / 2, height / 2);
        painter.setFont(font);
        painter.setPen(theme().colour(ink));
        painter.drawText(pill, Qt::AlignCenter, text);
    }

    const Appearance &m_appearance;
};

} // namespace

NamesView::NamesView(const Appearance &appearance, QWidget *parent)
    : QTableView(parent), m_appearance(appearance)
{
    setItemDelegate(new NameDelegate(appearance, this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    horizontalHeader()->hide();
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMinimumSectionSize(0);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(0);
    connect(&m_appearance, &Appearance::changed, this, &NamesView::restyle);
    restyle();
}

void NamesView::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    connect(model, &QAbstractItemModel::dataChanged, this, &NamesView::shareWidth);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        shareWidth();
        updateGeometry();
    });
    viewport()->setAutoFillBackground(false); // the pane behind it has the ground
    shareWidth();
}

int NamesView::rowHeight() const
{
    return static_cast<int>(std::lround(m_appearance.theme().px(25)));
}

void NamesView::restyle()
{
    verticalHeader()->setDefaultSectionSize(rowHeight());
    shareWidth();
    updateGeometry();
    viewport()->update();
}

void NamesView::shareWidth()
{
    if (model() == nullptr)
        return;
    const auto wanted = [this](int column) {
        int width = 0;
        for (int row = 0; row < model()->rowCount(); ++row)
            width =
                std::max(width, itemDelegate()->sizeHint({}, model()->index(row, column)).width());
        return width;
    };
    clearSpans();
    for (int row = 0; row < model()->rowCount(); ++row) {
        if (model()->index(row, NamesModel::State).data().toString().isEmpty())
            setSpan(row, NamesModel::Value, 1, 2);
    }
    const int names = wanted(NamesModel::Name);
    const int states = wanted(NamesModel::State);
    setColumnWidth(NamesModel::Name, names);
    setColumnWidth(NamesModel::State, states);
    setColumnWidth(NamesModel::Value, std::max(viewport()->width() - names - states, 0));
}

void NamesView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    shareWidth();
}

QSize NamesView::sizeHint() const
{
    const int rows = model() == nullptr ? 0 : model()->rowCount();
    return {static_cast<int>(m_appearance.theme().px(240)), rows * rowHeight()};
}

QSize NamesView::minimumSizeHint() const
{
    constexpr int fewest = 3;
    return {static_cast<int>(m_appearance.theme().px(120)),
            std::min(sizeHint().height(), fewest * rowHeight())};
}

} // namespace twodoors
