// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "world/world.h"

#include <QString>

namespace twodoors
{

/// The packet in the fewest words of the field: "SYN-ACK", "PSH-ACK 16 B", "UDP 5 B".
[[nodiscard]] QString packetLabel(const PacketView &packet);

/// What tells it from others of its kind: "seq 9471 · ack 2804", "51377 → 12000"; empty where there
/// is nothing known.
[[nodiscard]] QString packetSubLabel(const PacketView &packet);

/// "10.0.0.1:44436 → 10.0.0.2:12000"; empty where the ends are not known.
[[nodiscard]] QString packetEndsText(const PacketView &packet);

} // namespace twodoors
