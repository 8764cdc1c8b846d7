// SPDX-License-Identifier: GPL-3.0-or-later
#include "sockets/socket_options.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace twodoors
{

namespace
{

struct Row {
    int level;
    int name;
    bool isTime = false;
};

Row rowOf(SocketOption option) noexcept
{
    switch (option) {
    case SocketOption::ReuseAddress:
        return {SOL_SOCKET, SO_REUSEADDR};
    case SocketOption::Error:
        return {SOL_SOCKET, SO_ERROR};
    case SocketOption::ReceiveTimeout:
        return {SOL_SOCKET, SO_RCVTIMEO, true};
    case SocketOption::SendTimeout:
        return {SOL_SOCKET, SO_SNDTIMEO, true};
    case SocketOption::ReceiveBuffer:
        return {SOL_SOCKET, SO_RCVBUF};
    case SocketOption::SendBuffer:
        return {SOL_SOCKET, SO_SNDBUF};
    case SocketOption::NoDelay:
        return {IPPROTO_TCP, TCP_NODELAY};
    case SocketOption::UserTimeout:
        return {IPPROTO_TCP, TCP_USER_TIMEOUT};
    case SocketOption::IPv6Only:
        return {IPPROTO_IPV6, IPV6_V6ONLY};
    case SocketOption::None:
        break;
    }
    return {-1, -1};
}

} // namespace

int setSocketOption(int fd, SocketOption option, std::int64_t value) noexcept
{
    const Row row = rowOf(option);
    if (row.isTime) {
        const timeval time{value / 1000, (value % 1000) * 1000};
        return ::setsockopt(fd, row.level, row.name, &time, sizeof time);
    }
    const int number = static_cast<int>(value);
    return ::setsockopt(fd, row.level, row.name, &number, sizeof number);
}

int getSocketOption(int fd, SocketOption option, std::int64_t &value) noexcept
{
    const Row row = rowOf(option);
    if (row.isTime) {
        timeval time{};
        socklen_t length = sizeof time;
        const int result = ::getsockopt(fd, row.level, row.name, &time, &length);
        value = time.tv_sec * 1000 + time.tv_usec / 1000;
        return result;
    }
    int number = 0;
    socklen_t length = sizeof number;
    const int result = ::getsockopt(fd, row.level, row.name, &number, &length);
    value = number;
    return result;
}

} // namespace twodoors
