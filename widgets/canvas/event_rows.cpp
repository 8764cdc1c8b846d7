// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/event_rows.h"

#include <algorithm>

namespace twodoors
{

namespace
{

constexpr unsigned bitsOfGravity = 3;

} // namespace

std::uint32_t EventRows::eighthsOf(Mark mark) noexcept
{
    constexpr std::array<std::uint32_t, 4> eighths{0, row * 3 / 4, row, 0};
    return eighths[mark.room];
}

EventRows::Packed EventRows::packed(Mark mark) noexcept
{
    return static_cast<Packed>(unsigned{mark.gravity} << (bitsOfGravity * mark.band));
}

EventRows::Packed EventRows::joined(Packed one, Packed other) noexcept
{
    unsigned result = 0;
    for (unsigned mask = (1U << bitsOfGravity) - 1; mask < (1U << (bitsOfGravity * bandCount));
         mask <<= bitsOfGravity)
        result |= std::max(one & mask, other & mask);
    return static_cast<Packed>(result);
}

void EventRows::clear()
{
    *this = EventRows();
}

void EventRows::append(Room room, Band band, Gravity gravity)
{
    Mark event{};
    event.room = static_cast<unsigned>(room) & 3U;
    event.band = static_cast<unsigned>(band) & 7U;
    event.gravity = static_cast<unsigned>(gravity) & 7U;
    std::size_t place = m_events.size();
    if (place % block == 0)
        m_starts.push_back(m_end);
    m_events.push_back(event);
    m_end += eighthsOf(event);
    const Packed mark = packed(event);
    for (std::size_t level = 0;; ++level) {
        place /= fanOut;
        if (level == m_levels.size())
            m_levels.emplace_back();
        std::vector<Packed> &nodes = m_levels[level];
        if (place == nodes.size())
            nodes.push_back(0);
        const Packed with = joined(nodes[place], mark);
        if (with == nodes[place] && place > 0)
            return; // all above have it, too
        nodes[place] = with;
        if (place == 0)
            return;
    }
}

std::uint32_t EventRows::endOf(Seq seq) const noexcept
{
    const std::size_t count = number(seq);
    if (count == m_events.size())
        return m_end;
    std::uint32_t end = m_starts[count / block];
    for (std::size_t place = count / block * block; place < count; ++place)
        end += eighthsOf(m_events[place]);
    return end;
}

std::size_t EventRows::firstBeyond(double eighths) const noexcept
{
    const auto after = std::ranges::upper_bound(m_starts, eighths);
    if (after == m_starts.begin())
        return 0;
    std::uint32_t end = *(after - 1);
    auto place = static_cast<std::size_t>(after - m_starts.begin() - 1) * block;
    for (; place < m_events.size(); ++place) {
        end += eighthsOf(m_events[place]);
        if (end > eighths)
            break;
    }
    return place;
}

std::uint32_t EventRows::rowEndingAt(std::uint32_t end, std::size_t noLaterThan) const noexcept
{
    // it is the event itself in most cases, and near in nearly all
    for (std::size_t back = 0; back <= std::min(noLaterThan, block); ++back) {
        if (const std::uint32_t room = eighthsOf(m_events[noLaterThan - back]); room != 0)
            return room;
    }
    return eighthsOf(m_events[firstBeyond(end - 1.0)]);
}

double EventRows::middleOf(Seq seq) const noexcept
{
    const std::uint32_t end = endOf(seq);
    if (end == 0)
        return 0;
    return end / double{row} - rowEndingAt(end, number(seq) - 1) / (2.0 * row);
}

Seq EventRows::firstFrom(double rows) const noexcept
{
    const double eighths = rows * row;
    std::size_t place = firstBeyond(eighths);
    if (place < m_events.size()) {
        const std::uint32_t end = endOf(static_cast<Seq>(place + 1));
        if (end - eighthsOf(m_events[place]) / 2.0 < eighths)
            place = firstBeyond(end);
    }
    return static_cast<Seq>(place + 1);
}

Marks EventRows::gravest(Seq first, Seq end) const noexcept
{
    std::size_t from = number(first) - 1;
    const std::size_t to = std::min<std::size_t>(number(end) - 1, m_events.size());
    Packed all = 0;
    while (from < to) {
        // the widest node that begins here and does not reach beyond the end
        std::size_t width = 1;
        std::size_t level = 0;
        while (from % (width * fanOut) == 0 && from + width * fanOut <= to
               && level < m_levels.size()) {
            width *= fanOut;
            ++level;
        }
        if (level == 0) {
            all = joined(all, packed(m_events[from]));
        } else {
            all = joined(all, m_levels[level - 1][from / width]);
        }
        from += width;
    }
    Marks marks{};
    for (std::size_t band = 0; band < bandCount; ++band)
        marks[band] = static_cast<Gravity>((unsigned{all} >> (bitsOfGravity * band))
                                           & ((1U << bitsOfGravity) - 1));
    return marks;
}

} // namespace twodoors
