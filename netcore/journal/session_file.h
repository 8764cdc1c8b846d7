// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"
#include "base/failure.h"
#include "base/progress.h"
#include "journal/journal.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace twodoors
{

/// The first line of a session file.
struct SessionHeader {
    static constexpr int version = 1;

    /// What `wire` says of packets that another program caught somewhere.
    static constexpr std::string_view captureWire = "capture";

    std::string lesson; ///< its id
    std::string wire;   ///< "loopback", "lab", "network" or "capture"
    std::string kernel; ///< release, as uname(2) says it
    std::string start;  ///< UTC, ISO 8601: "2026-11-22T10:23:41.123Z"
    Endpoint server;    ///< where the programs' name `server` leads
    std::string source; ///< the lesson as YAML, so that the file explains itself
};

/// This machine's kernel release and the present time filled in.
[[nodiscard]] SessionHeader headerOfNow(std::string lesson, std::string wire,
                                        const Endpoint &server, std::string source);

/// Writes a journal to a session file as it grows: each event once, in order, a line each.
/// After a failed write (a full disk) the file ends with the last whole line.
class SessionWriter
{
public:
    /// Makes the file, or empties it, and writes the header.
    [[nodiscard]] static Result<SessionWriter> open(const std::filesystem::path &path,
                                                    const SessionHeader &header);

    /// The same into a file that is open and empty; `path` names it in failures.
    [[nodiscard]] static Result<SessionWriter> into(Descriptor file,
                                                    const std::filesystem::path &path,
                                                    const SessionHeader &header);

    /// Writes all events that are in the journal now and not yet in the file. Nothing, or why not.
    [[nodiscard]] std::optional<Failure> catchUp(const Journal &journal);

    /// The same for the first `end` events, which must be in the journal.
    [[nodiscard]] std::optional<Failure> catchUp(const Journal &journal, std::size_t end);

    [[nodiscard]] std::size_t written() const noexcept { return m_written; }

    /// Bytes in the file.
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }

private:
    SessionWriter(Descriptor file, std::string path, bool seekable) noexcept;
    [[nodiscard]] std::optional<Failure> write(std::string_view lines);

    Descriptor m_file;
    std::string m_path;
    bool m_seekable = true;
    std::size_t m_written = 0;
    std::size_t m_size = 0; ///< bytes of whole lines
    std::string m_lines;
};

/// The header as a line, newline included.
[[nodiscard]] std::string headerLine(const SessionHeader &header);

struct ReadSession {
    SessionHeader header;
    bool cut = false; ///< the file ends in the middle of a line
    std::optional<Failure>
        damage; ///< where it stopped being a session file; all before it was read
};

/// What the reader of a file tells meanwhile, in its own thread.
struct ReadHooks {
    std::function<void(const SessionHeader &)> onHeader{}; ///< once, before the first event comes
    Progress progress{};                                   ///< in bytes
};

/// Reads a session file into an empty journal. A failure where it is no session file at all, or
/// where it was cancelled: the journal has what was read until then.
/// Memory beside the journal's: the longest line and a block of 1 MiB.
[[nodiscard]] Result<ReadSession> readSession(const std::filesystem::path &path, Journal &journal,
                                              const ReadHooks &hooks = {});

/// The same from memory.
[[nodiscard]] Result<ReadSession> readSessionText(std::string_view text, Journal &journal,
                                                  const ReadHooks &hooks = {});

} // namespace twodoors
