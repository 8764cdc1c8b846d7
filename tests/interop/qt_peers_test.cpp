// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_run.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QNetworkDatagram>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUdpSocket>
#include <deque>
#include <gtest/gtest.h>
#include <memory>

namespace twodoors::tests
{

namespace
{

const QByteArray sentence = "hello, two doors";
const QByteArray answer = "HELLO, TWO DOORS";

struct Setting {
    Family family;
    Pace pace;

    friend void PrintTo(const Setting &setting, std::ostream *out)
    {
        *out << textOf(setting.family) << (setting.pace == Pace::Live ? "Live" : "Stepwise");
    }
};

constexpr std::array<Setting, 4> settings{Setting{Family::IPv4, Pace::Stepwise},
                                          {Family::IPv4, Pace::Live},
                                          {Family::IPv6, Pace::Stepwise},
                                          {Family::IPv6, Pace::Live}};

QHostAddress hostOf(const Endpoint &endpoint)
{
    return QHostAddress(QString::fromStdString(endpoint.addressText()));
}

/// A close of this socket sends a reset (SO_LINGER in socket(7)).
void abortWithReset(QTcpSocket &socket)
{
    const linger option{1, 0};
    EXPECT_EQ(::setsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER,
                           &option, sizeof option),
              0);
    socket.abort();
}

/// Lets the engine and Qt's sockets go on until it is so.
template <class Condition>
[[nodiscard]] bool goOnUntil(EngineRun &run, Condition &&condition)
{
    return run.advanceUntil([&condition] {
        QCoreApplication::processEvents();
        return condition();
    });
}

class QtPeers
{
protected:
    int m_arguments = 1;
    char m_name[8] = "interop";
    char *m_argument = m_name;
    QCoreApplication m_application{m_arguments, &m_argument};
};

class QtServerRun : protected QtPeers
{
protected:
    void start(const char *lesson, const Setting &setting, std::size_t guests)
    {
        m_run = std::make_unique<EngineRun>(
            orThrow(builtInLesson(lesson)),
            SessionOptions{Part::ServerOnly, loopback(setting.family), {}, guests}, setting.pace);
        ASSERT_TRUE(m_run->advanceUntil([this] { return m_run->serving().has_value(); }));
        m_server = *m_run->serving();
    }

    /// Connects and waits until it is.
    void connect(QTcpSocket &guest)
    {
        guest.connectToHost(hostOf(m_server), m_server.port);
        ASSERT_TRUE(goOnUntil(*m_run, [&guest] {
            return guest.state() == QAbstractSocket::ConnectedState;
        })) << guest.errorString().toStdString();
    }

    /// The guest is connected: it says the sentence and hears the answer and the end.
    void expectEcho(QTcpSocket &guest)
    {
        guest.write(sentence);
        ASSERT_TRUE(goOnUntil(
            *m_run, [&guest] { return guest.state() == QAbstractSocket::UnconnectedState; }));
        EXPECT_EQ(guest.readAll(), answer);
        EXPECT_EQ(guest.error(), QAbstractSocket::RemoteHostClosedError);
    }

    void expectGoodEnd(std::size_t guests)
    {
        EXPECT_TRUE(m_run->advanceToEnd());
        EXPECT_EQ(m_run->session().guestsServed(), guests);
        EXPECT_TRUE(m_run->session().problems().empty());
    }

    std::unique_ptr<EngineRun> m_run;
    Endpoint m_server;
};

class QtGuestsTest : public QtServerRun, public testing::TestWithParam<Setting>
{};

TEST_P(QtGuestsTest, AreServedOneAfterAnother)
{
    ASSERT_NO_FATAL_FAILURE(start("tcp-echo", GetParam(), 3));
    std::deque<QTcpSocket> guests(3);
    for (QTcpSocket &guest : guests) {
        ASSERT_NO_FATAL_FAILURE(connect(guest));
        // once one is let in, two can wait: that is what listen(1) has room for
        ASSERT_TRUE(goOnUntil(*m_run, [this] {
            return !m_run
                        ->events([](const Event &e) {
                            return e.kind == Kind::Return && e.call == CallName::Accept;
                        })
                        .empty();
        }));
    }
    for (QTcpSocket &guest : guests)
        ASSERT_NO_FATAL_FAILURE(expectEcho(guest));
    expectGoodEnd(3);
}

INSTANTIATE_TEST_SUITE_P(All, QtGuestsTest, testing::ValuesIn(settings),
                         testing::PrintToStringParamName());

enum class Leave { SayingNothing, WithReset, MidWay };

struct BadGuest {
    Leave leave;
    Setting setting;

    friend void PrintTo(const BadGuest &guest, std::ostream *out)
    {
        *out << (guest.leave == Leave::SayingNothing ? "SayingNothing"
                 : guest.leave == Leave::WithReset   ? "WithReset"
                                                     : "MidWay");
        *out << testing::PrintToString(guest.setting);
    }
};

class QtBadGuestTest : public QtServerRun, public testing::TestWithParam<BadGuest>
{
protected:
    void leave(QTcpSocket &guest)
    {
        switch (GetParam().leave) {
        case Leave::SayingNothing:
            guest.disconnectFromHost();
            break;
        case Leave::WithReset:
            abortWithReset(guest);
            break;
        case Leave::MidWay:
            guest.write(sentence);
            guest.disconnectFromHost(); // once all is written, without waiting for the answer
            break;
        }
    }

    /// What the first recv() of the server gave.
    [[nodiscard]] std::pair<std::int64_t, int> firstReceived() const
    {
        const auto returns = m_run->events(
            [](const Event &e) { return e.kind == Kind::Return && e.call == CallName::Recv; });
        return {returns.at(0).value, returns.at(0).error};
    }
};

TEST_P(QtBadGuestTest, DoesNotKeepTheNextOut)
{
    ASSERT_NO_FATAL_FAILURE(start("tcp-echo", GetParam().setting, 2));
    QTcpSocket bad;
    ASSERT_NO_FATAL_FAILURE(connect(bad));
    leave(bad);
    QTcpSocket good;
    ASSERT_NO_FATAL_FAILURE(connect(good));
    ASSERT_NO_FATAL_FAILURE(expectEcho(good));
    expectGoodEnd(2);

    const std::pair<std::int64_t, int> expected =
        GetParam().leave == Leave::SayingNothing ? std::pair(std::int64_t{0}, 0)
        : GetParam().leave == Leave::WithReset   ? std::pair(std::int64_t{-1}, ECONNRESET)
                                                 : std::pair(std::int64_t{sentence.size()}, 0);
    EXPECT_EQ(firstReceived(), expected);
}

std::vector<BadGuest> badGuests()
{
    std::vector<BadGuest> rows;
    for (const Leave leave : {Leave::SayingNothing, Leave::WithReset, Leave::MidWay}) {
        for (const Setting &setting : settings)
            rows.push_back({leave, setting});
    }
    return rows;
}

INSTANTIATE_TEST_SUITE_P(All, QtBadGuestTest, testing::ValuesIn(badGuests()),
                         testing::PrintToStringParamName());

enum class Host { Answers, SaysNothing, Resets, IsAway };

struct HostRow {
    Host host;
    Setting setting;
    int error; ///< that ends the engine's client, 0 for none
    QByteArray received;

    friend void PrintTo(const HostRow &row, std::ostream *out)
    {
        *out << (row.host == Host::Answers       ? "Answers"
                 : row.host == Host::SaysNothing ? "SaysNothing"
                 : row.host == Host::Resets      ? "Resets"
                                                 : "IsAway");
        *out << testing::PrintToString(row.setting);
    }
};

class QtHostTest : protected QtPeers, public testing::TestWithParam<HostRow>
{
protected:
    void serve(QTcpSocket &guest)
    {
        const QByteArray said = guest.readAll();
        EXPECT_EQ(said, sentence);
        switch (GetParam().host) {
        case Host::Answers:
            guest.write(said.toUpper());
            guest.disconnectFromHost();
            break;
        case Host::Resets:
            abortWithReset(guest);
            break;
        default:
            guest.disconnectFromHost();
            break;
        }
    }
};

TEST_P(QtHostTest, IsKnockedAt)
{
    const HostRow &row = GetParam();
    QTcpServer host;
    ASSERT_TRUE(host.listen(hostOf(loopback(row.setting.family))));
    const std::uint16_t port = host.serverPort();
    if (row.host == Host::IsAway)
        host.close();
    QObject::connect(&host, &QTcpServer::newConnection, &host, [this, &host] {
        QTcpSocket *guest = host.nextPendingConnection();
        QObject::connect(guest, &QTcpSocket::readyRead, guest, [this, guest] { serve(*guest); });
    });

    EngineRun run(
        orThrow(builtInLesson("tcp-echo")),
        {Part::ClientOnly, loopback(row.setting.family, port), {sentence.toStdString()}, 0},
        row.setting.pace);
    ASSERT_TRUE(goOnUntil(run, [&run] { return run.session().isOver(); }));
    EXPECT_EQ(run.receivedBy({Role::Client, 0}), row.received.toStdString());
    const auto problems = run.session().problems();
    ASSERT_EQ(problems.size(), row.error == 0 ? 0U : 1U);
    if (row.error != 0) {
        EXPECT_EQ(problems[0].end.error, row.error);
        EXPECT_EQ(problems[0].end.call,
                  row.host == Host::IsAway ? CallName::Connect : CallName::Recv);
    }
}

std::vector<HostRow> hosts()
{
    std::vector<HostRow> rows;
    for (const Setting &setting : settings) {
        rows.push_back({Host::Answers, setting, 0, answer});
        rows.push_back({Host::SaysNothing, setting, 0, ""});
        rows.push_back({Host::Resets, setting, ECONNRESET, ""});
        rows.push_back({Host::IsAway, setting, ECONNREFUSED, ""});
    }
    return rows;
}

INSTANTIATE_TEST_SUITE_P(All, QtHostTest, testing::ValuesIn(hosts()),
                         testing::PrintToStringParamName());

/// A datagram and what comes back.
struct Letter {
    QByteArray sent;
    QByteArray back;
};

/// UDPServer and UDPClient have room for 2048 bytes.
std::vector<Letter> letters()
{
    return {{sentence, answer},
            {"", ""},
            {QByteArray("\xff\x80z", 3), QByteArray("\xff\x80Z", 3)},
            {QByteArray(2048, 'a'), QByteArray(2048, 'A')},
            {QByteArray(2049, 'b'), QByteArray(2048, 'B')}};
}

class QtLettersTest : public QtServerRun, public testing::TestWithParam<Setting>
{};

TEST_P(QtLettersTest, AreAnsweredToWhoSentThem)
{
    ASSERT_NO_FATAL_FAILURE(start("udp-echo", GetParam(), 2 * letters().size() + 1));
    {
        QUdpSocket gone; // nobody will be there to take the answer
        ASSERT_EQ(gone.writeDatagram(sentence, hostOf(m_server), m_server.port), sentence.size());
    }
    for (const Letter &letter : letters()) {
        std::array<QUdpSocket, 2> guests;
        for (QUdpSocket &guest : guests) {
            ASSERT_TRUE(guest.bind(hostOf(loopback(GetParam().family))));
            ASSERT_EQ(guest.writeDatagram(letter.sent, hostOf(m_server), m_server.port),
                      letter.sent.size());
        }
        for (QUdpSocket &guest : guests) {
            ASSERT_TRUE(goOnUntil(*m_run, [&guest] { return guest.hasPendingDatagrams(); }));
            const QNetworkDatagram back = guest.receiveDatagram();
            EXPECT_EQ(back.data(), letter.back);
            EXPECT_EQ(back.senderAddress(), hostOf(m_server));
            EXPECT_EQ(back.senderPort(), m_server.port);
            EXPECT_FALSE(guest.hasPendingDatagrams());
        }
    }
    expectGoodEnd(2 * letters().size() + 1);
}

TEST_P(QtLettersTest, AreSentAndAnswersReceived)
{
    for (const Letter &letter : letters()) {
        QUdpSocket host;
        ASSERT_TRUE(host.bind(hostOf(loopback(GetParam().family))));
        EngineRun run(orThrow(builtInLesson("udp-echo")),
                      {Part::ClientOnly,
                       loopback(GetParam().family, host.localPort()),
                       {letter.sent.toStdString()},
                       0},
                      GetParam().pace);
        ASSERT_TRUE(goOnUntil(run, [&host] { return host.hasPendingDatagrams(); }));
        const QNetworkDatagram came = host.receiveDatagram();
        EXPECT_EQ(came.data(), letter.sent);
        EXPECT_EQ(host.writeDatagram(came.makeReply(came.data().toUpper())), letter.sent.size());
        ASSERT_TRUE(goOnUntil(run, [&run] { return run.session().isOver(); }));
        EXPECT_EQ(run.receivedBy({Role::Client, 0}), letter.back.toStdString());
        EXPECT_TRUE(run.session().problems().empty());
        // MSG_TRUNC: the datagram's real length, whatever there was room for
        const auto received = run.events(
            [](const Event &e) { return e.kind == Kind::Return && e.call == CallName::RecvFrom; });
        EXPECT_EQ(received.back().value, letter.sent.size());
    }
}

INSTANTIATE_TEST_SUITE_P(All, QtLettersTest, testing::ValuesIn(settings),
                         testing::PrintToStringParamName());

} // namespace

} // namespace twodoors::tests
