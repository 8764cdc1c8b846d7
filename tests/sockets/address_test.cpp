// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/events.h"
#include "sockets/address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

TEST(SocketAddress, keepsAnEndpoint)
{
    for (const char *text : {"127.0.0.1:12000", "0.0.0.0:0", "255.255.255.255:65535", "[::1]:1",
                             "[fe80::1%7]:65535", "[2001:db8::1]:443"}) {
        const Endpoint endpoint = endpointOf(text);
        const SocketAddress address(endpoint);
        EXPECT_EQ(address.endpoint(), endpoint) << text;
        EXPECT_EQ(address.get()->sa_family, domainOf(endpoint)) << text;
    }
}

TEST(SocketAddress, givesNothingForWhatIsNoInternetAddress)
{
    SocketAddress address(endpointOf("127.0.0.1:1"));
    address.length = 4; // cut
    EXPECT_FALSE(address.endpoint().isSet());
    address = SocketAddress();
    address.storage.ss_family = AF_UNIX;
    EXPECT_FALSE(address.endpoint().isSet());
}

TEST(Resolve, takesNumbersAndNames)
{
    EXPECT_EQ(*resolve("127.0.0.1", 7), endpointOf("127.0.0.1:7"));
    EXPECT_EQ(*resolve("::1", 7), endpointOf("[::1]:7"));
    const auto local = resolve("localhost", 7);
    ASSERT_TRUE(local);
    EXPECT_TRUE(local->isLoopback());
    EXPECT_EQ(local->port, 7);
}

TEST(Resolve, saysWhatCannotBeResolved)
{
    for (const std::string host : {"", "no such host", "256.256.256.256.256", "[::1]"}) {
        const auto resolved = resolve(host, 7);
        if (host.empty() && resolved)
            continue; // some resolvers take it for this machine
        ASSERT_FALSE(resolved) << host;
        EXPECT_THAT(resolved.failure().topic,
                    testing::AnyOf("address-unknown", "address-no-answer", "address-not-resolved"));
        EXPECT_EQ(resolved.failure().values.at(0).second, host);
    }
}

TEST(AddressOfThisMachine, isOneThatCanBeBound)
{
    EXPECT_TRUE(isAddressOfThisMachine(endpointOf("127.0.0.1:1")));
    EXPECT_TRUE(isAddressOfThisMachine(endpointOf("[::1]:1")));
    EXPECT_TRUE(isAddressOfThisMachine(endpointOf("0.0.0.0:1")));
    EXPECT_FALSE(isAddressOfThisMachine(endpointOf("192.0.2.1:1")));
    EXPECT_FALSE(isAddressOfThisMachine(endpointOf("[2001:db8::1]:1")));
}

} // namespace

} // namespace twodoors::tests
