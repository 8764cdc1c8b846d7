// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "child_process.h"

#include "kernel/real_sockets.h"
#include "session/session.h"

namespace twodoors::tests
{

enum class Pace { Stepwise, Live };

inline std::string_view textOf(Family family)
{
    return family == Family::IPv6 ? "IPv6" : "IPv4";
}

/// A TCP port that nobody has now. The kernel gives bind() and connect() ports of different parity
/// as long as it can, so that a client does not get this one.
inline std::uint16_t freePort(Family family)
{
    const Descriptor socket = makeSocket(family, SOCK_STREAM);
    EXPECT_EQ(bindTo(socket, loopback(family)), 0);
    return localOf(socket).port;
}

/// A value that must be there.
template <class Value>
Value orThrow(Result<Value> result)
{
    if (!result)
        throw std::runtime_error(result.failure().topic);
    return *std::move(result);
}

/// A lesson of one server and one client who starts when the server is in `serving`.
inline Lesson lessonOf(const std::string &server, const std::string &client,
                       const std::string &serving)
{
    return orThrow(readLesson("{id: pair, title: A pair, run: [{server: " + server
                              + "}, {client: " + client + ", after: {server: " + serving + "}}]}"));
}

/// The engine at work: a session, and what drives it as the terminal does.
class EngineRun
{
public:
    EngineRun(Lesson lesson, SessionOptions options, Pace pace = Pace::Stepwise)
        : m_lesson(std::move(lesson)), m_reader(m_journal),
          m_session(m_journal, m_clock, m_lesson, std::move(options))
    {
        if (pace == Pace::Live)
            m_session.goLive();
    }

    /// Lets one line through; where none can go, waits for news for a moment.
    void advance(std::chrono::milliseconds moment = 2ms)
    {
        if (m_session.stepAny())
            return;
        static_cast<void>(m_reader.waitBeyond(m_journal.size(), moment));
        m_session.lookAround();
    }

    /// Advances until it is so or the time is over; whether it is so.
    template <class Condition>
    [[nodiscard]] bool advanceUntil(Condition &&condition, std::chrono::seconds limit = patience)
    {
        const auto deadline = std::chrono::steady_clock::now() + limit;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > deadline)
                return false;
            advance();
        }
        return true;
    }

    [[nodiscard]] bool advanceToEnd()
    {
        return advanceUntil([this] { return m_session.isOver(); });
    }

    /// Where the server can be reached, once it can.
    [[nodiscard]] std::optional<Endpoint> serving()
    {
        const World &world = m_session.world();
        for (std::size_t i = 0; i < world.doors().size(); ++i) {
            const DoorView &door = world.doors()[i];
            if (door.owner.role == Role::Server && door.local.isSet()
                && (door.role == DoorRole::Welcome || door.role == DoorRole::Mailbox))
                return door.local;
        }
        return std::nullopt;
    }

    /// The events from the beginning on for which it is so.
    template <class Condition>
    [[nodiscard]] std::vector<Event> events(Condition &&condition) const
    {
        std::vector<Event> found;
        for (std::size_t seq = 1; seq <= m_journal.size(); ++seq) {
            const Event event = m_journal.at(static_cast<Seq>(seq));
            if (condition(event))
                found.push_back(event);
        }
        return found;
    }

    /// All bytes that the calls of one program have received.
    [[nodiscard]] std::string receivedBy(Who who) const
    {
        std::string bytes;
        for (const Event &event : events([who](const Event &e) {
                 return e.kind == Kind::Return && e.who == who
                        && (e.call == CallName::Recv || e.call == CallName::RecvFrom);
             }))
            bytes += event.bytes;
        return bytes;
    }

    [[nodiscard]] Session &session() noexcept { return m_session; }
    [[nodiscard]] const Clock &clock() const noexcept { return m_clock; }
    [[nodiscard]] const Journal &journal() const noexcept { return m_journal; }

private:
    Lesson m_lesson;
    SteadyClock m_clock;
    Journal m_journal{m_clock};
    JournalReader m_reader;
    Session m_session;
};

} // namespace twodoors::tests
