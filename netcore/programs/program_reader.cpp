// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/program_reader.h"

#include "base/nearest.h"
#include "base/text.h"
#include "programs/operation_keys.h"
#include "programs/reserved_words.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <limits>
#include <optional>
#include <yaml-cpp/yaml.h>

namespace twodoors
{

namespace
{

constexpr std::size_t mostBytes = 256 * 1024;
constexpr std::size_t mostLines = 1000;
constexpr std::size_t deepestNesting = 8;
constexpr std::size_t longestName = 32;
constexpr std::size_t longestShown = 60;
constexpr std::string_view nameForm = "[A-Za-z][A-Za-z0-9_]{0,31}";

struct Range {
    std::int64_t least;
    std::int64_t most;
};
constexpr Range sizes{1, 16'777'216};
constexpr Range backlogs{0, 65'535};
constexpr Range sleepTimes{0, 86'400'000};
constexpr Range pollTimes{-1, 86'400'000};
constexpr Range integers{std::numeric_limits<std::int32_t>::min(),
                         std::numeric_limits<std::int32_t>::max()};

constexpr auto protocolWords = std::to_array<std::string_view>({"tcp", "udp"});
constexpr auto pollWords = std::to_array<std::string_view>({"read", "write"});
constexpr auto optionWords = std::span(names<SocketOption>).subspan(1);

constexpr bool isTimeLimit(SocketOption option) noexcept
{
    return option == SocketOption::ReceiveTimeout || option == SocketOption::SendTimeout;
}

std::string lineText(const YAML::Mark &mark)
{
    return std::to_string(std::max(mark.line, 0) + 1);
}

/// A scalar's text; nothing for a sequence or a map.
std::optional<std::string> scalarOf(const YAML::Node &node)
{
    if (node.IsNull())
        return std::string();
    if (!node.IsScalar())
        return std::nullopt;
    return node.Scalar();
}

std::string shown(const YAML::Node &node)
{
    const std::string text = scalarOf(node).value_or(node.IsMap() ? "{…}" : "[…]");
    return printable(std::string_view(text).substr(0, longestShown));
}

bool isNameForm(std::string_view text) noexcept
{
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !text.empty() && text.size() <= longestName && isLetter(text.front())
           && std::ranges::all_of(
               text, [&](char c) { return isLetter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

Failure notReadable(const YAML::Exception &exception)
{
    return {"yaml-not-readable", {{"line", lineText(exception.mark)}, {"reason", exception.msg}}};
}

class Reader
{
public:
    explicit Reader(std::string title)
    {
        m_program.title = std::move(title);
        m_program.names.push_back({"server", NameKind::Address});
    }

    Result<Program> read(const YAML::Node &lines)
    {
        if (!readLines(lines, "program", m_program.lines, Nesting{}))
            return std::move(m_failure);
        return std::move(m_program);
    }

private:
    struct Nesting {
        std::size_t depth = 0;
        bool isInLoop = false;
    };

    /// A key as it is written, and its value.
    struct Entry {
        OperationKey key;
        YAML::Node node;
    };

    bool fail(std::string_view topic, const YAML::Node &at, std::string_view key, std::string meant,
              std::optional<std::string> found = std::nullopt)
    {
        m_failure = {std::string(topic),
                     {{"line", lineText(at.Mark())},
                      {"key", printable(key.substr(0, longestShown))},
                      {"found", found ? std::move(*found) : shown(at)},
                      {"meant", std::move(meant)}}};
        return false;
    }

    bool readLines(const YAML::Node &nodes, std::string_view holder,
                   std::vector<ProgramLine> &lines, Nesting nesting)
    {
        if (nesting.depth > deepestNesting)
            return fail("program-too-long", nodes, holder, std::to_string(deepestNesting));
        if (!nodes.IsSequence() || nodes.size() == 0)
            return fail("program-bad-value", nodes, holder, "[…]");
        for (const YAML::Node &node : nodes) {
            if (m_lineCount == mostLines)
                return fail("program-too-long", node, holder, std::to_string(mostLines));
            ProgramLine line;
            line.number = static_cast<LineNumber>(++m_lineCount);
            if (!readLine(node, line, nesting))
                return false;
            lines.push_back(std::move(line));
        }
        return true;
    }

    bool readLine(const YAML::Node &node, ProgramLine &line, Nesting nesting)
    {
        const bool isMap = node.IsMap() && node.size() > 0;
        const YAML::Node word = isMap ? YAML::Node(node.begin()->first) : node;
        const auto operation = fromName<Operation>(scalarOf(word).value_or(""));
        if (!operation) {
            return fail("program-unknown-operation", word, shown(word),
                        nearestOrAll(scalarOf(word).value_or(""), names<Operation>));
        }
        line.operation = *operation;
        const std::string_view name = nameOf(*operation);
        if (!isMap)
            return fail("program-missing-key", node, missingKey(*operation), formOf(*operation));
        if (node.size() > 1) {
            const YAML::Node second = std::next(node.begin())->first;
            return fail("program-wrong-key", second, shown(second), formOf(*operation));
        }
        const YAML::Node arguments = node.begin()->second;
        if (*operation == Operation::Loop || *operation == Operation::Try)
            return readLines(
                arguments, name, line.body,
                {nesting.depth + 1, nesting.isInLoop || *operation == Operation::Loop});
        if (*operation == Operation::BreakIfEmpty && !nesting.isInLoop)
            return fail("program-break-outside-loop", word, name, "loop");
        return readArguments(arguments, line);
    }

    static std::string_view missingKey(Operation operation)
    {
        return keysOf(operation).empty() ? nameOf(operation) : keysOf(operation).front().word;
    }

    bool readArguments(const YAML::Node &arguments, ProgramLine &line)
    {
        const std::string_view operation = nameOf(line.operation);
        if (!arguments.IsMap())
            return fail("program-bad-value", arguments, operation, formOf(line.operation));
        const auto keys = keysOf(line.operation);
        std::vector<std::optional<YAML::Node>> written(keys.size());
        for (const auto &entry : arguments) {
            const std::string word = scalarOf(entry.first).value_or("");
            const auto key = std::ranges::find(keys, word, &OperationKey::word);
            const auto index = static_cast<std::size_t>(key - keys.begin());
            if (key == keys.end())
                return fail("program-wrong-key", entry.first, shown(entry.first),
                            nearestOrAll(word, keyWords(line.operation)));
            if (written[index])
                return fail("program-wrong-key", entry.first, word, formOf(line.operation));
            written[index] = entry.second;
        }
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (!written[i] && !keys[i].isOptional)
                return fail("program-missing-key", arguments, keys[i].word, formOf(line.operation),
                            std::string(operation));
        }
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (written[i] && !readArgument({keys[i], *written[i]}, line))
                return false;
        }
        return true;
    }

    bool readArgument(const Entry &entry, ProgramLine &line)
    {
        switch (entry.key.part) {
        case KeyPart::Door:
            return useName(entry, line.door);
        case KeyPart::Value:
            return useName(entry, line.value);
        case KeyPart::Address:
            return useName(entry, line.address);
        case KeyPart::AppendedInto:
            return useName(entry, line.into);
        case KeyPart::From:
            return makeName(entry, line.from);
        case KeyPart::Into:
            return makeName(entry, line.into);
        case KeyPart::Protocol:
            return readWord(entry, protocolWords, line.protocol);
        case KeyPart::Option:
            return readWord(entry, optionWords, line.option);
        case KeyPart::PollDirection:
            return readWord(entry, pollWords, line.direction);
        case KeyPart::ShutdownDirection:
            return readWord(entry, names<Direction>, line.direction);
        case KeyPart::Size:
            return readNumber(entry, sizes, line.size);
        case KeyPart::Backlog:
            return readNumber(entry, backlogs, line.size);
        case KeyPart::SleepTime:
            return readNumber(entry, sleepTimes, line.milliseconds);
        case KeyPart::PollTime:
            return readNumber(entry, pollTimes, line.milliseconds);
        case KeyPart::OptionValue:
            return readNumber(entry, isTimeLimit(line.option) ? sleepTimes : integers,
                              line.optionValue);
        }
        return false;
    }

    template <class Enum>
    bool readWord(const Entry &entry, std::span<const std::string_view> words, Enum &value)
    {
        const std::string text = scalarOf(entry.node).value_or("");
        if (std::ranges::find(words, text) == words.end())
            return fail("program-bad-value", entry.node, entry.key.word, nearestOrAll(text, words));
        value = fromName<Enum>(text).value_or(Enum{});
        return true;
    }

    bool readNumber(const Entry &entry, Range range, std::int64_t &value)
    {
        const std::string text = scalarOf(entry.node).value_or("");
        const char *const textEnd = text.data() + text.size();
        const auto [end, error] = std::from_chars(text.data(), textEnd, value);
        if (error != std::errc{} || end != textEnd || value < range.least || value > range.most)
            return fail("program-bad-value", entry.node, entry.key.word,
                        fmt::format("{}..{}", range.least, range.most));
        return true;
    }

    std::optional<NameId> findName(std::string_view text) const
    {
        const auto found = std::ranges::find(m_program.names, text, &Program::Name::text);
        if (found == m_program.names.end())
            return std::nullopt;
        return static_cast<NameId>(found - m_program.names.begin());
    }

    /// The name is one of the kind that the key asks for.
    bool checkKind(const Entry &entry, NameId name)
    {
        return m_program.names[indexOf(name)].kind == entry.key.kind
               || fail("program-name-kind", entry.node, entry.key.word,
                       std::string(nameOf(entry.key.kind)));
    }

    bool useName(const Entry &entry, NameId &name)
    {
        const std::string text = scalarOf(entry.node).value_or("");
        const auto found = findName(text);
        if (!found) {
            std::vector<std::string_view> known;
            for (const Program::Name &candidate : m_program.names) {
                if (candidate.kind == entry.key.kind)
                    known.push_back(candidate.text);
            }
            return fail("program-name-unknown", entry.node, entry.key.word,
                        nearestOrAll(text, known));
        }
        name = *found;
        return checkKind(entry, name);
    }

    bool makeName(const Entry &entry, NameId &name)
    {
        const std::string text = scalarOf(entry.node).value_or("");
        if (const auto found = findName(text)) {
            name = *found;
            if (!checkKind(entry, name))
                return false;
            // it is the server's address from beginning to end, for the C text and for the window
            if (name == Program::server)
                return fail("program-bad-name", entry.node, entry.key.word, text + "1");
            return true;
        }
        if (!isNameForm(text))
            return fail("program-bad-name", entry.node, entry.key.word, std::string(nameForm));
        if (isReservedWord(text))
            return fail("program-bad-name", entry.node, entry.key.word, suggestion(text));
        name = static_cast<NameId>(m_program.names.size());
        m_program.names.push_back({text, entry.key.kind});
        return true;
    }

    static std::string suggestion(std::string_view reserved)
    {
        std::string free = "my_";
        for (const char letter : reserved.substr(0, longestName - free.size()))
            free += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
        return free;
    }

    Program m_program;
    Failure m_failure;
    std::size_t m_lineCount = 0;
};

} // namespace

Result<Program> readProgram(const YAML::Node &lines, std::string title)
{
    try {
        return Reader(std::move(title)).read(lines);
    } catch (const YAML::Exception &exception) {
        return notReadable(exception);
    }
}

Result<Program> readProgramText(std::string_view yaml, std::string title)
{
    if (yaml.size() > mostBytes) {
        return Failure{"program-too-long",
                       {{"line", "1"},
                        {"key", "program"},
                        {"found", std::to_string(yaml.size())},
                        {"meant", std::to_string(mostBytes)}}};
    }
    try {
        const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(yaml));
        if (documents.size() > 1) {
            return Failure{
                "yaml-not-readable",
                {{"line", lineText(documents[1].Mark())}, {"reason", "more than one document"}}};
        }
        return readProgram(documents.empty() ? YAML::Node() : documents.front(), std::move(title));
    } catch (const YAML::Exception &exception) {
        return notReadable(exception);
    }
}

} // namespace twodoors
