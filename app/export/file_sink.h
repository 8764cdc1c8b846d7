// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/export/sink.h"

#include <string>

namespace twodoors
{

/// A log into an open file, in large pieces; flush() writes the last one.
class FileSink final : public Sink
{
public:
    /// The descriptor must stay open; the name stands in failures.
    FileSink(int file, std::string name);

    void write(std::string_view text) override;
    void flush();

    [[nodiscard]] const std::optional<Failure> &failure() const noexcept override
    {
        return m_failure;
    }

private:
    int m_file;
    std::string m_name;
    std::string m_waiting;
    std::optional<Failure> m_failure;
};

} // namespace twodoors
