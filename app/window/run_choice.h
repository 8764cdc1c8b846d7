// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/parts.h"
#include "sockets/address.h"

#include <optional>
#include <string>
#include <vector>

namespace twodoors
{

/// What the person wants to be run.
struct RunChoice {
    enum class Ground : std::uint8_t { LabWherePossible, Loopback };

    std::string lesson = "tcp-echo";     ///< a built-in lesson's id
    std::string lessonFile{};            ///< read instead where it is given
    std::vector<std::string> messages{}; ///< one a guest; the lesson's own where there are none
    Ground ground = Ground::LabWherePossible;
    Part part = Part::Both; ///< with an outside peer: over the network, never in the lab
    /// Where the server stands. Port 0: the kernel's choice. In the lab only the port counts.
    Endpoint server = *endpointFromAddress("127.0.0.1", usualPort);
    bool holds = true; ///< the lab's wire, from the start on
    Nanoseconds flightTime{0};
    std::string sessionFile{}; ///< written anew as the run goes; none where it is empty

    static constexpr std::uint16_t usualPort = 12000;
};

} // namespace twodoors
