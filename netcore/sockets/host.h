// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace twodoors
{

/// The host that a program stands on: this machine, where nothing is said, or one of the lab's.
struct Host {
    /// As socket(2): a descriptor, or -1 and errno. Any thread may call it.
    std::function<int(int domain, int type, int protocol)> makeSocket{};
    /// Its packets are seen as they pass, so none has to be inferred.
    bool showsPackets = false;
};

} // namespace twodoors
