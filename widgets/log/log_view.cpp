// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_view.h"

#include "widgets/log/log_delegate.h"
#include "widgets/log/log_model.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

constexpr std::array rowKeys{Qt::Key_Up,       Qt::Key_Down, Qt::Key_PageUp,
                             Qt::Key_PageDown, Qt::Key_Home, Qt::Key_End};

/// Texts as wide as the widest number and time in the log.
std::pair<QString, QString> sidesOf(const Viewpoint &view)
{
    const auto digits = [](std::uint64_t count) {
        return QString(QString::number(count).size(), QLatin1Char('8'));
    };
    const auto last = std::chrono::duration_cast<std::chrono::seconds>(
        view.latest() == Seq::None ? Nanoseconds(0) : view.event(view.latest()).t);
    return {digits(std::max(number(view.latest()), 1000U)),
            digits(static_cast<std::uint64_t>(std::max<std::int64_t>(last.count(), 10)))
                + QStringLiteral(".888 s")};
}

} // namespace

LogView::LogView(Viewpoint &view, LogModel &model, QWidget *parent)
    : QTableView(parent), m_view(view), m_model(model),
      m_delegate(new LogDelegate(view.appearance(), this))
{
    setModel(&model);
    setItemDelegate(m_delegate);
    horizontalHeader()->hide();
    horizontalHeader()->setMinimumSectionSize(0);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setFrameShape(NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setAutoScroll(false);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    connect(&m_view, &Viewpoint::cursorMoved, this, &LogView::followCursor);
    connect(&m_view, &Viewpoint::selectionChanged, this, &LogView::followSelection);
    connect(&m_model, &LogModel::progressed, this, &LogView::followGrowth);
    connect(&m_model, &LogModel::modelReset, this, &LogView::followGrowth);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::noteScroll);
    connect(&m_view.appearance(), &Appearance::changed, this, &LogView::restyle);
    restyle();
    followCursor();
}

LogView::~LogView() = default;

void LogView::restyle()
{
    setAccessibleName(m_view.appearance().words("logpanel.name"));
    const int height = m_delegate->rowHeight();
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setMaximumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
    verticalScrollBar()->setSingleStep(height);
    placeColumns();
    if (m_follows)
        bringIntoView(m_model.presentRow());
    viewport()->update();
}

void LogView::followCursor()
{
    m_follows = m_follows || m_view.isInPast() || m_wasInPast;
    m_wasInPast = m_view.isInPast();
    makeCurrent(m_model.presentRow());
    if (m_follows)
        bringIntoView(m_model.presentRow());
}

void LogView::followGrowth()
{
    if (sidesOf(m_view) != m_sides)
        placeColumns();
    const int present = m_model.presentRow();
    if (currentIndex().row() == present)
        return;
    makeCurrent(present);
    if (m_follows)
        bringIntoView(present);
}

void LogView::followSelection()
{
    if (m_view.hasSelection())
        bringIntoView(m_model.rowAt(m_view.selected()));
}

void LogView::noteScroll()
{
    if (!m_isScrolling)
        m_follows = verticalScrollBar()->value() == verticalScrollBar()->maximum();
}

void LogView::makeCurrent(int row)
{
    if (currentIndex().row() == row)
        return;
    if (row < 0) {
        selectionModel()->clear();
        return;
    }
    const bool keepsSelection = m_isByHand || selectedCount() > 1;
    selectionModel()->setCurrentIndex(m_model.index(row, LogModel::Sentence),
                                      keepsSelection ? QItemSelectionModel::NoUpdate
                                                     : QItemSelectionModel::ClearAndSelect
                                                           | QItemSelectionModel::Rows);
}

void LogView::bringIntoView(int row)
{
    if (row < 0)
        return;
    const QScopedValueRollback scrolling(m_isScrolling, true);
    executeDelayedItemsLayout();
    for (const int shown : {row - 1, row + 1, row}) { // its neighbours too where there is room
        if (const QModelIndex index = m_model.index(shown, LogModel::Sentence); index.isValid())
            scrollTo(index);
    }
}

QStringList LogView::longestNames(int column) const
{
    QStringList names;
    if (column == LogModel::WhoColumn) {
        for (std::size_t role = 0; role < twodoors::names<Role>.size(); ++role)
            names.push_back(m_view.whoText({static_cast<Role>(role), 0}));
        names.push_back(m_view.whoText({Role::Client, 99}));
    } else {
        for (const std::string_view evidence : twodoors::names<Evidence>)
            names.push_back(
                m_view.appearance().words(fmt::format("logpanel.evidence.{}", evidence)));
    }
    return names;
}

void LogView::placeColumns()
{
    m_sides = sidesOf(m_view);
    const Theme &theme = m_view.theme();
    const auto least = static_cast<int>(theme.px(420)); // for the headline and the sentence
    int rest = viewport()->width();
    const auto place = [this, &rest](int column, int width, bool isShown) {
        setColumnHidden(column, !isShown);
        setColumnWidth(column, width);
        rest -= isShown ? width : 0;
    };
    const auto placeWhereRoom = [&](int column, int width) {
        place(column, width, rest - width >= least);
    };
    place(LogModel::Number, m_delegate->width(LogModel::Number, {m_sides.first}), true);
    place(LogModel::WhoColumn,
          m_delegate->width(LogModel::WhoColumn, longestNames(LogModel::WhoColumn)), true);
    placeWhereRoom(LogModel::Time, m_delegate->width(LogModel::Time, {m_sides.second}));
    placeWhereRoom(
        LogModel::EvidenceColumn,
        m_delegate->width(LogModel::EvidenceColumn, longestNames(LogModel::EvidenceColumn)));
    rest = std::max(rest, 2);
    const auto headline =
        static_cast<int>(std::min(std::max(0.31 * rest, theme.px(306)), 0.42 * rest));
    place(LogModel::Headline, headline, true);
    place(LogModel::Sentence, rest, true);
}

void LogView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (m_isByHand && current.isValid())
        m_view.setCursor(m_model.seqAt(current.row()));
}

QModelIndex LogView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    if (action == MoveHome)
        return m_model.index(0, LogModel::Sentence);
    if (action == MoveEnd)
        return m_model.index(m_model.rowCount() - 1, LogModel::Sentence);
    return QTableView::moveCursor(action, modifiers);
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyRows();
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
        return;
    }
    const bool isPlain = (event->modifiers() & (Qt::AltModifier | Qt::MetaModifier)) == 0;
    if (!isPlain || std::ranges::find(rowKeys, event->key()) == rowKeys.end()) {
        event->ignore();
        return;
    }
    const QScopedValueRollback byHand(m_isByHand, true);
    QTableView::keyPressEvent(event);
}

void LogView::mousePressEvent(QMouseEvent *event)
{
    const QScopedValueRollback byHand(m_isByHand, event->button() == Qt::LeftButton);
    QTableView::mousePressEvent(event);
}

void LogView::mouseMoveEvent(QMouseEvent *event)
{
    const QScopedValueRollback byHand(m_isByHand, event->buttons() == Qt::LeftButton);
    QTableView::mouseMoveEvent(event);
}

void LogView::contextMenuEvent(QContextMenuEvent *event)
{
    const int count = selectedCount();
    if (count == 0)
        return;
    const Appearance &appearance = m_view.appearance();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    QAction *rows = menu->addAction(
        count == 1 ? appearance.words("logpanel.copy.row")
                   : appearance.words("logpanel.copy.rows",
                                      {{{"count", QString::number(count).toStdString()}}}),
        QKeySequence::Copy, this, &LogView::copyRows);
    if (count > mostCopied) {
        rows->setEnabled(false);
        rows->setToolTip(appearance.words("logpanel.copy.too-many"));
    }
    menu->addAction(appearance.words("logpanel.copy.sentence"), this, &LogView::copySentence);
    menu->popup(event->reason() == QContextMenuEvent::Keyboard
                    ? viewport()->mapToGlobal(visualRect(currentIndex()).center())
                    : event->globalPos());
}

int LogView::selectedCount() const
{
    int count = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        count += range.height();
    return count;
}

QList<int> LogView::selectedRows() const
{
    QList<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::ranges::sort(rows);
    return rows;
}

void LogView::copyRows()
{
    const int count = selectedCount();
    if (count == 0 || count > mostCopied)
        return;
    QStringList lines;
    for (const int row : selectedRows())
        lines.push_back(m_model.plainText(row));
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void LogView::copySentence()
{
    if (currentIndex().isValid())
        QGuiApplication::clipboard()->setText(
            currentIndex().siblingAtColumn(LogModel::Sentence).data().toString());
}

void LogView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (m_model.rowCount() > 0 || m_model.isSearching())
        return;
    QPainter painter(viewport());
    painter.setFont(m_view.theme().words());
    painter.setPen(m_view.theme().colour(Ink::Dim));
    painter.drawText(viewport()->rect(), static_cast<int>(Qt::AlignCenter) | Qt::TextWordWrap,
                     m_view.appearance().words(
                         m_model.filter().isEmpty() ? "logpanel.empty" : "logpanel.nothing-fits"));
}

void LogView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    placeColumns();
    if (m_follows)
        bringIntoView(m_model.presentRow());
}

void LogView::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    viewport()->update();
}

void LogView::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    viewport()->update();
}

} // namespace twodoors
