// SPDX-License-Identifier: GPL-3.0-or-later
#include "generated_program.h"

#include <algorithm>
#include <memory>

namespace twodoors::tests
{

namespace
{

/// The programs of one lesson.
struct Pair {
    std::string name;
    std::string server;
    std::string client;
    std::string serving; ///< the call in which the server waits for a guest
    Protocol protocol;
};

const Pair tcp{"Tcp", "TCPServer", "TCPClient", "accept", Protocol::Tcp};
const Pair udp{"Udp", "UDPServer", "UDPClient", "recvfrom", Protocol::Udp};
const Pair stream{"Stream", "TCPStreamServer", "TCPStreamClient", "accept", Protocol::Tcp};

enum class Form { Engine, Python, C };

std::string_view textOf(Form form)
{
    return form == Form::Engine ? "Engine" : form == Form::Python ? "Python" : "C";
}

struct Exchange {
    Pair pair;
    Form server;
    Form client;
    Family family;

    friend void PrintTo(const Exchange &exchange, std::ostream *out)
    {
        *out << exchange.pair.name << textOf(exchange.client) << "To" << textOf(exchange.server)
             << tests::textOf(exchange.family);
    }
};

std::vector<Exchange> allExchanges()
{
    std::vector<Exchange> exchanges;
    for (const Pair &pair : {tcp, udp, stream}) {
        for (const Form server : {Form::Engine, Form::Python, Form::C}) {
            for (const Form client : {Form::Engine, Form::Python, Form::C}) {
                if (server == client && server != Form::Engine)
                    continue;
                for (const Family family : {Family::IPv4, Family::IPv6})
                    exchanges.push_back({pair, server, client, family});
            }
        }
    }
    return exchanges;
}

/// Every byte but the newline, which ends the sentence that a program reads.
std::string everyByte()
{
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte) {
        if (byte != '\n')
            bytes += static_cast<char>(byte);
    }
    return bytes;
}

std::string tenMegabytes()
{
    std::string block;
    for (int i = 0; block.size() < 100'000; ++i)
        block += "zwei Türen, two doors \xff" + std::to_string(i) + ' ';
    std::string bytes;
    while (bytes.size() + block.size() <= 10'000'000)
        bytes += block;
    return bytes + std::string(10'000'000 - bytes.size(), 'x');
}

/// ASCII letters become capitals; written down here once more, apart from the engine.
std::string inCapitals(std::string bytes)
{
    for (char &byte : bytes) {
        if (byte >= 'a' && byte <= 'z')
            byte = static_cast<char>(byte - 32);
    }
    return bytes;
}

/// Long texts are not for printing.
void expectSame(const std::string &got, const std::string &wanted)
{
    if (wanted.size() <= 4096) {
        EXPECT_EQ(got, wanted);
        return;
    }
    const auto place = std::ranges::mismatch(got, wanted);
    EXPECT_TRUE(got == wanted) << got.size() << " bytes for " << wanted.size()
                               << ", the first difference at " << place.in1 - got.begin();
}

class GeneratedProgramsTest : public testing::TestWithParam<Exchange>
{
protected:
    [[nodiscard]] static Lesson lesson()
    {
        const Pair &pair = GetParam().pair;
        return lessonOf(pair.server, pair.client, pair.serving);
    }

    [[nodiscard]] static Language languageOf(Form form)
    {
        return form == Form::C ? Language::C : Language::Python;
    }

    /// Ten megabytes are a few thousand lines: too many for a look at the kernel after each.
    [[nodiscard]] static Pace pace()
    {
        return GetParam().pair.name == "Stream" ? Pace::Live : Pace::Stepwise;
    }

    void startServer(std::size_t guests)
    {
        const Endpoint address = loopback(GetParam().family);
        if (GetParam().server == Form::Engine) {
            m_engine = std::make_unique<EngineRun>(
                lesson(), SessionOptions{Part::ServerOnly, address, {}, guests}, pace());
            ASSERT_TRUE(m_engine->advanceUntil([this] { return m_engine->serving().has_value(); }));
            m_address = *m_engine->serving();
            return;
        }
        m_child = std::make_unique<ChildProcess>(
            m_programs.command(GetParam().pair.server, languageOf(GetParam().server), address));
        m_address = address;
        ASSERT_TRUE(m_child->exchangeUntil([this] {
            m_address.port =
                servingPort(m_child->pid(), GetParam().pair.protocol, GetParam().family)
                    .value_or(0);
            return m_address.port != 0;
        })) << m_child->errors();
    }

    void advanceServer()
    {
        if (m_engine)
            m_engine->advance();
        if (m_child)
            m_child->exchange(0ms);
    }

    /// A guest says the message: what it hears, as it can be told from outside.
    void expectEchoOf(const std::string &message)
    {
        const std::string answer = inCapitals(message);
        const Form form = GetParam().client;
        if (form == Form::Engine) {
            EngineRun guest(lesson(), {Part::ClientOnly, m_address, {message}, 0}, pace());
            ASSERT_TRUE(guest.advanceUntil([&] {
                advanceServer();
                return guest.session().isOver();
            }));
            EXPECT_TRUE(guest.session().problems().empty());
            expectSame(guest.receivedBy({Role::Client, 0}), answer);
            return;
        }
        ChildProcess guest(m_programs.command(GetParam().pair.client, languageOf(form), m_address),
                           message + '\n');
        ASSERT_TRUE(guest.exchangeUntil([&] {
            advanceServer();
            return guest.hasEnded();
        }));
        EXPECT_EQ(guest.status(), 0);
        EXPECT_EQ(guest.errors(), "");
        expectSame(guest.output(), "Sentence: Answer: "
                                       + (form == Form::C ? answer : pythonPrinted(answer)) + '\n');
    }

    void expectServerGoesOn()
    {
        if (m_engine) {
            EXPECT_TRUE(m_engine->advanceToEnd()) << "not all guests counted";
            EXPECT_TRUE(m_engine->session().problems().empty());
        }
        if (m_child) {
            EXPECT_EQ(m_child->status(), std::nullopt);
            EXPECT_EQ(m_child->errors(), "");
        }
    }

    /// Both programs in one session.
    static void expectEchoesInside(const std::vector<std::string> &messages)
    {
        EngineRun run(lesson(), {Part::Both, loopback(GetParam().family), messages, 0}, pace());
        ASSERT_TRUE(run.advanceToEnd());
        EXPECT_TRUE(run.session().problems().empty());
        for (std::size_t i = 0; i < messages.size(); ++i) {
            const auto number = static_cast<std::uint16_t>(messages.size() == 1 ? 0 : i + 1);
            expectSame(run.receivedBy({Role::Client, number}), inCapitals(messages[i]));
        }
    }

    GeneratedPrograms m_programs;
    Endpoint m_address;
    std::unique_ptr<EngineRun> m_engine;
    std::unique_ptr<ChildProcess> m_child;
};

TEST_P(GeneratedProgramsTest, EchoInCapitals)
{
    const std::vector<std::string> messages =
        GetParam().pair.name == "Stream"
            ? std::vector<std::string>{tenMegabytes()}
            : std::vector<std::string>{"hello, two doors", "zwei Türen, 两扇门", everyByte()};
    if (GetParam().server == Form::Engine && GetParam().client == Form::Engine) {
        expectEchoesInside(messages);
        return;
    }
    ASSERT_NO_FATAL_FAILURE(startServer(messages.size()));
    for (const std::string &message : messages)
        ASSERT_NO_FATAL_FAILURE(expectEchoOf(message));
    expectServerGoesOn();
}

INSTANTIATE_TEST_SUITE_P(All, GeneratedProgramsTest, testing::ValuesIn(allExchanges()),
                         testing::PrintToStringParamName());

} // namespace

} // namespace twodoors::tests
