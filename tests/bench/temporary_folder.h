// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace twodoors::bench
{

/// A folder of its own, removed with all that is in it.
class TemporaryFolder
{
public:
    TemporaryFolder()
    {
        std::string path = std::filesystem::temp_directory_path() / "twodoors-bench-XXXXXX";
        if (::mkdtemp(path.data()) == nullptr)
            throw std::filesystem::filesystem_error(
                "mkdtemp", path, std::error_code(errno, std::generic_category()));
        m_path = path;
    }
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    [[nodiscard]] const std::filesystem::path &path() const noexcept { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace twodoors::bench
