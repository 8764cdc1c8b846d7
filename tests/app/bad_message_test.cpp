// SPDX-License-Identifier: GPL-3.0-or-later
#include "running_server.h"
#include "temporary_folder.h"
#include "twodoors_child.h"

#include <gtest/gtest.h>
#include <random>

namespace twodoors::tests
{

namespace
{

using testing::HasSubstr;
using Words = std::vector<std::string>;

constexpr Who oneClient{Role::Client, 0};
constexpr Who oneServer{Role::Server, 0};

bool isReceived(const Event &event)
{
    return event.kind == Kind::Return
           && (event.call == CallName::Recv || event.call == CallName::RecvFrom);
}

Ended runWith(const std::string &lesson, const std::string &message, Words more = {})
{
    const TemporaryFolder folder;
    Words arguments{"run", lesson, "--port", "0", "--message-file", folder.put("m", message)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return twodoors(arguments);
}

TEST(NoBytes, overTcpEndsAndSaysWhy)
{
    for (const Words &more : {Words{}, Words{"--live"}}) {
        const Ended ended = runWith("tcp-echo", "", more);
        EXPECT_EQ(ended.status, 1);
        EXPECT_THAT(ended.errors, isOneSentenceWith("0 bytes"));
        EXPECT_THAT(ended.errors, HasSubstr("--message"));
        EXPECT_LT(ended.took, 20s);
    }
}

TEST(NoBytes, overTcpToAServerOfOthersEndsAndSaysWhy)
{
    const Descriptor listener = plainListener();
    const Ended ended =
        twodoors({"run", "--only", "client", "--address", "127.0.0.1", "--port",
                  std::to_string(portOf(listener)), "--message", "", "--patience", "1"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("0 bytes"));
}

TEST(NoBytes, overTcpBetweenOtherGuestsIsSaid)
{
    const Ended ended =
        twodoors({"run", "--port", "0", "--message", "a", "--message", "", "--message", "b"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("0 bytes"));
    EXPECT_THAT(ended.output, HasSubstr("\"A\""));
}

TEST(NoBytes, overUdpAreAnEmptyDatagram)
{
    const Ended ended = runWith("udp-echo", "", {"--format", "jsonl"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_EQ(ended.errors, "");
    const SessionText session(ended.output);
    EXPECT_EQ(session.count([](const Event &event) {
        return isReceived(event) && event.error == 0 && event.value == 0;
    }),
              2U);
}

TEST(NoBytes, throughTheStreamPairComeBackAsNone)
{
    const TemporaryFolder folder;
    const Ended ended = runWith(folder.put("stream.yaml", streamLesson), "");
    EXPECT_EQ(ended.status, 0);
    EXPECT_EQ(ended.errors, "");
}

class NotUtf8 : public testing::TestWithParam<const char *>
{};

TEST_P(NotUtf8, isEscapedAndPassesByteForByte)
{
    // é and ß of Latin-1, a lone continuation byte, a cut sequence, an overlong one, a surrogate
    const std::string message = "a\xe9\xdfz\x80\xe4\xb8\xc0\xaf\xed\xa0\x80 \xc3\xa9 \xff";
    const std::string answer = "A\xe9\xdfZ\x80\xe4\xb8\xc0\xaf\xed\xa0\x80 \xc3\xa9 \xff";
    const Ended text = runWith(GetParam(), message);
    EXPECT_EQ(text.status, 0) << text.errors;
    EXPECT_EQ(unsafeIn(text.output), Words());
    EXPECT_THAT(text.output, HasSubstr(R"("A\xe9\xdfZ\x80\xe4\xb8\xc0\xaf\xed\xa0\x80 é \xff")"));

    const Ended ended = runWith(GetParam(), message, {"--format", "jsonl"});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(unsafeIn(ended.output), Words());
    std::string hex;
    appendHex(hex, message);
    EXPECT_THAT(ended.output, HasSubstr(R"("bytesHex":")" + hex + '"'));
    hex.clear();
    appendHex(hex, answer);
    EXPECT_THAT(ended.output, HasSubstr(R"("bytesHex":")" + hex + '"'));
    const SessionText session(ended.output);
    EXPECT_EQ(session.bytesOf(oneServer, isReceived), message);
    EXPECT_EQ(session.bytesOf(oneClient, isReceived), answer);
}

INSTANTIATE_TEST_SUITE_P(BadMessage, NotUtf8, testing::Values("tcp-echo", "udp-echo"),
                         [](const auto &row) { return std::string(row.param).substr(0, 3); });

TEST(BadMessage, ofAllBytesPassesByteForByte)
{
    std::string message;
    std::string answer;
    for (int byte = 0; byte < 256; ++byte) {
        message += static_cast<char>(byte);
        answer += static_cast<char>(byte >= 'a' && byte <= 'z' ? byte - 32 : byte);
    }
    const SessionText session(runWith("tcp-echo", message, {"--format", "jsonl"}).output);
    EXPECT_EQ(session.bytesOf(oneServer, isReceived), message);
    EXPECT_EQ(session.bytesOf(oneClient, isReceived), answer);
}

TEST(BadMessage, of3000BytesOverTcpIsReadOnceAndReset)
{
    for (const Words &more : {Words{}, Words{"--live"}}) {
        Words words{"--wire", "loopback", "--format", "jsonl"};
        words.insert(words.end(), more.begin(), more.end());
        const Ended ended = runWith("tcp-echo", std::string(3000, 'x'), words);
        const SessionText session(ended.output);
        EXPECT_EQ(session.bytesOf(oneServer, isReceived), std::string(1024, 'x'));
        EXPECT_GE(session.count([](const Event &event) {
            constexpr std::uint32_t rst = 0x04;
            return event.kind == Kind::Packet && event.evidence == Evidence::Inferred
                   && (event.flags & rst) != 0;
        }),
                  1U);
        // live, the RST may come before the client has read
        if (more.empty() || ended.status == 0) {
            EXPECT_EQ(ended.status, 0) << ended.errors;
            EXPECT_EQ(session.bytesOf(oneClient, isReceived), std::string(1024, 'X'));
        } else {
            EXPECT_THAT(ended.errors, isOneSentenceWith("RST"));
        }
    }
}

TEST(BadMessage, of3000BytesOverTcpIsExplained)
{
    const Ended ended = runWith("tcp-echo", std::string(3000, 'x'), {"--wire", "loopback"});
    EXPECT_THAT(ended.output, HasSubstr("RST"));
    EXPECT_THAT(ended.output, HasSubstr("(inferred)"));
    // the connection stood, and no call failed
    EXPECT_EQ(countOf("there is no connection there", ended.output), 0U);
    EXPECT_EQ(countOf("follows from the call’s error", ended.output), 0U);
}

TEST(BadMessage, of70000BytesIsTooLargeForADatagram)
{
    for (const std::string_view language : {"en", "zh"}) {
        const Ended ended =
            runWith("udp-echo", std::string(70'000, 'x'), {"--lang", std::string(language)});
        EXPECT_EQ(ended.status, 1);
        EXPECT_THAT(ended.errors, isOneSentenceWith("65,507"));
        EXPECT_THAT(ended.output, HasSubstr("EMSGSIZE"));
    }
}

TEST(BadMessage, ofALargestDatagramPasses)
{
    const Ended ended = runWith("udp-echo", std::string(65'507, 'x'), {"--format", "jsonl"});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(SessionText(ended.output).bytesOf(oneServer, isReceived), std::string(2048, 'x'));
}

TEST(BadMessage, of3000BytesInADatagramIsCutAndSaidSo)
{
    const Ended ended = runWith("udp-echo", std::string(3000, 'x'));
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_THAT(ended.output, HasSubstr("had 3000 bytes"));
    EXPECT_THAT(ended.output, HasSubstr("952"));
    EXPECT_THAT(ended.output, HasSubstr("2048"));
}

/// Letters: as text they take half the room in the log that bytes take.
std::string tenMegabytes()
{
    std::mt19937 random(2);
    std::string message(std::size_t{10} << 20, ' ');
    for (char &letter : message)
        letter = static_cast<char>('a' + random() % 26);
    return message;
}

TEST(TenMegabytes, throughTheStreamPairComeBackExactly)
{
    const TemporaryFolder folder;
    const std::string message = tenMegabytes();
    const Ended ended =
        runWith(folder.put("stream.yaml", streamLesson), message, {"--live", "--format", "jsonl"});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(ended.errors, "");
    const SessionText session(ended.output);
    EXPECT_TRUE(session.isWhole());
    EXPECT_TRUE(session.bytesOf(oneServer, isReceived) == message);
    EXPECT_TRUE(session.bytesOf(oneClient, isReceived) == asciiUpper(message));
}

TEST(TenMegabytes, fromAPlainClientComeBackExactly)
{
    const TemporaryFolder folder;
    const std::string message = tenMegabytes();
    RunningServer server(folder.put("stream.yaml", streamLesson), {"--guests", "1"});
    const Descriptor guest = plainClient(server.port());
    plainSend(guest, message);
    ::shutdown(guest.get(), SHUT_WR);
    std::string answer;
    for (std::string piece = plainReceive(guest); !piece.empty() && answer.size() < message.size();
         piece = plainReceive(guest))
        answer += piece;
    EXPECT_TRUE(answer == asciiUpper(message));
    EXPECT_EQ(server.child().end().status, 0);
}

TEST(TenMegabytes, overTcpEchoEndWithTheResetShown)
{
    const Ended ended = runWith("tcp-echo", tenMegabytes(), {"--patience", "5"});
    EXPECT_GE(ended.status, 0);
    EXPECT_LE(ended.status, 1);
    EXPECT_THAT(ended.output, HasSubstr("RST"));
    EXPECT_LT(ended.output.size(), 200'000U);
}

} // namespace

} // namespace twodoors::tests
