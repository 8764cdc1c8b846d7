// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/endpoint.h"
#include "journal/names.h"

#include <cstddef>

namespace twodoors
{

/// What the kernel knows a socket by. A socket without a peer has an unset one.
struct Flow {
    Protocol protocol = Protocol::None;
    Endpoint local;
    Endpoint peer;

    /// The same flow as its other end knows it.
    [[nodiscard]] Flow reversed() const noexcept { return {protocol, peer, local}; }

    friend bool operator==(const Flow &, const Flow &) noexcept = default;
};

struct FlowHash {
    [[nodiscard]] std::size_t operator()(const Flow &flow) const noexcept;
};

} // namespace twodoors
