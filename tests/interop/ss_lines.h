// SPDX-License-Identifier: GPL-3.0-or-later
// Door states as the World has them and as ss(8) tells them.
#pragma once

#include "child_process.h"
#include "world/world.h"

#include <gtest/gtest.h>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>

namespace twodoors::tests
{

using SsLines = std::multiset<std::string>;

/// ss(8) writes any address as 0.0.0.0, [::] or *, by its mood.
inline std::string anyAsStar(const std::string &address)
{
    const std::size_t colon = address.rfind(':');
    const std::string host = address.substr(0, colon);
    return (host == "0.0.0.0" || host == "[::]" ? "*" : host) + address.substr(colon);
}

/// The states as ss names them (ss.c, sstate_name).
inline std::string ssName(SocketState state)
{
    switch (state) {
    case SocketState::Established:
    case SocketState::Connected:
        return "ESTAB";
    case SocketState::Unconnected:
        return "UNCONN";
    default:
        return std::string(nameOf(state));
    }
}

/// The ports that the run's doors have.
inline std::set<std::uint16_t> portsOf(const World &world, std::uint16_t server)
{
    std::set<std::uint16_t> ports{server};
    for (std::size_t i = 0; i < world.doors().size(); ++i) {
        if (world.doors()[i].local.isSet() && world.doors()[i].protocol == Protocol::Udp)
            ports.insert(world.doors()[i].local.port);
    }
    return ports;
}

/// State, both queues and both addresses of each door of which the kernel has told a state. One
/// that is CLOSED stands in no table of the kernel's, so ss cannot know it.
inline SsLines told(const World &world, std::optional<Role> owner = {})
{
    SsLines lines;
    for (std::size_t i = 0; i < world.doors().size(); ++i) {
        const DoorView &door = world.doors()[i];
        if (door.state == SocketState::None || door.state == SocketState::Closed
            || (owner && door.owner.role != *owner))
            continue;
        if (door.state == SocketState::Listen) {
            EXPECT_EQ(door.backlog, door.sendQueue);
        }
        lines.insert(ssName(door.state) + ' ' + std::to_string(door.receiveQueue) + ' '
                     + std::to_string(door.sendQueue) + ' ' + anyAsStar(door.local.text()) + ' '
                     + (door.peer.isSet() ? door.peer.text() : "*:*"));
    }
    return lines;
}

/// The same as ss tells it; `command` runs it, wherever that may be.
inline SsLines asked(std::vector<std::string> command, Protocol protocol,
                     const std::set<std::uint16_t> &ports)
{
    std::string filter;
    for (const std::uint16_t port : ports) {
        const std::string number = std::to_string(port);
        filter += filter.empty() ? "sport = :" : " or sport = :";
        filter += number;
        filter += " or dport = :";
        filter += number;
    }
    command.insert(command.end(), {protocol == Protocol::Tcp ? "-tanH" : "-uanH", filter});
    std::istringstream output(outputOf(command));
    SsLines lines;
    for (std::string line; std::getline(output, line);) {
        std::istringstream words(line);
        const std::vector<std::string> word{std::istream_iterator<std::string>(words), {}};
        if (word.size() < 5)
            throw std::runtime_error("ss says " + line);
        lines.insert(word[0] + ' ' + word[1] + ' ' + word[2] + ' ' + anyAsStar(word[3]) + ' '
                     + anyAsStar(word[4]));
    }
    return lines;
}

} // namespace twodoors::tests
