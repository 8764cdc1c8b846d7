// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/endpoint.h"
#include "journal/names.h"

#include <string>
#include <vector>

namespace twodoors
{

/// A kernel setting of one host, as sysctl(8) names it: "net/ipv4/tcp_retries2".
struct LabSetting {
    Role host = Role::Client;
    std::string name;
    std::string value;
};

struct LabOptions {
    /// Kernels that wait as long as they can before they send again or give up, so that a person
    /// has time to think; otherwise their ordinary settings.
    bool isPatient = true;
    std::vector<LabSetting> settings{}; ///< after those; names under net/ipv4 and net/ipv6 alone
};

/// Whether the name may be set: net/ipv4/… or net/ipv6/… of letters, digits, _ and /.
[[nodiscard]] bool isLabSetting(std::string_view name) noexcept;

/// The address of the host of this role's programs: 10.0.0.1 and 10.0.0.2 in a /24, fd00::1 and
/// fd00::2 in a /64.
[[nodiscard]] Endpoint labAddress(Role programs, Family family, std::uint16_t port = 0);

} // namespace twodoors
