// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"
#include "base/failure.h"

#include <optional>
#include <string>
#include <string_view>

namespace twodoors
{

/// Where a command's result goes: standard output or a file. After a failed write nothing more is
/// written, and the failure is kept.
class Output
{
public:
    [[nodiscard]] static Output standard();
    [[nodiscard]] static Result<Output> file(const std::string &path);

    void write(std::string_view text);

    [[nodiscard]] bool isTerminal() const noexcept { return m_isTerminal; }

    /// Columns of the terminal, or what suits a file.
    [[nodiscard]] std::size_t width() const noexcept;

    [[nodiscard]] const std::optional<Failure> &failure() const noexcept { return m_failure; }

    /// The reader of a pipe has gone away: not worth a message.
    [[nodiscard]] bool isAbandoned() const noexcept;

private:
    Output(Descriptor file, std::string name);

    Descriptor m_file;
    std::string m_name;
    bool m_isTerminal = false;
    std::optional<Failure> m_failure;
};

} // namespace twodoors
