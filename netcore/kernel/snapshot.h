// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/sock_diag.h"

#include <span>
#include <unordered_map>

namespace twodoors
{

/// A connection that accept() has not returned: it has no inode. One that its program closed has
/// none either, but is in another state by then.
[[nodiscard]] bool isBeforeAccept(const KernelSocket &socket) noexcept;

/// The sockets of a moment, found by flow.
class Snapshot
{
public:
    /// TCP sockets with one of the ports on either side, and every UDP socket: a client's mailbox
    /// has a port of the kernel's choice and no peer, so no known port leads to it.
    [[nodiscard]] static Result<Snapshot> take(SockDiag &diag, std::span<const std::uint16_t> ports,
                                               StateSet states);

    [[nodiscard]] bool has(const Flow &flow) const { return m_places.contains(flow); }

    /// The listening socket through which a connection with this local end comes: one on the very
    /// address before one on any; null where there is none.
    [[nodiscard]] const KernelSocket *listenerFor(const Endpoint &local) const;

    /// How many connections wait in the listening socket's accept queue unseen: the kernel keeps
    /// one that was reset there until accept() returns it, but tells of it no more.
    [[nodiscard]] std::size_t unseenIn(const KernelSocket &listener) const;

    /// Each flow once, listening sockets first, but none that several sockets share (SO_REUSEADDR,
    /// SO_REUSEPORT): which of them is whose cannot be told.
    template <class Visitor>
    void forEach(Visitor &&visit) const
    {
        for (std::size_t i = 0; i < m_sockets.size(); ++i) {
            const Flow flow = m_sockets[i].flow();
            if (m_places.at(flow) == i)
                visit(flow, m_sockets[i]);
        }
    }

private:
    static constexpr std::size_t shared = ~std::size_t{0};

    std::vector<KernelSocket> m_sockets;
    std::unordered_map<Flow, std::size_t, FlowHash> m_places;
};

} // namespace twodoors
