// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/progress.h"
#include "recording/recording.h"

#include <filesystem>
#include <functional>
#include <vector>

namespace twodoors
{

/// What was found in a file that could be opened.
struct OpenedRecording {
    std::vector<Failure> words; ///< what is to be said of it: cut, damaged, skipped …
    bool isWhole = true;        ///< all that was once written could be read and understood
    std::size_t packets = 0;    ///< of a capture
};

/// What is told while a file is read, in the thread that reads.
struct OpenProgress {
    Progress reading{}; ///< in bytes
    /// Once: header and lesson are known and will not change, the journal is empty and will grow.
    std::function<void()> onKnown{};
};

/// Reads a session file or a capture into an empty recording, which others may look at from
/// onKnown() on. A failure where it is neither, or where it was cancelled; each failure and word
/// names the file and how much was read.
[[nodiscard]] Result<OpenedRecording> openRecording(const std::filesystem::path &path,
                                                    Recording &recording,
                                                    const OpenProgress &progress = {});

} // namespace twodoors
