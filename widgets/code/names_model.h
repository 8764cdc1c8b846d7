// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/code/line_words.h"

#include <QAbstractTableModel>
#include <optional>
#include <vector>

namespace twodoors
{

/// The names of a program, in the order in which they come in it, and what each holds at the
/// cursor.
class NamesModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Value, State, ColumnCount };
    enum DataRole {
        PillRole = Qt::UserRole, ///< of State: the Ink of the pill; invalid where it is plain words
        FreshRole,               ///< whether the program's last event gave the name its value
        ShortRole                ///< of Value: what to show where there is no room for all of it
    };

    /// The viewpoint must outlive the model.
    explicit NamesModel(const Viewpoint &view, QObject *parent = nullptr);

    void showProgram(const ShownProgram &shown);
    /// To be called whenever the World at the cursor, or the language, is another.
    void refresh();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Row {
        QString name;
        QString value;
        QString shortValue;
        QString state;
        std::optional<Ink> pill;
        bool isFresh = false;

        friend bool operator==(const Row &, const Row &) = default;
    };

    [[nodiscard]] std::vector<Row> rows() const;
    [[nodiscard]] Row rowOf(const Program::Name &name, const HeldValue *held) const;
    void describeDoor(Row &row, const HeldValue &held) const;
    void describeBytes(Row &row, const HeldValue &held) const;

    const Viewpoint &m_view;
    ShownProgram m_shown;
    std::vector<Row> m_rows;
};

} // namespace twodoors
