// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/failure.h"
#include "notes/catalogue.h"
#include "programs/program.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace twodoors
{

/// When a program of a run may start.
struct StartCondition {
    Who who;
    bool ended = false;             ///< once that program has ended
    CallName call = CallName::None; ///< or once it has entered this call
};

/// One program of a run.
struct CastMember {
    Who who;
    Program program;
    std::optional<StartCondition> after; ///< at once where there is none
    int expectedError = 0; ///< the errno that ends it as the lesson wants, 0 for a good end
};

/// What a run is: the programs, who starts when, and the words around it.
struct Lesson {
    std::string id;
    std::string titles[2]; ///< by Tongue
    std::string aims[2];
    std::vector<std::string> messages; ///< what the guests say where the person gives nothing
    std::vector<CastMember> cast;
    std::string source; ///< YAML that reads as this very lesson, its programs written out in it

    [[nodiscard]] const std::string &title(Tongue tongue) const;
    [[nodiscard]] const std::string &aim(Tongue tongue) const;
    [[nodiscard]] const Program *programOf(Who who) const noexcept;
};

/// The ids of the built-in lessons in teaching order.
[[nodiscard]] const std::vector<std::string> &lessonIds();

/// The titles of the built-in programs: TCPClient, TCPServer, UDPClient, UDPServer first.
[[nodiscard]] const std::vector<std::string> &programTitles();

/// The YAML of a built-in program; empty where there is none of this title.
[[nodiscard]] std::string_view builtInProgramText(std::string_view title);

/// Fails with "program-unknown" where there is none of this title.
[[nodiscard]] Result<Program> builtInProgram(std::string_view title);

/// Fails with "lesson-unknown" where there is none of this id.
[[nodiscard]] Result<Lesson> builtInLesson(std::string_view id);

/// From a YAML text; a failure names the line, the key, and what was probably meant.
[[nodiscard]] Result<Lesson> readLesson(std::string_view yaml);
[[nodiscard]] Result<Lesson> readLessonFile(const std::filesystem::path &path);

} // namespace twodoors
