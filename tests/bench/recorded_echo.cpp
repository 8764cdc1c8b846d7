// SPDX-License-Identifier: GPL-3.0-or-later
#include "recorded_echo.h"

#include "journal/session_file.h"
#include "lessons/lesson.h"
#include "plain_echo.h"
#include "session/session.h"

#include <cstring>
#include <fmt/format.h>
#include <thread>

namespace twodoors::bench
{

namespace
{

using namespace std::chrono_literals;

/// How long the terminal rests between two looks at a live run.
constexpr auto lookInterval = 20ms;

constexpr std::string_view tcpLesson = R"(
id: bench-tcp
title: TCP echo without end
programs:
  Asker:
    - input: {into: sentence}
    - loop:
        - socket: {into: door, protocol: tcp}
        - connect: {door: door, address: server}
        - send: {door: door, value: sentence}
        - recv: {door: door, size: 1024, into: answer}
        - close: {door: door}
run:
  - server: TCPServer
  - client: Asker
    after: {server: accept}
)";

constexpr std::string_view udpLesson = R"(
id: bench-udp
title: UDP echo without end
programs:
  Asker:
    - input: {into: sentence}
    - loop:
        - socket: {into: mailbox, protocol: udp}
        - sendto: {door: mailbox, value: sentence, address: server}
        - recvfrom: {door: mailbox, size: 2048, into: answer, from: who}
        - close: {door: mailbox}
run:
  - server: UDPServer
  - client: Asker
    after: {server: recvfrom}
)";

bool isStarted(const Journal &journal, Role role)
{
    for (std::size_t seq = 1; seq <= journal.size(); ++seq) {
        if (journal.at(static_cast<Seq>(seq)).who.role == role)
            return true;
    }
    return false;
}

/// From the client's first close to its last.
std::optional<double> exchangeRate(const Journal &journal)
{
    std::size_t closes = 0;
    Nanoseconds first{0};
    Nanoseconds last{0};
    for (std::size_t seq = 1; seq <= journal.size(); ++seq) {
        const Event event = journal.at(static_cast<Seq>(seq));
        if (event.kind != Kind::Return || event.call != CallName::Close
            || event.who.role != Role::Client)
            continue;
        last = event.t;
        if (closes++ == 0)
            first = event.t;
    }
    if (closes < 2)
        return std::nullopt;
    return static_cast<double>(closes - 1) / std::chrono::duration<double>(last - first).count();
}

/// Programs start with goLive() or, where they have to wait for another, with lookAround(); their
/// threads begin where this one is.
void startLive(Session &session, const Journal &journal, Placement placement)
{
    moveTo(placement, Side::Server);
    session.goLive();
    moveTo(placement, Side::Client);
    while (!isStarted(journal, Role::Client) && !session.isOver())
        session.lookAround();
    moveAnywhere();
}

} // namespace

std::optional<double> recordedEchoRate(Protocol protocol, const Endpoint &server,
                                       Placement placement, RunEnd end,
                                       const std::filesystem::path &sessionFile, Journal &journal,
                                       const Clock &clock)
{
    const auto lesson = readLesson(protocol == Protocol::Tcp ? tcpLesson : udpLesson);
    if (!lesson)
        return std::nullopt;
    auto writer =
        SessionWriter::open(sessionFile, headerOfNow(lesson->id, "loopback", {}, lesson->source));
    if (!writer)
        return std::nullopt;
    Session session(journal, clock, *lesson,
                    {Part::Both, server, {std::string(sentence)}, std::size_t{0}});
    startLive(session, journal, placement);
    const Nanoseconds deadline = clock.now() + end.time;
    bool isOver = false;
    while (!isOver && clock.now() < deadline && journal.size() < end.events) {
        std::this_thread::sleep_for(lookInterval);
        session.lookAround();
        if (writer->catchUp(journal))
            return std::nullopt;
        isOver = session.isOver(); // one of the programs has failed
    }
    session.stop();
    for (const Session::Problem &problem : session.problems())
        fmt::print(stderr, "recorded echo: {}() of the {}: {}\n", nameOf(problem.end.call),
                   nameOf(problem.who.role), std::strerror(problem.end.error));
    if (isOver || !session.problems().empty() || writer->catchUp(journal))
        return std::nullopt;
    return exchangeRate(journal);
}

Endpoint roundAddress(int round)
{
    return *endpointFromAddress(fmt::format("127.0.1.{}", round + 1), 0);
}

bool recordSession(const std::filesystem::path &file, std::size_t events)
{
    const SteadyClock clock;
    Journal journal(clock);
    const auto rate = recordedEchoRate(Protocol::Tcp, roundAddress(200), Placement::Scheduler,
                                       {std::chrono::minutes(2), events}, file, journal, clock);
    if (!rate || journal.size() < events)
        return false;
    Journal exact(clock);
    for (std::size_t seq = 1; seq <= events; ++seq)
        exact.restore(journal.at(static_cast<Seq>(seq)));
    auto writer =
        SessionWriter::open(file, headerOfNow("bench-tcp", "loopback", {}, std::string(tcpLesson)));
    return writer && !writer->catchUp(exact);
}

} // namespace twodoors::bench
