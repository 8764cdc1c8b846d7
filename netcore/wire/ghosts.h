// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/packet_summary.h"

#include <map>

namespace twodoors
{

/// Tells copies that a kernel sends of segments still held from segments that say something new. A
/// ghost has the direction and the flow of held segments, and each of its sequence numbers is one
/// of theirs (RFC 9293, 3.8.1: what is sent again may be cut into other pieces). What takes no
/// sequence number, and UDP, never is one.
class Ghosts
{
public:
    void hold(PacketId id, Heading heading, const PacketSummary &packet);
    void letGo(PacketId id);

    /// The held packet that this one repeats: the one that its first sequence number is in. None
    /// for something new.
    [[nodiscard]] PacketId repeated(Heading heading, const PacketSummary &packet) const;

private:
    struct Held {
        Heading heading;
        PacketSummary packet;
    };
    std::map<PacketId, Held> m_held;
};

} // namespace twodoors
