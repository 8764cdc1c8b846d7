// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"

namespace twodoors
{

/// Ctrl-C, SIGTERM and SIGHUP as something to look for instead of something that kills. To be made
/// before any thread, so that all threads leave these signals to it. SIGPIPE is ignored: a write
/// says EPIPE.
class StopSignals
{
public:
    StopSignals();

    /// Whether one has come since the program's start.
    [[nodiscard]] bool hasCome();

    /// Readable when one has come: for poll(2).
    [[nodiscard]] int descriptor() const noexcept { return m_signals.get(); }

private:
    Descriptor m_signals;
    bool m_hasCome = false;
};

} // namespace twodoors
