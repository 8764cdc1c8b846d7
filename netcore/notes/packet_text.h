// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"
#include "notes/catalogue.h"

#include <string>
#include <string_view>

namespace twodoors
{

/// "SYN", "SYN-ACK", "FIN-ACK", "PSH-ACK", "RST".
[[nodiscard]] std::string flagsText(std::uint32_t flags);

/// What kind of packet it is, as the keys of sentences have it: "syn", "syn-ack", "fin", "rst",
/// "data", "ack"; "echo-request", "port-unreachable"; "fragment"; empty for no special one.
[[nodiscard]] std::string_view packetName(const Event &event);

/// The bytes of the packet's TCP segment or UDP datagram, as far as they are there.
[[nodiscard]] std::string_view payloadOf(const Event &event);

/// How many they are on the wire.
[[nodiscard]] std::size_t payloadSizeOf(const Event &event);

/// An end of the packet: "10.0.0.1:12000", or "10.0.0.1" where there are no ports.
[[nodiscard]] std::string packetEndText(const Endpoint &end);

/// The packet in the field's own words: "PSH-ACK len 5  10.0.0.1:40000 → 10.0.0.2:12000  "hello"";
/// before them what became of it, where that is not that it was sent.
[[nodiscard]] std::string packetText(const Event &event, const Catalogue &catalogue);

} // namespace twodoors
