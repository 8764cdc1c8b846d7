// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/sock_diag.h"

#include <string>
#include <sys/types.h>

namespace twodoors
{

/// What stands in the way of bind().
struct PortHolder {
    KernelSocket socket;
    std::optional<pid_t> pid; ///< where /proc shows it: processes of the same user, as a rule
    std::string program;      ///< its name from /proc/PID/comm, printable; empty where pid is
};

/// Who holds the port that bind() refused with EADDRINUSE (ip(7), bind(2)). A socket on any address
/// holds the port of each, and one that wants any address meets them all; an IPv6 socket on [::]
/// holds IPv4's too unless it is IPV6_V6ONLY. Of several, the one that a person would look for: a
/// listening socket first, TIME-WAIT last. Nothing where none is found or the kernel does not tell.
[[nodiscard]] std::optional<PortHolder> findPortHolder(SockDiag &diag, const Endpoint &wanted,
                                                       Protocol protocol);

} // namespace twodoors
