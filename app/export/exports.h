// SPDX-License-Identifier: GPL-3.0-or-later
// What can be written of a recording. Each function writes the first `end` events to a new file;
// where it fails or is cancelled, no half file is left, and what stood there before still does.
// Meanwhile the recording may grow. Any thread; progress is in steps of no particular unit.
#pragma once

#include "app/export/log_printer.h"
#include "app/export/new_file.h"
#include "base/progress.h"
#include "recording/recording.h"

namespace twodoors
{

struct ExportOptions {
    IfThere ifThere = IfThere::Refuse;
    Progress progress{};
};

/// An annotated log in the language of the catalogue.
[[nodiscard]] std::optional<Failure> exportLog(const std::filesystem::path &path, LogFormat format,
                                               const Recording &recording,
                                               const Catalogue &catalogue, std::size_t end,
                                               const ExportOptions &options = {});

/// A session file.
[[nodiscard]] std::optional<Failure> exportSession(const std::filesystem::path &path,
                                                   const Recording &recording, std::size_t end,
                                                   const ExportOptions &options = {});

/// The packets as pcapng, with sentences in the language of the catalogue. A failure where there
/// are no real ones.
[[nodiscard]] std::optional<Failure> exportPackets(const std::filesystem::path &path,
                                                   const Recording &recording,
                                                   const Catalogue &catalogue, std::size_t end,
                                                   const ExportOptions &options = {});

} // namespace twodoors
