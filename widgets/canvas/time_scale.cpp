// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/time_scale.h"

namespace twodoors
{

namespace
{

double seconds(Nanoseconds time) noexcept
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

double TimeScale::of(Seq seq) const noexcept
{
    if (seq == Seq::None)
        return 0;
    return m_pace == Pace::Steps ? m_rows.middleOf(seq) : seconds(m_journal.at(seq).t);
}

double TimeScale::after(Seq seq) const noexcept
{
    return m_pace == Pace::Steps ? m_rows.endOf(seq) / double{EventRows::row} : of(seq);
}

Seq TimeScale::firstFrom(double position) const noexcept
{
    std::uint32_t low = 1;
    std::uint32_t high = static_cast<std::uint32_t>(m_rows.size()) + 1;
    if (m_pace == Pace::Steps && position > 0) {
        // events stand in the middle of their rows, so that only the row found can lie above
        low = std::min(number(m_rows.firstBeyond(position)), high);
        if (low < high && of(static_cast<Seq>(low)) >= position)
            return static_cast<Seq>(low);
    }
    while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (of(static_cast<Seq>(middle)) < position)
            low = middle + 1;
        else
            high = middle;
    }
    return static_cast<Seq>(low);
}

} // namespace twodoors
