// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace twodoors
{

/// Whether IP packets can be found in frames of this kind. `linkType` is libpcap's DLT_ value.
[[nodiscard]] bool isKnownLinkType(int linkType) noexcept;

/// "Ethernet", or "IEEE802_15_4 (195)" where it is not known here.
[[nodiscard]] std::string linkTypeText(int linkType);

/// The IP packet in a frame, without what pads the frame; nothing where the frame holds none.
/// Linux cooked v1 and v2, BSD loopback, raw IP, Ethernet with any VLAN tags (IEEE 802.1Q).
[[nodiscard]] std::optional<std::string_view> ipPacketIn(int linkType,
                                                         std::string_view frame) noexcept;

} // namespace twodoors
