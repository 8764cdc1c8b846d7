// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/program.h"

namespace twodoors
{

namespace
{

const ProgramLine *findIn(const std::vector<ProgramLine> &lines, LineNumber number) noexcept
{
    for (const ProgramLine &line : lines) {
        if (line.number == number)
            return &line;
        if (const ProgramLine *found = findIn(line.body, number))
            return found;
    }
    return nullptr;
}

std::size_t countIn(const std::vector<ProgramLine> &lines) noexcept
{
    std::size_t count = lines.size();
    for (const ProgramLine &line : lines)
        count += countIn(line.body);
    return count;
}

} // namespace

const ProgramLine *Program::find(LineNumber number) const noexcept
{
    return findIn(lines, number);
}

std::size_t Program::lineCount() const noexcept
{
    return countIn(lines);
}

} // namespace twodoors
