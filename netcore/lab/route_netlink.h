// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"
#include "journal/endpoint.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

struct nlmsghdr;

namespace twodoors
{

/// Sets up the interfaces of one network namespace by rtnetlink(7). Each function returns 0 or the
/// errno.
class RouteNetlink
{
public:
    /// For the network namespace of the calling thread.
    [[nodiscard]] int open();

    struct Link {
        unsigned mtu = 0;         ///< bytes; 0 leaves it as it is
        unsigned queueLength = 0; ///< packets that wait to be read; 0 likewise
        bool noLinkLocal = false; ///< no IPv6 address that nobody gave
    };
    /// Up, with these settings.
    [[nodiscard]] int bringUp(unsigned interface, const Link &link);

    /// An address and its network; IPv6 without duplicate address detection.
    [[nodiscard]] int addAddress(unsigned interface, const Endpoint &address, unsigned prefix);

    /// The route to the address's network, which the address has made, gets a least
    /// retransmission time-out (ip-route(8), rto_min).
    [[nodiscard]] int setLeastTimeout(unsigned interface, const Endpoint &address, unsigned prefix,
                                      std::chrono::milliseconds time);

private:
    [[nodiscard]] nlmsghdr *begin(unsigned type, unsigned flags);
    [[nodiscard]] int perform(nlmsghdr *message);

    Descriptor m_socket;
    std::vector<char> m_buffer;
    unsigned m_sequence = 0;
};

} // namespace twodoors
