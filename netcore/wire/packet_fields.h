// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/field_ids.h"

#include <string>
#include <string_view>
#include <vector>

namespace twodoors
{

/// A field of a packet: what it is called, what it holds, and which bytes it is.
struct PacketField {
    FieldId id;
    std::string_view name; ///< tshark's filter name, "ip.ttl"; lives for ever
    std::string value{};   ///< as tshark's PDML shows it: "64", "0x1234", "10.0.0.1", "de:ad"
    std::size_t begin = 0; ///< of its bytes, from the start of the packet
    std::size_t size = 0;
    unsigned depth = 0;     ///< 0 for the layers, one more for each level below them
    std::uint32_t mask = 0; ///< which bits of those bytes, in network byte order; 0 for all

    /// What the value says, where it takes more than the value to know it: "3.1" for code 1 of ICMP
    /// type 3, "fits" for a checksum, "SYN, ACK" for flags. A key of the words for this field, or
    /// itself words. Empty where the value says it all.
    std::string meaning{};
};

/// Decodes a packet that starts with its IP header: IPv4 with its options, IPv6 with extension
/// headers, TCP with options, UDP, ICMP and ICMPv6 with the packets they quote, as tshark does
/// (4.0), in the order of its tree. What depends on other packets (tshark's conversations, scaled
/// windows) is not there. Any bytes give fields; what is cut off or cannot be ends in a
/// "twodoors.cut" or "twodoors.malformed". Every field lies within the bytes.
[[nodiscard]] std::vector<PacketField> decodePacket(std::string_view bytes);

} // namespace twodoors
