// SPDX-License-Identifier: GPL-3.0-or-later
// A World as text, so that two can be compared and a difference read.
#pragma once

#include "journal/json_line.h"
#include "world/world.h"

#include <fmt/format.h>

namespace twodoors::tests
{

inline std::string described(const ProgramView &program)
{
    std::string out =
        fmt::format("{} line={} since={} in={} call={} door={} since={} ended={} {} last={} {}\n",
                    whoText(program.who), number(program.line), program.lineSince.count(),
                    nameOf(program.inCall), number(program.call), number(program.callDoor),
                    program.callSince.count(), program.hasEnded, program.endError,
                    number(program.lastReturn), number(program.lastReturnDoor));
    out += fmt::format("  last={} lines=", number(program.lastEvent));
    for (const Seq seq : program.lineEvents)
        out += fmt::format("{} ", number(seq));
    out += '\n';
    for (const HeldValue &value : program.names)
        out += fmt::format("  {} kind={} door={} bytes={} size={} address={} number={}\n",
                           value.name, static_cast<int>(value.kind), number(value.door),
                           value.bytes, value.size, value.address.text(), value.number);
    return out;
}

inline std::string described(const DoorView &door)
{
    return fmt::format("door {} {} {} {} {} fd={} {} {} welcome={} {} {}/{} {} fires={} {} "
                       "backlog={} in={} out={} "
                       "first={}\n",
                       number(door.id), whoText(door.owner), nameOf(door.role),
                       nameOf(door.protocol), nameOf(door.stage), door.fd, door.local.text(),
                       door.peer.text(), number(door.welcome), nameOf(door.state),
                       door.receiveQueue, door.sendQueue, nameOf(door.timer),
                       door.timerFires.count(), door.retransmits, door.backlog, door.bytesIn,
                       door.bytesOut, number(door.firstEvent));
}

inline std::string described(const PacketView &packet)
{
    return fmt::format("packet {} {} {} {} {} {} {} {:x} {}\n", number(packet.firstEvent),
                       static_cast<std::uint32_t>(packet.id), nameOf(packet.verb),
                       nameOf(packet.evidence), nameOf(packet.protocol), packet.source.text(),
                       packet.destination.text(), packet.flags, packet.sentAt.count());
}

inline std::string described(const World &world)
{
    std::string out = fmt::format("world {} {} faults={}\n", number(world.seq()),
                                  world.now().count(), world.faults());
    const auto add = [&out](const auto &views) {
        for (std::size_t i = 0; i < views.size(); ++i)
            out += described(views[i]);
    };
    add(world.programs());
    add(world.doors());
    add(world.packets());
    return out;
}

} // namespace twodoors::tests
