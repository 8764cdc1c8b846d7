// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/descriptor.h"
#include "base/nearest.h"
#include "base/text.h"
#include "journal/json_line.h"
#include "lessons/lesson.h"
#include "programs/program_reader.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <yaml-cpp/yaml.h>

namespace twodoors
{

namespace
{

constexpr std::size_t longestFile = 1'048'576;
constexpr std::size_t mostMembers = 100;
constexpr std::size_t longestShown = 60;

constexpr std::array<std::string_view, 6> lessonKeys{"id",       "title", "aim",
                                                     "messages", "run",   "programs"};
constexpr std::array<std::string_view, 2> tongueKeys{"en", "zh"};
constexpr std::array<std::string_view, 2> memberOptions{"after", "may-end-with"};
constexpr std::string_view endedWord = "ended";

std::string scalarOf(const YAML::Node &node)
{
    return node.IsScalar() ? node.Scalar() : std::string();
}

int errnoFromName(std::string_view name)
{
    constexpr int mostErrnos = 256;
    for (int error = 1; error < mostErrnos; ++error) {
        if (Catalogue::errnoName(error) == name)
            return error;
    }
    return 0;
}

class Reader
{
public:
    Result<Lesson> read(const YAML::Node &root)
    {
        if (!readRoot(root))
            return std::move(m_failure);
        YAML::Node whole = YAML::Clone(root);
        for (const auto &[title, node] : m_used)
            whole["programs"][title] = node;
        YAML::Emitter out;
        out << whole;
        m_lesson.source = out.c_str();
        return std::move(m_lesson);
    }

private:
    bool fail(std::string_view topic, const YAML::Node &at, std::string_view key, std::string meant)
    {
        m_failure = {std::string(topic),
                     {{"line", std::to_string(std::max(at.Mark().line, 0) + 1)},
                      {"key", printable(key.substr(0, longestShown))},
                      {"found", printable(std::string_view(scalarOf(at)).substr(0, longestShown))},
                      {"meant", std::move(meant)}}};
        return false;
    }

    bool checkKeys(const YAML::Node &map, std::string_view holder,
                   std::span<const std::string_view> known)
    {
        if (!map.IsMap())
            return fail("lesson-bad-value", map, holder, nearestOrAll("", known));
        std::vector<std::string> seen;
        for (const auto &entry : map) {
            std::string key = scalarOf(entry.first);
            if (std::ranges::find(known, key) == known.end()
                || std::ranges::find(seen, key) != seen.end())
                return fail("lesson-wrong-key", entry.first, key, nearestOrAll(key, known));
            seen.push_back(std::move(key));
        }
        return true;
    }

    bool readRoot(const YAML::Node &root)
    {
        if (!checkKeys(root, "lesson", lessonKeys))
            return false;
        for (const std::string_view key : {"id", "title", "run"}) {
            if (!root[std::string(key)])
                return fail("lesson-missing-key", root, key, nearestOrAll("", lessonKeys));
        }
        m_lesson.id = scalarOf(root["id"]);
        if (m_lesson.id.empty())
            return fail("lesson-bad-value", root["id"], "id", "tcp-echo");
        return readWords(root["title"], "title", m_lesson.titles)
               && (!root["aim"] || readWords(root["aim"], "aim", m_lesson.aims))
               && readMessages(root["messages"]) && readPrograms(root["programs"])
               && readRun(root["run"]);
    }

    /// Both languages; one text alone serves for both.
    bool readWords(const YAML::Node &node, std::string_view key, std::string (&words)[2])
    {
        if (node.IsScalar()) {
            words[0] = words[1] = node.Scalar();
            return true;
        }
        if (!checkKeys(node, key, tongueKeys))
            return false;
        const std::string english = node["en"] ? scalarOf(node["en"]) : std::string();
        const std::string chinese = node["zh"] ? scalarOf(node["zh"]) : std::string();
        words[0] = english.empty() ? chinese : english;
        words[1] = chinese.empty() ? english : chinese;
        return true;
    }

    bool readMessages(const YAML::Node &node)
    {
        if (!node)
            return true;
        if (!node.IsSequence() || node.size() > mostMembers)
            return fail("lesson-bad-value", node, "messages", "[…]");
        for (const YAML::Node &message : node) {
            if (!message.IsScalar())
                return fail("lesson-bad-value", message, "messages", "[…]");
            m_lesson.messages.push_back(message.Scalar());
        }
        return true;
    }

    bool readPrograms(const YAML::Node &node)
    {
        if (!node)
            return true;
        if (!node.IsMap() || node.size() > mostMembers)
            return fail("lesson-bad-value", node, "programs", "{NAME: […]}");
        for (const auto &entry : node) {
            auto program = readProgram(entry.second, scalarOf(entry.first));
            if (!program) {
                m_failure = program.failure();
                return false;
            }
            m_programs.push_back(std::move(*program));
            m_used.emplace_back(scalarOf(entry.first), entry.second);
        }
        return true;
    }

    bool readRun(const YAML::Node &node)
    {
        if (!node.IsSequence() || node.size() == 0 || node.size() > mostMembers)
            return fail("lesson-bad-value", node, "run", "[{server: TCPServer}, …]");
        for (const YAML::Node &member : node) {
            if (!readMember(member))
                return false;
        }
        return true;
    }

    std::optional<Who> readWho(const YAML::Node &node)
    {
        const auto who = whoFromText(scalarOf(node));
        if (!who || (who->role != Role::Client && who->role != Role::Server)
            || (who->role == Role::Server && who->number != 0)) {
            fail("lesson-wrong-key", node, scalarOf(node), "server, client, client 1, after");
            return std::nullopt;
        }
        return who;
    }

    bool readMember(const YAML::Node &node)
    {
        if (!node.IsMap())
            return fail("lesson-bad-value", node, "run", "{server: TCPServer}");
        CastMember member;
        bool named = false;
        for (const auto &entry : node) {
            const std::string key = scalarOf(entry.first);
            if (std::ranges::find(memberOptions, key) != memberOptions.end())
                continue;
            const auto who = readWho(entry.first);
            if (!who)
                return false;
            if (named || findMember(*who) != nullptr)
                return fail("lesson-wrong-key", entry.first, key, nearestOrAll("", memberOptions));
            member.who = *who;
            named = true;
            if (!findProgram(entry.second, member.program))
                return false;
        }
        if (!named)
            return fail("lesson-missing-key", node, "run", "server, client");
        if (const YAML::Node after = node["after"]; after && !readCondition(after, member))
            return false;
        if (const YAML::Node error = node["may-end-with"]) {
            member.expectedError = errnoFromName(scalarOf(error));
            if (member.expectedError == 0)
                return fail("lesson-bad-value", error, "may-end-with", "ECONNREFUSED");
        }
        m_lesson.cast.push_back(std::move(member));
        return true;
    }

    [[nodiscard]] const CastMember *findMember(Who who) const
    {
        const auto place = std::ranges::find(m_lesson.cast, who, &CastMember::who);
        return place == m_lesson.cast.end() ? nullptr : &*place;
    }

    bool findProgram(const YAML::Node &node, Program &program)
    {
        const std::string title = scalarOf(node);
        const auto own = std::ranges::find(m_programs, title, &Program::title);
        if (own != m_programs.end()) {
            program = *own;
            return true;
        }
        auto builtIn = builtInProgram(title);
        if (!builtIn)
            return fail("lesson-bad-value", node, "run", builtIn.failure().values.back().second);
        program = std::move(*builtIn);
        if (std::ranges::find(m_used, title, &Used::first) == m_used.end())
            m_used.emplace_back(title, YAML::Load(std::string(builtInProgramText(title))));
        return true;
    }

    bool readCondition(const YAML::Node &node, CastMember &member)
    {
        if (!node.IsMap() || node.size() != 1)
            return fail("lesson-bad-value", node, "after", "{server: accept}");
        const auto who = readWho(node.begin()->first);
        if (!who)
            return false;
        const CastMember *other = findMember(*who);
        if (other == nullptr)
            return fail("lesson-bad-value", node.begin()->first, "after",
                        "server, client, client 1");
        const YAML::Node moment = node.begin()->second;
        const std::string word = scalarOf(moment);
        StartCondition condition{*who};
        condition.ended = word == endedWord;
        if (!condition.ended) {
            const auto call = fromName<CallName>(word);
            if (!call || *call == CallName::None) {
                std::vector<std::string_view> known(names<CallName>.begin() + 1,
                                                    names<CallName>.end());
                known.push_back(endedWord);
                return fail("lesson-bad-value", moment, "after", nearestOrAll(word, known));
            }
            condition.call = *call;
        }
        member.after = condition;
        return true;
    }

    using Used = std::pair<std::string, YAML::Node>;

    Lesson m_lesson;
    std::vector<Program> m_programs;
    std::vector<Used> m_used;
    Failure m_failure;
};

} // namespace

Result<Lesson> readLesson(std::string_view yaml)
{
    try {
        return Reader().read(YAML::Load(std::string(yaml)));
    } catch (const YAML::Exception &exception) {
        return Failure{"yaml-not-readable",
                       {{"line", std::to_string(std::max(exception.mark.line, 0) + 1)},
                        {"reason", exception.msg}}};
    }
}

Result<Lesson> readLessonFile(const std::filesystem::path &path)
{
    const auto notReadable = [&path](int error) {
        return Failure{"file-not-readable", {{"file", path.string()}}, error};
    };
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen())
        return notReadable(errno);
    std::string text(longestFile + 1, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const ssize_t got = ::read(file.get(), text.data() + size, text.size() - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return notReadable(errno);
        if (got == 0)
            break;
        size += static_cast<std::size_t>(got);
    }
    if (size > longestFile)
        return notReadable(EFBIG);
    return readLesson(std::string_view(text).substr(0, size));
}

} // namespace twodoors
