// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/ids.h"

#include <optional>
#include <termios.h>

namespace twodoors
{

/// Single keys from standard input, without waiting for Enter where it is a terminal. The terminal
/// is as before at the end.
class Keys
{
public:
    /// `stopDescriptor` ends a wait when it becomes readable.
    explicit Keys(int stopDescriptor);
    Keys(const Keys &) = delete;
    Keys &operator=(const Keys &) = delete;
    ~Keys();

    /// The end of the input, or the stop descriptor.
    static constexpr char end = '\x04';

    /// The next key; nothing when none came in this time (below zero: waits for ever).
    [[nodiscard]] std::optional<char> next(Nanoseconds patience);

private:
    int m_stop;
    std::optional<termios> m_before;
};

} // namespace twodoors
