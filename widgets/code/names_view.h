// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"

#include <QTableView>

namespace twodoors
{

/// A NamesModel as a small table without lines, as tall as its rows.
class NamesView final : public QTableView
{
    Q_OBJECT

public:
    /// The appearance must outlive the view.
    explicit NamesView(const Appearance &appearance, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void restyle();
    /// Names and states get what they need, values what is left.
    void shareWidth();
    [[nodiscard]] int rowHeight() const;

    const Appearance &m_appearance;
};

} // namespace twodoors
