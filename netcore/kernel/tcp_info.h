// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel_socket.h"

#include <optional>

namespace twodoors
{

/// What a TCP socket says of itself (TCP_INFO in tcp(7); SIOCINQ and SIOCOUTQ, which are bytes),
/// for systems without sock_diag. The timer is not told this way, nor the user. After a reset, or
/// once the socket has gone on to TIME-WAIT without its descriptor, the state is CLOSED. Nothing
/// where the descriptor is no TCP socket.
[[nodiscard]] std::optional<KernelSocket> readTcpInfo(int fd);

} // namespace twodoors
