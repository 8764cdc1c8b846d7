// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journal.h"

#include <atomic>
#include <gtest/gtest.h>
#include <latch>
#include <thread>

namespace twodoors::tests
{

namespace
{

using namespace std::chrono_literals;

/// Only a wake-up that is lost takes so long.
constexpr Nanoseconds longWait = 60s;

class JournalReading : public testing::Test
{
protected:
    SteadyClock clock;
    Journal journal{clock};
    JournalReader reader{journal};

    /// The contract allows no early return; a reader that is woken by an old event asks again.
    std::size_t sizeBeyond(JournalReader &by, std::size_t seen)
    {
        const auto begin = std::chrono::steady_clock::now();
        std::size_t size = 0;
        do {
            size = by.waitBeyond(seen, longWait);
        } while (size <= seen && std::chrono::steady_clock::now() - begin < longWait);
        EXPECT_GT(size, seen);
        return size;
    }
};

TEST_F(JournalReading, returnsAtOnceWhenThereIsMore)
{
    journal.append({});
    journal.append({});
    EXPECT_EQ(reader.waitBeyond(0, longWait), 2U);
    EXPECT_EQ(reader.waitBeyond(1, longWait), 2U);
    EXPECT_EQ(reader.waitBeyond(2, 0ns), 2U);
    EXPECT_EQ(reader.waitBeyond(2, -1s), 2U);
}

TEST_F(JournalReading, endsWhenTheTimeIsOver)
{
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(reader.waitBeyond(0, 20ms), 0U);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 20ms);
}

TEST_F(JournalReading, endsOnWakeBeforeAndDuringTheWait)
{
    reader.wake();
    EXPECT_EQ(reader.waitBeyond(0, longWait), 0U);
    std::latch started(1);
    std::jthread waker([&] {
        started.wait();
        reader.wake();
    });
    started.count_down();
    EXPECT_EQ(reader.waitBeyond(0, longWait), 0U);
}

TEST_F(JournalReading, doesNotEndForWhatWasSeenBefore)
{
    journal.append({});
    ASSERT_EQ(reader.waitBeyond(0, longWait), 1U); // at once; the journal keeps the wish to wake
    journal.append({});
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(reader.waitBeyond(2, 20ms), 2U);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 20ms);
}

TEST_F(JournalReading, losesNoWakeUp)
{
    constexpr std::size_t rounds = 10'000;
    std::atomic<std::size_t> seen = 0;
    std::jthread writer([&] {
        for (std::size_t round = 0; round < rounds; ++round) {
            while (seen.load() < round) // one event a round, at any moment of the reader's wait
                std::this_thread::yield();
            journal.append({});
        }
    });
    while (seen.load() < rounds)
        seen = sizeBeyond(reader, seen.load());
    EXPECT_EQ(seen.load(), rounds);
}

TEST_F(JournalReading, wakesEveryReader)
{
    constexpr std::size_t total = 20'000;
    JournalReader other(journal);
    std::vector<std::jthread> threads;
    for (JournalReader *each : {&reader, &other}) {
        threads.emplace_back([&, each] {
            std::size_t seen = 0;
            while (seen < total)
                seen = sizeBeyond(*each, seen);
        });
    }
    for (std::size_t i = 0; i < total; ++i)
        journal.append({});
    threads.clear();
}

} // namespace

} // namespace twodoors::tests
