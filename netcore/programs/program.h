// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/failure.h"
#include "journal/event.h"

#include <cstdint>
#include <string>
#include <vector>

namespace twodoors
{

/// What an operation does. The first block are socket calls, by their names; the second is what a
/// program does between them; the third holds other operations in its body.
enum class Operation : std::uint8_t {
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
    Poll,

    Input,        ///< into = a sentence from the person
    Clear,        ///< into = no bytes
    Upper,        ///< into = value with its ASCII letters in upper case
    Append,       ///< into = into + value
    Print,        ///< shows value to the person
    Sleep,        ///< does nothing for a while
    BreakIfEmpty, ///< leaves the innermost loop when value is empty

    Loop, ///< its body again and again
    Try   ///< its body; when a call in it fails, on after it
};
template <>
inline constexpr std::array<std::string_view, 25> names<Operation>{
    "socket",     "bind",        "listen",         "accept",   "connect",
    "send",       "recv",        "sendto",         "recvfrom", "setsockopt",
    "getsockopt", "getsockname", "getpeername",    "shutdown", "close",
    "poll",       "input",       "clear",          "upper",    "append",
    "print",      "sleep",       "break-if-empty", "loop",     "try"};

enum class Direction : std::uint8_t { Read, Write, Both };
template <>
inline constexpr std::array<std::string_view, 3> names<Direction>{"read", "write", "both"};

/// What a name of a program holds.
enum class NameKind : std::uint8_t { Door, Bytes, Address, Number };
template <>
inline constexpr std::array<std::string_view, 4> names<NameKind>{"door", "bytes", "address",
                                                                 "number"};

/// A name's place in Program::names.
enum class NameId : std::uint16_t { None = 0xFFFF };

[[nodiscard]] constexpr std::size_t indexOf(NameId name) noexcept
{
    return static_cast<std::size_t>(name);
}

/// One line of a program. Which members speak is said by `operation`.
struct ProgramLine {
    Operation operation = Operation::Loop;
    LineNumber number = LineNumber::None;

    NameId door = NameId::None;    ///< of a socket call: the socket (of accept: the welcome door)
    NameId into = NameId::None;    ///< gets the result
    NameId from = NameId::None;    ///< of accept and recvfrom: gets the peer's address
    NameId value = NameId::None;   ///< the bytes to send, change, print or look at
    NameId address = NameId::None; ///< of bind, connect, sendto

    Protocol protocol = Protocol::None; ///< of socket
    std::int64_t size = 0;              ///< of recv and recvfrom, in bytes; of listen: the backlog
    SocketOption option = SocketOption::None; ///< of setsockopt and getsockopt
    std::int64_t optionValue = 0;             ///< of setsockopt; milliseconds for timeouts
    Direction direction = Direction::Both;    ///< of shutdown; of poll: Read or Write
    std::int64_t milliseconds = 0;            ///< of sleep and poll; of poll below 0: for ever
    std::vector<ProgramLine> body;            ///< of loop and try
};

/// A program as data: what a worker thread executes, and what the Python and the C text say.
struct Program {
    struct Name {
        std::string text;
        NameKind kind = NameKind::Bytes;
    };

    /// The name that holds the server's address from the start.
    static constexpr NameId server = NameId{0};

    std::string title; ///< "TCPClient"
    std::vector<Name> names;
    std::vector<ProgramLine> lines;

    [[nodiscard]] const std::string &nameText(NameId name) const
    {
        return names[indexOf(name)].text;
    }

    /// The line with this number, wherever it is nested; nullptr where there is none.
    [[nodiscard]] const ProgramLine *find(LineNumber number) const noexcept;

    /// How many lines there are, nested ones counted.
    [[nodiscard]] std::size_t lineCount() const noexcept;
};

} // namespace twodoors
