// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/ids.h"

#include <array>
#include <cstdint>
#include <vector>

namespace twodoors
{

/// The parts of the timeline that an event can leave a mark in.
enum class Band : std::uint8_t { ClientProgram, ClientDoors, Wire, ServerDoors, ServerProgram };
inline constexpr std::size_t bandCount = 5;

/// How much a mark matters where many fall on one pixel: the gravest is drawn.
enum class Gravity : std::uint8_t { None, Plain, Door, Held, Lost };

/// The gravest of many events in each band.
using Marks = std::array<Gravity, bandCount>;

/// How much room each event takes in the timeline's steps, and what is gravest among any of them.
/// Memory: 5 bytes an event, and a sixteenth of that for the levels above.
class EventRows
{
public:
    /// Room is counted in eighths of a row.
    static constexpr std::uint32_t row = 8;

    void clear();
    void append(std::uint32_t eighths, Band band, Gravity gravity);
    [[nodiscard]] std::size_t size() const noexcept { return m_ends.size(); }

    /// The end of the row that the event stands in, in eighths from the first event on; 0 for None.
    [[nodiscard]] std::uint32_t endOf(Seq seq) const noexcept
    {
        return seq == Seq::None ? 0 : m_ends[number(seq) - 1];
    }
    /// The middle of that row, in rows. Events that take no room stand in the row before them.
    [[nodiscard]] double middleOf(Seq seq) const noexcept;

    /// The first event that stands at `rows`, above 0, or below; one past the last where there is
    /// none.
    [[nodiscard]] Seq firstFrom(double rows) const noexcept;

    /// The gravest of the events from `first` up to, not including, `end`.
    [[nodiscard]] Marks gravest(Seq first, Seq end) const noexcept;

private:
    static constexpr std::size_t fanOut = 16;

    using Packed = std::uint16_t; ///< three bits a band

    [[nodiscard]] static Packed packed(Band band, Gravity gravity) noexcept;
    [[nodiscard]] static Packed joined(Packed one, Packed other) noexcept;

    std::vector<std::uint32_t> m_ends;
    std::vector<std::uint8_t> m_marks;         ///< band in the low, gravity in the high half
    std::vector<std::vector<Packed>> m_levels; ///< each of fanOut of the one below
};

} // namespace twodoors
