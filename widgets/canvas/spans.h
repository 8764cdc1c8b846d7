// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/ids.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace twodoors
{

/// Things that begin at one event and end at another, in the order of their beginnings: calls,
/// packets, doors. Blocks know their latest end, so that a look at one moment passes over the
/// others.
class Spans
{
public:
    struct Span {
        Seq begin = Seq::None;
        Seq end = Seq::None; ///< None: not ended yet
    };

    void clear();
    /// Adds one that has not ended; begins must not go back. Its place.
    std::uint32_t open(Seq begin);
    void close(std::uint32_t place, Seq end);

    [[nodiscard]] std::size_t size() const noexcept { return m_spans.size(); }
    [[nodiscard]] const Span &operator[](std::size_t place) const noexcept
    {
        return m_spans[place];
    }
    /// The one that begins at this event; nullptr where there is none.
    [[nodiscard]] const Span *beginningAt(Seq begin) const noexcept;

    /// Calls visit(place, span) for those that begin before `moment` and have not ended before it,
    /// in order, as long as it returns true.
    template <class Visit>
    void forEachAcross(Seq moment, Visit visit) const
    {
        forEachReaching(
            0, placeFrom(moment), [&](Seq) { return moment; }, visit);
    }

    /// The same for those that begin in first … last and reach at least as far as reach(begin), a
    /// function that never falls.
    template <class Reach, class Visit>
    void forEachReaching(Seq first, Seq last, Reach reach, Visit visit) const
    {
        forEachReaching(placeFrom(first), placeFrom(static_cast<Seq>(number(last) + 1)), reach,
                        visit);
    }

private:
    static constexpr std::size_t blockSize = 1024;

    [[nodiscard]] static Seq endOf(const Span &span) noexcept
    {
        return span.end == Seq::None ? static_cast<Seq>(std::numeric_limits<std::uint32_t>::max())
                                     : span.end;
    }
    [[nodiscard]] std::size_t placeFrom(Seq begin) const noexcept;

    template <class Reach, class Visit>
    void forEachReaching(std::size_t from, std::size_t to, Reach reach, Visit visit) const
    {
        while (from < to) {
            const std::size_t block = from / blockSize;
            const std::size_t stop = std::min(to, (block + 1) * blockSize);
            if (latestEnd(block) < reach(m_spans[from].begin)) {
                from = stop;
                continue;
            }
            for (; from < stop; ++from) {
                const Span &span = m_spans[from];
                if (endOf(span) >= reach(span.begin)
                    && !visit(static_cast<std::uint32_t>(from), span))
                    return;
            }
        }
    }
    [[nodiscard]] Seq latestEnd(std::size_t block) const noexcept;

    struct Block {
        Seq latestEnd = Seq::None;
        std::uint32_t open = 0;
    };

    std::vector<Span> m_spans;
    std::vector<Block> m_blocks;
};

} // namespace twodoors
