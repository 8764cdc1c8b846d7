// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"

#include <cstdint>
#include <span>
#include <vector>

namespace twodoors
{

/// A row of the annotated log, by the event whose number it bears.
struct LogRow {
    Seq seq = Seq::None;
    Kind kind = Kind::Line;
    Role role = Role::TwoDoors;
    bool isWhole = false;   ///< a return that stands for its call too
    bool isSettled = false; ///< a call whose return or wait has a row: it is about to lose its own
};

/// Which events of a journal have a row of their own: a call is one row with its return, or, where
/// the kernel saw it wait, one when it waits and one when it returns. Until one of them comes, the
/// call itself has a row. Rows are in the order of their events.
class LogIndex
{
public:
    /// What some more events change.
    struct Growth {
        std::vector<std::size_t> settled; ///< places of rows that go, in rising order
        std::vector<LogRow> rows;         ///< that come, after all others
    };

    [[nodiscard]] const std::vector<LogRow> &rows() const noexcept { return m_rows; }

    /// Reads the events up to `end` that were not read yet. The rows change by settle() and
    /// append(), or by take().
    [[nodiscard]] Growth read(const Journal &journal, Seq end);
    void settle(std::size_t place);
    void append(std::span<const LogRow> rows);
    /// All of a growth at once.
    void take(const Growth &growth);

    void clear();

private:
    [[nodiscard]] bool settleCall(Seq call, Growth &growth);

    std::vector<LogRow> m_rows;
    Seq m_read = Seq::None;
};

/// The place of the first row whose event is not before `seq`; quick near the end.
[[nodiscard]] std::size_t placeOf(Seq seq, std::span<const LogRow> rows) noexcept;

} // namespace twodoors
