// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace twodoors
{

/// A message of a SOCK_SEQPACKET socket and the descriptors that came with it (unix(7),
/// SCM_RIGHTS).
struct PassedMessage {
    std::string bytes;
    std::vector<Descriptor> descriptors;
    bool isCut =
        false; ///< more came than could be taken: bytes, or descriptors for want of free ones
};

inline constexpr std::size_t longestPassedMessage = 65536;
inline constexpr std::size_t mostPassedDescriptors = 8;

/// Sends one message, not empty, with at most mostPassedDescriptors. Returns 0 or the errno.
[[nodiscard]] int sendMessage(int socket, std::string_view bytes,
                              std::span<const int> descriptors = {});

/// Waits for one message; the descriptors are close-on-exec. Returns 0 or the errno; ECONNRESET
/// where the other end is closed.
[[nodiscard]] int receiveMessage(int socket, PassedMessage &message);

} // namespace twodoors
