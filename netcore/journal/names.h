// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

namespace twodoors
{

/// The words of an enumeration, in the order of its values; one specialisation each.
template <class Enum>
inline constexpr std::array<std::string_view, 0> names{};

template <class Type>
inline constexpr bool hasNames = false;
template <class Type>
requires std::is_enum_v<Type>
inline constexpr bool hasNames<Type> = !names<Type>.empty();

/// The word for a value, as it stands in session files; "?" for a value outside of the table.
template <class Enum>
[[nodiscard]] constexpr std::string_view nameOf(Enum value) noexcept
{
    const auto index = static_cast<std::size_t>(value);
    return index < names<Enum>.size() ? names<Enum>[index] : std::string_view("?");
}

template <class Enum>
[[nodiscard]] constexpr std::optional<Enum> fromName(std::string_view name) noexcept
{
    for (std::size_t i = 0; i < names<Enum>.size(); ++i) {
        if (names<Enum>[i] == name)
            return static_cast<Enum>(i);
    }
    return std::nullopt;
}

enum class Role : std::uint8_t {
    Client,
    Server,
    ClientKernel,
    ServerKernel,
    Wire,
    Person,
    TwoDoors
};
template <>
inline constexpr std::array<std::string_view, 7> names<Role>{
    "client", "server", "client-kernel", "server-kernel", "wire", "person", "two-doors"};

enum class Evidence : std::uint8_t { Call, Packet, Kernel, Inferred, Person };
template <>
inline constexpr std::array<std::string_view, 5> names<Evidence>{"call", "packet", "kernel",
                                                                 "inferred", "person"};

/// The POSIX calls that are made and recorded.
enum class CallName : std::uint8_t {
    None,
    Socket,
    Bind,
    Listen,
    Accept,
    Connect,
    Send,
    Recv,
    SendTo,
    RecvFrom,
    SetSockOpt,
    GetSockOpt,
    GetSockName,
    GetPeerName,
    Shutdown,
    Close,
    Poll
};
template <>
inline constexpr std::array<std::string_view, 17> names<CallName>{
    "none",        "socket",      "bind",     "listen",   "accept",     "connect",
    "send",        "recv",        "sendto",   "recvfrom", "setsockopt", "getsockopt",
    "getsockname", "getpeername", "shutdown", "close",    "poll"};

enum class Protocol : std::uint8_t { None, Tcp, Udp, Icmp };
template <>
inline constexpr std::array<std::string_view, 4> names<Protocol>{"none", "tcp", "udp", "icmp"};

/// What a socket is to the picture. A socket is plain until a call gives it a part.
enum class DoorRole : std::uint8_t { Plain, Client, Welcome, Connection, Mailbox };
template <>
inline constexpr std::array<std::string_view, 5> names<DoorRole>{"plain", "client", "welcome",
                                                                 "connection", "mailbox"};

/// What has become of a door.
enum class DoorStage : std::uint8_t {
    None,
    Made,      ///< socket() has made it
    Named,     ///< it has a local address now, by bind() or by the kernel's choice
    Welcome,   ///< listen() has made it a welcome door
    HalfOpen,  ///< knock 1 has come, knock 3 not yet (SYN-RECV)
    Finished,  ///< the handshake is done, accept() has not returned it
    Connected, ///< connect() has returned 0
    Accepted,  ///< accept() has returned it
    Closed,    ///< the program has let go of it
    Gone       ///< the kernel no longer knows it
};
template <>
inline constexpr std::array<std::string_view, 10> names<DoorStage>{
    "none",     "made",      "named",    "welcome", "half-open",
    "finished", "connected", "accepted", "closed",  "gone"};

/// TCP's states as RFC 9293, 3.3.2 names them; Unconnected and Connected are UDP's.
enum class SocketState : std::uint8_t {
    None,
    Established,
    SynSent,
    SynRecv,
    FinWait1,
    FinWait2,
    TimeWait,
    Closed,
    CloseWait,
    LastAck,
    Listen,
    Closing,
    Unconnected,
    Connected
};
template <>
inline constexpr std::array<std::string_view, 14> names<SocketState>{
    "none",   "ESTABLISHED", "SYN-SENT", "SYN-RECV", "FIN-WAIT-1", "FIN-WAIT-2",  "TIME-WAIT",
    "CLOSED", "CLOSE-WAIT",  "LAST-ACK", "LISTEN",   "CLOSING",    "UNCONNECTED", "CONNECTED"};

/// The kernel's clock that runs for a socket (sock_diag's idiag_timer).
enum class Timer : std::uint8_t { None, Retransmit, KeepAlive, TimeWait, ZeroWindowProbe };
template <>
inline constexpr std::array<std::string_view, 5> names<Timer>{"none", "retransmit", "keepalive",
                                                              "time-wait", "zero-window-probe"};

/// What has become of a packet.
enum class PacketVerb : std::uint8_t {
    None,
    Sent,
    Held,
    Delivered,
    Dropped,
    Duplicated,
    Delayed,
    Corrupted,
    Ghost,
    Seen ///< in a capture: who sent it is known, what became of it is not
};
template <>
inline constexpr std::array<std::string_view, 10> names<PacketVerb>{
    "none",       "sent",    "held",      "delivered", "dropped",
    "duplicated", "delayed", "corrupted", "ghost",     "seen"};

/// Whether it is the packet's first event, the one that shows it, and not what became of it.
[[nodiscard]] constexpr bool isSighting(PacketVerb verb) noexcept
{
    return verb == PacketVerb::Sent || verb == PacketVerb::Seen;
}

/// Which way a packet goes, in the words of the terminal's rules.
enum class Heading : std::uint8_t { None, ToServer, ToClient };
template <>
inline constexpr std::array<std::string_view, 3> names<Heading>{"none", "client>server",
                                                                "server>client"};

[[nodiscard]] constexpr Heading reversed(Heading heading) noexcept
{
    return heading == Heading::ToServer   ? Heading::ToClient
           : heading == Heading::ToClient ? Heading::ToServer
                                          : Heading::None;
}

/// What the wire is told to do from now on: hold each packet, let packets flow, lose them all,
/// carry again, take a time for each flight, heed a rule.
enum class WireSetting : std::uint8_t { None, Hold, Flow, Cut, Mend, Flight, Rule };
template <>
inline constexpr std::array<std::string_view, 7> names<WireSetting>{"none", "hold",   "flow", "cut",
                                                                    "mend", "flight", "rule"};

enum class PredictionStep : std::uint8_t { None, Asked, Answered, Judged };
template <>
inline constexpr std::array<std::string_view, 4> names<PredictionStep>{"none", "asked", "answered",
                                                                       "judged"};

/// The socket options that programs use (socket(7), tcp(7)).
enum class SocketOption : std::uint8_t {
    None,
    ReuseAddress,
    Error,
    ReceiveTimeout,
    SendTimeout,
    ReceiveBuffer,
    SendBuffer,
    NoDelay,
    UserTimeout,
    IPv6Only
};
template <>
inline constexpr std::array<std::string_view, 10> names<SocketOption>{
    "none",      "SO_REUSEADDR", "SO_ERROR",    "SO_RCVTIMEO",      "SO_SNDTIMEO",
    "SO_RCVBUF", "SO_SNDBUF",    "TCP_NODELAY", "TCP_USER_TIMEOUT", "IPV6_V6ONLY"};

/// How a name of a program got its value.
enum class ValueChange : std::uint8_t { Set, Appended };
template <>
inline constexpr std::array<std::string_view, 2> names<ValueChange>{"set", "appended"};

/// The flags of a TCP segment, the bits of its header (RFC 9293, 3.1).
namespace TcpFlag
{
inline constexpr std::uint32_t Fin = 0x01;
inline constexpr std::uint32_t Syn = 0x02;
inline constexpr std::uint32_t Rst = 0x04;
inline constexpr std::uint32_t Psh = 0x08;
inline constexpr std::uint32_t Ack = 0x10;
inline constexpr std::uint32_t Urg = 0x20;
inline constexpr std::uint32_t Ece = 0x40;
inline constexpr std::uint32_t Cwr = 0x80;
} // namespace TcpFlag

} // namespace twodoors
