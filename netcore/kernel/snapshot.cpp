// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/snapshot.h"

#include <algorithm>

namespace twodoors
{

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

} // namespace twodoors
