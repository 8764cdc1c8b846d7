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
    return m_pace == Pace::Steps ? m_rows.middleOf(seq) : seconds(m_journal.timeOf(seq));
}

double TimeScale::after(Seq seq) const noexcept
{
    return m_pace == Pace::Steps ? m_rows.endOf(seq) / double{EventRows::row} : of(seq);
}

Seq TimeScale::firstFrom(double position) const noexcept
{
    if (position <= 0)
        return static_cast<Seq>(1);
    if (m_pace == Pace::Steps)
        return m_rows.firstFrom(position);
    std::uint32_t low = 1;
    std::uint32_t high = static_cast<std::uint32_t>(m_rows.size()) + 1;
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
