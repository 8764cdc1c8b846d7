// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/names.h"

namespace twodoors
{

/// setsockopt(2) for one of our options: an int, or milliseconds for the two timeouts (socket(7)).
/// Returns what the call returned and leaves errno.
[[nodiscard]] int setSocketOption(int fd, SocketOption option, std::int64_t value) noexcept;

/// getsockopt(2), the other way.
[[nodiscard]] int getSocketOption(int fd, SocketOption option, std::int64_t &value) noexcept;

} // namespace twodoors
