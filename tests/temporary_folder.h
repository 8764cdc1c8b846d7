// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

namespace twodoors::tests
{

/// A folder that goes away again, with all that is in it.
class TemporaryFolder
{
public:
    TemporaryFolder()
    {
        std::string form = (std::filesystem::temp_directory_path() / "twodoors-XXXXXX").string();
        if (::mkdtemp(form.data()) == nullptr)
            throw std::system_error(errno, std::generic_category(), "mkdtemp");
        m_path = form;
    }
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    [[nodiscard]] const std::filesystem::path &path() const noexcept { return m_path; }
    /// The path of a file in it.
    [[nodiscard]] std::string file(std::string_view name) const { return m_path / name; }

    /// Makes a file of this content; its path.
    std::string put(std::string_view name, std::string_view content) const
    {
        std::ofstream out(m_path / name, std::ios::binary);
        out << content;
        return file(name);
    }

    [[nodiscard]] std::string get(std::string_view name) const
    {
        std::ostringstream text;
        text << std::ifstream(m_path / name, std::ios::binary).rdbuf();
        return text.str();
    }

private:
    std::filesystem::path m_path;
};

} // namespace twodoors::tests
