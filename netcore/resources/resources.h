// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace twodoors
{

/// A file of resources/, built into the program (by cmake/embed.cmake).
struct Resource {
    std::string_view path; ///< below resources/, e.g. "lessons/tcp-echo.yaml"
    std::string_view text; ///< all of its bytes, UTF-8
};

/// Every embedded file, sorted by path.
[[nodiscard]] std::span<const Resource> resources() noexcept;

/// The text of the file at `path`; nothing where no such file was built in.
[[nodiscard]] std::optional<std::string_view> resource(std::string_view path) noexcept;

} // namespace twodoors
