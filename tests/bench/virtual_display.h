// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <sys/types.h>

namespace twodoors::bench
{

/// An X display of its own, with nothing on it; Xvfb ends with it.
class VirtualDisplay
{
public:
    VirtualDisplay();
    ~VirtualDisplay();
    VirtualDisplay(const VirtualDisplay &) = delete;
    VirtualDisplay &operator=(const VirtualDisplay &) = delete;

    /// As DISPLAY has it; empty where there is none.
    [[nodiscard]] const std::string &name() const noexcept { return m_name; }

private:
    pid_t m_server = 0;
    std::string m_name;
};

} // namespace twodoors::bench
