// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_model.h"

#include <QElapsedTimer>
#include <algorithm>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

constexpr int keptLines = 1024;

/// As many rows are taken out one by one; beyond that a view is quicker to begin anew.
constexpr std::size_t mostRemovals = 32;

constexpr qint64 sliceMilliseconds = 4;

QString secondsText(Nanoseconds t, int decimals)
{
    const double seconds = std::chrono::duration<double>(t).count();
    return QString::number(seconds, 'f', decimals) + QStringLiteral(" s");
}

/// A whole text under the mouse: it wraps, and nothing in it is markup.
QString toolTipOf(const QString &text)
{
    return QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped());
}

constexpr std::array<std::string_view, LogModel::ColumnCount> columnKeys{
    "logpanel.column.number", "logpanel.column.time",     "logpanel.column.who",
    "logpanel.column.event",  "logpanel.column.sentence", "logpanel.column.evidence"};

} // namespace

LogModel::LogModel(const Viewpoint &view, QObject *parent)
    : QAbstractTableModel(parent), m_view(view), m_writer(view), m_lines(keptLines),
      m_searchWriter(view), m_tongue(view.appearance().tongue())
{
    m_searchTimer.setSingleShot(true);
    connect(&m_searchTimer, &QTimer::timeout, this, &LogModel::search);
    connect(&m_view, &Viewpoint::recordingChanged, this, &LogModel::startAnew);
    connect(&m_view, &Viewpoint::grown, this, &LogModel::grow);
    connect(&m_view, &Viewpoint::cursorMoved, this, &LogModel::moveSelection);
    connect(&m_view, &Viewpoint::selectionChanged, this, &LogModel::moveSelection);
    connect(&m_view.appearance(), &Appearance::changed, this, &LogModel::sayAnew);
    startAnew();
}

LogModel::~LogModel() = default;

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(shown().size());
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LogRow &row = shown()[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        return toolTip(row, index.column());
    case Qt::TextAlignmentRole:
        return QVariant(index.column() == Number ? Qt::AlignRight | Qt::AlignVCenter
                                                 : Qt::AlignLeft | Qt::AlignVCenter);
    case SeqRole:
        return number(row.seq);
    case InkRole:
        return static_cast<int>(line(row).ink);
    case InferredRole:
        return line(row).evidence == Evidence::Inferred;
    case MomentRole:
        return static_cast<int>(momentOf(index.row()));
    case RelationRole:
        return static_cast<int>(relationOf(row));
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0
        || section >= ColumnCount)
        return {};
    return m_view.appearance().words(columnKeys[static_cast<std::size_t>(section)]);
}

const LogLine &LogModel::line(const LogRow &row) const
{
    if (const LogLine *known = m_lines.object(number(row.seq)))
        return *known;
    auto *made = new LogLine(m_writer.line(row));
    m_lines.insert(number(row.seq), made);
    return *made;
}

QString LogModel::text(const LogRow &row, int column) const
{
    switch (column) {
    case Number:
        return QString::number(number(row.seq));
    case Time:
        return secondsText(line(row).t, 3);
    case WhoColumn:
        return line(row).who;
    case Headline:
        return line(row).headline;
    case Sentence:
        return line(row).sentence;
    case EvidenceColumn:
        return m_view.appearance().words(
            fmt::format("logpanel.evidence.{}", nameOf(line(row).evidence)));
    default:
        return {};
    }
}

QVariant LogModel::toolTip(const LogRow &row, int column) const
{
    const Appearance &appearance = m_view.appearance();
    switch (column) {
    case Number:
        switch (relationOf(row)) {
        case Relation::Selected:
            return toolTipOf(appearance.words("logpanel.relation.selected"));
        case Relation::Cause:
            return toolTipOf(appearance.words("logpanel.relation.cause"));
        case Relation::Effect:
            return toolTipOf(appearance.words("logpanel.relation.effect"));
        case Relation::None:
            break;
        }
        return {};
    case Time:
        return secondsText(line(row).t, 9);
    case EvidenceColumn:
        return toolTipOf(appearance.words(
            fmt::format("logpanel.evidence-meaning.{}", nameOf(line(row).evidence))));
    default:
        return toolTipOf(text(row, column));
    }
}

LogModel::Moment LogModel::momentOf(int row) const noexcept
{
    const int present = presentRow();
    return row < present ? Moment::Past : row == present ? Moment::Present : Moment::Future;
}

LogModel::Relation LogModel::relationOf(const LogRow &row) const
{
    if (m_selected.seq == Seq::None)
        return Relation::None;
    const LogLine &said = line(row);
    if (row.seq == m_selected.seq || said.call == m_selected.seq)
        return m_view.hasSelection() ? Relation::Selected : Relation::None;
    if (m_selected.cause != Seq::None
        && (row.seq == m_selected.cause || said.call == m_selected.cause))
        return Relation::Cause;
    if (said.cause != Seq::None && (said.cause == m_selected.seq || said.cause == m_selected.call))
        return Relation::Effect;
    return Relation::None;
}

Seq LogModel::seqAt(int row) const noexcept
{
    const auto &rows = shown();
    return row < 0 || static_cast<std::size_t>(row) >= rows.size()
               ? Seq::None
               : rows[static_cast<std::size_t>(row)].seq;
}

int LogModel::rowAt(Seq seq) const noexcept
{
    return static_cast<int>(placeOf(static_cast<Seq>(number(seq) + 1), shown())) - 1;
}

QString LogModel::plainText(int row) const
{
    QStringList columns;
    for (int column = 0; column < ColumnCount; ++column)
        columns.push_back(data(index(row, column), Qt::DisplayRole).toString());
    return columns.join(QLatin1Char('\t'));
}

std::size_t LogModel::searched() const noexcept
{
    return m_filter.isEmpty() ? all()
                              : placeOf(static_cast<Seq>(number(m_searched) + 1), m_index.rows());
}

void LogModel::startAnew()
{
    beginResetModel();
    m_index.clear();
    m_writer.clear();
    m_searchWriter.clear();
    m_lines.clear();
    m_found.clear();
    m_searched = Seq::None;
    m_searchTimer.stop();
    m_index.take(m_index.read(m_view.journal(), m_view.latest()));
    m_selected = {};
    endResetModel();
    moveSelection();
    if (!m_filter.isEmpty())
        search();
    emit progressed();
}

void LogModel::grow()
{
    const LogIndex::Growth growth = m_index.read(m_view.journal(), m_view.latest());
    if (m_filter.isEmpty())
        growShown(growth);
    else
        growFound(growth);
    emit progressed();
}

void LogModel::growShown(const LogIndex::Growth &growth)
{
    if (growth.settled.size() > mostRemovals) {
        beginResetModel();
        m_index.take(growth);
        endResetModel();
        return;
    }
    for (auto place = growth.settled.rbegin(); place != growth.settled.rend(); ++place) {
        beginRemoveRows({}, static_cast<int>(*place), static_cast<int>(*place));
        m_index.settle(*place);
        endRemoveRows();
    }
    if (growth.rows.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(growth.rows.size()) - 1);
    m_index.append(growth.rows);
    endInsertRows();
}

void LogModel::growFound(const LogIndex::Growth &growth)
{
    std::vector<std::size_t> places;
    for (const std::size_t settled : growth.settled) {
        const Seq call = m_index.rows()[settled].seq;
        const std::size_t place = placeOf(call, m_found);
        if (place < m_found.size() && m_found[place].seq == call)
            places.push_back(place);
    }
    m_index.take(growth);
    if (places.size() > mostRemovals) {
        searchAnew();
        return;
    }
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
        beginRemoveRows({}, static_cast<int>(*place), static_cast<int>(*place));
        m_found.erase(m_found.begin() + static_cast<std::ptrdiff_t>(*place));
        endRemoveRows();
    }
    if (!m_searchTimer.isActive())
        search();
}

void LogModel::setFilter(const LogFilter &filter)
{
    if (filter == m_filter)
        return;
    beginResetModel();
    m_filter = filter;
    m_found.clear();
    m_searched = Seq::None;
    m_searchTimer.stop();
    endResetModel();
    if (!m_filter.isEmpty())
        search();
    emit progressed();
}

void LogModel::searchAnew()
{
    beginResetModel();
    m_found.clear();
    m_searched = Seq::None;
    endResetModel();
    search();
}

void LogModel::search()
{
    const auto &rows = m_index.rows();
    const QStringMatcher matcher(m_filter.text, Qt::CaseInsensitive);
    const bool asksText = !m_filter.text.isEmpty();
    std::vector<LogRow> found;
    std::size_t place = searched();
    QElapsedTimer clock;
    clock.start();
    for (bool isOver = false; place < rows.size() && !isOver; ++place) {
        const LogRow &row = rows[place];
        bool fits = m_filter.fits(row);
        if (fits && asksText) {
            fits = m_searchWriter.says(row, matcher);
            isOver = clock.hasExpired(sliceMilliseconds);
        } else if (place % 1024 == 0) {
            isOver = clock.hasExpired(sliceMilliseconds);
        }
        if (fits)
            found.push_back(row);
        m_searched = row.seq;
    }
    if (!found.empty()) {
        const int first = rowCount();
        beginInsertRows({}, first, first + static_cast<int>(found.size()) - 1);
        m_found.insert(m_found.end(), found.begin(), found.end());
        endInsertRows();
    }
    if (place < rows.size())
        m_searchTimer.start(0);
    emit progressed();
}

void LogModel::sayAnew()
{
    m_lines.clear();
    if (m_tongue != m_view.appearance().tongue()) {
        m_tongue = m_view.appearance().tongue();
        if (!m_filter.text.isEmpty())
            searchAnew();
    }
    changeColumns(0, ColumnCount - 1, {});
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

void LogModel::moveSelection()
{
    m_selected = {};
    const Seq selected = m_view.selected();
    if (selected != Seq::None && selected <= m_view.latest()) {
        m_selected.seq = selected;
        m_selected.cause = m_view.event(selected).cause;
        const auto &rows = m_index.rows();
        const std::size_t place = placeOf(selected, rows);
        if (place < rows.size() && rows[place].seq == selected
            && (rows[place].isWhole || rows[place].kind == Kind::Wait)) {
            m_selected.call = m_selected.cause;
            m_selected.cause = m_view.event(m_selected.call).cause;
        }
    }
    changeColumns(0, ColumnCount - 1, {MomentRole, RelationRole});
}

void LogModel::changeColumns(int first, int last, const QList<int> &roles)
{
    if (rowCount() > 0)
        emit dataChanged(index(0, first), index(rowCount() - 1, last), roles);
}

} // namespace twodoors
