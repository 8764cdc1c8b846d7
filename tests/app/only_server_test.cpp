// SPDX-License-Identifier: GPL-3.0-or-later
#include "running_server.h"
#include "temporary_folder.h"
#include "twodoors_child.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

using Words = std::vector<std::string>;

class GuestCount : public testing::TestWithParam<std::tuple<int, const char *>>
{};

TEST_P(GuestCount, endsTheServer)
{
    const auto &[guests, pace] = GetParam();
    Words more{"--guests", std::to_string(guests)};
    if (std::string_view(pace) != "live")
        more.insert(more.end(), {"--pace", "0"});
    RunningServer server("tcp-echo", more);
    for (int i = 0; i < guests; ++i) {
        EXPECT_TRUE(server.child().isRunning());
        EXPECT_TRUE(server.serves("guest " + std::to_string(i)));
    }
    const Ended ended = server.child().end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(ended.errors, "");
    const SessionText session(ended.output);
    EXPECT_TRUE(session.isWhole());
    EXPECT_EQ(session.count([](const Event &event) {
        return event.kind == Kind::Return && event.call == CallName::Accept && event.error == 0;
    }),
              static_cast<std::size_t>(guests));
}

INSTANTIATE_TEST_SUITE_P(OnlyServer, GuestCount,
                         testing::Combine(testing::Values(1, 3, 20),
                                          testing::Values("live", "stepwise")),
                         [](const auto &row) {
                             return std::to_string(std::get<0>(row.param)) + std::get<1>(row.param);
                         });

TEST(OnlyServer, answersDatagrams)
{
    RunningServer server("udp-echo", {"--guests", "2"});
    for (const std::string_view sentence : {"one", "two"}) {
        const Descriptor guest = plainClient(server.port(), SOCK_DGRAM);
        plainSend(guest, sentence);
        EXPECT_EQ(plainReceive(guest), asciiUpper(sentence));
    }
    const Ended ended = server.child().end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
}

/// How a guest behaves badly; the next guest must be served all the same.
struct BadGuest {
    std::string name;
    std::string lesson;
    void (*visit)(std::uint16_t port);
};

void PrintTo(const BadGuest &guest, std::ostream *out)
{
    *out << guest.name;
}

class AfterABadGuest : public testing::TestWithParam<BadGuest>
{};

TEST_P(AfterABadGuest, theServerServesTheNext)
{
    const TemporaryFolder folder;
    const std::string lesson =
        GetParam().lesson == "stream" ? folder.put("stream.yaml", streamLesson) : GetParam().lesson;
    RunningServer server(lesson, {"--guests", "2", "--session", folder.file("s")});
    GetParam().visit(server.port());
    const Descriptor guest = plainClient(server.port());
    plainSend(guest, "next, please");
    ::shutdown(guest.get(), SHUT_WR);
    EXPECT_EQ(plainReceive(guest), "NEXT, PLEASE");
    EXPECT_EQ(plainReceive(guest), "");
    const Ended ended = server.child().end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
    EXPECT_EQ(ended.errors, "");
    EXPECT_TRUE(SessionText(ended.output).isWhole());
    EXPECT_EQ(folder.get("s"), ended.output);
    // each event has its words
    const Ended opened = twodoors({"open", folder.file("s"), "--lang", "zh"});
    EXPECT_EQ(opened.status, 0) << opened.errors;
}

const std::array<BadGuest, 4> badGuests{{
    {"silent", "", [](std::uint16_t port) { plainClient(port).reset(); }},
    {"resets", "", [](std::uint16_t port) { plainReset(plainClient(port)); }},
    {"goesAwayMidWay", "",
     [](std::uint16_t port) {
         const Descriptor guest = plainClient(port);
         plainSend(guest, "hal");
     }},
    {"resetsMidWay", "",
     [](std::uint16_t port) {
         Descriptor guest = plainClient(port);
         plainSend(guest, std::string(2000, 'x'));
         plainReset(std::move(guest));
     }},
}};

std::vector<BadGuest> badGuestsOf(const std::string &lesson)
{
    std::vector<BadGuest> guests;
    for (BadGuest guest : badGuests) {
        guest.lesson = lesson;
        guests.push_back(guest);
    }
    return guests;
}

INSTANTIATE_TEST_SUITE_P(TcpEcho, AfterABadGuest, testing::ValuesIn(badGuestsOf("tcp-echo")),
                         [](const auto &row) { return row.param.name; });
INSTANTIATE_TEST_SUITE_P(Stream, AfterABadGuest, testing::ValuesIn(badGuestsOf("stream")),
                         [](const auto &row) { return row.param.name; });

TEST(OnlyServer, servesTheNextAfterAGuestThatStaysSilentForAWhile)
{
    RunningServer server("tcp-echo", {"--guests", "2"});
    Descriptor silent = plainClient(server.port());
    const Descriptor next = plainClient(server.port());
    plainSend(next, "i wait");
    // the server is in recv() of the first guest
    ASSERT_TRUE(server.child().untilOutput(R"("name":"recv")"));
    silent.reset();
    EXPECT_EQ(plainReceive(next), "I WAIT");
    EXPECT_EQ(server.child().end().status, 0);
}

TEST(OnlyServer, servesManyAtOnce)
{
    constexpr int guests = 100;
    RunningServer server("tcp-echo", {"--guests", std::to_string(guests)});
    // backlog 1: the rest knock again by the kernel's clock, so few are let in at a time
    std::vector<Descriptor> open;
    for (int i = 0; i < guests; ++i) {
        open.push_back(plainClient(server.port()));
        plainSend(open.back(), "g" + std::to_string(i));
        if (open.size() == 2) {
            for (const Descriptor &guest : open)
                EXPECT_EQ(plainReceive(guest).substr(0, 1), "G");
            open.clear();
        }
    }
    const Ended ended = server.child().end();
    EXPECT_EQ(ended.status, 0) << ended.errors;
}

} // namespace

} // namespace twodoors::tests
