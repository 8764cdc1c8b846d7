// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"

namespace twodoors
{

/// Something Two Doors itself could not do: `topic` is a key of the notes, `bytes` plain words.
[[nodiscard]] inline Event faultEvent(std::string_view topic, int error = 0, Seq cause = Seq::None)
{
    Event event;
    event.kind = Kind::Fault;
    event.who = {Role::TwoDoors, 0};
    event.evidence = Evidence::Kernel;
    event.cause = cause;
    event.topic = topic;
    event.error = error;
    return event;
}

} // namespace twodoors
