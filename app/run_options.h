// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "words.h"

namespace twodoors
{

/// The options of `run` from its words, all but the server's address. Throws WrongUsage. Reading a
/// message file ends at a stop signal.
[[nodiscard]] RunCommandOptions runOptions(const Words &words, Lesson lesson, StopSignals &signals);

/// Asks for the sentence where nobody has given one and somebody is there to ask.
void askForMessage(const Catalogue &catalogue, StopSignals &signals, RunCommandOptions &options);

} // namespace twodoors
