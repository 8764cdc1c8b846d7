// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/failure.h"
#include "programs/program.h"

#include <string>
#include <string_view>

namespace YAML
{
class Node;
}

namespace twodoors
{

/// Reads a program: a sequence of maps with one key each, the operation, as resources/programs/
/// show it. Nothing that the YAML holds is trusted.
///
/// Fails with a topic that starts with "program-" and the values `line` (of the YAML, from 1),
/// `key` (the word at fault), `found` (what stands there) and `meant` (the nearest known word, or
/// what is possible there); or with "yaml-not-readable" and the values `line` and `reason`.
[[nodiscard]] Result<Program> readProgram(const YAML::Node &lines, std::string title);

/// The same from text, which is one YAML document of at most 256 KiB.
[[nodiscard]] Result<Program> readProgramText(std::string_view yaml, std::string title);

} // namespace twodoors
