// SPDX-License-Identifier: GPL-3.0-or-later
#include "said.h"
#include "temporary_folder.h"
#include "twodoors_child.h"
#include "wire/made_packets.h"
#include "wire/tshark.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace twodoors::tests
{

namespace
{

using testing::ElementsAre;
using testing::HasSubstr;
using Words = std::vector<std::string>;

const Endpoint client = end("10.0.0.1:40000");
const Endpoint server = end("10.0.0.2:12000");

std::string echoCapture()
{
    return pcapFile(echoPackets(client, server));
}

TEST(OpenCapture, saysWhatEachPacketIs)
{
    const TemporaryFolder folder;
    const std::string file = folder.put("no-ending", echoCapture());
    const Ended ended = twodoors({"open", file});
    EXPECT_EQ(ended.status, 0);
    EXPECT_EQ(ended.errors, "");
    EXPECT_EQ(unsafeIn(ended.output), Words());
    EXPECT_THAT(ended.output, HasSubstr("Capture · 2027-01-15T08:00:00.000000000Z"));
    std::size_t at = 0;
    for (const std::string_view piece :
         {"SYN  10.0.0.1:40000 → 10.0.0.2:12000", "Knock 1 of 3", "(inferred)",
          "SYN-ACK  10.0.0.2:12000 → 10.0.0.1:40000", "Knock 2 of 3", "welcome door: listens",
          "half open", "Knock 3 of 3", "handshake done",
          "PSH-ACK len 5  10.0.0.1:40000 → 10.0.0.2:12000", "\"hello\"", "A piece of the stream",
          "numbered from 1001", "\"HELLO\"", "FIN-ACK", "gone"}) {
        const std::size_t found = ended.output.find(piece, at);
        EXPECT_NE(found, std::string::npos) << piece << " after\n" << ended.output.substr(at);
        at = found == std::string::npos ? at : found;
    }
    const Ended chinese = twodoors({"open", file, "--lang", "zh"});
    EXPECT_EQ(chinese.status, 0);
    EXPECT_TRUE(hasChinese(chinese.output));
    for (const std::string_view piece : {"捕获文件", "第 1 次敲门（共 3 次）", "第 3 次敲门",
                                         "欢迎之门", "连接之门", "客户端之门", "握手完成"})
        EXPECT_THAT(chinese.output, HasSubstr(std::string(piece)));
}

class CaptureFormat : public testing::TestWithParam<const char *>
{};

TEST_P(CaptureFormat, isTheSameThroughASessionFile)
{
    const TemporaryFolder folder;
    const std::string file = folder.put("f", echoCapture());
    const Ended lines = twodoors({"open", file, "--format", "jsonl"});
    EXPECT_EQ(lines.status, 0) << lines.errors;
    const SessionText session(lines.output);
    EXPECT_TRUE(session.isWhole());
    EXPECT_EQ(session.count([](const Event &event) { return event.kind == Kind::Packet; }), 9U);
    const std::string again = folder.put("s", lines.output);
    EXPECT_EQ(twodoors({"open", again, "--format", GetParam()}).output,
              twodoors({"open", file, "--format", GetParam()}).output);
}

INSTANTIATE_TEST_SUITE_P(Each, CaptureFormat,
                         testing::Values("text", "jsonl", "markdown", "html", "csv"));

TEST(OpenCapture, exportsPcapngThatOpensAgain)
{
    const TemporaryFolder folder;
    const std::string file = folder.put("f", echoCapture());
    const std::string exported = folder.file("x.pcapng");
    const Ended ended = twodoors({"open", file, "--pcapng", exported, "--lang", "zh"});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    const auto rows = tshark(exported, {"frame.comment", "frame.interface_name", "tcp.flags.syn"});
    ASSERT_EQ(rows.size(), 9U);
    EXPECT_THAT(rows[0], ElementsAre(HasSubstr("第 1 次敲门"), "capture", "1"));
    EXPECT_THAT(rows[2][0], HasSubstr("第 3 次敲门"));
    EXPECT_EQ(twodoors({"open", exported}).output, twodoors({"open", file}).output);
    // a session file that came from a capture has the packets, too
    const std::string session =
        folder.put("s", twodoors({"open", file, "--format", "jsonl"}).output);
    const Ended fromSession =
        twodoors({"open", session, "--pcapng", folder.file("y"), "--lang", "zh"});
    EXPECT_EQ(fromSession.status, 0) << fromSession.errors;
    EXPECT_TRUE(folder.get("y") == folder.get("x.pcapng"));
}

TEST(OpenCapture, ofALoopbackRunThereIsNothingToExport)
{
    const TemporaryFolder folder;
    const std::string session = folder.put(
        "s", twodoors({"run", "tcp-echo", "--wire", "loopback", "--port", "0", "--format", "jsonl"})
                 .output);
    const Ended ended = twodoors({"open", session, "--pcapng", folder.file("x")});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("inferred"));
    EXPECT_THAT(ended.errors, HasSubstr(folder.file("x")));
    EXPECT_THAT(ended.output, HasSubstr("Knock 1 of 3"));
}

TEST(OpenCapture, aPlaceThatCannotBeWrittenIsSaidBeforeTheLog)
{
    const TemporaryFolder folder;
    const std::string file = folder.put("f", echoCapture());
    const Ended ended = twodoors({"open", file, "--pcapng", folder.file("none/x")});
    EXPECT_EQ(ended.status, 1);
    EXPECT_EQ(ended.output, "");
    EXPECT_THAT(ended.errors, isOneSentenceWith("ENOENT"));
    const Ended full = twodoors({"open", file, "--pcapng", "/dev/full"});
    EXPECT_EQ(full.status, 1);
    EXPECT_THAT(full.errors, isOneSentenceWith("ENOSPC"));
}

struct Row {
    std::string name;
    std::string file;
    int status;
    Words pieces; ///< of the one sentence on standard error
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

class OddCapture : public testing::TestWithParam<Row>
{};

TEST_P(OddCapture, isSaid)
{
    const TemporaryFolder folder;
    const std::string file = folder.put("f", GetParam().file);
    const Ended ended = twodoors({"open", file});
    EXPECT_EQ(ended.status, GetParam().status);
    for (const std::string &piece : GetParam().pieces)
        EXPECT_THAT(ended.errors, isOneSentenceWith(piece));
    const Ended chinese = twodoors({"open", file, "--lang", "zh"});
    EXPECT_EQ(chinese.status, GetParam().status);
    EXPECT_TRUE(hasChinese(chinese.errors)) << chinese.errors;
    for (const Ended *one : {&ended, &chinese}) {
        EXPECT_EQ(one->errors.find('{'), std::string::npos) << one->errors;
        EXPECT_EQ(unsafeIn(one->output), Words());
    }
}

std::string damaged()
{
    std::string file = pcapFile(echoPackets(client, server));
    const std::size_t second = 24 + 16 + 40;
    return file.replace(second + 8, 4, "\xff\xff\xff\xff");
}

INSTANTIATE_TEST_SUITE_P(
    Each, OddCapture,
    testing::Values(
        Row{"cut",
            echoCapture().substr(0, echoCapture().size() - 5),
            1,
            {"in the middle", "The 8 packets"}},
        Row{"cutInTheHead", echoCapture().substr(0, 20), 1, {"before its first packet"}},
        Row{"damaged", damaged(), 1, {"damaged", "The 1 packets"}},
        Row{"otherLink", pcapFile({"x"}, {.linkType = 147}), 1, {"147", "Ethernet"}},
        Row{"noPackets", pcapFile({}), 0, {"without any IP packet"}},
        Row{"skipped",
            pcapFile({std::string(60, 'a'),
                      std::string(12, 'M') + "\x08" + '\0' + udpPacket(client, server, "x")},
                     {.linkType = 1}),
            0,
            {"1 of 2 frames"}},
        Row{"truncated",
            pcapFile({udpPacket(client, server, std::string(100, 'x'))}, {.snapLength = 40}),
            0,
            {"Of 1 packets"}}),
    [](const auto &row) { return row.param.name; });

TEST(OpenCapture, aFifoIsReadAsASessionFile)
{
    const TemporaryFolder folder;
    const std::string session =
        twodoors({"run", "udp-echo", "--port", "0", "--format", "jsonl"}).output;
    const Ended ended =
        twodoors({.arguments = {"open", "/dev/stdin", "--format", "jsonl"}, .input = session});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(ended.output, session);
}

} // namespace

} // namespace twodoors::tests
