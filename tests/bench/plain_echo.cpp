// SPDX-License-Identifier: GPL-3.0-or-later
#include "plain_echo.h"

#include "base/descriptor.h"
#include "base/text.h"
#include "sockets/address.h"

#include <array>
#include <atomic>
#include <cstdio>
#include <sys/socket.h>
#include <thread>

namespace twodoors::bench
{

namespace
{

class PlainEcho
{
public:
    PlainEcho(Protocol protocol, const Endpoint &server, Placement placement)
        : m_isTcp(protocol == Protocol::Tcp), m_placement(placement), m_address(server)
    {
        m_server.reset(newSocket());
        SocketAddress bound;
        m_failed = !m_server.isOpen()
                   || ::bind(m_server.get(), m_address.get(), m_address.length) != 0
                   || (m_isTcp && ::listen(m_server.get(), 1) != 0)
                   || ::getsockname(m_server.get(), bound.get(), &bound.length) != 0;
        m_address = SocketAddress(bound.endpoint());
    }

    std::optional<double> rate(std::chrono::nanoseconds time)
    {
        if (m_failed)
            return std::nullopt;
        std::thread server([this] { serve(); });
        std::thread client([this] { ask(); });
        std::this_thread::sleep_for(time);
        m_stop = true;
        client.join();
        m_over = true;
        wakeServer();
        server.join();
        if (m_failed)
            return std::nullopt;
        return static_cast<double>(m_exchanges) / m_time.count();
    }

private:
    [[nodiscard]] int newSocket() const
    {
        return ::socket(AF_INET, (m_isTcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0);
    }

    void serve()
    {
        moveTo(m_placement, Side::Server);
        while (!m_over) {
            if (!(m_isTcp ? serveTcp() : serveUdp()) && !m_over) {
                std::perror("plain echo, server");
                m_failed = true;
            }
        }
    }

    /// Something for its blocked call to return with, if it is in one.
    void wakeServer() const
    {
        const Descriptor door(newSocket());
        if (::connect(door.get(), m_address.get(), m_address.length) == 0 && !m_isTcp)
            static_cast<void>(::send(door.get(), nullptr, 0, MSG_NOSIGNAL));
    }

    bool serveTcp()
    {
        SocketAddress peer;
        const Descriptor connection(
            ::accept4(m_server.get(), peer.get(), &peer.length, SOCK_CLOEXEC));
        std::array<char, 1024> bytes{};
        const ssize_t got = ::recv(connection.get(), bytes.data(), bytes.size(), 0);
        if (got < 0)
            return false;
        const std::string answer = asciiUpper({bytes.data(), static_cast<std::size_t>(got)});
        return ::send(connection.get(), answer.data(), answer.size(), MSG_NOSIGNAL) == got;
    }

    bool serveUdp()
    {
        SocketAddress peer;
        std::array<char, 2048> bytes{};
        const ssize_t got =
            ::recvfrom(m_server.get(), bytes.data(), bytes.size(), 0, peer.get(), &peer.length);
        if (got < 0)
            return false;
        const std::string answer = asciiUpper({bytes.data(), static_cast<std::size_t>(got)});
        return ::sendto(m_server.get(), answer.data(), answer.size(), MSG_NOSIGNAL, peer.get(),
                        peer.length)
               == got;
    }

    void ask()
    {
        moveTo(m_placement, Side::Client);
        const auto begin = std::chrono::steady_clock::now();
        while (!m_stop && !m_failed && exchange())
            ++m_exchanges;
        m_time = std::chrono::steady_clock::now() - begin;
        if (!m_stop) {
            std::perror("plain echo, client");
            m_failed = true;
        }
    }

    bool exchange()
    {
        const Descriptor door(newSocket());
        std::array<char, 2048> answer{};
        if (m_isTcp) {
            return ::connect(door.get(), m_address.get(), m_address.length) == 0
                   && ::send(door.get(), sentence.data(), sentence.size(), MSG_NOSIGNAL) > 0
                   && ::recv(door.get(), answer.data(), 1024, 0) > 0;
        }
        SocketAddress peer;
        return ::sendto(door.get(), sentence.data(), sentence.size(), MSG_NOSIGNAL, m_address.get(),
                        m_address.length)
                   > 0
               && ::recvfrom(door.get(), answer.data(), answer.size(), 0, peer.get(), &peer.length)
                      > 0;
    }

    bool m_isTcp;
    Placement m_placement;
    SocketAddress m_address;
    Descriptor m_server;
    std::atomic<bool> m_stop = false;
    std::atomic<bool> m_over = false;
    std::atomic<bool> m_failed = false;
    std::size_t m_exchanges = 0;
    std::chrono::duration<double> m_time{0};
};

} // namespace

std::optional<double> plainEchoRate(Protocol protocol, const Endpoint &server,
                                    std::chrono::nanoseconds time, Placement placement)
{
    return PlainEcho(protocol, server, placement).rate(time);
}

} // namespace twodoors::bench
