// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/event_rows.h"

#include <algorithm>

namespace twodoors
{

namespace
{

constexpr unsigned bitsOfGravity = 3;
constexpr unsigned bitsOfBand = 4;

} // namespace

EventRows::Packed EventRows::packed(Band band, Gravity gravity) noexcept
{
    return static_cast<Packed>(static_cast<unsigned>(gravity)
                               << (bitsOfGravity * static_cast<unsigned>(band)));
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
    m_ends.clear();
    m_marks.clear();
    m_levels.clear();
}

void EventRows::append(std::uint32_t eighths, Band band, Gravity gravity)
{
    std::size_t place = m_ends.size();
    m_ends.push_back((m_ends.empty() ? 0 : m_ends.back()) + eighths);
    m_marks.push_back(static_cast<std::uint8_t>(static_cast<unsigned>(band)
                                                | static_cast<unsigned>(gravity) << bitsOfBand));
    const Packed mark = packed(band, gravity);
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

double EventRows::middleOf(Seq seq) const noexcept
{
    const std::uint32_t end = endOf(seq);
    if (end == 0)
        return 0;
    const auto place = m_ends.begin() + number(seq) - 1;
    // the row's first event is near in nearly all cases
    constexpr std::ptrdiff_t near = 8;
    auto from = place - std::min(place - m_ends.begin(), near);
    if (from != m_ends.begin() && *from == end)
        from = m_ends.begin();
    const auto owner = std::lower_bound(from, place, end);
    const std::uint32_t begin = owner == m_ends.begin() ? 0 : *(owner - 1);
    return (begin + end) / (2.0 * row);
}

Seq EventRows::firstFrom(double rows) const noexcept
{
    const auto isBefore = [](double limit, std::uint32_t end) { return limit < end; };
    auto place = std::upper_bound(m_ends.begin(), m_ends.end(), rows * row, isBefore);
    if (place != m_ends.end()) {
        const std::uint32_t begin = place == m_ends.begin() ? 0 : *(place - 1);
        const std::uint32_t end = *place;
        if ((begin + end) / (2.0 * row) < rows)
            place = std::upper_bound(place, m_ends.end(), end);
    }
    return static_cast<Seq>(place - m_ends.begin() + 1);
}

Marks EventRows::gravest(Seq first, Seq end) const noexcept
{
    std::size_t from = number(first) - 1;
    const std::size_t to = std::min<std::size_t>(number(end) - 1, m_ends.size());
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
            const std::uint8_t mark = m_marks[from];
            all = joined(all, packed(static_cast<Band>(mark & ((1U << bitsOfBand) - 1)),
                                     static_cast<Gravity>(mark >> bitsOfBand)));
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
