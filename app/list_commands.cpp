// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "base/text.h"

#include <algorithm>
#include <fmt/format.h>

namespace twodoors
{

int lessonsCommand(const CommandContext &context)
{
    Output output = Output::standard(context.stops);
    const Tongue tongue = context.catalogue.tongue();
    std::size_t widest = 0;
    for (const std::string &id : lessonIds())
        widest = std::max(widest, id.size());
    for (const std::string &id : lessonIds()) {
        const auto lesson = builtInLesson(id);
        if (!lesson) {
            context.complain(lesson.failure());
            return ExitStatus::fault;
        }
        output.write(fmt::format("{:<{}}  {}\n", id, widest, lesson->title(tongue)));
        const std::string indent(widest + 2, ' ');
        for (const std::string &line : wrapped(lesson->aim(tongue), output.width() - widest - 2))
            output.write(indent + line + '\n');
    }
    return finished(context, output, ExitStatus::good);
}

int programCommand(const CommandContext &context, const std::string &title, Language language,
                   const Endpoint &server)
{
    const auto program = builtInProgram(title);
    if (!program) {
        context.complain(program.failure());
        return ExitStatus::usage;
    }
    Output output = Output::standard(context.stops);
    output.write(joined(programText(*program, language, server)));
    return finished(context, output, ExitStatus::good);
}

} // namespace twodoors
