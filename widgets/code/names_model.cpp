// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/code/names_model.h"

#include "base/text.h"

#include <QLocale>

namespace twodoors
{

namespace
{

const QString nothing = QStringLiteral("—");

/// Bytes of which the length is said, because not all of them are seen.
constexpr std::size_t longText = 24;

QString stateOf(const DoorView &door)
{
    if (door.state == SocketState::None)
        return {};
    const auto text = QString::fromUtf8(nameOf(door.state).data());
    if (door.state != SocketState::Listen)
        return text;
    return QStringLiteral("%1 %2/%3").arg(text).arg(door.receiveQueue).arg(door.sendQueue);
}

bool gaveValue(const Event &event, std::string_view name)
{
    if (event.kind == Kind::Value)
        return event.into == name;
    return event.kind == Kind::Return && event.error == 0
           && (event.into == name || event.from == name);
}

} // namespace

NamesModel::NamesModel(const Viewpoint &view, QObject *parent)
    : QAbstractTableModel(parent), m_view(view)
{}

void NamesModel::showProgram(const ShownProgram &shown)
{
    beginResetModel();
    m_shown = shown;
    m_rows = rows();
    endResetModel();
}

void NamesModel::refresh()
{
    std::vector<Row> fresh = rows();
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        if (fresh[i] == m_rows[i])
            continue;
        m_rows[i] = std::move(fresh[i]);
        const int row = static_cast<int>(i);
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

std::vector<NamesModel::Row> NamesModel::rows() const
{
    std::vector<Row> rows;
    if (m_shown.program == nullptr)
        return rows;
    const ProgramView *program = m_view.world().program(m_shown.who);
    const Event last = program == nullptr || program->lastEvent == Seq::None
                           ? Event()
                           : m_view.event(program->lastEvent);
    for (const Program::Name &name : m_shown.program->names) {
        rows.push_back(rowOf(name, program == nullptr ? nullptr : program->find(name.text)));
        rows.back().isFresh = gaveValue(last, name.text);
    }
    const Endpoint &server = m_view.recording().header.server;
    Row &first = rows[indexOf(Program::server)];
    if (first.value == nothing && server.isSet())
        first.value = QString::fromStdString(server.text());
    return rows;
}

NamesModel::Row NamesModel::rowOf(const Program::Name &name, const HeldValue *held) const
{
    Row row;
    row.name = QString::fromStdString(name.text);
    row.value = nothing;
    if (held == nullptr)
        return row;
    switch (held->kind) {
    case HeldValue::Kind::Door:
        describeDoor(row, *held);
        break;
    case HeldValue::Kind::Bytes:
        describeBytes(row, *held);
        break;
    case HeldValue::Kind::Address:
        row.value = QString::fromStdString(held->address.text());
        break;
    case HeldValue::Kind::Number:
        row.value = QString::number(held->number);
        break;
    }
    return row;
}

void NamesModel::describeDoor(Row &row, const HeldValue &held) const
{
    const DoorView *door = m_view.world().door(held.door);
    if (door == nullptr) {
        row.value = QStringLiteral("fd %1").arg(held.number);
        return;
    }
    row.value = door->fd >= 0 ? QStringLiteral("fd %1").arg(door->fd)
                              : m_view.appearance().words("code.closed");
    row.shortValue = row.value;
    if (door->local.isSet() && door->local.port != 0 && door->stage != DoorStage::Gone)
        row.value += QStringLiteral(" · :%1").arg(door->local.port);
    if (door->protocol != Protocol::Udp)
        row.state = stateOf(*door);
    else if (door->fd >= 0)
        row.state = door->peer.isSet() ? QString::fromStdString(door->peer.text())
                                       : m_view.appearance().words("code.no-peer");
    if (!row.state.isEmpty())
        row.pill = inkOf(*door);
}

void NamesModel::describeBytes(Row &row, const HeldValue &held) const
{
    row.value = QString::fromStdString(quoted(held.bytes, HeldValue::longestKept));
    if (held.bytes.size() < held.size)
        row.value += "…";
    if (held.size > longText)
        row.state = m_view.appearance().words(
            "code.bytes",
            {{{"count", QLocale(QLocale::English).toString(held.size).toStdString()}}});
}

int NamesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int NamesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant NamesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Name ? row.name : index.column() == Value ? row.value : row.state;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
        const QString value =
            row.value == nothing ? m_view.appearance().words("code.nothing-yet") : row.value;
        const QString state = row.state.isEmpty() ? QString() : " · " + row.state;
        return m_view.appearance().words(
            "code.holds",
            {{{"name", row.name.toStdString()}, {"value", (value + state).toStdString()}}});
    }
    case PillRole:
        return index.column() == State && row.pill ? QVariant(static_cast<int>(*row.pill))
                                                   : QVariant();
    case FreshRole:
        return row.isFresh;
    case ShortRole:
        return row.shortValue.isEmpty() ? row.value : row.shortValue;
    default:
        return {};
    }
}

} // namespace twodoors
