// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/c_operations.h"

#include <fmt/format.h>

namespace twodoors
{

COperations::COperations(const Program &program, TextBuilder &text, Family family)
    : m_program(program), m_text(text), m_family(family)
{
    forEachLine(program.lines, [this](const ProgramLine &line) {
        const bool isTcpSocket =
            line.operation == Operation::Socket && line.protocol == Protocol::Tcp;
        if (line.operation == Operation::Accept || isTcpSocket)
            m_tcpDoors.insert(line.into);
    });
}

void COperations::need(CHelper helper)
{
    m_helpers.insert(helper);
    if (helper == CHelper::ToUpper || helper == CHelper::Append)
        m_helpers.insert(CHelper::MakeRoom);
}

void COperations::write(const std::vector<ProgramLine> &lines)
{
    for (const ProgramLine &line : lines) {
        m_line = line.number;
        if (line.operation <= Operation::Poll)
            writeCall(line);
        else if (line.operation < Operation::Loop)
            writeOwn(line);
        else
            writeBody(line);
    }
}

void COperations::writeBody(const ProgramLine &line)
{
    const bool isTry = line.operation == Operation::Try;
    add(isTry ? "{ /* if a call fails in here, go on after it */" : "for (;;) {");
    if (isTry)
        m_tries.push_back({line.number, false});
    m_text.indent();
    write(line.body);
    m_text.dedent();
    m_line = line.number;
    add("}");
    if (!isTry)
        return;
    if (m_tries.back().isLeft)
        add(fmt::format("after{}:;", number(line.number)));
    m_tries.pop_back();
}

void COperations::writeFailure(std::string_view call)
{
    m_headers.insert("stdio.h");
    m_text.indent();
    add(fmt::format("perror(\"{}\");", call));
    if (m_tries.empty()) {
        add("return 1;");
    } else {
        m_tries.back().isLeft = true;
        add(fmt::format("goto after{};", number(m_tries.back().line)));
    }
    m_text.dedent();
    add("}");
}

void COperations::writeChecked(std::string_view name, std::string_view call)
{
    add(fmt::format("if ({} < 0) {{", call));
    writeFailure(name);
}

void COperations::writeAssigned(std::string_view name, std::string_view variable,
                                std::string_view call)
{
    add(fmt::format("{} = {};", variable, call));
    add(fmt::format("if ({} < 0) {{", variable));
    writeFailure(name);
}

std::string COperations::givenAddress(NameId name) const
{
    return name == Program::server
               ? "(struct sockaddr *)&server, sizeof server"
               : fmt::format("(struct sockaddr *)&{0}.storage, {0}.length", text(name));
}

std::string COperations::takenAddress(NameId name)
{
    if (name == NameId::None)
        return "NULL, NULL";
    add(fmt::format("{0}.length = sizeof {0}.storage;", text(name)));
    return fmt::format("(struct sockaddr *)&{0}.storage, &{0}.length", text(name));
}

void COperations::writeCall(const ProgramLine &line)
{
    const std::string_view name = nameOf(line.operation);
    const std::string door = line.door == NameId::None ? "" : text(line.door);
    m_headers.insert("sys/socket.h");
    switch (line.operation) {
    case Operation::Socket:
        return writeAssigned(
            name, text(line.into),
            fmt::format("socket({}, {}, 0)", familyWord(m_family), typeWord(line.protocol)));
    case Operation::Bind:
    case Operation::Connect:
        return writeChecked(name,
                            fmt::format("{}({}, {})", name, door, givenAddress(line.address)));
    case Operation::Listen:
        return writeChecked(name, fmt::format("listen({}, {})", door, line.size));
    case Operation::Accept: {
        const std::string taken = takenAddress(line.from);
        return writeAssigned(name, text(line.into), fmt::format("accept({}, {})", door, taken));
    }
    case Operation::Send:
        need(CHelper::SendAll);
        return writeChecked(name, fmt::format("sendAll({}, &{})", door, text(line.value)));
    case Operation::SendTo:
        add(fmt::format("if (sendto({0}, {1}.data, {1}.size, MSG_NOSIGNAL,", door,
                        text(line.value)));
        add(fmt::format("           {}) < 0) {{", givenAddress(line.address)));
        return writeFailure(name);
    case Operation::Recv:
    case Operation::RecvFrom:
        return writeReceiving(line);
    case Operation::SetSockOpt:
    case Operation::GetSockOpt:
        return writeOption(line);
    case Operation::GetSockName:
    case Operation::GetPeerName: {
        const std::string taken = takenAddress(line.into);
        return writeChecked(name, fmt::format("{}({}, {})", name, door, taken));
    }
    case Operation::Shutdown:
        return writeChecked(name,
                            fmt::format("shutdown({}, {})", door, shutdownWord(line.direction)));
    case Operation::Close:
        m_headers.insert("unistd.h");
        writeChecked(name, fmt::format("close({})", door));
        return add(fmt::format("{} = -1;", door)); // the kernel will use the number again
    case Operation::Poll:
        return writePoll(line);
    default:
        return;
    }
}

void COperations::writeReceiving(const ProgramLine &line)
{
    const std::string &into = text(line.into);
    const std::string arguments = fmt::format("{}, {}.data, {}", text(line.door), into, line.size);
    const bool isDatagram = !m_tcpDoors.contains(line.door);
    need(CHelper::MakeRoom);
    add(fmt::format("makeRoom(&{}, {});", into, line.size));
    if (line.operation == Operation::Recv) {
        writeAssigned("recv", "count", fmt::format("recv({}, 0)", arguments));
    } else {
        const std::string taken = takenAddress(line.from);
        // on a TCP socket MSG_TRUNC throws the bytes away: tcp(7)
        add(fmt::format("count = recvfrom({}, {},", arguments, isDatagram ? "MSG_TRUNC" : "0"));
        add(fmt::format("                 {});", taken));
        add("if (count < 0) {");
        writeFailure("recvfrom");
        if (isDatagram) {
            add(fmt::format("if (count > {}) {{", line.size));
            m_text.indent();
            add(fmt::format(R"(fprintf(stderr, "%zd bytes are lost\n", count - {});)", line.size));
            add(fmt::format("count = {};", line.size));
            m_text.dedent();
            add("}");
        }
    }
    add(fmt::format("{}.size = (size_t)count;", into));
}

void COperations::writeOption(const ProgramLine &line)
{
    const OptionWords words = wordsOf(line.option);
    const std::string &door = text(line.door);
    if (words.level != "SOL_SOCKET")
        m_headers.insert("netinet/in.h");
    if (words.level == "IPPROTO_TCP")
        m_headers.insert("netinet/tcp.h");
    if (words.isTime)
        m_headers.insert("sys/time.h");
    if (line.operation == Operation::GetSockOpt && words.isTime) {
        need(CHelper::TimeLimit);
        return writeChecked("getsockopt", fmt::format("getTimeLimit({}, {}, &{})", door, words.name,
                                                      text(line.into)));
    }
    add(fmt::format("if ({}({}, {}, {},", nameOf(line.operation), door, words.level, words.name));
    const std::string_view gap = "               ";
    if (line.operation == Operation::GetSockOpt)
        add(fmt::format("{0}&{1}, &(socklen_t){{sizeof {1}}}) < 0) {{", gap, text(line.into)));
    else if (words.isTime)
        add(fmt::format("{}&(struct timeval){{{}, {}}}, sizeof(struct timeval)) < 0) {{", gap,
                        line.optionValue / 1000, line.optionValue % 1000 * 1000));
    else
        add(fmt::format("{}&(int){{{}}}, sizeof(int)) < 0) {{", gap, line.optionValue));
    writeFailure(nameOf(line.operation));
}

void COperations::writePoll(const ProgramLine &line)
{
    m_headers.insert("poll.h");
    add(fmt::format("poller = (struct pollfd){{.fd = {}, .events = {}}};", text(line.door),
                    pollWord(line.direction)));
    const std::string call = fmt::format("poll(&poller, 1, {})", line.milliseconds);
    if (line.into == NameId::None)
        writeChecked("poll", call);
    else
        writeAssigned("poll", text(line.into), call);
}

void COperations::writeOwn(const ProgramLine &line)
{
    const std::string into = line.into == NameId::None ? "" : text(line.into);
    const std::string value = line.value == NameId::None ? "" : text(line.value);
    switch (line.operation) {
    case Operation::Input:
        need(CHelper::ReadLine);
        add("printf(\"Sentence: \");");
        add("fflush(stdout);");
        return writeChecked("getline", fmt::format("readLine(&{})", into));
    case Operation::Clear:
        need(CHelper::Clear);
        return add(fmt::format("clear(&{});", into));
    case Operation::Upper:
        need(CHelper::ToUpper);
        return add(fmt::format("toUpper(&{}, &{});", into, value));
    case Operation::Append:
        need(CHelper::Append);
        return add(fmt::format("append(&{}, &{});", into, value));
    case Operation::Print:
        m_headers.insert("stdio.h");
        add("printf(\"Answer: \");");
        add(fmt::format("if ({}.size > 0)", value));
        add(fmt::format("    fwrite({0}.data, 1, {0}.size, stdout);", value));
        return add("putchar('\\n');");
    case Operation::Sleep:
        m_headers.insert("time.h");
        return add(fmt::format("nanosleep(&(struct timespec){{{}, {}}}, NULL);",
                               line.milliseconds / 1000, line.milliseconds % 1000 * 1'000'000));
    case Operation::BreakIfEmpty:
        add(fmt::format("if ({}.size == 0)", value));
        m_text.indent();
        add("break;");
        return m_text.dedent();
    default:
        return;
    }
}

} // namespace twodoors
