// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/text_parts.h"

#include <fmt/format.h>
#include <set>

namespace twodoors
{

namespace
{

/// An operation without a body, in Python.
struct Operated {
    std::vector<std::string> before; ///< what must come first
    std::string line;                ///< the line that does it
};

class PythonNames
{
public:
    explicit PythonNames(const Program &program) : m_program(program) {}

    [[nodiscard]] std::string operator()(NameId name) const
    {
        return name == NameId::None ? "_" : m_program.nameText(name);
    }

private:
    const Program &m_program;
};

Operated setOption(const std::string &door, const ProgramLine &line)
{
    const OptionWords words = wordsOf(line.option);
    const std::string value =
        words.isTime ? fmt::format("struct.pack(\"ll\", {}, {})", line.optionValue / 1000,
                                   line.optionValue % 1000 * 1000)
                     : std::to_string(line.optionValue);
    return {{}, fmt::format("{}.setsockopt({}, {}, {})", door, words.level, words.name, value)};
}

Operated getOption(const std::string &door, const std::string &into, const ProgramLine &line)
{
    const OptionWords words = wordsOf(line.option);
    const std::string call = fmt::format("{}.getsockopt({}, {}", door, words.level, words.name);
    if (!words.isTime)
        return {{}, fmt::format("{} = {})", into, call)};
    return {{fmt::format("seconds, microseconds = struct.unpack(\"ll\", {}, 16))", call)},
            fmt::format("{} = seconds * 1000 + microseconds // 1000", into)};
}

Operated poll(const std::string &door, const std::string &into, const ProgramLine &line)
{
    const std::string call = fmt::format("poller.poll({})", line.milliseconds);
    return {{"poller = select.poll()",
             fmt::format("poller.register({}, select.{})", door, pollWord(line.direction))},
            line.into == NameId::None ? call : fmt::format("{} = len({})", into, call)};
}

Operated operated(const Program &program, const ProgramLine &line, Family family)
{
    const PythonNames text(program);
    const std::string door = text(line.door);
    const std::string into = text(line.into);
    const std::string value = text(line.value);
    const std::string address = text(line.address);
    switch (line.operation) {
    case Operation::Socket:
        return {
            {},
            fmt::format("{} = socket({}, {})", into, familyWord(family), typeWord(line.protocol))};
    case Operation::Bind:
        return {{}, fmt::format("{}.bind({})", door, address)};
    case Operation::Listen:
        return {{}, fmt::format("{}.listen({})", door, line.size)};
    case Operation::Accept:
        return {{}, fmt::format("{}, {} = {}.accept()", into, text(line.from), door)};
    case Operation::Connect:
        return {{}, fmt::format("{}.connect({})", door, address)};
    case Operation::Send:
        return {{}, fmt::format("{}.sendall({})", door, value)};
    case Operation::Recv:
        return {{}, fmt::format("{} = {}.recv({})", into, door, line.size)};
    case Operation::SendTo:
        return {{}, fmt::format("{}.sendto({}, {})", door, value, address)};
    case Operation::RecvFrom:
        return {{},
                fmt::format("{}, {} = {}.recvfrom({})", into, text(line.from), door, line.size)};
    case Operation::SetSockOpt:
        return setOption(door, line);
    case Operation::GetSockOpt:
        return getOption(door, into, line);
    case Operation::GetSockName:
        return {{}, fmt::format("{} = {}.getsockname()", into, door)};
    case Operation::GetPeerName:
        return {{}, fmt::format("{} = {}.getpeername()", into, door)};
    case Operation::Shutdown:
        return {{}, fmt::format("{}.shutdown({})", door, shutdownWord(line.direction))};
    case Operation::Close:
        return {{}, fmt::format("{}.close()", door)};
    case Operation::Poll:
        return poll(door, into, line);
    case Operation::Input:
        return {{R"(print("Sentence: ", end="", flush=True))"},
                fmt::format(R"({} = sys.stdin.buffer.readline().rstrip(b"\n"))", into)};
    case Operation::Clear:
        return {{}, fmt::format("{} = b\"\"", into)};
    case Operation::Upper:
        return {{}, fmt::format("{} = {}.upper()", into, value)};
    case Operation::Append:
        return {{}, fmt::format("{} += {}", into, value)};
    case Operation::Print:
        return {{},
                fmt::format(R"(print("Answer:", {}.decode(errors="backslashreplace")))", value)};
    case Operation::Sleep:
        return {{}, fmt::format("sleep({})", static_cast<double>(line.milliseconds) / 1000)};
    case Operation::BreakIfEmpty:
        return {{}, fmt::format("if not {}:", value)};
    case Operation::Loop:
        return {{}, "while True:"};
    case Operation::Try:
        return {{}, "try:"};
    }
    return {};
}

/// The imports that the line needs besides that of socket.
std::string_view importFor(const ProgramLine &line) noexcept
{
    switch (line.operation) {
    case Operation::Input:
    case Operation::Try:
        return "import sys";
    case Operation::Sleep:
        return "from time import sleep";
    case Operation::Poll:
        return "import select";
    case Operation::SetSockOpt:
    case Operation::GetSockOpt:
        return wordsOf(line.option).isTime ? "import struct" : "";
    default:
        return "";
    }
}

std::string serverTuple(const Endpoint &server)
{
    Endpoint unscoped = server;
    unscoped.scope = 0;
    if (server.scope == 0)
        return fmt::format("(\"{}\", {})", unscoped.addressText(), server.port);
    return fmt::format("(\"{}\", {}, 0, {})", unscoped.addressText(), server.port, server.scope);
}

class PythonWriter
{
public:
    PythonWriter(const Program &program, Family family) : m_program(program), m_family(family) {}

    [[nodiscard]] std::vector<TextLine> write(const Endpoint &server)
    {
        writeImports();
        m_text.add("");
        m_text.add("server = " + serverTuple(server));
        writeLines(m_program.lines);
        return m_text.take();
    }

private:
    void writeImports()
    {
        std::set<std::string_view> imports;
        forEachLine(m_program.lines,
                    [&](const ProgramLine &line) { imports.insert(importFor(line)); });
        imports.erase("");
        m_text.add("from socket import *");
        for (const std::string_view import : imports)
            m_text.add(import);
    }

    void writeLines(const std::vector<ProgramLine> &lines)
    {
        for (const ProgramLine &line : lines) {
            const Operated operation = operated(m_program, line, m_family);
            for (const std::string &text : operation.before)
                m_text.add(text, line.number);
            m_text.add(operation.line, line.number);
            writeBody(line);
        }
    }

    void writeBody(const ProgramLine &line)
    {
        m_text.indent();
        if (line.operation == Operation::BreakIfEmpty)
            m_text.add("break", line.number);
        else if (line.operation >= Operation::Loop && line.body.empty())
            m_text.add("pass", line.number);
        writeLines(line.body);
        m_text.dedent();
        if (line.operation != Operation::Try)
            return;
        m_text.add("except OSError as error:", line.number);
        m_text.indent();
        m_text.add(R"(print("Failed:", error, file=sys.stderr))", line.number);
        m_text.dedent();
    }

    const Program &m_program;
    Family m_family;
    TextBuilder m_text;
};

} // namespace

std::vector<TextLine> pythonText(const Program &program, const Endpoint &server)
{
    return PythonWriter(program, server.family).write(server);
}

std::string shortText(const Program &program, const ProgramLine &line, Family server)
{
    return operated(program, line, server).line;
}

} // namespace twodoors
