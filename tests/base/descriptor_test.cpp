// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/descriptor.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace twodoors::tests
{

namespace
{

bool isOpen(int fd)
{
    return ::fcntl(fd, F_GETFD) >= 0;
}

TEST(Descriptor, closesOnceAndMoves)
{
    const int fd = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ASSERT_GE(fd, 0);
    {
        Descriptor first(fd);
        Descriptor second(std::move(first));
        EXPECT_FALSE(first.isOpen()); // NOLINT(bugprone-use-after-move): that is what is tested
        EXPECT_EQ(second.get(), fd);
        Descriptor third;
        third = std::move(second);
        EXPECT_EQ(third.get(), fd);
        EXPECT_TRUE(isOpen(fd));
        third.reset(third.release());
        EXPECT_TRUE(isOpen(fd));
    }
    EXPECT_FALSE(isOpen(fd));
}

TEST(WriteAll, goesOnAfterEveryPartialWrite)
{
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    const Descriptor ours(ends[0]);
    const Descriptor theirs(ends[1]);
    ASSERT_EQ(::fcntl(ours.get(), F_SETFL, O_NONBLOCK), 0); // so that a full buffer is EAGAIN
    std::string sent(4'000'000, '\0');
    for (std::size_t i = 0; i < sent.size(); ++i)
        sent[i] = static_cast<char>(i * 31);
    std::string got;
    std::thread reader([&] {
        std::array<char, 65536> block{};
        ssize_t size = 0;
        while (got.size() < sent.size()
               && (size = ::read(theirs.get(), block.data(), block.size())) > 0)
            got.append(block.data(), static_cast<std::size_t>(size));
    });
    EXPECT_EQ(writeAll(ours.get(), sent), 0);
    reader.join();
    EXPECT_TRUE(got == sent);
}

TEST(WriteAll, givesTheErrno)
{
    EXPECT_EQ(writeAll(-1, "x"), EBADF);
    EXPECT_EQ(writeAll(-1, ""), 0);
    const Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    EXPECT_EQ(writeAll(full.get(), "x"), ENOSPC);
}

} // namespace

} // namespace twodoors::tests
