// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"
#include "journal/flow.h"

#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace twodoors
{

/// Gives doors their ids, and keeps which flow is which door's, so that a call's view of a socket
/// and the kernel's view of it meet in one door. Any thread may ask.
class DoorRegistry
{
public:
    struct Entry {
        DoorId door = DoorId::None;
        DoorRole role = DoorRole::Plain;
        Who owner;
        bool closed = false; ///< the program has let go of it; the kernel may still keep it
    };

    [[nodiscard]] DoorId next();

    /// From now on the flow is this door's.
    void assign(const Flow &flow, const Entry &entry);

    /// The flow's door, or a new one for it; `isNew` says which.
    struct Found {
        Entry entry;
        bool isNew = false;
    };
    [[nodiscard]] Found findOrAssign(const Flow &flow, DoorRole role, Who owner);

    /// A new door for the flow; nothing where it has one, be it open or closed.
    [[nodiscard]] std::optional<Entry> assignUnknown(const Flow &flow, DoorRole role, Who owner);

    [[nodiscard]] std::optional<Entry> find(const Flow &flow) const;

    /// Open doors first; a closed one may have the same flow as an open one.
    [[nodiscard]] std::vector<std::pair<Flow, Entry>> all() const;

    void markClosed(const Flow &flow, DoorId door);
    void forget(const Flow &flow, DoorId door);

    /// Whether this is the first word of the flow's handshake (either end may say it).
    [[nodiscard]] bool firstKnock(const Flow &flow);

    /// Whether this is the first word of an RST that ended the flow (either end may say it).
    [[nodiscard]] bool firstReset(const Flow &flow);

private:
    struct Open {
        Entry entry;
        bool knocked = false;
        bool reset = false;
    };

    [[nodiscard]] bool isFirst(const Flow &flow, bool Open::*said);
    void sortInClosed() const;

    // A busy server closes doors by the ten thousand, and the kernel keeps each for a minute: those
    // wait apart from the few open ones, so that programs find these fast.
    mutable std::mutex m_mutex;
    std::uint32_t m_last = 0;
    std::unordered_map<Flow, Open, FlowHash> m_open;
    mutable std::vector<std::pair<Flow, Entry>> m_justClosed;

    mutable std::mutex m_closedMutex; ///< taken before m_mutex
    mutable std::unordered_map<Flow, Entry, FlowHash> m_closed;
};

} // namespace twodoors
