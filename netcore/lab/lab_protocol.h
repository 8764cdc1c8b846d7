// SPDX-License-Identifier: GPL-3.0-or-later
// What Two Doors and the lab's helper say to each other over their socket. Both are the same
// binary, so plain structs will do.
#pragma once

#include "journal/names.h"

#include <cstdint>

namespace twodoors
{

/// Which part of making a lab failed.
enum class LabStep : std::uint8_t {
    None,
    Start,            ///< the helper could not be started, or did not answer
    UserNamespace,    ///< unshare(CLONE_NEWUSER)
    UserMaps,         ///< its uid_map and gid_map
    NetworkNamespace, ///< unshare(CLONE_NEWNET)
    OpenTun,          ///< open("/dev/net/tun")
    MakeTun,          ///< TUNSETIFF
    Network,          ///< links, addresses and routes by rtnetlink
    Reports           ///< sock_diag
};
template <>
inline constexpr std::array<std::string_view, 9> names<LabStep>{
    "none",     "start",    "user-namespace", "user-maps", "network-namespace",
    "open-tun", "make-tun", "network",        "reports"};

/// A host's file that the helper reads out.
enum class LabFile : std::uint8_t { Snmp, Netstat, Tcp, Routes };

enum class LabRequestKind : std::uint8_t { Socket, File, Namespaces };

struct LabRequest {
    LabRequestKind kind = LabRequestKind::Socket;
    Role host = Role::Client;
    LabFile file = LabFile::Snmp;
    std::int32_t domain = 0;
    std::int32_t type = 0;
    std::int32_t protocol = 0;
};

/// Before whatever else an answer holds.
struct LabAnswer {
    std::int32_t error = 0;
    LabStep step = LabStep::None; ///< of the first answer, where the lab could not be made
};

} // namespace twodoors
