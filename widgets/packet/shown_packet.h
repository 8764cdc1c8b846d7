// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/viewpoint.h"
#include "wire/packet_fields.h"

namespace twodoors
{

/// A packet that is looked at, as it is at the cursor. The bytes live as long as the recording.
struct ShownPacket {
    PacketView packet;
    std::string_view bytes; ///< empty where nobody has them
    std::string_view sent;  ///< as they were first seen; empty where nobody has them
};

/// The packet that the event looked at is about: its own, or that of what led to it; otherwise the
/// one in the hand, otherwise the last one sent. Nothing where there is none yet.
[[nodiscard]] std::optional<ShownPacket> shownPacket(const Viewpoint &view);

/// What is known of a packet of which there are no bytes, as fields without a place.
[[nodiscard]] std::vector<PacketField> fieldsWithoutBytes(const PacketView &packet);

} // namespace twodoors
