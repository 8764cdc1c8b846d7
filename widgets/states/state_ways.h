// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"

#include <span>
#include <unordered_map>
#include <vector>

namespace twodoors
{

/// A state that a door came to, and how that is known.
struct StateStep {
    enum class Ground : std::uint8_t {
        Made,     ///< the door was made: no step, where its way begins
        Welcomed, ///< the kernel made a connection door because of a knock at a welcome door
        Reported, ///< by the kernel
        Inferred, ///< from packets
        Failed,   ///< connect() failed
        Closed,   ///< the program closed a door that was not connected
        Gone      ///< the kernel no longer knows it
    };

    Seq at = Seq::None;
    SocketState state = SocketState::None;
    Ground ground = Ground::Reported;
    int error = 0; ///< of Failed: the errno

    friend bool operator==(const StateStep &, const StateStep &) noexcept = default;
};

/// The way of each TCP door through the states, read from a journal as it grows.
class StateWays
{
public:
    /// Reads on up to and with `last`.
    void read(const Journal &journal, Seq last);
    void clear();

    /// The states a door has come to up to and with `cursor`, in order.
    [[nodiscard]] std::span<const StateStep> way(DoorId door, Seq cursor) const;

    /// Its state then; None where nothing is known.
    [[nodiscard]] SocketState stateAt(DoorId door, Seq cursor) const;

private:
    void readDoor(const Event &event);
    void readFailure(const Event &event);
    void add(const Event &event, SocketState state, StateStep::Ground ground);

    std::unordered_map<DoorId, std::vector<StateStep>> m_ways;
    std::size_t m_read = 0; ///< events of the journal
};

} // namespace twodoors
