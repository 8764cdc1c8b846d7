// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/flow.h"

#include <bit>
#include <cstring>

namespace twodoors
{

namespace
{

/// Of an address; the port apart from it, as ports are what differs between flows.
std::uint64_t folded(const Endpoint &endpoint) noexcept
{
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    std::memcpy(&high, endpoint.address.data(), sizeof high);
    std::memcpy(&low, endpoint.address.data() + sizeof high, sizeof low);
    return high ^ std::rotl(low, 29);
}

} // namespace

std::size_t FlowHash::operator()(const Flow &flow) const noexcept
{
    const std::uint64_t ports = (std::uint64_t{flow.local.port} << 24U)
                                ^ (std::uint64_t{flow.peer.port} << 8U)
                                ^ static_cast<std::uint64_t>(flow.protocol);
    const std::uint64_t addresses = folded(flow.local) ^ std::rotl(folded(flow.peer), 13);
    return ((addresses * 0x9E3779B97F4A7C15U) ^ ports) * 0xD6E8FEB86659FD93U >> 7U;
}

} // namespace twodoors
