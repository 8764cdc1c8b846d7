// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"
#include "journal/flow.h"
#include "widgets/canvas/spans.h"

#include <deque>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

namespace twodoors
{

/// The host that something stands on.
enum class Side : std::uint8_t { Client, Server };

[[nodiscard]] constexpr Side sideOf(Role role) noexcept
{
    return role == Role::Server || role == Role::ServerKernel ? Side::Server : Side::Client;
}

/// A place across a host, counted from 0; whoever comes later takes the first that is free.
using Slot = std::uint16_t;

/// A program on the timeline.
struct ProgramTrack {
    Who who;
    Slot slot = 0;
    Seq begin = Seq::None;
    Nanoseconds begunAt{0};
};

/// A door on the timeline.
struct DoorTrack {
    DoorId id = DoorId::None;
    Who owner;
    Protocol protocol = Protocol::None;
    Side side = Side::Client;
    Slot slot = 0;
    Seq cause = Seq::None; ///< the event that made it
    Nanoseconds madeAt{0};
};

/// Which place each program and each door has across the canvas, found from the journal's events in
/// order. What is said of a moment does not change with what comes after it.
class Tracks
{
public:
    void clear();
    void take(const Event &event);

    [[nodiscard]] const std::vector<DoorTrack> &doors() const noexcept { return m_doors; }
    [[nodiscard]] const std::vector<ProgramTrack> &programs() const noexcept { return m_programs; }
    /// Lives of doors() and programs(), at the same places. A door's ends when it is gone, or when
    /// it was closed and gives its column to others.
    [[nodiscard]] const Spans &doorLives() const noexcept { return m_doorLives; }
    [[nodiscard]] const Spans &programLives() const noexcept { return m_programLives; }

    /// nullptr where it had not come up to this event.
    [[nodiscard]] const DoorTrack *door(DoorId id, Seq upTo) const noexcept;
    [[nodiscard]] const ProgramTrack *program(Who who) const noexcept;

    /// The connection door that leads to this guest, the last up to this event; nullptr where there
    /// is none.
    [[nodiscard]] const DoorTrack *connectionOf(Who guest, Seq upTo) const noexcept;

    /// How many slots a side has had up to this event, and whether programs stood in them.
    [[nodiscard]] Slot slotCount(Side side, Seq upTo) const noexcept;
    [[nodiscard]] Slot programSlotCount(Side side, Seq upTo) const noexcept;

    /// The door that a packet with these ends leaves or reaches at the event `at`, as far as is
    /// known up to the event `upTo`; nullptr where it is not known.
    struct Moment {
        Seq at = Seq::None;
        Seq upTo = Seq::None;
    };
    [[nodiscard]] const DoorTrack *doorAt(Protocol protocol, const Endpoint &local,
                                          const Endpoint &peer, Moment moment) const;
    /// A door that takes packets for this address from anybody.
    [[nodiscard]] const DoorTrack *openDoorAt(Protocol protocol, const Endpoint &local,
                                              Moment moment) const;

private:
    /// The slots of one row of places; the lowest free one is taken first.
    class Slots
    {
    public:
        [[nodiscard]] Slot take();
        void add(Slot slot) { ++m_uses[slot]; }
        void release(Slot slot);
        [[nodiscard]] Slot size() const noexcept { return static_cast<Slot>(m_uses.size()); }

    private:
        std::vector<std::uint32_t> m_uses;
        std::set<Slot> m_free;
    };

    /// A door's place, and since when it is known by a flow. The one before it that was known by
    /// the same flow is at the place `earlier` in m_known, counted from 1; 0 for none.
    struct Known {
        std::uint32_t place = 0;
        Seq since = Seq::None;
        std::uint32_t earlier = 0;
    };
    struct Milestone {
        Seq seq;
        std::array<Slot, 2> doors;
        std::array<Slot, 2> programs;
    };

    void takeProgram(const Event &event);
    void takeDoor(const Event &event);
    void takeNewDoor(const Event &event);
    void takeFlow(const Flow &flow, const Known &door);
    void takeConnection(const Known &one, const Known &other);
    /// Counted from 1; 0 where there is none of this id.
    [[nodiscard]] std::uint32_t placeOf(DoorId id) const noexcept;
    void endDoor(std::uint32_t place, const Event &event);
    void note(Seq seq);
    [[nodiscard]] const DoorTrack *find(const Flow &flow, Moment moment) const;

    std::vector<DoorTrack> m_doors;
    std::vector<ProgramTrack> m_programs;
    Spans m_doorLives;
    Spans m_programLives;
    std::vector<std::uint32_t> m_doorPlaces; ///< by id, counted from 1; 0 for none
    std::map<Who, std::uint32_t> m_programPlaces;
    std::map<Who, std::vector<Known>> m_connections; ///< by guest, in order
    std::vector<Known> m_known;
    std::unordered_map<Flow, std::uint32_t, FlowHash> m_flows; ///< the last in m_known, from 1
    std::array<std::deque<std::uint32_t>, 2> m_lingering; ///< doors closed and not gone, by place
    std::array<Slots, 2> m_slots; ///< on the client's side a guest and its door share one
    Slots m_serverSlots;          ///< of server programs
    std::set<Slot> m_guestsDoors; ///< slots of guests whose door stands in them
    Slot m_guestSlots = 0;        ///< slots that a guest has stood in
    std::vector<Milestone> m_milestones;
};

} // namespace twodoors
