// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/state_ways.h"

#include <algorithm>
#include <cerrno>

namespace twodoors
{

namespace
{

using Ground = StateStep::Ground;

/// The state that an inferred stage of a door implies, None where it implies none.
SocketState impliedBy(const Event &event) noexcept
{
    switch (event.stage) {
    case DoorStage::Named:
        return event.role == DoorRole::Client ? SocketState::SynSent : SocketState::None;
    case DoorStage::Welcome:
        return SocketState::Listen;
    case DoorStage::HalfOpen:
        return SocketState::SynRecv;
    case DoorStage::Finished:
    case DoorStage::Connected:
        return SocketState::Established;
    default:
        return SocketState::None;
    }
}

/// Whether connect() failed in a way after which the socket is in no connection (connect(2)).
bool endsAttempt(int error) noexcept
{
    return error != 0 && error != EINPROGRESS && error != EALREADY && error != EINTR
           && error != EISCONN;
}

} // namespace

void StateWays::read(const Journal &journal, Seq last)
{
    for (; m_read < number(last); ++m_read) {
        const auto seq = static_cast<Seq>(m_read + 1);
        const Kind kind = journal.kindOf(seq);
        if (kind != Kind::State && kind != Kind::Door && kind != Kind::Return)
            continue;
        const Event event = journal.at(seq);
        if (kind == Kind::Door)
            readDoor(event);
        else if (kind == Kind::Return)
            readFailure(event);
        else if (event.state < SocketState::Unconnected && event.state != SocketState::None)
            add(event, event.state,
                event.evidence == Evidence::Inferred ? Ground::Inferred : Ground::Reported);
    }
}

void StateWays::clear()
{
    m_ways.clear();
    m_read = 0;
}

void StateWays::readDoor(const Event &event)
{
    if (event.protocol != Protocol::Tcp)
        return;
    const auto known = m_ways.find(event.door);
    const bool isKnown = known != m_ways.end() && !known->second.empty();
    if (!isKnown && event.stage == DoorStage::Made)
        add(event, SocketState::Closed, Ground::Made);
    const bool isFromWelcome =
        event.role == DoorRole::Connection
        && (event.stage == DoorStage::HalfOpen || event.stage == DoorStage::Finished
            || event.stage == DoorStage::Accepted);
    if (!isKnown && isFromWelcome)
        add(event, SocketState::Listen, Ground::Welcomed);
    if (event.stage == DoorStage::Gone && isKnown)
        add(event, SocketState::Closed, Ground::Gone);
    // The kernel's reports do not follow a socket that never had a peer.
    if (event.stage == DoorStage::Closed && isKnown
        && known->second.back().state == SocketState::SynSent)
        add(event, SocketState::Closed, Ground::Closed);
    if (const SocketState implied = impliedBy(event);
        event.evidence == Evidence::Inferred && implied != SocketState::None)
        add(event, implied, Ground::Inferred);
    else if (event.stage == DoorStage::HalfOpen && !isKnown) // a later one only comes late
        add(event, SocketState::SynRecv, Ground::Reported);
}

void StateWays::readFailure(const Event &event)
{
    if (event.call != CallName::Connect || !endsAttempt(event.error))
        return;
    const auto known = m_ways.find(event.door);
    if (known != m_ways.end() && known->second.back().state != SocketState::Closed)
        add(event, SocketState::Closed, Ground::Failed);
}

void StateWays::add(const Event &event, SocketState state, Ground ground)
{
    if (event.door == DoorId::None)
        return;
    std::vector<StateStep> &way = m_ways[event.door];
    if (way.empty() || way.back().state != state)
        way.push_back({event.seq, state, ground, ground == Ground::Failed ? event.error : 0});
}

std::span<const StateStep> StateWays::way(DoorId door, Seq cursor) const
{
    const auto known = m_ways.find(door);
    if (known == m_ways.end())
        return {};
    const auto end = std::ranges::upper_bound(known->second, cursor, {}, &StateStep::at);
    return {known->second.begin(), end};
}

SocketState StateWays::stateAt(DoorId door, Seq cursor) const
{
    const auto steps = way(door, cursor);
    // The knock alone says nothing about the new door's state.
    return steps.empty() || steps.back().ground == Ground::Welcomed ? SocketState::None
                                                                    : steps.back().state;
}

} // namespace twodoors
