// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"

#include <QFontMetricsF>
#include <QStyledItemDelegate>
#include <vector>

namespace twodoors
{

/// Paints the cells of a LogModel: pills for who and evidence, the present row on its own ground
/// with a bar at its left, rows after the cursor in dim ink.
class LogDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// The appearance must outlive the delegate.
    explicit LogDelegate(const Appearance &appearance, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

    [[nodiscard]] int rowHeight() const;
    /// The width of a cell with the longest of these texts in it.
    [[nodiscard]] int width(int column, const QStringList &texts) const;

private:
    struct Cell;

    struct Type {
        QFont font;
        QFontMetricsF metrics;
    };

    void restyle();
    [[nodiscard]] const Type &typeOf(int column) const noexcept
    {
        return m_types[static_cast<std::size_t>(column)];
    }
    void paintGround(QPainter *painter, const Cell &cell) const;
    void paintText(QPainter *painter, const Cell &cell) const;
    void paintPill(QPainter *painter, const Cell &cell) const;
    void paintRelation(QPainter *painter, const Cell &cell) const;

    const Appearance &m_appearance;
    std::vector<Type> m_types; ///< by column
};

} // namespace twodoors
