// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"
#include "base/failure.h"
#include "journal/session_file.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace twodoors
{

/// A run that was kept in a file and whose program is gone.
struct KeptRun {
    std::filesystem::path path; ///< a session file
    SessionHeader header;
    std::size_t events = 0; ///< whole ones, as the last of them says
    std::uintmax_t bytes = 0;
};

/// How much is kept; the oldest go first.
struct RunBounds {
    std::size_t files = 20;                         ///< with the one under way
    std::uintmax_t bytes = std::uintmax_t{1} << 30; ///< half for those before, half for that one
};

/// A kept run in one's hands: no other instance gets it. Where neither is called it is there again
/// for the next one who looks.
class TakenRun
{
public:
    [[nodiscard]] const std::filesystem::path &path() const noexcept { return m_path; }

    /// Removes the file.
    [[nodiscard]] std::optional<Failure> discard();
    /// Leaves it in the folder as one that ended well: it is not offered again.
    [[nodiscard]] std::optional<Failure> keep();

private:
    friend class RunFolder;
    TakenRun(std::filesystem::path path, Descriptor lock) noexcept;

    std::filesystem::path m_path;
    Descriptor m_lock;
};

/// The folder in which runs are kept as they go, a session file each. While a run goes on its file
/// is called "….running.jsonl" and locked (fcntl(2), F_OFD_SETLK), so that other instances, which
/// share the folder, know that it is in use; the lock goes with the program, however it ends.
class RunFolder
{
public:
    explicit RunFolder(std::filesystem::path path, const RunBounds &bounds = {});

    /// twodoors/runs in $XDG_STATE_HOME or ~/.local/state (XDG Base Directory Specification 0.8).
    [[nodiscard]] static Result<std::filesystem::path> usual();

    /// Those whose program ended before their end, newest first; without those of no event. Reads a
    /// little of each file.
    [[nodiscard]] std::vector<KeptRun> crashed() const;

    /// Fails where another instance has it in use or has removed it.
    [[nodiscard]] Result<TakenRun> take(const KeptRun &run) const;

    /// Removes the file of a run that nobody has in use.
    [[nodiscard]] std::optional<Failure> discard(const KeptRun &run) const;

    /// A new file for a run that starts, for its owner alone (0600); makes the folder (0700) where
    /// needed, and room in it.
    struct Running {
        std::filesystem::path path;
        Descriptor file; ///< empty, locked
    };
    [[nodiscard]] Result<Running> begin(const SessionHeader &header) const;

    /// The run has ended in order: its file takes the name of one that is not offered.
    [[nodiscard]] static std::optional<Failure> endInOrder(const std::filesystem::path &path);

    [[nodiscard]] const RunBounds &bounds() const noexcept { return m_bounds; }

private:
    void makeRoom() const;
    [[nodiscard]] std::vector<std::filesystem::path> newestFirst() const;

    std::filesystem::path m_path;
    RunBounds m_bounds;
};

} // namespace twodoors
