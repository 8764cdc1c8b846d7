// SPDX-License-Identifier: GPL-3.0-or-later
#include "words.h"

#include <charconv>

namespace twodoors
{

std::size_t wholeNumber(std::string_view option, std::string_view text, std::size_t most)
{
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value > most)
        throw WrongUsage{{"not-a-number",
                          {{"option", std::string(option)},
                           {"found", std::string(text)},
                           {"most", std::to_string(most)}}}};
    return value;
}

std::uint16_t portOf(const std::string &text)
{
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size())
        throw WrongUsage{{"port-out-of-range", {{"found", text}}}};
    return port;
}

Nanoseconds secondsOf(std::string_view option, const std::string &text)
{
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr double most = 86'400;
    if (error != std::errc{} || end != text.data() + text.size() || !(seconds >= 0)
        || seconds > most)
        throw WrongUsage{{"not-a-number",
                          {{"option", std::string(option)}, {"found", text}, {"most", "86400"}}}};
    return std::chrono::duration_cast<Nanoseconds>(std::chrono::duration<double>(seconds));
}

LogOptions logOptions(const Words &words)
{
    LogOptions options;
    options.format = chosen("--format", words.format, logFormats);
    if (!words.output.empty())
        options.output = words.output;
    return options;
}

} // namespace twodoors
