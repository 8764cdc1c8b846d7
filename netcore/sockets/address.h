// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/failure.h"
#include "journal/endpoint.h"

#include <sys/socket.h>

namespace twodoors
{

/// AF_INET or AF_INET6.
[[nodiscard]] int domainOf(const Endpoint &endpoint) noexcept;

/// An endpoint as the kernel takes it, with its length.
struct SocketAddress {
    SocketAddress() = default;
    explicit SocketAddress(const Endpoint &endpoint) noexcept;

    [[nodiscard]] const sockaddr *get() const noexcept;
    [[nodiscard]] sockaddr *get() noexcept;
    [[nodiscard]] Endpoint endpoint() const noexcept;

    sockaddr_storage storage{};
    socklen_t length = sizeof(sockaddr_storage);
};

/// The address behind a name or a number (getaddrinfo(3)); IPv4 is preferred where there are both.
/// Fails with topic "address-not-resolved" and the resolver's reason.
[[nodiscard]] Result<Endpoint> resolve(const std::string &host, std::uint16_t port);

/// Whether a socket of this machine can be bound to the address; port is not looked at.
[[nodiscard]] bool isAddressOfThisMachine(const Endpoint &endpoint);

} // namespace twodoors
