// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "world/world.h"

#include <QString>

namespace twodoors
{

/// A packet in a few words, as it stands on the wire: "SYN-ACK", "PSH-ACK 16 B", "UDP 5 B", "ICMP".
[[nodiscard]] QString packetLabel(const PacketView &packet);

/// What tells it from others: "seq 9471 · ack 2804"; of a datagram its ports: "51377 → 12000".
[[nodiscard]] QString packetSubLabel(const PacketView &packet);

} // namespace twodoors
