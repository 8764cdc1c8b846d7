// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/kernel_socket.h"

#include <netinet/tcp.h>

namespace twodoors
{

namespace
{

// The kernel's include/net/tcp_states.h; its user headers do not name these two.
constexpr unsigned newSynRecv = 12;
constexpr unsigned boundInactive = 13;

struct Row {
    Protocol protocol;
    unsigned kernelState;
    SocketState state;
};

constexpr std::array rows{
    Row{Protocol::Tcp, TCP_ESTABLISHED, SocketState::Established},
    Row{Protocol::Tcp, TCP_SYN_SENT, SocketState::SynSent},
    Row{Protocol::Tcp, TCP_SYN_RECV, SocketState::SynRecv},
    Row{Protocol::Tcp, TCP_FIN_WAIT1, SocketState::FinWait1},
    Row{Protocol::Tcp, TCP_FIN_WAIT2, SocketState::FinWait2},
    Row{Protocol::Tcp, TCP_TIME_WAIT, SocketState::TimeWait},
    Row{Protocol::Tcp, TCP_CLOSE, SocketState::Closed},
    Row{Protocol::Tcp, TCP_CLOSE_WAIT, SocketState::CloseWait},
    Row{Protocol::Tcp, TCP_LAST_ACK, SocketState::LastAck},
    Row{Protocol::Tcp, TCP_LISTEN, SocketState::Listen},
    Row{Protocol::Tcp, TCP_CLOSING, SocketState::Closing},
    Row{Protocol::Tcp, newSynRecv, SocketState::SynRecv},
    Row{Protocol::Tcp, boundInactive, SocketState::Closed},
    Row{Protocol::Udp, TCP_ESTABLISHED, SocketState::Connected},
    Row{Protocol::Udp, TCP_CLOSE, SocketState::Unconnected},
};

} // namespace

SocketState socketState(Protocol protocol, unsigned kernelState) noexcept
{
    for (const Row &row : rows) {
        if (row.protocol == protocol && row.kernelState == kernelState)
            return row.state;
    }
    return SocketState::None;
}

std::uint32_t kernelStates(Protocol protocol, StateSet states) noexcept
{
    std::uint32_t bits = 0;
    for (const Row &row : rows) {
        if (row.protocol == protocol && states.has(row.state))
            bits |= std::uint32_t{1} << row.kernelState;
    }
    return bits;
}

} // namespace twodoors
