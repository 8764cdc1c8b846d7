// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

namespace twodoors::bench
{

/// How long some things took that a person waits for.
class FrameTimes
{
public:
    void add(std::chrono::duration<double, std::milli> time) { m_times.push_back(time.count()); }
    [[nodiscard]] std::size_t size() const noexcept { return m_times.size(); }

    /// In milliseconds: so many of a hundred took no longer. 0 where there were none.
    [[nodiscard]] double percentile(double part) const
    {
        if (m_times.empty())
            return 0;
        std::vector<double> sorted = m_times;
        std::ranges::sort(sorted);
        const auto place =
            static_cast<std::size_t>(std::ceil(part / 100 * static_cast<double>(sorted.size())));
        return sorted[std::max<std::size_t>(place, 1) - 1];
    }

private:
    std::vector<double> m_times;
};

} // namespace twodoors::bench
