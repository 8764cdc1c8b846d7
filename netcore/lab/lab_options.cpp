// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab/lab_options.h"

#include <algorithm>

namespace twodoors
{

bool isLabSetting(std::string_view name) noexcept
{
    const auto isPlain = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_'
               || letter == '/';
    };
    return (name.starts_with("net/ipv4/") || name.starts_with("net/ipv6/"))
           && std::ranges::all_of(name, isPlain);
}

Endpoint labAddress(Role programs, Family family, std::uint16_t port)
{
    const bool isServer = programs == Role::Server || programs == Role::ServerKernel;
    const char *text = family == Family::IPv6 ? (isServer ? "fd00::2" : "fd00::1")
                                              : (isServer ? "10.0.0.2" : "10.0.0.1");
    return *endpointFromAddress(text, port);
}

} // namespace twodoors
