// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figure_table.h"

#include <chrono>
#include <filesystem>
#include <string_view>

namespace twodoors::bench
{

class WatchedApplication;

/// How much is measured.
struct WindowScale {
    std::size_t events; ///< of the session file; packets of the capture
    int openRounds;
    int frames; ///< of one way to move about
    std::chrono::milliseconds liveTime;
    int startRounds;

    [[nodiscard]] static constexpr WindowScale full() noexcept
    {
        return {1'000'000, 3, 600, std::chrono::seconds(5), 15};
    }
    [[nodiscard]] static constexpr WindowScale quick() noexcept
    {
        return {20'000, 1, 40, std::chrono::milliseconds(500), 1};
    }
};

/// The files that are opened, of as many events and packets.
struct WindowFiles {
    std::filesystem::path session;
    std::filesystem::path capture;
};

/// The hidden arguments of this program, which it runs itself with.
inline constexpr std::string_view recordArgument = "--record";
inline constexpr std::string_view openArgument = "--open";
inline constexpr std::string_view startArgument = "--start";
inline constexpr std::string_view startWholeArgument = "--start-whole";

/// From a process' start until the window has painted the whole of a file, and its memory, against
/// tshark's flow of as many packets. This process must still be small.
void measureOpening(Report &report, const WindowScale &scale, const WindowFiles &files);

/// From a process' start to its first painted window, against a program with an empty one.
void measureStart(Report &report, const WindowScale &scale);

/// The times of frames while somebody moves about in many events. Needs a QApplication.
void measureFrames(Report &report, const WindowScale &scale, const WindowFiles &files);

/// A run that goes on while somebody looks and clicks.
void measureLive(Report &report, const WindowScale &scale, WatchedApplication &application,
                 const WindowFiles &files);

/// Opens a file in a window and paints it whole: the events there are. 0 where it cannot be read.
[[nodiscard]] std::size_t openAndPaint(const std::filesystem::path &file);

enum class Painted : std::uint8_t { First, Whole };

/// Opens the window, its settings in this folder, and ends this process once it was painted: for
/// the first time, or with all its parts.
[[noreturn]] void startAndPaint(const std::filesystem::path &folder, Painted until);

} // namespace twodoors::bench
