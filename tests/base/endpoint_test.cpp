// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/endpoint.h"

#include <array>
#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

using namespace std::string_view_literals;

TEST(Endpoint, readsWhatItWrites)
{
    for (const std::string_view text : std::to_array<std::string_view>({
             "127.0.0.1:12000",
             "0.0.0.0:0",
             "255.255.255.255:65535",
             "[::1]:12000",
             "[::]:0",
             "[fe80::1%2]:65535",
             "[fe80::1%4294967295]:1",
             "[2001:db8::dead:beef]:443",
             "[::ffff:10.0.0.1]:80",
             "[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255%4294967295]:65535",
         })) {
        const auto endpoint = Endpoint::fromText(text);
        ASSERT_TRUE(endpoint) << text;
        EXPECT_TRUE(endpoint->isSet());
        const auto again = Endpoint::fromText(endpoint->text());
        ASSERT_TRUE(again) << endpoint->text();
        EXPECT_EQ(*again, *endpoint);
        EXPECT_LE(endpoint->text().size(), Endpoint::longestText);
        const auto address = endpointFromAddress(endpoint->addressText(), endpoint->port);
        EXPECT_EQ(address, endpoint);
    }
    EXPECT_EQ(Endpoint::fromText("[FE80:0::1%2]:8")->text(), "[fe80::1%2]:8");
}

TEST(Endpoint, writesEachByteOfAnAddress)
{
    Endpoint endpoint;
    endpoint.family = Family::IPv6;
    for (unsigned seed = 1; seed < 2000; ++seed) {
        unsigned mixed = seed * 2654435761U;
        for (std::uint8_t &byte : endpoint.address) {
            mixed = mixed * 1664525U + 1013904223U;
            byte = (mixed >> 30U) == 0 ? 0 : static_cast<std::uint8_t>(mixed >> 20U);
        }
        endpoint.port = static_cast<std::uint16_t>(mixed);
        endpoint.scope = seed % 3 == 0 ? mixed : 0;
        ASSERT_EQ(Endpoint::fromText(endpoint.text()), endpoint) << endpoint.text();
    }
}

TEST(Endpoint, refusesWhatIsNone)
{
    for (const std::string_view text : std::to_array<std::string_view>({
             "",
             ":",
             ":80",
             "127.0.0.1",
             "127.0.0.1:",
             "127.0.0.1:65536",
             "127.0.0.1:-1",
             "127.0.0.1:+1",
             "127.0.0.1: 1",
             "127.0.0.1:1 ",
             "127.0.0.1:0x1",
             "127.0.0.1:99999999999999999999",
             "127.0.0.1.1:1",
             "127.0.0:1",
             "256.0.0.1:1",
             "127.0.0.1%1:1",
             "::1:1",
             "[::1]",
             "[::1]1",
             "[::1:1",
             "::1]:1",
             "[]:1",
             "[127.0.0.1]:1",
             "[::1%]:1",
             "[::1%eth0]:1",
             "[::1%4294967296]:1",
             "[::1%1%1]:1",
             "[:::1]:1",
             "[12345::1]:1",
             "localhost:1",
             "127.0.0.1\0:1"sv,
             "[::1\0]:1"sv,
             "127.0.0.1:1\0"sv,
             "\xff\xff:1",
         }))
        EXPECT_FALSE(Endpoint::fromText(text)) << text;
    EXPECT_FALSE(Endpoint::fromText("[" + std::string(100'000, ':') + "]:1"));
}

TEST(Endpoint, refusesAScopeOfIPv4)
{
    EXPECT_FALSE(Endpoint::fromText("127.0.0.1%0:1"));
    EXPECT_FALSE(endpointFromAddress("127.0.0.1%0", 1));
}

TEST(Endpoint, knowsSpecialAddresses)
{
    struct Row {
        std::string_view text;
        bool isAny;
        bool isLoopback;
    };
    for (const auto &[text, isAny, isLoopback] : std::to_array<Row>({
             {"0.0.0.0:1", true, false},
             {"[::]:1", true, false},
             {"127.0.0.1:1", false, true},
             {"127.1.2.3:1", false, true},
             {"128.0.0.1:1", false, false},
             {"[::1]:1", false, true},
             {"[1::1]:1", false, false},
             {"[::2]:1", false, false},
         })) {
        const Endpoint endpoint = Endpoint::fromText(text).value();
        EXPECT_EQ(endpoint.isAnyAddress(), isAny) << text;
        EXPECT_EQ(endpoint.isLoopback(), isLoopback) << text;
    }
    EXPECT_FALSE(Endpoint{}.isAnyAddress());
    EXPECT_FALSE(Endpoint{}.isLoopback());
    EXPECT_EQ(Endpoint{}.text(), "");
    EXPECT_EQ(Endpoint{}.addressText(), "");
}

} // namespace

} // namespace twodoors::tests
