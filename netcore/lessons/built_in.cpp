// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/nearest.h"
#include "lessons/lesson.h"
#include "programs/program_reader.h"
#include "resources/resources.h"

#include <algorithm>
#include <array>

namespace twodoors
{

namespace
{

constexpr std::array<std::string_view, 4> firstPrograms{"TCPClient", "TCPServer", "UDPClient",
                                                        "UDPServer"};
constexpr std::array<std::string_view, 4> teachingOrder{"tcp-echo", "udp-echo", "client-first",
                                                        "next-guest"};

/// The names of the resources in a folder, those of `first` in front.
std::vector<std::string> namesIn(std::string_view folder, std::span<const std::string_view> first)
{
    constexpr std::string_view ending = ".yaml";
    std::vector<std::string> found(first.begin(), first.end());
    for (const Resource &file : resources()) {
        if (!file.path.starts_with(folder) || !file.path.ends_with(ending))
            continue;
        std::string name(
            file.path.substr(folder.size(), file.path.size() - folder.size() - ending.size()));
        if (std::ranges::find(found, name) == found.end())
            found.push_back(std::move(name));
    }
    return found;
}

std::string meant(std::string_view word, const std::vector<std::string> &known)
{
    const std::vector<std::string_view> views(known.begin(), known.end());
    return nearestOrAll(word, views);
}

} // namespace

const std::vector<std::string> &lessonIds()
{
    static const std::vector<std::string> ids = namesIn("lessons/", teachingOrder);
    return ids;
}

const std::vector<std::string> &programTitles()
{
    static const std::vector<std::string> titles = namesIn("programs/", firstPrograms);
    return titles;
}

std::string_view builtInProgramText(std::string_view title)
{
    return resource("programs/" + std::string(title) + ".yaml").value_or("");
}

Result<Program> builtInProgram(std::string_view title)
{
    const std::string_view text = builtInProgramText(title);
    if (text.empty())
        return Failure{"program-unknown",
                       {{"key", std::string(title)}, {"meant", meant(title, programTitles())}}};
    return readProgramText(text, std::string(title));
}

Result<Lesson> builtInLesson(std::string_view id)
{
    const auto text = resource("lessons/" + std::string(id) + ".yaml");
    if (!text)
        return Failure{"lesson-unknown",
                       {{"key", std::string(id)}, {"meant", meant(id, lessonIds())}}};
    return readLesson(*text);
}

} // namespace twodoors
