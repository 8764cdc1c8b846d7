// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/failure.h"

#include <cerrno>
#include <cstddef>
#include <functional>
#include <stop_token>

namespace twodoors
{

/// How long work says how far it is, and how it is asked to stop: looked at now and then, by the
/// thread that works.
struct Progress {
    std::stop_token stop{};
    std::function<void(std::size_t done, std::size_t total)> report{}; ///< total 0: not known

    /// Reports; false once the work is to stop.
    [[nodiscard]] bool goesOn(std::size_t done, std::size_t total) const
    {
        if (report)
            report(done, total);
        return !stop.stop_requested();
    }
};

/// What work that was asked to stop returns.
[[nodiscard]] inline Failure cancelled()
{
    return {"cancelled", {}, ECANCELED};
}

[[nodiscard]] inline bool isCancelled(const Failure &failure)
{
    return failure.topic == "cancelled";
}

} // namespace twodoors
