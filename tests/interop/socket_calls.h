// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"

#include <charconv>
#include <cstring>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <vector>

namespace twodoors::tests
{

/// A socket call as both strace and the journal tell it.
struct SocketCall {
    std::string name;
    int fd = -1;           ///< the socket it is about, -1 for none
    std::string arguments; ///< those that both tell, in words
    std::int64_t value = 0;
    std::string error;    ///< "ECONNRESET"; empty where it succeeded
    std::string result;   ///< bytes or an address that it gave
    bool returned = true; ///< false where the end of the program cut it off
};

/// The calls one to a line, each socket by its place among those the program had, so that two runs
/// can be compared.
inline std::string linesOf(const std::vector<SocketCall> &calls)
{
    std::map<int, int> places;
    int last = 0;
    std::string lines;
    for (const SocketCall &call : calls) {
        const auto place = places.find(call.fd);
        lines += call.name + '(';
        if (place != places.end())
            lines += "door " + std::to_string(place->second) + ' ';
        lines += call.arguments + ") = ";
        if (!call.returned)
            lines += "?";
        else if (!call.error.empty())
            lines += call.error;
        else if (call.name == "socket" || call.name == "accept")
            lines += "door " + std::to_string(places[static_cast<int>(call.value)] = ++last);
        else
            lines += std::to_string(call.value);
        lines += call.result.empty() ? "\n" : ' ' + call.result + '\n';
    }
    return lines;
}

inline std::string inHex(std::string_view bytes)
{
    std::string text;
    for (const char byte : bytes) {
        constexpr std::string_view digits = "0123456789abcdef";
        text += digits[static_cast<unsigned char>(byte) >> 4U];
        text += digits[static_cast<unsigned char>(byte) & 15U];
    }
    return text;
}

/// The address with its port, but for ports of the kernel's choice: those are the guests'.
inline std::string comparable(const Endpoint &address, std::uint16_t server)
{
    return address.addressText()
           + (address.port == server ? " port " + std::to_string(server) : " port of a guest");
}

/// Reads the calls of one program from the journal.
class JournalCalls
{
public:
    JournalCalls(const Journal &journal, Who who, std::uint16_t server) : m_server(server)
    {
        std::map<Seq, std::size_t> places;
        for (std::size_t seq = 1; seq <= journal.size(); ++seq) {
            const Event event = journal.at(static_cast<Seq>(seq));
            if (event.who != who)
                continue;
            if (event.kind == Kind::Call) {
                places[event.seq] = m_calls.size();
                m_calls.push_back({std::string(nameOf(event.call)),
                                   event.fd,
                                   argumentsOf(event),
                                   0,
                                   {},
                                   {},
                                   false});
            } else if (event.kind == Kind::Return) {
                finish(m_calls.at(places.at(event.cause)), event);
            }
        }
    }

    [[nodiscard]] const std::vector<SocketCall> &calls() const noexcept { return m_calls; }

private:
    [[nodiscard]] static std::string flagsOf(const Event &event)
    {
        return event.flags == 0              ? "0"
               : event.flags == MSG_NOSIGNAL ? "MSG_NOSIGNAL"
               : event.flags == MSG_TRUNC    ? "MSG_TRUNC"
                                             : std::to_string(event.flags);
    }

    [[nodiscard]] std::string argumentsOf(const Event &event) const
    {
        std::string size = std::to_string(event.size);
        switch (event.call) {
        case CallName::Socket:
            return std::string(event.family == Family::IPv6 ? "AF_INET6 " : "AF_INET ")
                   + (event.protocol == Protocol::Tcp ? "SOCK_STREAM" : "SOCK_DGRAM");
        case CallName::Bind:
        case CallName::Connect:
            return comparable(event.peer, m_server);
        case CallName::Listen:
            return size;
        case CallName::SetSockOpt:
            return std::string(nameOf(event.option)) + ' ' + std::to_string(event.value);
        case CallName::Send:
            return inHex(event.bytes) + ' ' + size + ' ' + flagsOf(event);
        case CallName::SendTo:
            return inHex(event.bytes) + ' ' + size + ' ' + flagsOf(event) + ' '
                   + comparable(event.peer, m_server);
        case CallName::Recv:
        case CallName::RecvFrom:
            return size + ' ' + flagsOf(event);
        case CallName::Shutdown:
            return event.flags == SHUT_WR ? "SHUT_WR" : std::to_string(event.flags);
        default:
            return {};
        }
    }

    void finish(SocketCall &call, const Event &event) const
    {
        call.returned = event.error != EINTR; // that is how the session stops
        call.value = event.value;
        if (event.error != 0)
            call.error = ::strerrorname_np(event.error);
        else if (event.call == CallName::Recv)
            call.result = inHex(event.bytes);
        else if (event.call == CallName::RecvFrom)
            call.result = inHex(event.bytes) + " from " + comparable(event.peer, m_server);
        else if (event.call == CallName::Accept)
            call.result = comparable(event.peer, m_server);
    }

    std::uint16_t m_server;
    std::vector<SocketCall> m_calls;
};

/// Reads the calls on sockets from what `strace -f -x -e trace=network,close,poll` wrote of a
/// program of one thread.
class TracedCalls
{
public:
    TracedCalls(const std::string &trace, std::uint16_t server) : m_server(server)
    {
        std::istringstream lines(trace);
        for (std::string line; std::getline(lines, line);)
            read(line);
    }

    [[nodiscard]] const std::vector<SocketCall> &calls() const noexcept { return m_calls; }

private:
    void read(const std::string &line)
    {
        // "1234 name(3, …) = 5 ENAME (text)"; no end where the program was ended in the call
        static const std::regex form(R"re(\d+ +(\w+)\((.*?)(?:\) += (\?|-?\d+)(?: (\w+) .*)?)?)re");
        std::smatch found;
        if (!std::regex_match(line, found, form))
            return; // "+++ exited with 0 +++", "--- SIGTERM …"
        SocketCall call;
        call.name = found[1];
        const std::vector<std::string> words = split(found[2]);
        call.returned = found[3].matched && found[3] != "?";
        if (call.returned)
            call.value = std::stoll(found[3]);
        call.error = call.returned ? found[4].str() : std::string();
        if (call.name != "socket")
            call.fd = std::stoi(words.at(0));
        if (call.name != "socket" && !m_sockets.contains(call.fd))
            return; // the C runtime's own files
        describe(call, words);
        if ((call.name == "socket" || call.name == "accept") && call.error.empty() && call.returned)
            m_sockets.insert(static_cast<int>(call.value));
        if (call.name == "close")
            m_sockets.erase(call.fd);
        m_calls.push_back(std::move(call));
    }

    void describe(SocketCall &call, const std::vector<std::string> &words) const
    {
        if (call.name == "socket") {
            call.arguments = words.at(0) + ' ' + words.at(1);
        } else if (call.name == "setsockopt") {
            // SOL_SOCKET, SO_REUSEADDR, [1]
            call.arguments = words.at(2) + ' ' + words.at(3).substr(1, words.at(3).size() - 2);
        } else if (call.name == "bind" || call.name == "connect") {
            call.arguments = addressOf(words.at(1));
        } else if (call.name == "listen" || call.name == "shutdown") {
            call.arguments = words.at(1);
        } else if (call.name == "accept") {
            if (call.returned)
                call.result = addressOf(words.at(1));
        } else if (call.name == "sendto") {
            call.arguments = bytesOf(words.at(1)) + ' ' + words.at(2) + ' ' + words.at(3);
            if (words.at(4) == "NULL")
                call.name = "send"; // which is sendto without an address, as recv is recvfrom
            else
                call.arguments += ' ' + addressOf(words.at(4));
        } else if (call.name == "recvfrom") {
            call.arguments = words.at(2) + ' ' + words.at(3);
            const bool isRecv = words.at(4) == "NULL";
            call.name = isRecv ? "recv" : "recvfrom";
            if (call.returned)
                call.result =
                    bytesOf(words.at(1)) + (isRecv ? "" : " from " + addressOf(words.at(4)));
        } else if (call.name != "close") {
            throw std::runtime_error("no such call is expected: " + call.name);
        }
    }

    /// At the commas outside of quotes and brackets.
    [[nodiscard]] static std::vector<std::string> split(const std::string &text)
    {
        std::vector<std::string> words{""};
        int depth = 0;
        bool quoted = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char letter = text[i];
            if (quoted && letter == '\\') {
                words.back() += text.substr(i++, 2);
                continue;
            }
            quoted = quoted != (letter == '"');
            if (!quoted)
                depth += (std::strchr("{[(", letter) != nullptr)
                         - (std::strchr("}])", letter) != nullptr);
            if (!quoted && depth == 0 && letter == ',')
                words.emplace_back();
            else if (quoted || letter != ' ' || depth > 0)
                words.back() += letter;
        }
        return words;
    }

    /// "\x68\xff" or "two\tdoors" as hexadecimal digits.
    [[nodiscard]] static std::string bytesOf(const std::string &quoted)
    {
        std::string bytes;
        for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
            if (quoted[i] != '\\') {
                bytes += quoted[i];
                continue;
            }
            constexpr std::string_view letters = "abtnvfr"; // 7 … 13
            const char kind = quoted[++i];
            if (kind == 'x') {
                bytes += static_cast<char>(std::stoi(quoted.substr(i + 1, 2), nullptr, 16));
                i += 2;
            } else if (const std::size_t place = letters.find(kind); place != letters.npos) {
                bytes += static_cast<char>(7 + place);
            } else {
                bytes += kind;
            }
        }
        return inHex(bytes);
    }

    [[nodiscard]] std::string addressOf(const std::string &text) const
    {
        static const std::regex port(R"re(sin6?_port=htons\((\d+)\))re");
        static const std::regex host(R"re((?:inet_addr\(|inet_pton\(AF_INET6, ?)"([^"]+)")re");
        std::smatch portFound;
        std::smatch hostFound;
        if (!std::regex_search(text, portFound, port) || !std::regex_search(text, hostFound, host))
            throw std::runtime_error("no address: " + text);
        const auto number = static_cast<std::uint16_t>(std::stoi(portFound[1]));
        return comparable(endpointFromAddress(hostFound[1].str(), number).value(), m_server);
    }

    std::uint16_t m_server;
    std::set<int> m_sockets;
    std::vector<SocketCall> m_calls;
};

} // namespace twodoors::tests
