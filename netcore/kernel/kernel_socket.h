// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sockets/door_registry.h"

#include <initializer_list>

namespace twodoors
{

/// A socket as the kernel itself describes it (sock_diag(7), ss(8)).
struct KernelSocket {
    Protocol protocol = Protocol::None;
    SocketState state = SocketState::None;
    Endpoint local; ///< 0.0.0.0 or [::] with the port where it is bound to any address
    Endpoint peer;  ///< unset where there is none
    std::uint32_t receiveQueue = 0; ///< bytes (UDP: with the kernel's own overhead); of a listening
                                    ///< socket: finished connections that wait
    std::uint32_t sendQueue = 0; ///< bytes not yet acknowledged; of a listening socket: the backlog
    Timer timer = Timer::None;
    Nanoseconds expires{0}; ///< until the timer fires, in the kernel's steps of milliseconds
    std::uint32_t retransmits = 0;
    std::uint64_t inode = 0; ///< 0 where no descriptor stands for it: not accepted yet, or closed
    std::uint32_t uid = 0;
    bool onlyIPv6 = false; ///< IPV6_V6ONLY, told of listening and unconnected sockets

    [[nodiscard]] bool hasPeer() const noexcept { return peer.isSet(); }
    [[nodiscard]] Flow flow() const noexcept { return {protocol, local, peer}; }
};

/// A set of socket states.
class StateSet
{
public:
    constexpr StateSet(std::initializer_list<SocketState> states) noexcept
    {
        for (const SocketState state : states)
            m_bits |= bit(state);
    }

    [[nodiscard]] static constexpr StateSet all() noexcept
    {
        StateSet set{};
        set.m_bits = bit(static_cast<SocketState>(names<SocketState>.size())) - 1;
        return set;
    }

    [[nodiscard]] constexpr StateSet without(SocketState state) const noexcept
    {
        StateSet set = *this;
        set.m_bits &= ~bit(state);
        return set;
    }

    [[nodiscard]] constexpr bool has(SocketState state) const noexcept
    {
        return (m_bits & bit(state)) != 0;
    }

private:
    [[nodiscard]] static constexpr std::uint32_t bit(SocketState state) noexcept
    {
        return std::uint32_t{1} << static_cast<unsigned>(state);
    }

    std::uint32_t m_bits = 0;
};

/// The state behind the kernel's number for it (TCP_ESTABLISHED …); None for a number without one.
/// A request that has not become a socket yet (TCP_NEW_SYN_RECV) is in SYN-RECV; a socket that only
/// has a port (TCP_BOUND_INACTIVE) is CLOSED.
[[nodiscard]] SocketState socketState(Protocol protocol, unsigned kernelState) noexcept;

/// The states as sock_diag asks for them: a bit for each of the kernel's numbers.
[[nodiscard]] std::uint32_t kernelStates(Protocol protocol, StateSet states) noexcept;

} // namespace twodoors
