// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/nearest.h"

#include "base/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <vector>

namespace twodoors
{

namespace
{

/// Longer words are nobody's slip of the finger, and the distance takes time in their square.
constexpr std::size_t longestWord = 64;

/// How many letters must be put in, left out, changed, or swapped with the next one: the optimal
/// string alignment distance.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> beforeLast(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        beforeLast.swap(last);
        last.swap(row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
        }
    }
    return row[b.size()];
}

} // namespace

std::string nearestOrAll(std::string_view word, std::span<const std::string_view> known)
{
    if (!word.empty() && word.size() <= longestWord) {
        const std::string typed = asciiUpper(word);
        std::string_view nearest;
        std::size_t least = longestWord;
        for (const std::string_view candidate : known) {
            const std::size_t slips = distance(typed, asciiUpper(candidate));
            const std::size_t longer = std::max(word.size(), candidate.size());
            if (slips < least && slips <= std::max<std::size_t>(longer / 3, 1)) {
                nearest = candidate;
                least = slips;
            }
        }
        if (!nearest.empty())
            return std::string(nearest);
    }
    return fmt::format("{}", fmt::join(known, ", "));
}

} // namespace twodoors
