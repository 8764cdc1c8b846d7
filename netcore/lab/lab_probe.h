// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/failure.h"
#include "lab/lab.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace twodoors
{

/// What the lab is made of, in the order in which it is made.
enum class LabPart : std::uint8_t {
    UserNamespace,
    NetworkNamespace,
    Tun,
    Network,
    Settings,
    Reports
};
template <>
inline constexpr std::array<std::string_view, 6> names<LabPart>{
    "user-namespace", "network-namespace", "tun", "network", "settings", "reports"};

/// What a part came to. Unknown: an earlier one failed, so it was not tried.
enum class LabPartStanding : std::uint8_t { Works, Fails, Unknown };

/// What was found by making a lab, and not by asking whether one could be made: some systems grant
/// a user namespace without any power in it.
struct LabFindings {
    std::array<LabPartStanding, names<LabPart>.size()> parts{};
    std::chrono::nanoseconds time{0}; ///< until it was ready, where it was
    std::optional<Failure> failure;   ///< why there is none
    std::vector<std::string> notSet;  ///< kernel settings that could not be made
};

[[nodiscard]] LabFindings probeLab();

/// What decides which command helps.
struct SystemFacts {
    enum class Container : std::uint8_t { None, Docker, Podman, Other };

    std::string distribution; ///< ID of os-release(5)
    Container container = Container::None;
    bool namespacesForbidden = false; ///< user.max_user_namespaces is 0
    bool networksForbidden = false;   ///< user.max_net_namespaces is 0
    bool debianForbids = false;       ///< kernel.unprivileged_userns_clone is 0
    bool appArmorRestricts = false;   ///< kernel.apparmor_restrict_unprivileged_userns is 1
    std::string program;              ///< the path of this very program
};

/// Reads them below `root`.
[[nodiscard]] SystemFacts readSystemFacts(const std::filesystem::path &root = "/");

/// One thing that may help: a key of the catalogue, and the exact command.
struct LabRemedy {
    std::string_view topic;
    std::string command;
};

/// The most likely first; none where the lab works and took its settings.
[[nodiscard]] std::vector<LabRemedy> remediesFor(const LabFindings &findings,
                                                 const SystemFacts &facts);

/// The AppArmor profile that lets the program at this path make the lab's user namespace
/// (apparmor.d(5)).
[[nodiscard]] std::string appArmorProfile(std::string_view program);

} // namespace twodoors
