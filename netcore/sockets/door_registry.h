// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"

#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace twodoors
{

/// What the kernel knows a socket by. A socket without a peer has an unset one.
struct Flow {
    Protocol protocol = Protocol::None;
    Endpoint local;
    Endpoint peer;

    /// The same flow as its other end knows it.
    [[nodiscard]] Flow reversed() const noexcept { return {protocol, peer, local}; }

    friend bool operator==(const Flow &, const Flow &) noexcept = default;
};

struct FlowHash {
    [[nodiscard]] std::size_t operator()(const Flow &flow) const noexcept;
};

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

    [[nodiscard]] std::optional<Entry> find(const Flow &flow) const;
    [[nodiscard]] std::vector<std::pair<Flow, Entry>> all() const;

    void markClosed(const Flow &flow, DoorId door);
    void forget(const Flow &flow, DoorId door);

    /// Whether this is the first word of the flow's handshake (either end may say it).
    [[nodiscard]] bool firstKnock(const Flow &flow);

    /// Whether this is the first word of an RST that ended the flow (either end may say it).
    [[nodiscard]] bool firstReset(const Flow &flow);

private:
    struct Kept {
        Entry entry;
        bool knocked = false;
        bool reset = false;
    };

    [[nodiscard]] bool isFirst(const Flow &flow, bool Kept::*said);

    mutable std::mutex m_mutex;
    std::uint32_t m_last = 0;
    std::unordered_map<Flow, Kept, FlowHash> m_doors;
};

} // namespace twodoors
