// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/snapshot.h"

#include <algorithm>

namespace twodoors
{

namespace
{

bool comesThrough(const Endpoint &child, const Endpoint &listener)
{
    return child.family == listener.family && child.port == listener.port
           && (child.address == listener.address || listener.isAnyAddress());
}

} // namespace

bool isBeforeAccept(const KernelSocket &socket) noexcept
{
    return socket.protocol == Protocol::Tcp && socket.inode == 0
           && (socket.state == SocketState::SynRecv || socket.state == SocketState::Established
               || socket.state == SocketState::CloseWait);
}

Result<Snapshot> Snapshot::take(SockDiag &diag, std::span<const std::uint16_t> ports,
                                StateSet states)
{
    Snapshot snapshot;
    std::vector<KernelSocket> &sockets = snapshot.m_sockets;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const auto found = diag.dump({Protocol::Tcp, ports[i], states});
        if (!found)
            return found.failure();
        const auto earlier = ports.first(i);
        const auto isKnown = [earlier](const KernelSocket &socket) {
            return std::ranges::any_of(earlier, [&socket](std::uint16_t port) {
                return socket.local.port == port || (socket.hasPeer() && socket.peer.port == port);
            });
        };
        std::ranges::remove_copy_if(*found, std::back_inserter(sockets), isKnown);
    }
    const auto mailboxes = diag.dump({Protocol::Udp, std::nullopt, StateSet::all()});
    if (!mailboxes)
        return mailboxes.failure();
    sockets.insert(sockets.end(), mailboxes->begin(), mailboxes->end());

    snapshot.m_places.reserve(sockets.size());
    for (std::size_t i = 0; i < sockets.size(); ++i) {
        const auto [place, isNew] = snapshot.m_places.try_emplace(sockets[i].flow(), i);
        if (!isNew)
            place->second = shared;
    }
    return snapshot;
}

const KernelSocket *Snapshot::listenerFor(const Endpoint &local) const
{
    const KernelSocket *found = nullptr;
    for (const KernelSocket &socket : m_sockets) {
        if (socket.state != SocketState::Listen || !comesThrough(local, socket.local))
            continue;
        if (found == nullptr || found->local.isAnyAddress())
            found = &socket;
    }
    return found;
}

std::size_t Snapshot::unseenIn(const KernelSocket &listener) const
{
    const auto waits = [&listener](const KernelSocket &socket) {
        return isBeforeAccept(socket) && socket.state != SocketState::SynRecv
               && comesThrough(socket.local, listener.local);
    };
    const auto seen = static_cast<std::size_t>(std::ranges::count_if(m_sockets, waits));
    return listener.receiveQueue > seen ? listener.receiveQueue - seen : 0;
}

} // namespace twodoors
