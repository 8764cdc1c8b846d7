// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"
#include "lab/lab_options.h"
#include "lab/lab_protocol.h"

#include <string>
#include <vector>

namespace twodoors
{

/// One host of the lab while it is being made: a network namespace with a TUN device.
struct PrivateHost {
    Descriptor network;              ///< /proc/self/ns/net of it
    Descriptor device;               ///< the TUN device, non-blocking, without packet information
    Descriptor reports;              ///< NETLINK_SOCK_DIAG
    std::vector<std::string> notSet; ///< settings that this system did not take
};

/// Why a step failed.
struct LabError {
    LabStep step = LabStep::None;
    int error = 0;
};

/// Leaves this machine: a user namespace in which the caller may make networks. The process must
/// have one thread (unshare(2)). Where that is not permitted, root can do without.
[[nodiscard]] LabError enterUserNamespace();

/// Makes a host for the programs of this role. The thread's network namespace is that of the new
/// host afterwards.
[[nodiscard]] LabError makePrivateHost(Role programs, const LabOptions &options, PrivateHost &host);

/// The network namespace in which hosts are made has small tables for sockets, so that reports on
/// them are quick; hosts get theirs from it. Kernels before 6.2 have one table for all.
[[nodiscard]] LabError prepareSmallTables();

} // namespace twodoors
