// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"
#include "world/world.h"

#include <QAbstractListModel>
#include <vector>

namespace twodoors
{

/// The TCP doors of a World that a person may want to follow, the front guest's first.
[[nodiscard]] std::vector<DoorId> doorsToFollow(const World &world, Who frontGuest,
                                                std::size_t most);

/// Doors as rows: what they are called and the state they stand in.
class DoorListModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    struct Row {
        DoorId door = DoorId::None;
        QString text;
        Ink ink = Ink::Text;

        friend bool operator==(const Row &, const Row &) = default;
    };

    /// The appearance must outlive the model.
    explicit DoorListModel(const Appearance &appearance, QObject *parent = nullptr);

    void setRows(std::vector<Row> rows);
    [[nodiscard]] DoorId doorAt(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(DoorId door) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    const Appearance &m_appearance;
    std::vector<Row> m_rows;
};

} // namespace twodoors
