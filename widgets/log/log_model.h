// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/log/log_filter.h"
#include "widgets/log/log_writer.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QTimer>

namespace twodoors
{

/// The annotated log of the recording that a viewpoint looks at. What its rows say is made when it
/// is asked for; a filter works in short slices between the window's other work, and what it has
/// found is there at once.
class LogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Number, Time, WhoColumn, Headline, Sentence, EvidenceColumn, ColumnCount };

    enum Role {
        SeqRole = Qt::UserRole, ///< the event's number
        InkRole,                ///< an Ink
        InferredRole,           ///< whether nothing better than an inference is known
        MomentRole,             ///< a Moment
        RelationRole            ///< a Relation
    };

    /// Where a row stands to the cursor.
    enum class Moment : std::uint8_t { Past, Present, Future };

    /// What a row's event is to the selected one.
    enum class Relation : std::uint8_t { None, Selected, Cause, Effect };

    /// The viewpoint must outlive the model.
    explicit LogModel(const Viewpoint &view, QObject *parent = nullptr);
    ~LogModel() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    /// None where there is no such row.
    [[nodiscard]] Seq seqAt(int row) const noexcept;
    /// The last row whose event is not after `seq`; -1 where there is none.
    [[nodiscard]] int rowAt(Seq seq) const noexcept;
    /// The row of the cursor.
    [[nodiscard]] int presentRow() const noexcept { return rowAt(m_view.cursor()); }
    /// The row as one line of text, its columns parted by tabs.
    [[nodiscard]] QString plainText(int row) const;

    [[nodiscard]] const LogFilter &filter() const noexcept { return m_filter; }
    void setFilter(const LogFilter &filter);
    [[nodiscard]] bool isSearching() const noexcept { return searched() < m_index.rows().size(); }
    /// How many rows the filter has looked at, and how many there are.
    [[nodiscard]] std::size_t searched() const noexcept;
    [[nodiscard]] std::size_t all() const noexcept { return m_index.rows().size(); }

signals:
    /// More rows are there, or more have been looked at.
    void progressed();

private:
    /// The selected event, with the call that its row stands for too.
    struct Selected {
        Seq seq = Seq::None;
        Seq call = Seq::None;
        Seq cause = Seq::None;
    };

    [[nodiscard]] const std::vector<LogRow> &shown() const noexcept
    {
        return m_filter.isEmpty() ? m_index.rows() : m_found;
    }
    [[nodiscard]] const LogLine &line(const LogRow &row) const;
    [[nodiscard]] QString text(const LogRow &row, int column) const;
    [[nodiscard]] QVariant toolTip(const LogRow &row, int column) const;
    [[nodiscard]] Moment momentOf(int row) const noexcept;
    [[nodiscard]] Relation relationOf(const LogRow &row) const;

    void startAnew();
    void grow();
    void growShown(const LogIndex::Growth &growth);
    void growFound(const LogIndex::Growth &growth);
    void searchAnew();
    void search();
    void sayAnew();
    void moveSelection();
    void changeColumns(int first, int last, const QList<int> &roles);

    const Viewpoint &m_view;
    LogIndex m_index;
    mutable LogWriter m_writer;
    mutable QCache<std::uint32_t, LogLine> m_lines;
    Selected m_selected;

    LogFilter m_filter;
    std::vector<LogRow> m_found;
    Seq m_searched = Seq::None; ///< the last row that was looked at
    LogWriter m_searchWriter;
    QTimer m_searchTimer;
    Tongue m_tongue;
};

} // namespace twodoors
