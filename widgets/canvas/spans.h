// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/clock.h"
#include "journal/ids.h"

#include <algorithm>
#include <bit>
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
    void close(std::uint32_t place, Seq end, Nanoseconds took);

    [[nodiscard]] std::size_t size() const noexcept { return m_spans.size(); }
    [[nodiscard]] const Span &operator[](std::size_t place) const noexcept
    {
        return m_spans[place];
    }
    /// A length in events and in time.
    struct Length {
        std::uint32_t events = 0;
        Nanoseconds time{0};
    };

    /// The one that begins at this event; nullptr where there is none.
    [[nodiscard]] const Span *beginningAt(Seq begin) const noexcept;

    /// Calls visit(place, span) for those that begin before `moment` and have not ended before it,
    /// in order, as long as it returns true.
    template <class Visit>
    void forEachAcross(Seq moment, Visit visit) const
    {
        const std::size_t to = placeFrom(moment);
        for (std::size_t from = 0; from < to;) {
            const std::size_t stop = std::min(to, from + blockSize);
            const bool reaches = latestEnd(from / blockSize) >= moment;
            for (; reaches && from < stop; ++from) {
                const Span &span = m_spans[from];
                if (endOf(span) >= moment && !visit(static_cast<std::uint32_t>(from), span))
                    return;
            }
            from = stop;
        }
    }

    /// The same for those that begin in first … last and are so long or have not ended. Some of
    /// half the time may be among them.
    template <class Visit>
    void forEachLong(Seq first, Seq last, const Length &least, Visit visit) const
    {
        const std::size_t to = placeFrom(static_cast<Seq>(number(last) + 1));
        const std::uint8_t magnitude = magnitudeOf(least.time);
        for (std::size_t from = placeFrom(first); from < to;) {
            const std::size_t stop = std::min(to, (from / blockSize + 1) * blockSize);
            const Block &block = m_blocks[from / blockSize];
            const bool mayBeLong =
                block.open > 0
                || (block.mostEvents >= least.events && block.mostMagnitude >= magnitude);
            for (; mayBeLong && from < stop; ++from) {
                const Span &span = m_spans[from];
                const bool isLong = m_magnitudes[from] >= magnitude
                                    && number(endOf(span)) - number(span.begin) >= least.events;
                if (isLong && !visit(static_cast<std::uint32_t>(from), span))
                    return;
            }
            from = stop;
        }
    }

private:
    static constexpr std::size_t blockSize = 1024;
    static constexpr std::uint8_t openMagnitude = 255;

    /// How many bits a time has.
    [[nodiscard]] static std::uint8_t magnitudeOf(Nanoseconds time) noexcept
    {
        return static_cast<std::uint8_t>(
            std::bit_width(static_cast<std::uint64_t>(std::max(time, Nanoseconds{0}).count())));
    }

    [[nodiscard]] static Seq endOf(const Span &span) noexcept
    {
        return span.end == Seq::None ? static_cast<Seq>(std::numeric_limits<std::uint32_t>::max())
                                     : span.end;
    }
    [[nodiscard]] std::size_t placeFrom(Seq begin) const noexcept;

    [[nodiscard]] Seq latestEnd(std::size_t block) const noexcept;

    struct Block {
        Seq latestEnd = Seq::None;
        std::uint32_t open = 0;
        std::uint32_t mostEvents = 0; ///< of those that have ended
        std::uint8_t mostMagnitude = 0;
    };

    std::vector<Span> m_spans;
    std::vector<std::uint8_t> m_magnitudes; ///< of their times
    std::vector<Block> m_blocks;
};

} // namespace twodoors
