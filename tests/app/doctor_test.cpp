// SPDX-License-Identifier: GPL-3.0-or-later
#include "said.h"
#include "temporary_folder.h"
#include "twodoors_child.h"

#include "lab/lab_here.h"
#include "wire/tshark.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>

namespace twodoors::tests
{

namespace
{

using testing::HasSubstr;

TEST(Doctor, saysWhetherTheLabWorks)
{
    const auto why = labMissing();
    for (const std::string language : {"en", "zh"}) {
        const Ended ended = twodoors({"doctor", "--lang", language});
        EXPECT_EQ(ended.status, why ? 1 : 0);
        EXPECT_EQ(ended.errors, "");
        EXPECT_THAT(ended.output, HasSubstr(why ? "✗" : "✓"));
        EXPECT_THAT(ended.output, HasSubstr("/dev/net/tun"));
    }
}

TEST(Doctor, printsTheProfileThatLetsItMakeItsLab)
{
    const Ended ended = twodoors({"doctor", "--apparmor-profile"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_THAT(ended.output, HasSubstr("userns,"));
}

/// As an ordinary user who may not open the device, or with another program than ours in between.
TEST(WithoutALab, runsGoOverLoopbackAndSayWhy)
{
    if (::geteuid() != 0)
        GTEST_SKIP() << "only root can be another user";
    const auto start = [](std::vector<std::string> arguments) {
        return twodoors(
            Start{.arguments = std::move(arguments), .inChild = [] {
                      return ::unshare(CLONE_NEWNS) == 0
                             && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
                             && ::mount("none", "/dev/net", "tmpfs", 0, nullptr) == 0;
                  }});
    };
    const Ended automatic = start({"run", "--port", "0", "--message", "hi"});
    if (automatic.status == 125)
        GTEST_SKIP() << "no mount namespace can be had";
    EXPECT_EQ(automatic.status, 0) << automatic.errors;
    EXPECT_THAT(automatic.errors, isOneSentenceWith("loopback"));
    EXPECT_THAT(automatic.errors, HasSubstr("doctor"));
    EXPECT_THAT(automatic.output, HasSubstr("\"HI\""));
    const Ended wanted = start({"run", "--wire", "lab", "--message", "hi"});
    EXPECT_EQ(wanted.status, 1);
    EXPECT_THAT(wanted.errors, isOneSentenceWith("TUN"));
    EXPECT_EQ(wanted.output, "");
    const Ended doctor = start({"doctor"});
    EXPECT_EQ(doctor.status, 1);
    EXPECT_THAT(doctor.output, HasSubstr("✗"));
}

class OverTheLab : public testing::Test
{
protected:
    void SetUp() override
    {
        if (const auto why = labMissing())
            GTEST_SKIP() << *why;
    }
};

TEST_F(OverTheLab, packetsStandBetweenTheCalls)
{
    const Ended ended = twodoors({"run", "tcp-echo", "--wire", "lab", "--message", "hi"});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(ended.errors, "");
    EXPECT_EQ(countOf("(inferred)", ended.output), 0U);
    for (const std::string_view piece : {"Knock 1 of 3", "Knock 2 of 3", "Knock 3 of 3",
                                         "half open", "10.0.0.1:", "10.0.0.2:12000", "\"HI\""})
        EXPECT_THAT(ended.output, HasSubstr(std::string(piece)));
}

TEST_F(OverTheLab, aRuleDropsTheThirdKnock)
{
    const Ended ended =
        twodoors({"run", "--rule", "drop client>server ACK len=0 1", "--message", "hi", "--live"});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_THAT(ended.output, HasSubstr("The segment is dropped"));
    EXPECT_THAT(ended.output, HasSubstr("\"HI\""));
}

TEST_F(OverTheLab, aWrongRulePointsAtTheWord)
{
    const Ended ended = twodoors({"run", "--rule", "drop clint>server ACK"});
    EXPECT_EQ(ended.status, 2);
    EXPECT_THAT(ended.errors, isOneSentenceWith("»clint>server«"));
    EXPECT_THAT(ended.errors, HasSubstr("client>server"));
    for (const std::vector<std::string> &words :
         {std::vector<std::string>{"run", "--rule", "drop both", "--wire", "loopback"},
          {"run", "--rule", "drop both", "--only", "server"},
          {"run", "--hold"},
          {"run", "--wire", "lab", "--address", "127.0.0.1"},
          {"run", "--wire", "cable"},
          {"run", "--timers", "none"}})
        EXPECT_EQ(twodoors(words).status, 2) << testing::PrintToString(words);
}

TEST_F(OverTheLab, aHeldPacketThatNobodyLetsGoEndsTheRun)
{
    const Ended ended = twodoors({"run", "--rule", "hold client>server SYN", "--patience", "2"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("held"));
    EXPECT_THAT(ended.output, HasSubstr("ghost"));
}

TEST_F(OverTheLab, aServerThatCannotBeReachedEndsTheRunToo)
{
    const Ended ended = twodoors({"run", "--rule", "drop client>server every", "--patience", "2"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("Nothing can go on"));
    EXPECT_LT(ended.took, 20s);
}

TEST_F(OverTheLab, keysActOnThePacketInTheHand)
{
    // the server to its accept(), the client to its connect(), then the SYN is doubled and let go
    TwodoorsChild child(Start{.arguments = {"run", "--step", "--hold", "--message", "hi"},
                              .streams = Streams::Terminal});
    ASSERT_TRUE(child.untilOutput("space next"));
    child.type(std::string(9, ' '));
    ASSERT_TRUE(child.untilOutput("d deliver"));
    child.type("2");
    ASSERT_TRUE(child.untilOutput("The segment is duplicated"));
    child.type("!");
    ASSERT_TRUE(child.untilOutput("The segment is corrupted"));
    child.type("d");
    ASSERT_TRUE(child.untilOutput("is delivered"));
    child.type("x");
    ASSERT_TRUE(child.untilOutput("The segment is dropped"));
    child.type("q");
    EXPECT_EQ(child.end().status, 0);
}

TEST_F(OverTheLab, everyPacketIsInThePcapngFileWithItsWords)
{
    const TemporaryFolder folder;
    const std::string file = folder.file("x.pcapng");
    const Ended ended = twodoors({"run", "--rule", "drop client>server len>0 1", "--timers",
                                  "ordinary", "--message", "hi", "--pcapng", file});
    EXPECT_EQ(ended.status, 0) << ended.errors;
    const auto rows = tshark(file, {"frame.interface_name", "frame.comment", "tcp.flags.str"});
    ASSERT_GE(rows.size(), 18U);
    std::size_t client = 0;
    std::size_t dropped = 0;
    for (const auto &row : rows) {
        client += row[0] == "client host" ? 1U : 0U;
        dropped += row[1].find("dropped") != std::string::npos ? 1U : 0U;
        EXPECT_NE(row[1], "");
    }
    EXPECT_GE(client, 8U);
    EXPECT_EQ(dropped, 1U);
    const Ended opened = twodoors({"open", file});
    EXPECT_EQ(opened.status, 0) << opened.errors;
}

} // namespace

} // namespace twodoors::tests
