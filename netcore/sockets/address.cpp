// SPDX-License-Identifier: GPL-3.0-or-later
#include "sockets/address.h"

#include "base/descriptor.h"

#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>

namespace twodoors
{

int domainOf(const Endpoint &endpoint) noexcept
{
    return endpoint.family == Family::IPv6 ? AF_INET6 : AF_INET;
}

SocketAddress::SocketAddress(const Endpoint &endpoint) noexcept
{
    if (endpoint.family == Family::IPv6) {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(endpoint.port);
        address.sin6_scope_id = endpoint.scope;
        std::memcpy(&address.sin6_addr, endpoint.address.data(), sizeof address.sin6_addr);
        std::memcpy(&storage, &address, sizeof address);
        length = sizeof address;
    } else {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(endpoint.port);
        std::memcpy(&address.sin_addr, endpoint.address.data(), sizeof address.sin_addr);
        std::memcpy(&storage, &address, sizeof address);
        length = sizeof address;
    }
}

const sockaddr *SocketAddress::get() const noexcept
{
    return reinterpret_cast<const sockaddr *>(&storage);
}

sockaddr *SocketAddress::get() noexcept
{
    return reinterpret_cast<sockaddr *>(&storage);
}

Endpoint SocketAddress::endpoint() const noexcept
{
    Endpoint endpoint;
    if (storage.ss_family == AF_INET && length >= sizeof(sockaddr_in)) {
        sockaddr_in address{};
        std::memcpy(&address, &storage, sizeof address);
        endpoint.family = Family::IPv4;
        endpoint.port = ntohs(address.sin_port);
        std::memcpy(endpoint.address.data(), &address.sin_addr, sizeof address.sin_addr);
    } else if (storage.ss_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
        sockaddr_in6 address{};
        std::memcpy(&address, &storage, sizeof address);
        endpoint.family = Family::IPv6;
        endpoint.port = ntohs(address.sin6_port);
        endpoint.scope = address.sin6_scope_id;
        std::memcpy(endpoint.address.data(), &address.sin6_addr, sizeof address.sin6_addr);
    }
    return endpoint;
}

Result<Endpoint> resolve(const std::string &host, std::uint16_t port)
{
    if (const auto numeric = endpointFromAddress(host, port))
        return *numeric;
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    const int problem = getaddrinfo(host.c_str(), nullptr, &hints, &found);
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
    if (problem == EAI_SYSTEM)
        return Failure{"address-not-resolved", {{"address", host}}, errno};
    if (problem == EAI_AGAIN)
        return Failure{"address-no-answer", {{"address", host}}};
    if (problem != 0)
        return Failure{"address-unknown", {{"address", host}}};
    Endpoint chosen;
    for (const addrinfo *entry = found; entry != nullptr; entry = entry->ai_next) {
        SocketAddress address;
        std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
        address.length = entry->ai_addrlen;
        const Endpoint endpoint = address.endpoint();
        if (!chosen.isSet() || (chosen.family == Family::IPv6 && endpoint.family == Family::IPv4))
            chosen = endpoint;
    }
    if (!chosen.isSet())
        return Failure{"address-unknown", {{"address", host}}};
    chosen.port = port;
    return chosen;
}

bool isAddressOfThisMachine(const Endpoint &endpoint)
{
    Endpoint anyPort = endpoint;
    anyPort.port = 0;
    const Descriptor probe(::socket(domainOf(endpoint), SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const SocketAddress address(anyPort);
    return probe.isOpen() && ::bind(probe.get(), address.get(), address.length) == 0;
}

} // namespace twodoors
