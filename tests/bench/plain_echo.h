// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/endpoint.h"
#include "journal/names.h"
#include "placement.h"

#include <chrono>
#include <optional>

namespace twodoors::bench
{

/// What is sent there and back in every exchange.
inline constexpr std::string_view sentence = "hello, two doors";

/// Exchanges a second between a client and a server thread in plain POSIX calls: socket, connect,
/// send, recv, close over TCP, socket, sendto, recvfrom, close over UDP. The server answers in
/// upper case at this address, at a port of the kernel's choice. Nothing where a call failed.
[[nodiscard]] std::optional<double> plainEchoRate(Protocol protocol, const Endpoint &server,
                                                  std::chrono::nanoseconds time,
                                                  Placement placement = Placement::Scheduler);

} // namespace twodoors::bench
