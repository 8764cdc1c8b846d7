// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_run.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QTcpSocket>
#include <QTimer>
#include <gtest/gtest.h>
#include <iostream>
#include <list>
#include <sys/resource.h>

namespace twodoors::tests
{

namespace
{

constexpr std::size_t guestCount = 1000;

/// One who says its own sentence and counts itself when the answer was right and the end came.
class Guest
{
public:
    /// A guest who knocks again tries anew when there was no answer for a while.
    Guest(const Endpoint &server, std::size_t number, bool knocksAgain, std::size_t &served)
        : m_server(server), m_sentence("guest " + QByteArray::number(qulonglong{number})),
          m_served(served)
    {
        QObject::connect(&m_socket, &QTcpSocket::connected, &m_socket,
                         [this] { m_socket.write(m_sentence); });
        QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket,
                         [this] { m_answer += m_socket.readAll(); });
        QObject::connect(&m_socket, &QTcpSocket::disconnected, &m_socket, [this] { hearTheEnd(); });
        m_again.setSingleShot(true);
        QObject::connect(&m_again, &QTimer::timeout, &m_again, [this] { knock(); });
        if (knocksAgain) // not all at the same time
            m_again.setInterval(200 + static_cast<int>(number * 7919 % 400));
        knock();
    }
    Guest(const Guest &) = delete;
    Guest &operator=(const Guest &) = delete;
    ~Guest() { m_socket.disconnect(); }

private:
    void knock()
    {
        m_socket.abort();
        m_answer.clear();
        m_socket.connectToHost(QHostAddress(QString::fromStdString(m_server.addressText())),
                               m_server.port);
        if (m_again.interval() > 0)
            m_again.start();
    }

    void hearTheEnd()
    {
        if (m_answer != m_sentence.toUpper())
            return;
        m_again.stop();
        ++m_served;
    }

    Endpoint m_server;
    QByteArray m_sentence;
    std::size_t &m_served;
    QByteArray m_answer;
    QTcpSocket m_socket;
    QTimer m_again;
};

struct Queue {
    std::string name;
    std::string backlog;
    bool guestsKnockAgain;

    friend void PrintTo(const Queue &queue, std::ostream *out) { *out << queue.name; }
};

class ThousandGuestsTest : public testing::TestWithParam<Queue>
{
protected:
    void SetUp() override
    {
        rlimit descriptors{};
        ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &descriptors), 0);
        descriptors.rlim_cur = std::max<rlim_t>(descriptors.rlim_cur, 4 * guestCount);
        ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &descriptors), 0);
    }

    /// TCPServer with a queue of its own length.
    [[nodiscard]] static Lesson lesson()
    {
        std::string server(builtInProgramText("TCPServer"));
        const std::string backlog = "backlog: 1}";
        server.replace(server.find(backlog), backlog.size(),
                       "backlog: " + GetParam().backlog + "}");
        return orThrow(readLesson("id: hall\ntitle: A hall\nrun: [server: Server]\n"
                                  "programs:\n  Server:\n"
                                  + indented(server)));
    }

private:
    [[nodiscard]] static std::string indented(const std::string &text)
    {
        std::string result = "    ";
        for (const char letter : text)
            result += letter == '\n' ? std::string("\n    ") : std::string(1, letter);
        return result;
    }
};

/// Where the queue is full the kernel drops knocks and answers, and those who wait for its own next
/// try, a second later and all together, come in at about one a second, whatever program serves
/// them. So at listen(1) these guests knock again by themselves, as people do.
TEST_P(ThousandGuestsTest, AtOnceGetTheirAnswers)
{
    int arguments = 1;
    char name[] = "interop";
    char *argument = name;
    const QCoreApplication application(arguments, &argument);
    EngineRun run(lesson(), {Part::ServerOnly, loopback(Family::IPv4), {}, 0}, Pace::Live);
    ASSERT_TRUE(run.advanceUntil([&run] { return run.serving().has_value(); }));

    const auto begin = std::chrono::steady_clock::now();
    const auto time = [begin] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    std::size_t served = 0;
    std::list<Guest> guests;
    for (std::size_t i = 0; i < guestCount; ++i)
        guests.emplace_back(*run.serving(), i, GetParam().guestsKnockAgain, served);
    while (served < guestCount && time() < 90) {
        run.advance(1ms);
        QCoreApplication::processEvents();
    }
    std::cout << served << " guests in " << time() << " s\n";
    RecordProperty("seconds", std::to_string(time()));
    EXPECT_EQ(served, guestCount);
    EXPECT_TRUE(run.advanceUntil([&run] { return run.session().guestsServed() >= guestCount; }));
    EXPECT_TRUE(run.session().problems().empty());
    EXPECT_EQ(run.session().world().faults(), 0U);
}

INSTANTIATE_TEST_SUITE_P(All, ThousandGuestsTest,
                         testing::Values(Queue{"ShortQueue", "1", true},
                                         Queue{"LongQueue", "1024", false}),
                         testing::PrintToStringParamName());

} // namespace

} // namespace twodoors::tests
