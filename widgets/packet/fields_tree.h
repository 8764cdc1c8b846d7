// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"

#include <QTreeView>

namespace twodoors
{

/// The tree of a packet's fields, in the window's colours and types.
class FieldsTree final : public QTreeView
{
    Q_OBJECT

public:
    /// The appearance must outlive the tree.
    explicit FieldsTree(const Appearance &appearance, QWidget *parent = nullptr);
    ~FieldsTree() override;

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void restyle();
    void shareOutWidth();

    const Appearance &m_appearance;
};

/// As style sheets have it: what stands above a column.
[[nodiscard]] QString captionStyle(const Theme &theme);

} // namespace twodoors
