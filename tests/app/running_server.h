// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plain_sockets.h"
#include "said.h"

namespace twodoors::tests
{

/// `twodoors run LESSON --only server` on a port of the kernel's choice, its log in JSON Lines.
class RunningServer
{
public:
    /// Returns once the server can be reached.
    explicit RunningServer(const std::string &lesson, std::vector<std::string> more = {})
        : m_child(Start{.arguments = argumentsFor(lesson, std::move(more))})
    {
        static_cast<void>(m_child.until([this] {
            m_port = portAfter(m_child.output(), R"("stage":"welcome")");
            // a mailbox can be reached once it has its address
            if (m_port == 0 && countOf(R"("protocol":"udp")", m_child.output()) > 0)
                m_port = portAfter(m_child.output(), R"("stage":"named")");
            return m_port != 0;
        }));
        if (m_port == 0)
            throw std::runtime_error("the server does not stand: " + m_child.errors());
    }

    [[nodiscard]] std::uint16_t port() const noexcept { return m_port; }
    [[nodiscard]] TwodoorsChild &child() noexcept { return m_child; }

    /// A guest that says this and hears it in upper case; whether it went so.
    [[nodiscard]] bool serves(std::string_view sentence)
    {
        const Descriptor guest = plainClient(m_port);
        plainSend(guest, sentence);
        return plainReceive(guest) == asciiUpper(sentence) && plainReceive(guest).empty();
    }

private:
    static std::vector<std::string> argumentsFor(const std::string &lesson,
                                                 std::vector<std::string> more)
    {
        std::vector<std::string> arguments{"run",    lesson, "--only",   "server",
                                           "--port", "0",    "--format", "jsonl"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }

    TwodoorsChild m_child;
    std::uint16_t m_port = 0;
};

/// A lesson of the two programs that read to the end of the stream.
inline constexpr std::string_view streamLesson = R"(id: stream
title: Stream
run:
  - server: TCPStreamServer
  - client: TCPStreamClient
    after: {server: accept}
)";

} // namespace twodoors::tests
