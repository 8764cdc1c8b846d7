// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"
#include "base/failure.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <sys/types.h>

namespace twodoors
{

/// What to do where a file of the name is there already.
enum class IfThere : std::uint8_t { Refuse, Replace };

/// A file that gets its name only when it is whole: until then it stands beside its place under
/// another name, and goes away again where commit() is not reached. What stood in its place stays
/// as it is until then.
class NewFile
{
public:
    /// Fails where it cannot be made, or where the name is taken and not to be replaced. Only
    /// regular files are replaced; of a symbolic link, the file that it leads to.
    [[nodiscard]] static Result<NewFile> at(const std::filesystem::path &path, IfThere ifThere);

    NewFile(NewFile &&other) noexcept;
    NewFile &operator=(NewFile &&) = delete;
    ~NewFile();

    /// Where it stands meanwhile, for those who open it by its name; it must stay that file.
    [[nodiscard]] const std::filesystem::path &path() const noexcept { return m_temporary; }

    /// Open for writing.
    [[nodiscard]] int descriptor() const noexcept { return m_file.get(); }

    /// Gives it its name. Nothing, or why not.
    [[nodiscard]] std::optional<Failure> commit();

    /// A failure to write it as the person may read it: with the name that it was to have.
    [[nodiscard]] Failure named(Failure failure) const;

private:
    NewFile(std::filesystem::path target, IfThere ifThere);
    [[nodiscard]] int make();
    [[nodiscard]] int moveToTarget();

    std::filesystem::path m_target; ///< with symbolic links followed
    std::filesystem::path m_temporary;
    IfThere m_ifThere;
    std::optional<mode_t> m_mode; ///< of the file that it replaces
    Descriptor m_file;
};

} // namespace twodoors
