// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journal.h"

#include "journal/events.h"
#include "journal/record.h"

#include <array>
#include <gtest/gtest.h>
#include <latch>
#include <thread>

namespace twodoors::tests
{

namespace
{

/// Events of writer `number`, so that the n-th one is known by its size, and its bytes by that.
constexpr std::uint16_t writers = 8;
constexpr std::int64_t eventsEach = 20'000;

std::string bytesOf(std::uint16_t writer, std::int64_t n)
{
    // now and then one that lies outside of its record
    const std::size_t size =
        n % 1000 == 999 ? longestInlineBytes + writer : static_cast<std::size_t>((n + writer) % 40);
    return std::string(size, static_cast<char>('a' + (n + writer) % 26));
}

Event written(std::uint16_t writer, std::int64_t n, const std::string &bytes)
{
    Event event;
    event.kind = Kind::Return;
    event.who = {Role::Client, writer};
    event.size = n;
    event.bytes = bytes;
    return event;
}

TEST(Journal, numbersAndStampsEvents)
{
    const SteadyClock clock;
    Journal journal(clock);
    EXPECT_EQ(journal.size(), 0U);
    Event event = filledEvent(Kind::Door);
    event.seq = Seq{99};
    event.t = Nanoseconds(-5);
    EXPECT_EQ(journal.append(event), Seq{1});
    EXPECT_EQ(journal.append(event), Seq{2});
    EXPECT_EQ(journal.size(), 2U);
    EXPECT_EQ(journal.at(Seq{1}).seq, Seq{1});
    EXPECT_GE(journal.at(Seq{1}).t, Nanoseconds::zero());
    EXPECT_LE(journal.at(Seq{1}).t, journal.at(Seq{2}).t);
}

TEST(Journal, takesTimesThatDoNotGoBack)
{
    const SteadyClock clock;
    Journal journal(clock);
    Event event;
    event.t = Nanoseconds(-5); // not read
    journal.append(event, Nanoseconds(70));
    journal.append(event, Nanoseconds(60)); // another thread was quicker
    event.t = Nanoseconds(77);
    journal.restore(event);
    EXPECT_EQ(journal.at(Seq{1}).t, Nanoseconds(70));
    EXPECT_EQ(journal.at(Seq{2}).t, Nanoseconds(70));
    EXPECT_EQ(journal.at(Seq{3}).t, Nanoseconds(77));
}

TEST(Journal, keepsEveryKind)
{
    const SteadyClock clock;
    Journal journal(clock);
    std::vector<Event> events;
    for (unsigned salt = 0; salt < 9; ++salt) {
        for (const Kind kind : allKinds()) {
            Event event = filledEvent(kind, salt);
            event.t = Nanoseconds(static_cast<std::int64_t>(events.size()));
            event.cause = static_cast<Seq>(events.size());
            event.seq = journal.restore(event);
            events.push_back(event);
        }
    }
    for (const Event &event : events)
        EXPECT_TRUE(isSame(journal.at(event.seq), event)) << nameOf(event.kind);
}

TEST(Journal, copiesTextsOfAnyLength)
{
    const SteadyClock clock;
    Journal journal(clock);
    std::vector<std::size_t> sizes{0,    1,    longestInlineBytes - 1, longestInlineBytes,
                                   1025, 4096, std::size_t{300} << 10, std::size_t{1} << 20};
    for (const std::size_t size : sizes) {
        std::string bytes(size, static_cast<char>('a' + size % 26));
        std::string into(size, 'i');
        std::string from(size, 'f');
        Event event;
        event.kind = Kind::Return;
        event.bytes = bytes;
        event.into = into;
        event.from = from;
        journal.append(event);
        bytes.assign(size, '!'); // the journal's are its own
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const Event event = journal.at(static_cast<Seq>(i + 1));
        EXPECT_EQ(event.bytes, std::string(sizes[i], static_cast<char>('a' + sizes[i] % 26)));
        EXPECT_EQ(event.into, std::string(sizes[i], 'i'));
        EXPECT_EQ(event.from, std::string(sizes[i], 'f'));
    }
    EXPECT_GT(journal.memory(), std::size_t{1} << 20);
}

TEST(Journal, viewsStayWhereTheyAre)
{
    const SteadyClock clock;
    Journal journal(clock);
    std::vector<Event> seen;
    for (std::int64_t n = 0; n < 50'000; ++n) {
        const std::string bytes = bytesOf(1, n);
        const Seq seq = journal.append(written(1, n, bytes));
        if (n % 100 == 99)
            seen.push_back(journal.at(seq));
    }
    for (const Event &event : seen) {
        const Event again = journal.at(event.seq);
        EXPECT_EQ(again.bytes.data(), event.bytes.data());
        EXPECT_EQ(event.bytes, bytesOf(1, event.size));
    }
}

/// Reads all events once while they come, and holds each against what must be true of it.
void readAlong(const Journal &journal, std::size_t total)
{
    std::array<std::int64_t, writers + 1> next{};
    Nanoseconds last{0};
    for (std::size_t seq = 1; seq <= total; ++seq) {
        while (journal.size() < seq)
            std::this_thread::yield();
        const Event event = journal.at(static_cast<Seq>(seq));
        ASSERT_EQ(number(event.seq), seq);
        ASSERT_GE(event.t, last);
        last = event.t;
        ASSERT_EQ(event.size, next[event.who.number]++);
        ASSERT_EQ(event.bytes, bytesOf(event.who.number, event.size));
    }
    for (std::uint16_t writer = 1; writer <= writers; ++writer)
        ASSERT_EQ(next[writer], eventsEach);
}

TEST(Journal, hasOneOrderForManyWritersAndReaders)
{
    const SteadyClock clock;
    Journal journal(clock);
    constexpr std::size_t total = writers * static_cast<std::size_t>(eventsEach);
    std::latch start(writers);
    std::vector<std::jthread> threads;
    for (int reader = 0; reader < 2; ++reader)
        threads.emplace_back([&] { readAlong(journal, total); });
    for (std::uint16_t writer = 1; writer <= writers; ++writer) {
        threads.emplace_back([&, writer] {
            start.arrive_and_wait();
            Seq last = Seq::None;
            for (std::int64_t n = 0; n < eventsEach; ++n) {
                const Seq seq = journal.append(written(writer, n, bytesOf(writer, n)));
                ASSERT_GT(seq, last);
                last = seq;
            }
        });
    }
    threads.clear();
    EXPECT_EQ(journal.size(), total);
    readAlong(journal, total);
}

} // namespace

} // namespace twodoors::tests
