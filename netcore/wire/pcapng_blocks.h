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

/// What an interface's packets start with: their IP header, of one version or of either.
enum class Link : std::uint16_t { Raw = 101, IPv4 = 228, IPv6 = 229 };

void appendSectionHeader(std::string &out, std::string_view system, std::string_view application);

/// An interface with times in nanoseconds.
void appendInterface(std::string &out, std::string_view name, Link link);

void appendPacket(std::string &out, const Packet &packet);

} // namespace twodoors::pcapng
