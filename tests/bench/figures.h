// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figure_table.h"
#include "journal/journal.h"

#include <chrono>
#include <filesystem>
#include <optional>

namespace twodoors::bench
{

/// How much is measured.
struct Scale {
    std::chrono::nanoseconds echoTime; ///< of one round of exchanges
    int echoRounds;
    std::size_t events; ///< of the journal and the session file; packets of the capture
    int journalRounds;
    int fileRounds;
    std::size_t wireBytes; ///< of one round over the wire
    int wireRounds;

    [[nodiscard]] static constexpr Scale full() noexcept
    {
        return {std::chrono::milliseconds(1000), 9, 1'000'000, 7, 3, std::size_t{128} << 20U, 9};
    }
    [[nodiscard]] static constexpr Scale quick() noexcept
    {
        return {std::chrono::milliseconds(200), 1, 20'000, 1, 1, std::size_t{4} << 20U, 1};
    }
};

/// The hidden arguments of this program, which it runs itself with.
inline constexpr std::string_view plainEchoArgument = "--plain-echo";
inline constexpr std::string_view recordArgument = "--record";
inline constexpr std::string_view readArgument = "--read";

/// Exchanges recorded against plain ones, and those against strace.
void measureRecording(Report &report, const Scale &scale, const std::filesystem::path &folder);

/// The lab's wire against a relay that only reads and writes.
void measureWire(Report &report, const Scale &scale);

/// A session file against a capture of as many packets. This process must still be small.
void measureSessionFile(Report &report, const Scale &scale, const std::filesystem::path &session,
                        const std::filesystem::path &folder);

/// Appending, its memory, and the World at any event; `journal` holds the session's events.
void measureJournal(Report &report, const Scale &scale, const Journal &journal);

/// Reads a session file and folds it. How many events it had; nothing where it is none.
[[nodiscard]] std::optional<std::size_t> readAndFold(const std::filesystem::path &file);

} // namespace twodoors::bench
