// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/nearest.h"
#include "commands.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace twodoors
{

inline constexpr std::string_view defaultAddress = "127.0.0.1";
inline constexpr std::string_view defaultPort = "12000";

/// What was wrong with the command line: its sentence goes out with exit status 2.
struct WrongUsage {
    Failure failure;
};

/// What the options of all subcommands are read into.
struct Words {
    std::string tongue;
    std::string lesson = "tcp-echo";
    std::vector<std::string> messages;
    std::string messageFile;
    std::string port{defaultPort};
    std::string address;
    std::string only;
    std::string format = "text";
    std::string output;
    std::string session;
    std::string pcapng;
    std::string guests;
    std::string pace;
    std::string patience;
    std::string wire = "auto";
    std::string timers = "patient";
    std::vector<std::string> rules;
    std::string flight;
    std::string seed;
    bool hold = false;
    bool profile = false;
    bool step = false;
    bool live = false;
    std::string file;
    std::string program;
    std::string language;
    std::string folder = "screenshots";
};

/// Each throws WrongUsage, with the option's name and what it takes.
[[nodiscard]] std::size_t wholeNumber(std::string_view option, std::string_view text,
                                      std::size_t most);
[[nodiscard]] std::uint16_t portOf(const std::string &text);
[[nodiscard]] Nanoseconds secondsOf(std::string_view option, const std::string &text);
[[nodiscard]] LogOptions logOptions(const Words &words);

/// The value that the word stands for among the choices of an option; throws WrongUsage.
template <class Value, std::size_t count>
Value chosen(std::string_view option, const std::string &word,
             const std::array<std::pair<std::string_view, Value>, count> &choices)
{
    std::vector<std::string_view> known;
    for (const auto &[name, value] : choices) {
        if (name == word)
            return value;
        known.push_back(name);
    }
    throw WrongUsage{
        {"not-a-choice",
         {{"option", std::string(option)}, {"found", word}, {"meant", nearestOrAll(word, known)}}}};
}

} // namespace twodoors
