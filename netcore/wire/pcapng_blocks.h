// SPDX-License-Identifier: GPL-3.0-or-later
// The blocks of a pcapng file (IETF draft-ietf-opsawg-pcapng), in this machine's byte order.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace twodoors::pcapng
{

/// Larger packets are refused by Wireshark, so only their beginning is written.
inline constexpr std::size_t longestPacket = 262'144;

enum class Direction : std::uint32_t { Unknown = 0, Inbound = 1, Outbound = 2 };

struct Packet {
    std::uint32_t interface = 0;
    std::uint64_t time = 0; ///< nanoseconds since 1970
    std::string_view bytes;
    std::size_t size = 0; ///< on the wire, where that is more than the bytes
    Direction direction = Direction::Unknown;
    std::uint64_t id = 0; ///< 0 for none
    std::span<const std::string> comments{};
};

void appendSectionHeader(std::string &out, std::string_view system, std::string_view application);

/// An interface whose packets start with their IP header (LINKTYPE_RAW), with nanoseconds.
void appendInterface(std::string &out, std::string_view name);

void appendPacket(std::string &out, const Packet &packet);

} // namespace twodoors::pcapng
