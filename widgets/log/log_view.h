// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/viewpoint.h"

#include <QTableView>

namespace twodoors
{

class LogDelegate;
class LogModel;

/// The rows of a LogModel. Its present row follows the viewpoint's cursor, and the cursor goes to
/// the row that a hand moves to. Up and Down, pages, Home and End move between rows; all other keys
/// are left to the window.
class LogView final : public QTableView
{
    Q_OBJECT

public:
    /// The most rows that are copied at once.
    static constexpr int mostCopied = 10'000;

    /// The viewpoint and the model must outlive the view.
    LogView(Viewpoint &view, LogModel &model, QWidget *parent = nullptr);
    ~LogView() override;

public slots:
    void copyRows();
    void copySentence();

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    [[nodiscard]] QModelIndex moveCursor(CursorAction action,
                                         Qt::KeyboardModifiers modifiers) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void restyle();
    void followCursor();
    void followGrowth();
    void followSelection();
    void noteScroll();
    void makeCurrent(int row);
    void bringIntoView(int row);
    void placeColumns();
    [[nodiscard]] QStringList longestNames(int column) const;
    [[nodiscard]] int selectedCount() const;
    [[nodiscard]] QList<int> selectedRows() const;

    Viewpoint &m_view;
    LogModel &m_model;
    LogDelegate *m_delegate;
    bool m_isByHand = false;    ///< a key or the mouse is moving the current row
    bool m_isScrolling = false; ///< of itself, not by hand
    bool m_follows = true;      ///< no hand has scrolled the present row away
    bool m_wasInPast = false;
    std::pair<QString, QString> m_sides; ///< texts that the first two columns have room for
};

} // namespace twodoors
