// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/c_operations.h"

#include <algorithm>
#include <fmt/format.h>

namespace twodoors
{

namespace
{

/// Whether a loop is left by a line of its own, not by one of a loop inside it.
bool hasBreak(const std::vector<ProgramLine> &body) noexcept
{
    return std::ranges::any_of(body, [](const ProgramLine &line) {
        return line.operation == Operation::BreakIfEmpty
               || (line.operation == Operation::Try && hasBreak(line.body));
    });
}

class CWriter
{
public:
    CWriter(const Program &program, const Endpoint &server)
        : m_program(program), m_server(server), m_used(program.names.size(), false),
          m_operations(program, m_text, server.family)
    {
        forEachLine(program.lines, [this](const ProgramLine &line) { lookAt(line); });
    }

    [[nodiscard]] std::vector<TextLine> write()
    {
        m_text.indent();
        writeDeclarations();
        m_operations.write(m_program.lines);
        writeEnd();
        m_text.dedent();
        m_text.add("}");
        std::vector<TextLine> text = beforeMain();
        for (TextLine &line : m_text.take())
            text.push_back(std::move(line));
        return text;
    }

private:
    void lookAt(const ProgramLine &line)
    {
        for (const NameId name : {line.door, line.into, line.from, line.value, line.address}) {
            if (name != NameId::None)
                m_used[indexOf(name)] = true;
        }
        m_receives |= line.operation == Operation::Recv || line.operation == Operation::RecvFrom;
        m_polls |= line.operation == Operation::Poll;
    }

    [[nodiscard]] std::vector<TextLine> beforeMain()
    {
        std::set<std::string_view> headers = m_operations.headers();
        headers.insert(m_headers.begin(), m_headers.end());
        std::set<CHelper> helpers = m_operations.helpers();
        helpers.insert(m_helpers.begin(), m_helpers.end());
        for (const CHelper helper : helpers)
            addHeadersOf(helper, headers);
        if (headers.contains("stdio.h") || headers.contains("stdlib.h"))
            headers.erase("stddef.h"); // size_t is in all of them

        TextBuilder text;
        for (const std::string_view header : headers)
            text.add(fmt::format("#include <{}>", header));
        if (!headers.empty())
            text.add("");
        for (const CHelper helper : helpers) {
            std::string_view rest = textOf(helper);
            while (!rest.empty()) {
                const std::size_t end = rest.find('\n');
                text.add(rest.substr(0, end));
                rest.remove_prefix(end + 1);
            }
            text.add("");
        }
        text.add("int main(void)");
        text.add("{");
        return text.take();
    }

    void writeDeclarations()
    {
        if (m_used[indexOf(Program::server)])
            declareServer();
        for (std::size_t i = indexOf(Program::server) + 1; i < m_used.size(); ++i) {
            if (m_used[i])
                declare(m_program.names[i]);
        }
        if (m_receives)
            m_text.add("ssize_t count;");
        if (m_polls)
            m_text.add("struct pollfd poller;");
        m_text.add("");
    }

    void declareServer()
    {
        const bool isIPv6 = m_server.family == Family::IPv6;
        const std::string_view part = isIPv6 ? "sin6" : "sin";
        const std::string_view family = familyWord(m_server.family);
        Endpoint unscoped = m_server;
        unscoped.scope = 0;
        m_headers.insert({"arpa/inet.h", "netinet/in.h", "sys/socket.h"});
        m_text.add(fmt::format("struct sockaddr_{} server = {{0}};", isIPv6 ? "in6" : "in"));
        m_text.add(fmt::format("server.{}_family = {};", part, family));
        m_text.add(fmt::format("server.{}_port = htons({});", part, m_server.port));
        if (m_server.scope != 0)
            m_text.add(fmt::format("server.sin6_scope_id = {};", m_server.scope));
        m_text.add(fmt::format("inet_pton({}, \"{}\", &server.{}_addr);", family,
                               unscoped.addressText(), part));
        m_text.add("");
    }

    void declare(const Program::Name &name)
    {
        switch (name.kind) {
        case NameKind::Door:
            m_text.add(fmt::format("int {} = -1;", name.text));
            break;
        case NameKind::Number:
            m_text.add(fmt::format("int {} = 0;", name.text));
            break;
        case NameKind::Bytes:
            m_helpers.insert(CHelper::Bytes);
            m_text.add(fmt::format("struct bytes {} = {{0}};", name.text));
            break;
        case NameKind::Address:
            m_helpers.insert(CHelper::Address);
            m_text.add(fmt::format("struct address {} = {{0}};", name.text));
            break;
        }
    }

    /// Memory is given back where the program comes to its end.
    void writeEnd()
    {
        const bool isEndless = std::ranges::any_of(m_program.lines, [](const ProgramLine &line) {
            return line.operation == Operation::Loop && !hasBreak(line.body);
        });
        if (isEndless)
            return;
        m_text.add("");
        for (std::size_t i = 0; i < m_used.size(); ++i) {
            if (!m_used[i] || m_program.names[i].kind != NameKind::Bytes)
                continue;
            m_headers.insert("stdlib.h");
            m_text.add(fmt::format("free({}.data);", m_program.names[i].text));
        }
        m_text.add("return 0;");
    }

    const Program &m_program;
    const Endpoint &m_server;
    std::vector<bool> m_used; ///< by NameId
    bool m_receives = false;
    bool m_polls = false;

    TextBuilder m_text; ///< the inside of main
    std::set<std::string_view> m_headers;
    std::set<CHelper> m_helpers;
    COperations m_operations;
};

} // namespace

std::vector<TextLine> cText(const Program &program, const Endpoint &server)
{
    return CWriter(program, server).write();
}

} // namespace twodoors
