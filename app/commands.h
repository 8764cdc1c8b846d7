// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "command_context.h"
#include "programs/program_text.h"
#include "session/session.h"
#include "theme_choice.h"

#include <optional>
#include <string>
#include <vector>

namespace twodoors
{

/// How an annotated log is to be written.
struct LogOptions {
    LogFormat format = LogFormat::Text;
    std::optional<std::string> output;
};

/// Where the programs of a run stand.
enum class WireKind : std::uint8_t { Automatic, Lab, Loopback };

struct RunCommandOptions {
    Lesson lesson;
    Part part = Part::Both;
    Endpoint server;
    std::vector<std::string> messages;
    std::size_t guests = 0;
    bool step = false;
    Nanoseconds pace{0}; ///< between two lines; 0 for none
    bool live = false;
    Nanoseconds patience = std::chrono::seconds(10); ///< with a run in which nothing moves
    std::optional<std::string> session;
    std::optional<std::string> pcapng;
    WireKind wire = WireKind::Automatic;
    bool isPatient = true; ///< the lab's kernels
    std::vector<Rule> rules;
    bool holds = false;
    Nanoseconds flightTime{0};
    std::uint64_t seed = 1;
    LogOptions log;
};

struct OpenCommandOptions {
    std::string file; ///< a session file or a capture
    std::optional<std::string> pcapng;
    LogOptions log;
};

struct DoctorCommandOptions {
    bool wantsProfile = false; ///< print the AppArmor profile instead
};

struct WindowCommandOptions {
    std::string file;    ///< to be opened, instead of a run
    std::string lesson;  ///< a built-in lesson's id; as it was left where it is empty
    std::string session; ///< each run is written to this file as it goes
    std::optional<Tongue> tongue;
    std::optional<ThemeChoice> theme;
};

/// Each command's exit status.
[[nodiscard]] int runCommand(const CommandContext &context, RunCommandOptions options);
[[nodiscard]] int windowCommand(const CommandContext &context, const WindowCommandOptions &options);
[[nodiscard]] int openCommand(const CommandContext &context, const OpenCommandOptions &options);
[[nodiscard]] int doctorCommand(const CommandContext &context, const DoctorCommandOptions &options);
[[nodiscard]] int lessonsCommand(const CommandContext &context);
/// Writes pictures of the window to this folder, which is made where it is missing.
[[nodiscard]] int screenshotsCommand(const CommandContext &context, const std::string &folder);
[[nodiscard]] int programCommand(const CommandContext &context, const std::string &title,
                                 Language language, const Endpoint &server);

} // namespace twodoors
