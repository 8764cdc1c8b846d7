// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"
#include "base/failure.h"
#include "base/progress.h"
#include "journal/journal.h"
#include "journal/session_file.h"

#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace twodoors
{

/// The sentence for an event of a packet, as UTF-8. The packet's addresses are filled in where the
/// event itself does not say them.
using PacketComment = std::function<std::string(const Event &)>;

/// How much of a journal is written; progress counts its events twice.
struct PcapngExtent {
    std::size_t end = std::numeric_limits<std::size_t>::max(); ///< the first so many events
    Progress progress{};
};

/// Writes the real packets of a journal as pcapng (IETF draft-ietf-opsawg-pcapng), with
/// nanoseconds and a comment for each thing that became of a packet. Of a run, a packet stands on
/// the interface "client host" or "server host" when its kernel sent it, and on the other one when
/// it was delivered there; both have the same packet id. Of a capture, it stands on the one
/// interface "capture".
class PcapngWriter
{
public:
    /// Makes the file, or empties it.
    [[nodiscard]] static Result<PcapngWriter> open(const std::filesystem::path &path);

    /// Writes the whole file; once. Nothing, or why not: where the journal has no real packets, the
    /// file has none either, but can be read. `application` is "Two Doors 0.1.0". After a failed
    /// write, or once it was cancelled, the file ends with a whole block.
    [[nodiscard]] std::optional<Failure> write(const Journal &journal, const SessionHeader &header,
                                               const PacketComment &comment,
                                               std::string_view application,
                                               const PcapngExtent &extent = {});

    /// How many packet blocks the file has.
    [[nodiscard]] std::size_t written() const noexcept { return m_written; }

private:
    PcapngWriter(Descriptor file, std::string path, bool isRegular) noexcept;

    /// Nothing more is written after a failure.
    void flush();

    Descriptor m_file;
    std::string m_path;
    bool m_isRegular = true;
    std::string m_blocks; ///< whole ones, not in the file yet
    std::size_t m_size = 0;
    std::size_t m_written = 0;
    std::optional<Failure> m_failure;
};

} // namespace twodoors
