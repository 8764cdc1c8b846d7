// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utc_time.h"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

using std::chrono::days;
using std::chrono::floor;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr std::size_t mostDigits = 9;

/// Takes a number of exactly `count` digits and the mark behind it off the front of the text.
std::optional<int> take(std::string_view &text, std::size_t count, std::string_view mark)
{
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9')
            return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    if (!text.starts_with(mark))
        return std::nullopt;
    text.remove_prefix(mark.size());
    return value;
}

} // namespace

std::string utcText(UtcTime time, int digits)
{
    constexpr std::int64_t second = 1'000'000'000;
    std::int64_t whole = time.count() / second;
    std::int64_t part = time.count() % second;
    if (part < 0) {
        part += second;
        --whole;
    }
    const std::chrono::sys_seconds moment{seconds(whole)};
    const auto day = floor<days>(moment);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss<seconds> clock{moment - day};
    std::string fraction = fmt::format(".{:09}", part);
    const auto kept = static_cast<std::size_t>(std::clamp(digits, 0, int{mostDigits}));
    fraction.resize(kept == 0 ? 0 : kept + 1);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z", int{date.year()},
                       unsigned{date.month()}, unsigned{date.day()}, clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), fraction);
}

std::optional<UtcTime> utcFromText(std::string_view text)
{
    const auto year = take(text, 4, "-");
    const auto month = take(text, 2, "-");
    const auto day = take(text, 2, "T");
    const auto hour = take(text, 2, ":");
    const auto minute = take(text, 2, ":");
    const auto second = take(text, 2, "");
    if (!year || !month || !day || !hour || !minute || !second)
        return std::nullopt;
    nanoseconds fraction{0};
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
        auto digits = std::string(text.substr(0, std::min(count, mostDigits)));
        if (digits.empty())
            return std::nullopt;
        digits.resize(mostDigits, '0');
        fraction = nanoseconds(std::stoi(digits));
        text.remove_prefix(count);
    }
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (text != "Z" || !date.ok() || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    const seconds whole = std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(*hour)
                          + std::chrono::minutes(*minute) + seconds(*second);
    constexpr seconds latest = floor<seconds>(nanoseconds::max()) - seconds(1);
    if (whole < -latest || whole > latest)
        return std::nullopt;
    return whole + fraction;
}

} // namespace twodoors
