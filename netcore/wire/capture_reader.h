// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/failure.h"
#include "journal/journal.h"
#include "journal/session_file.h"

#include <filesystem>
#include <optional>
#include <string_view>

namespace twodoors
{

/// What was found in a capture file.
struct ReadCapture {
    SessionHeader header;          ///< wire "capture"; starts at the first packet, if there is one
    std::size_t frames = 0;        ///< all there are
    std::size_t packets = 0;       ///< those that are IP packets, and so in the journal
    std::size_t skipped = 0;       ///< the others
    std::size_t truncated = 0;     ///< packets of which only the beginning was caught
    bool cut = false;              ///< the file ends in the middle of a frame
    std::optional<Failure> damage; ///< where it stopped being a capture; all before it was read
};

/// Whether a regular file begins as a pcap or pcapng file does. Whatever cannot be read is none.
[[nodiscard]] bool isCaptureFile(const std::filesystem::path &path);

/// Reads a pcap or pcapng file into an empty journal: each IP packet as sent, then what follows
/// from it about doors, as inferred. Times are those of the file, but never go back. A failure
/// where it is no capture, or one of links that are not known, or where it was cancelled. Memory
/// beside the journal's: some 500 bytes a flow. Progress counts the file twice.
[[nodiscard]] Result<ReadCapture> readCapture(const std::filesystem::path &path, Journal &journal,
                                              const ReadHooks &hooks = {});

/// The same from memory.
[[nodiscard]] Result<ReadCapture> readCaptureBytes(std::string_view bytes, Journal &journal,
                                                   const ReadHooks &hooks = {});

} // namespace twodoors
