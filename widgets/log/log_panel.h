// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace twodoors
{

class LogFilterBar;
class LogModel;
class LogView;
class Viewpoint;

/// The annotated log: what happened, row by row, with a sentence on each; what of it is shown; and
/// a line for a remark of one's own.
class LogPanel final : public QWidget
{
    Q_OBJECT

public:
    /// The viewpoint must outlive the panel.
    explicit LogPanel(Viewpoint &view, QWidget *parent = nullptr);
    ~LogPanel() override;

    [[nodiscard]] LogModel &model() const noexcept { return *m_model; }
    [[nodiscard]] LogView &rows() const noexcept { return *m_rows; }
    [[nodiscard]] LogFilterBar &filterBar() const noexcept { return *m_filterBar; }

signals:
    /// A remark that the person wants in the journal: not empty, one line.
    void remarkWanted(const QString &text);

public slots:
    void setRemarksPossible(bool possible, const QString &whyNot);
    void focusFilter();

private:
    void restyle();
    void sayRemarks();
    void countEvents();
    void addRemark();

    Viewpoint &m_view;
    LogModel *m_model;
    LogView *m_rows;
    LogFilterBar *m_filterBar;
    QLineEdit *m_remark;
    QToolButton *m_add;
    bool m_remarksPossible = true;
    QString m_whyNoRemarks;
};

} // namespace twodoors
