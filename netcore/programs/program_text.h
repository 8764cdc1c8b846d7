// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/endpoint.h"
#include "programs/program.h"

#include <string>
#include <vector>

namespace twodoors
{

enum class Language : std::uint8_t { Python, C };
template <>
inline constexpr std::array<std::string_view, 2> names<Language>{"python", "c"};

/// One line of a program's text, and the operation it belongs to (None: what every program needs).
struct TextLine {
    std::string text;
    LineNumber line = LineNumber::None;
};

/// The program written out, complete: Python that runs under python3, or C that compiles with
/// `cc -Wall -Wextra` without a warning. `server` is the address the name `server` stands for.
[[nodiscard]] std::vector<TextLine> programText(const Program &program, Language language,
                                                const Endpoint &server);

/// The same as one text, each line ended by a newline.
[[nodiscard]] std::string joined(const std::vector<TextLine> &lines);

/// One operation as a single line of Python without its indentation, as a log shows it:
/// "connection, who = welcome.accept()". `server` is the family of the server's address.
[[nodiscard]] std::string shortText(const Program &program, const ProgramLine &line, Family server);

} // namespace twodoors
