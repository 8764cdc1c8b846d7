// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"
#include "widgets/canvas/event_rows.h"

namespace twodoors
{

/// How time runs down the timeline: in steps of equal room, or true to scale.
enum class Pace : std::uint8_t { Steps, TrueTime };

/// From events to positions down the timeline and back: rows in steps, seconds in true time.
class TimeScale
{
public:
    /// Both must outlive the scale.
    TimeScale(const EventRows &rows, const Journal &journal, Pace pace)
        : m_rows(rows), m_journal(journal), m_pace(pace)
    {}

    [[nodiscard]] Pace pace() const noexcept { return m_pace; }

    /// Where the event stands.
    [[nodiscard]] double of(Seq seq) const noexcept;
    /// Where what comes after the event begins.
    [[nodiscard]] double after(Seq seq) const noexcept;
    /// The first event that stands at this position or below; one past the last where none does.
    [[nodiscard]] Seq firstFrom(double position) const noexcept;

private:
    const EventRows &m_rows;
    const Journal &m_journal;
    Pace m_pace;
};

} // namespace twodoors
