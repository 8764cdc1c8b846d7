// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"

#include <string>

namespace twodoors
{

/// Appends the event as one line of a session file, newline included. Fields with their default
/// value are left out. Bytes that are UTF-8 stand as text under their key, others as hexadecimal
/// digits under the key with "Hex" at its end.
void appendJsonLine(std::string &out, const Event &event);

/// "client", "client 2", "server-kernel": as the key "who" says it.
[[nodiscard]] std::string whoText(Who who);
[[nodiscard]] std::optional<Who> whoFromText(std::string_view text);

} // namespace twodoors
