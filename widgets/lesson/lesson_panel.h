// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/viewpoint.h"

#include <QLabel>
#include <QScrollArea>

namespace twodoors
{

/// The notes of the lesson that is looked at, and the words of Two Doors, in columns of a width
/// that reads well.
class LessonPanel final : public QScrollArea
{
    Q_OBJECT

public:
    /// The viewpoint must outlive the widget.
    explicit LessonPanel(Viewpoint &view, QWidget *parent = nullptr);

    /// What its tab is called.
    [[nodiscard]] QString tabTitle() const;

    /// The columns' rich text, from left to right.
    [[nodiscard]] QStringList columnTexts() const;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void restyle();
    void say();
    void arrange();
    [[nodiscard]] int columnCount() const;
    [[nodiscard]] int longestLine() const;
    [[nodiscard]] QString partsText() const;
    [[nodiscard]] QString glossaryText(std::size_t from, std::size_t to) const;

    Viewpoint &m_view;
    QWidget *m_page;
    std::vector<QLabel *> m_columns; ///< three; the unused are hidden
};

} // namespace twodoors
