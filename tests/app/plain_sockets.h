// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "twodoors_child.h"

#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

namespace twodoors::tests
{

/// Sockets of the test itself, on 127.0.0.1, that share no code with the engine. Their calls give
/// up after `patience`.
inline Descriptor plainSocket(int type)
{
    Descriptor socket(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
    if (!socket.isOpen())
        throw systemError("socket");
    const timeval most{patience.count(), 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
    ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
    return socket;
}

inline sockaddr_in loopbackAt(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

inline void plainBind(const Descriptor &socket, std::uint16_t port)
{
    const sockaddr_in address = loopbackAt(port);
    if (::bind(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        throw systemError("bind");
}

inline std::uint16_t portOf(const Descriptor &socket)
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    if (::getsockname(socket.get(), reinterpret_cast<sockaddr *>(&address), &size) != 0)
        throw systemError("getsockname");
    return ntohs(address.sin_port);
}

inline Descriptor plainListener(int backlog = 16)
{
    Descriptor socket = plainSocket(SOCK_STREAM);
    plainBind(socket, 0);
    if (::listen(socket.get(), backlog) != 0)
        throw systemError("listen");
    return socket;
}

/// A port on which nobody listens; its socket keeps others from taking it.
inline std::pair<Descriptor, std::uint16_t> closedPort()
{
    Descriptor socket = plainSocket(SOCK_STREAM);
    plainBind(socket, 0);
    const std::uint16_t port = portOf(socket);
    return {std::move(socket), port};
}

inline Descriptor plainAccept(const Descriptor &listener)
{
    Descriptor guest(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!guest.isOpen())
        throw systemError("accept");
    return guest;
}

inline Descriptor plainClient(std::uint16_t port, int type = SOCK_STREAM)
{
    Descriptor socket = plainSocket(type);
    const sockaddr_in address = loopbackAt(port);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        throw systemError("connect");
    return socket;
}

inline void plainSend(const Descriptor &socket, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count < 0)
            throw systemError("send");
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

/// What one recv() brings; an error's name in words where it fails.
inline std::string plainReceive(const Descriptor &socket)
{
    std::array<char, 65536> buffer{};
    const ssize_t count = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
    return count < 0 ? std::string("error: ") + ::strerrorname_np(errno)
                     : std::string(buffer.data(), static_cast<std::size_t>(count));
}

/// Ends the connection with an RST (socket(7), SO_LINGER).
inline void plainReset(Descriptor socket)
{
    const linger atOnce{1, 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
}

} // namespace twodoors::tests
