// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/door_list_model.h"

#include <algorithm>

namespace twodoors
{

namespace
{

/// No more doors than these are looked through, the latest of them.
constexpr std::size_t mostLookedThrough = 2000;

bool isOfGuest(const DoorView &door, Who guest)
{
    return door.role == DoorRole::Client
           && (door.owner == guest
               || (guest.number == 0 && door.owner.role == guest.role && door.owner.number <= 1));
}

} // namespace

std::vector<DoorId> doorsToFollow(const World &world, Who frontGuest, std::size_t most)
{
    std::vector<const DoorView *> doors; // the latest first
    const std::size_t count = world.doors().size();
    const std::size_t first = count - std::min(count, mostLookedThrough);
    for (std::size_t i = count; i > first; --i) {
        if (world.doors()[i - 1].protocol == Protocol::Tcp)
            doors.push_back(&world.doors()[i - 1]);
    }
    const auto guests = std::ranges::find_if(
        doors, [&](const DoorView *door) { return isOfGuest(*door, frontGuest); });
    const Endpoint guest = guests == doors.end() ? Endpoint{} : (*guests)->local;
    std::ranges::stable_sort(doors, {}, [&](const DoorView *door) {
        const int rank =
            isOfGuest(*door, frontGuest)                                                 ? 0
            : door->role == DoorRole::Connection && guest.isSet() && door->peer == guest ? 1
            : door->role == DoorRole::Welcome                                            ? 2
                                                                                         : 4;
        return door->stage == DoorStage::Gone && rank > 2 ? rank + 1 : rank;
    });
    std::vector<DoorId> ids;
    for (std::size_t i = 0; i < std::min(doors.size(), most); ++i)
        ids.push_back(doors[i]->id);
    return ids;
}

DoorListModel::DoorListModel(const Appearance &appearance, QObject *parent)
    : QAbstractListModel(parent), m_appearance(appearance)
{}

void DoorListModel::setRows(std::vector<Row> rows)
{
    if (rows == m_rows)
        return;
    const bool hasSameDoors = std::ranges::equal(rows, m_rows, {}, &Row::door, &Row::door);
    if (!hasSameDoors) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    m_rows = std::move(rows);
    emit dataChanged(index(0), index(rowCount() - 1));
}

DoorId DoorListModel::doorAt(const QModelIndex &index) const
{
    return index.isValid() ? m_rows[static_cast<std::size_t>(index.row())].door : DoorId::None;
}

QModelIndex DoorListModel::indexOf(DoorId door) const
{
    const auto row = std::ranges::find(m_rows, door, &Row::door);
    return row == m_rows.end() ? QModelIndex() : index(static_cast<int>(row - m_rows.begin()));
}

int DoorListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant DoorListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return row.text;
    case Qt::ForegroundRole:
        return m_appearance.theme().colour(row.ink);
    default:
        return {};
    }
}

} // namespace twodoors
