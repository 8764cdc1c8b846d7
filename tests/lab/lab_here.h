// SPDX-License-Identifier: GPL-3.0-or-later
// Whether this machine gives a lab, and one of it.
#pragma once

#include "lab/lab.h"

#include <optional>
#include <stdexcept>
#include <string>

namespace twodoors::tests
{

/// Why there is no lab on this machine; nothing where there is.
inline std::optional<std::string> labMissing()
{
    const auto lab = Lab::start();
    if (lab)
        return std::nullopt;
    return "this machine gives no lab: " + lab.failure().topic + ", errno "
           + std::to_string(lab.failure().error);
}

inline std::unique_ptr<Lab> newLab(const LabOptions &options = {})
{
    auto lab = Lab::start(options);
    if (!lab)
        throw std::runtime_error(lab.failure().topic);
    return std::move(*lab);
}

} // namespace twodoors::tests
