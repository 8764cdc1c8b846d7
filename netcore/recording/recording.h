// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/clock.h"
#include "journal/journal.h"
#include "journal/session_file.h"
#include "lessons/lesson.h"

#include <optional>

namespace twodoors
{

/// A run as it is looked at, whether it is live or was read from a file: its journal and what is
/// known about it. The header and the lesson do not change once somebody looks.
struct Recording {
    SteadyClock clock;
    Journal journal{clock};
    SessionHeader header;
    std::optional<Lesson> lesson; ///< nothing for a capture, or where the file does not say it
};

} // namespace twodoors
