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

/// How much room an event takes: none, where it stands in the row before it, a low row, a row.
enum class Room : std::uint8_t { None, Low, Whole };

/// How much room each event takes in the timeline's steps, and what is gravest among any of them.
/// Memory: 1.3 bytes an event.
class EventRows
{
public:
    /// Room is counted in eighths of a row.
    static constexpr std::uint32_t row = 8;

    void clear();
    void append(Room room, Band band, Gravity gravity);
    [[nodiscard]] std::size_t size() const noexcept { return m_events.size(); }

    /// The end of the row that the event stands in, in eighths from the first event on; 0 for None.
    [[nodiscard]] std::uint32_t endOf(Seq seq) const noexcept;
    /// The middle of that row, in rows. Events that take no room stand in the row before them.
    [[nodiscard]] double middleOf(Seq seq) const noexcept;

    /// The first event that stands at `rows`, above 0, or below; one past the last where there is
    /// none.
    [[nodiscard]] Seq firstFrom(double rows) const noexcept;

    /// The gravest of the events from `first` up to, not including, `end`.
    [[nodiscard]] Marks gravest(Seq first, Seq end) const noexcept;

private:
    static constexpr std::size_t fanOut = 16;

    /// How many events begin a new sum of their rooms.
    static constexpr std::size_t block = 64;

    using Packed = std::uint16_t; ///< three bits a band

    /// Of one event.
    struct Mark {
        std::uint8_t room : 2;
        std::uint8_t band : 3;
        std::uint8_t gravity : 3;
    };

    [[nodiscard]] static std::uint32_t eighthsOf(Mark mark) noexcept;
    [[nodiscard]] static Packed packed(Mark mark) noexcept;
    [[nodiscard]] static Packed joined(Packed one, Packed other) noexcept;

    /// The place of the first event whose row ends beyond this; size() where there is none.
    [[nodiscard]] std::size_t firstBeyond(double eighths) const noexcept;
    /// The room of the event whose row ends there.
    [[nodiscard]] std::uint32_t rowEndingAt(std::uint32_t end,
                                            std::size_t noLaterThan) const noexcept;

    std::vector<Mark> m_events;
    std::vector<std::uint32_t> m_starts;       ///< of each block, in eighths
    std::uint32_t m_end = 0;                   ///< of the last event
    std::vector<std::vector<Packed>> m_levels; ///< each of fanOut of the one below
};

} // namespace twodoors
