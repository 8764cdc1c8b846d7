// SPDX-License-Identifier: GPL-3.0-or-later
// Lessons and programs as text, so that two can be compared and a difference read.
#pragma once

#include "journal/json_line.h"
#include "lessons/lesson.h"

#include <fmt/format.h>

namespace twodoors
{

inline std::string described(const Program &program, const std::vector<ProgramLine> &lines)
{
    const auto nameText = [&program](NameId name) {
        return name == NameId::None ? std::string("-") : program.nameText(name);
    };
    std::string out;
    for (const ProgramLine &line : lines)
        out += fmt::format(
            "{} {} door={} into={} from={} value={} address={} {} size={} {}={} {} ms={} [{}]\n",
            number(line.number), nameOf(line.operation), nameText(line.door), nameText(line.into),
            nameText(line.from), nameText(line.value), nameText(line.address),
            nameOf(line.protocol), line.size, nameOf(line.option), line.optionValue,
            nameOf(line.direction), line.milliseconds, described(program, line.body));
    return out;
}

inline std::string described(const Program &program)
{
    std::string out = "program " + program.title + "\n";
    for (const Program::Name &name : program.names)
        out += fmt::format("name {} {}\n", name.text, nameOf(name.kind));
    return out + described(program, program.lines);
}

inline std::string described(const std::vector<CastMember> &cast)
{
    std::string out;
    for (const CastMember &member : cast) {
        out += fmt::format("{} error={}", whoText(member.who), member.expectedError);
        if (member.after)
            out += fmt::format(" after {} ended={} {}", whoText(member.after->who),
                               member.after->ended, nameOf(member.after->call));
        out += "\n" + described(member.program);
    }
    return out;
}

inline std::string described(const Lesson &lesson)
{
    std::string out = "lesson " + lesson.id + "\n";
    for (const Tongue tongue : {Tongue::English, Tongue::Chinese})
        out += lesson.title(tongue) + "\n" + lesson.aim(tongue) + "\n";
    for (const std::string &message : lesson.messages)
        out += "message " + message + "\n";
    return out + described(lesson.cast);
}

} // namespace twodoors
