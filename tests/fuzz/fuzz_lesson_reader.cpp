// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a lesson and as a program. A lesson's source must read as the same lesson; a program
// must write itself out in both languages.

#include "../lessons/describe.h"
#include "base/text.h"
#include "programs/program_reader.h"
#include "programs/program_text.h"

#include <cstdio>
#include <cstdlib>
#include <yaml-cpp/yaml.h>

using namespace twodoors;

namespace
{

void require(bool holds, const char *what, const std::string &before, const std::string &after)
{
    if (holds)
        return;
    std::fprintf(stderr, "%s\n--- before\n%s\n--- after\n%s\n", what, before.c_str(),
                 after.c_str());
    std::abort();
}

/// Not readProgramText: it asks yaml-cpp 0.7 for every document, and of "," it finds no end of
/// them.
Result<Program> readFirstDocument(std::string_view text)
{
    try {
        return readProgram(YAML::Load(std::string(text)), "Fuzzed");
    } catch (const YAML::Exception &) {
        return Failure{};
    }
}

void writeOut(const Program &program)
{
    for (const std::string_view server : {"127.0.0.1:12000", "[fe80::1%2]:12000"}) {
        const Endpoint address = Endpoint::fromText(server).value();
        for (const Language language : {Language::Python, Language::C})
            require(!joined(programText(program, language, address)).empty(), "no text",
                    described(program), "");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    if (const auto program = readFirstDocument(text))
        writeOut(*program);
    const auto lesson = readLesson(text);
    if (!lesson)
        return 0;
    for (const CastMember &member : lesson->cast)
        writeOut(member.program);
    if (!isUtf8(
            text)) // no YAML, but it is read; its source holds U+FFFD in the place of such bytes
        return 0;
    const auto again = readLesson(lesson->source);
    require(static_cast<bool>(again), "the source of a lesson cannot be read", described(*lesson),
            lesson->source);
    require(described(*again) == described(*lesson), "the source reads as another lesson",
            described(*lesson), described(*again));
    return 0;
}
