// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"

#include <optional>
#include <string>
#include <string_view>

namespace twodoors
{

/// What the wire has to know of an IP packet: whose it is, and what it says. Any bytes give a
/// summary; what they do not hold keeps its default.
struct PacketSummary {
    Family family = Family::None; ///< None where it is no IP packet
    Protocol protocol = Protocol::None;
    Endpoint source;      ///< with port 0 where there is none
    Endpoint destination; ///< likewise
    bool isWhole = false; ///< all headers are there, and it is no later fragment
    bool isFragment = false;
    std::uint32_t flags = 0; ///< TcpFlag
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgement = 0;
    std::uint16_t window = 0; ///< as it stands in the header, not scaled
    std::uint8_t icmpType = 0;
    std::uint8_t icmpCode = 0;
    std::size_t transport = 0;   ///< offset of the TCP, UDP or ICMP header
    std::size_t payload = 0;     ///< offset of what is behind it; of ICMP errors: the quoted packet
    std::size_t payloadSize = 0; ///< bytes of the segment, datagram or message
    std::size_t size = 0;        ///< of the whole packet, as its IP header says (RFC 791, RFC 8200)

    /// Sequence numbers that the segment takes: its bytes, SYN and FIN (RFC 9293, 3.4).
    [[nodiscard]] std::uint32_t sequenceLength() const noexcept
    {
        return static_cast<std::uint32_t>(payloadSize) + ((flags & TcpFlag::Syn) != 0 ? 1U : 0U)
               + ((flags & TcpFlag::Fin) != 0 ? 1U : 0U);
    }
};

/// Of a packet that starts with its IP header. Reads nothing outside of `bytes`.
[[nodiscard]] PacketSummary summaryOf(std::string_view bytes) noexcept;

/// The packet that an ICMP or ICMPv6 error quotes (RFC 792, RFC 4443); nothing where it is no
/// error.
[[nodiscard]] std::optional<PacketSummary> quotedBy(std::string_view bytes,
                                                    const PacketSummary &icmp) noexcept;

/// The packet with a bit of its payload flipped and its checksum left as it was, so that it does
/// not fit; of a packet without payload the checksum itself is changed. A UDP checksum of 0 (none,
/// RFC 768) is made a wrong one. Of no TCP, UDP or ICMP packet: the same bytes.
[[nodiscard]] std::string corrupted(std::string_view bytes);

/// Whether the checksum of the TCP, UDP or ICMP packet fits (RFC 1071); nothing where there is none
/// to check: another protocol, a fragment, a UDP checksum of 0, a packet cut short, a UDP length
/// that cannot be.
[[nodiscard]] std::optional<bool> checksumFits(std::string_view bytes);

} // namespace twodoors
