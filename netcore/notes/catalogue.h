// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/failure.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace twodoors
{

/// The languages of people.
enum class Tongue : std::uint8_t { English, Chinese };

/// "en" or "zh".
[[nodiscard]] std::string_view codeOf(Tongue tongue) noexcept;

/// Reads "en", "zh", or a locale's name such as "zh_CN.UTF-8"; English for all else.
[[nodiscard]] Tongue tongueOf(std::string_view locale) noexcept;

/// The sentences of one language, by key. What it says never changes; may be shared by threads.
class Catalogue
{
public:
    using Values = std::span<const std::pair<std::string, std::string>>;

    /// From the built-in resources/notes. They are part of the program, so that a fault in them is
    /// a std::logic_error.
    explicit Catalogue(Tongue tongue);

    [[nodiscard]] Tongue tongue() const noexcept { return m_tongue; }

    [[nodiscard]] bool has(std::string_view key) const;

    /// The template of a key; empty where there is none.
    [[nodiscard]] std::string_view pattern(std::string_view key) const;

    /// The sentence of a key with {name} replaced by its value. A name without a value stays as it
    /// is, a key that is missing gives the key itself: both are seen, and tests look for them.
    [[nodiscard]] std::string text(std::string_view key, Values values = {}) const;

    /// A failure's sentence, key "message.TOPIC", with {reason} for its errno.
    [[nodiscard]] std::string text(const Failure &failure) const;

    /// An errno as "ECONNREFUSED" and in words.
    [[nodiscard]] static std::string errnoName(int error);
    [[nodiscard]] std::string errnoText(int error) const;

    /// All keys, in order.
    [[nodiscard]] std::vector<std::string> keys() const;

private:
    class Section;

    /// nullptr where there is none.
    [[nodiscard]] const std::string *find(std::string_view key) const;

    Tongue m_tongue;
    std::map<std::string_view, std::shared_ptr<Section>> m_sections; ///< by their keys' first word
};

/// Replaces each {name} that find() knows. `find` takes a std::string_view and returns an
/// std::optional<std::string>.
template <class Find>
[[nodiscard]] std::string filledIn(std::string_view pattern, Find find)
{
    std::string out;
    while (!pattern.empty()) {
        const std::size_t open = pattern.find('{');
        const std::size_t close = pattern.find('}', open);
        out += pattern.substr(0, open);
        if (open == std::string_view::npos || close == std::string_view::npos) {
            if (open != std::string_view::npos)
                out += pattern.substr(open);
            break;
        }
        const std::string_view whole = pattern.substr(open, close - open + 1);
        if (const auto value = find(whole.substr(1, whole.size() - 2)))
            out += *value;
        else
            out += whole;
        pattern.remove_prefix(close + 1);
    }
    return out;
}

} // namespace twodoors
