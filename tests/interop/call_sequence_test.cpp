// SPDX-License-Identifier: GPL-3.0-or-later
#include "generated_program.h"
#include "socket_calls.h"

namespace twodoors::tests
{

namespace
{

struct Row {
    std::string name;
    std::string server;
    std::string client;
    std::string serving;
    Family family;

    friend void PrintTo(const Row &row, std::ostream *out)
    {
        *out << row.name << textOf(row.family);
    }
};

/// A program under strace. What strace writes stands in its file at once.
class TracedProgram
{
public:
    TracedProgram(const std::vector<std::string> &command, std::string file, std::string input = {})
        : m_file(std::move(file)), m_strace(traced(command, m_file), std::move(input))
    {}
    TracedProgram(const TracedProgram &) = delete;
    TracedProgram &operator=(const TracedProgram &) = delete;
    /// strace lets its program go on when it is ended itself.
    ~TracedProgram() { end(); }

    [[nodiscard]] std::string trace() const { return contentOf(m_file); }

    /// Whether it sleeps in the last of the calls that the trace tells, and that is this one.
    [[nodiscard]] bool isBlockedIn(const std::string &call) const
    {
        const std::string text = trace();
        const std::string last = text.substr(text.rfind('\n') + 1);
        return last.find(' ' + call + '(') != std::string::npos
               && contentOf("/proc/" + std::to_string(pid()) + "/stat").find(") S ")
                      != std::string::npos;
    }

    /// Of the program, not of strace; 0 before its first call.
    [[nodiscard]] pid_t pid() const
    {
        const std::string text = trace();
        return text.empty() ? 0 : std::stoi(text);
    }

    void end()
    {
        if (!m_strace.status() && pid() > 0)
            ::kill(pid(), SIGTERM);
        EXPECT_TRUE(m_strace.waitForEnd());
    }

    [[nodiscard]] ChildProcess &strace() noexcept { return m_strace; }

private:
    [[nodiscard]] static std::vector<std::string> traced(const std::vector<std::string> &command,
                                                         const std::string &file)
    {
        std::vector<std::string> all{
            "strace", "-f", "-x", "-s", "4096", "-e", "trace=network,close,poll", "-o", file};
        all.insert(all.end(), command.begin(), command.end());
        return all;
    }

    std::string m_file;
    ChildProcess m_strace;
};

class CallSequenceTest : public testing::TestWithParam<Row>
{
protected:
    void SetUp() override
    {
        ChildProcess attempt({"strace", "-f", "-o", m_programs.folder().file("attempt"), "true"});
        ASSERT_TRUE(attempt.waitForEnd());
        if (attempt.status() != 0)
            GTEST_SKIP() << "strace cannot trace here: " << attempt.errors();
    }

    GeneratedPrograms m_programs;
};

TEST_P(CallSequenceTest, OfTheEngineIsThatOfTheCProgram)
{
    const Row &row = GetParam();
    const std::vector<std::string> messages{"hello, two doors", "zwei T\xc3\xbcren \xff \t\\\""};
    const Endpoint address = loopback(row.family, freePort(row.family));
    const std::uint16_t port = address.port;

    std::string serverTrace;
    std::vector<std::string> clientTraces;
    {
        TracedProgram server(m_programs.command(row.server, Language::C, address),
                             m_programs.folder().file("server"));
        const auto serves = [&] { return server.isBlockedIn(row.serving); };
        ASSERT_TRUE(server.strace().exchangeUntil(serves)) << server.strace().errors();
        const auto clientCommand = m_programs.command(row.client, Language::C, address);
        for (const std::string &message : messages) {
            TracedProgram client(clientCommand, m_programs.folder().file("client"), message + '\n');
            ASSERT_TRUE(client.strace().waitForEnd());
            ASSERT_EQ(client.strace().status(), 0) << client.strace().errors();
            clientTraces.push_back(client.trace());
            ASSERT_TRUE(server.strace().exchangeUntil(serves));
        }
        server.end();
        serverTrace = server.trace();
    }

    EngineRun run(lessonOf(row.server, row.client, row.serving),
                  {Part::Both, address, messages, 0});
    ASSERT_TRUE(run.advanceToEnd());
    run.session().stop();
    EXPECT_TRUE(run.session().problems().empty());

    EXPECT_EQ(linesOf(JournalCalls(run.journal(), {Role::Server, 0}, port).calls()),
              linesOf(TracedCalls(serverTrace, port).calls()))
        << serverTrace;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const Who who{Role::Client, static_cast<std::uint16_t>(i + 1)};
        const std::string lines = linesOf(JournalCalls(run.journal(), who, port).calls());
        EXPECT_EQ(lines, linesOf(TracedCalls(clientTraces[i], port).calls())) << clientTraces[i];
        EXPECT_NE(lines, "");
    }
}

std::vector<Row> rows()
{
    std::vector<Row> rows;
    for (const Family family : {Family::IPv4, Family::IPv6}) {
        rows.push_back({"Tcp", "TCPServer", "TCPClient", "accept", family});
        rows.push_back({"Stream", "TCPStreamServer", "TCPStreamClient", "accept", family});
        rows.push_back({"Udp", "UDPServer", "UDPClient", "recvfrom", family});
    }
    return rows;
}

INSTANTIATE_TEST_SUITE_P(All, CallSequenceTest, testing::ValuesIn(rows()),
                         testing::PrintToStringParamName());

} // namespace

} // namespace twodoors::tests
