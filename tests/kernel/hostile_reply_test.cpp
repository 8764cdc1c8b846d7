// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/real_sockets.h"

#include <arpa/inet.h>
#include <functional>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <random>

namespace twodoors::tests
{
namespace
{

using Bytes = std::vector<char>;

void add(Bytes &bytes, const void *data, std::size_t size)
{
    const std::string_view added(static_cast<const char *>(data), size);
    for (const char byte : added) // GCC 12 sees an overflow in insert() that is not there
        bytes.push_back(byte);
}

Bytes message(std::uint16_t type, std::uint16_t flags, std::uint32_t sequence, const Bytes &payload)
{
    const nlmsghdr header{static_cast<std::uint32_t>(sizeof header + payload.size()), type, flags,
                          sequence, 0};
    Bytes bytes;
    add(bytes, &header, sizeof header);
    add(bytes, payload.data(), payload.size());
    bytes.resize((bytes.size() + 3) / 4 * 4);
    return bytes;
}

template <class Value>
Bytes bytesOf(const Value &value)
{
    Bytes bytes;
    add(bytes, &value, sizeof value);
    return bytes;
}

Bytes done(std::uint32_t sequence, std::int32_t error = 0)
{
    return message(NLMSG_DONE, NLM_F_MULTI, sequence, bytesOf(error));
}

Bytes socketMessage(std::uint32_t sequence, std::uint16_t flags = NLM_F_MULTI)
{
    inet_diag_msg report{};
    report.idiag_family = AF_INET;
    report.idiag_state = 10;
    report.id.idiag_sport = htons(12000);
    Bytes payload = bytesOf(report);
    const nlattr attribute{sizeof attribute + 1, INET_DIAG_SHUTDOWN};
    add(payload, &attribute, sizeof attribute);
    payload.resize(payload.size() + 4);
    return message(SOCK_DIAG_BY_FAMILY, flags, sequence, payload);
}

Bytes operator+(Bytes one, const Bytes &other)
{
    add(one, other.data(), other.size());
    return one;
}

/// Plays the kernel: answers each request with what `reply` makes of its sequence number; hangs up
/// at a request for which it makes nothing.
Result<std::vector<KernelSocket>> dumpFrom(const std::function<Bytes(std::uint32_t)> &reply)
{
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
    Descriptor other(ends[1]);
    std::thread kernel([&other, &reply] {
        nlmsghdr request{};
        while (::recv(other.get(), &request, sizeof request, 0)
               >= static_cast<ssize_t>(sizeof request)) {
            const Bytes answer = reply(request.nlmsg_seq);
            if (answer.empty())
                break;
            EXPECT_GE(::send(other.get(), answer.data(), answer.size(), MSG_NOSIGNAL), 0);
        }
        other.reset();
    });
    auto result = [&ends]() -> Result<std::vector<KernelSocket>> {
        auto diag = SockDiag::adopt(Descriptor(ends[0]));
        if (!diag)
            return diag.failure();
        return diag->dump({});
    }();
    kernel.join();
    return result;
}

TEST(HostileReplyTest, AProperReplyIsRead)
{
    const auto sockets =
        dumpFrom([](std::uint32_t sequence) { return socketMessage(sequence) + done(sequence); });
    ASSERT_TRUE(sockets) << sockets.failure().error;
    ASSERT_EQ(sockets->size(), 2U); // one for each family asked for
    EXPECT_EQ(sockets->front().state, SocketState::Listen);
    EXPECT_EQ(sockets->front().local.text(), "0.0.0.0:12000");
}

TEST(HostileReplyTest, AnswersToEarlierQuestionsArePassedOver)
{
    const auto sockets = dumpFrom([](std::uint32_t sequence) {
        return socketMessage(sequence - 1) + socketMessage(sequence) + done(sequence);
    });
    ASSERT_TRUE(sockets);
    EXPECT_EQ(sockets->size(), 2U);
}

TEST(HostileReplyTest, AnInterruptedDumpIsAskedForAgain)
{
    const auto sockets = dumpFrom([](std::uint32_t sequence) {
        const bool isFirst = sequence == 1;
        return socketMessage(sequence, isFirst ? NLM_F_MULTI | NLM_F_DUMP_INTR : NLM_F_MULTI)
               + done(sequence);
    });
    ASSERT_TRUE(sockets);
    EXPECT_EQ(sockets->size(), 2U);

    const auto never = dumpFrom([](std::uint32_t sequence) {
        return socketMessage(sequence, NLM_F_MULTI | NLM_F_DUMP_INTR) + done(sequence);
    });
    ASSERT_FALSE(never);
    EXPECT_EQ(never.failure().error, EAGAIN);
}

struct Row {
    const char *name;
    std::function<Bytes(std::uint32_t)> reply;
    int error;
    const char *topic = "kernel-report-failed";
};

TEST(HostileReplyTest, EachIsAFailure)
{
    const Row rows[] = {
        {"garbage", [](std::uint32_t) { return Bytes(100, '\x5A'); }, EBADMSG},
        {"less than a header", [](std::uint32_t) { return Bytes(7, '\0'); }, EBADMSG},
        {"cut off",
         [](std::uint32_t sequence) {
             Bytes bytes = socketMessage(sequence);
             bytes.resize(bytes.size() - 4);
             return bytes;
         },
         EBADMSG},
        {"too short for its type",
         [](std::uint32_t sequence) {
             return message(SOCK_DIAG_BY_FAMILY, 0, sequence, Bytes(40)) + done(sequence);
         },
         EBADMSG},
        {"unknown family",
         [](std::uint32_t sequence) {
             return message(SOCK_DIAG_BY_FAMILY, 0, sequence, Bytes(72)) + done(sequence);
         },
         EBADMSG},
        {"unknown type",
         [](std::uint32_t sequence) { return message(999, 0, sequence, Bytes(72)); }, EBADMSG},
        {"an error without its number",
         [](std::uint32_t sequence) { return message(NLMSG_ERROR, 0, sequence, {}); }, EBADMSG},
        {"the kernel's error",
         [](std::uint32_t sequence) {
             return message(NLMSG_ERROR, 0, sequence, bytesOf(nlmsgerr{-EPERM, {}}));
         },
         EPERM},
        {"the kernel's error at the end",
         [](std::uint32_t sequence) { return done(sequence, -ENOMEM); }, ENOMEM},
        {"no inet_diag in this kernel",
         [](std::uint32_t sequence) {
             return message(NLMSG_ERROR, 0, sequence, bytesOf(nlmsgerr{-ENOENT, {}}));
         },
         ENOENT, "kernel-reports-not-available"},
        {"more than fits", [](std::uint32_t) { return Bytes(std::size_t{80} << 10); }, EMSGSIZE},
        {"silence", [](std::uint32_t sequence) { return done(sequence + 1); }, ETIMEDOUT},
        {"hanging up", [](std::uint32_t) { return Bytes(); }, ECONNRESET},
    };
    for (const Row &row : rows) {
        const auto sockets = dumpFrom(row.reply);
        ASSERT_FALSE(sockets) << row.name;
        EXPECT_EQ(sockets.failure().error, row.error) << row.name;
        EXPECT_EQ(sockets.failure().topic, row.topic) << row.name;
    }
}

TEST(HostileReplyTest, NoReplyIsReadBeyondItsEnd)
{
    std::mt19937 random(1); // NOLINT: the same each time
    for (int round = 0; round < 2000; ++round) {
        bool hasAnswered = false;
        const auto sockets = dumpFrom([&random, &hasAnswered](std::uint32_t sequence) {
            if (std::exchange(hasAnswered, true))
                return Bytes();
            Bytes bytes = socketMessage(sequence) + socketMessage(sequence) + done(sequence);
            for (unsigned flips = random() % 4; flips > 0; --flips)
                bytes[random() % bytes.size()] = static_cast<char>(random());
            // Cut in the last message, so that it is asked no further: without DONE it would wait.
            bytes.resize(bytes.size() - 1 - random() % 3);
            return bytes;
        });
        EXPECT_FALSE(sockets);
    }
}

TEST(HostileReplyTest, WhatIsNoSocketIsRefusedAtOnce)
{
    EXPECT_FALSE(SockDiag::adopt(Descriptor()));
}

} // namespace
} // namespace twodoors::tests
