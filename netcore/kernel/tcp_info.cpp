// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/tcp_info.h"

#include "sockets/address.h"

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

namespace twodoors
{

namespace
{

std::uint32_t queued(int fd, unsigned long request) noexcept
{
    int bytes = 0;
    return ::ioctl(fd, request, &bytes) == 0 && bytes > 0 ? static_cast<std::uint32_t>(bytes) : 0;
}

} // namespace

std::optional<KernelSocket> readTcpInfo(int fd)
{
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return std::nullopt;

    KernelSocket socket;
    socket.protocol = Protocol::Tcp;
    socket.state = socketState(Protocol::Tcp, info.tcpi_state);
    socket.retransmits = info.tcpi_retransmits;
    if (socket.state == SocketState::Listen) {
        // Of a listening socket the kernel tells the accept queue in these two (tcp_get_info).
        socket.receiveQueue = info.tcpi_unacked;
        socket.sendQueue = info.tcpi_sacked;
    } else {
        socket.receiveQueue = queued(fd, SIOCINQ);
        socket.sendQueue = queued(fd, SIOCOUTQ);
    }
    SocketAddress local;
    if (::getsockname(fd, local.get(), &local.length) == 0)
        socket.local = local.endpoint();
    SocketAddress peer;
    if (::getpeername(fd, peer.get(), &peer.length) == 0)
        socket.peer = peer.endpoint();
    struct stat status {};
    if (::fstat(fd, &status) == 0)
        socket.inode = status.st_ino;
    return socket;
}

} // namespace twodoors
