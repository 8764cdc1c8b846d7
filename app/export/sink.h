// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/failure.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace twodoors
{

/// Where an annotated log goes. After a failed write nothing more is written, and the failure is
/// kept.
class Sink
{
public:
    Sink() = default;
    Sink(const Sink &) = delete;
    Sink &operator=(const Sink &) = delete;
    virtual ~Sink() = default;

    virtual void write(std::string_view text) = 0;
    [[nodiscard]] virtual const std::optional<Failure> &failure() const noexcept = 0;

    [[nodiscard]] virtual bool isTerminal() const noexcept { return false; }

    /// Columns of the terminal, or what suits a file.
    static constexpr std::size_t widthOfFiles = 100;
    [[nodiscard]] virtual std::size_t width() const noexcept { return widthOfFiles; }

protected:
    Sink(Sink &&) = default;
    Sink &operator=(Sink &&) = default;
};

} // namespace twodoors
