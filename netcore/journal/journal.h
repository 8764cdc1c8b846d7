// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"
#include "journal/clock.h"
#include "journal/event.h"

#include <array>
#include <atomic>
#include <limits>
#include <memory>
#include <mutex>
#include <vector>

namespace twodoors
{

/// Everything that happened, in one total order. Any thread may append, any thread may read; what
/// has been appended never moves and never changes.
///
/// Memory: 8 bytes an event for finding it, its fields that differ from their defaults, its bytes.
class Journal
{
public:
    /// The most events one journal takes; append() refuses after that.
    static constexpr std::size_t capacity = std::size_t{1} << 27;

    /// The clock must outlive the journal.
    explicit Journal(const Clock &clock);
    Journal(const Journal &) = delete;
    Journal &operator=(const Journal &) = delete;
    ~Journal();

    /// Adds the event with the clock's time and gives its place; Seq::None when the journal is
    /// full. The event's seq and t are not read; its texts and bytes are copied.
    Seq append(const Event &event);

    /// The same with a time that the clock gave a moment ago. Where other events were quicker it
    /// gets the last one's: times do not go back.
    Seq append(const Event &event, Nanoseconds t);

    /// Adds the event with its own time, as a session file's reader does. Times must not go back.
    Seq restore(const Event &event);

    /// How many events there are; all up to this one can be read.
    [[nodiscard]] std::size_t size() const noexcept
    {
        return m_size.load(std::memory_order_acquire);
    }

    /// The event at a place in 1 … size(). Its views live as long as the journal.
    [[nodiscard]] Event at(Seq seq) const noexcept;

    /// Its kind or its time alone, for those who pass over most events.
    [[nodiscard]] Kind kindOf(Seq seq) const noexcept;
    [[nodiscard]] Nanoseconds timeOf(Seq seq) const noexcept;

    /// Bytes of memory held for the events.
    [[nodiscard]] std::size_t memory() const noexcept { return m_memory.load(); }

private:
    [[nodiscard]] const std::byte *recordOf(Seq seq) const noexcept;
    friend class JournalReader;

    static constexpr std::size_t chunkEvents = std::size_t{1} << 13;
    static constexpr std::size_t blockSize = std::size_t{256} << 10;

    using Chunk = std::array<const std::byte *, chunkEvents>;

    /// A time for now().
    static constexpr Nanoseconds unknown = Nanoseconds::min();

    Seq add(const Event &event, Nanoseconds t);
    Seq addWithLongTexts(Event event, Nanoseconds t);
    Seq addShort(const Event &event, Nanoseconds t);
    void startBlock();
    /// From now on more events than these wake the readers. How many there are.
    [[nodiscard]] std::size_t wakeBeyond(std::size_t seen) noexcept;
    void wakeReaders() noexcept;

    const Clock &m_clock;
    std::atomic_flag m_busy;
    std::atomic<std::size_t> m_size = 0;
    std::atomic<std::size_t> m_memory = 0;
    Nanoseconds m_last{0}; ///< time of the last event
    std::byte *m_free = nullptr;
    std::byte *m_blockEnd = nullptr;
    std::vector<std::unique_ptr<std::byte[]>> m_blocks;
    std::unique_ptr<std::atomic<Chunk *>[]> m_chunks;

    std::mutex m_longTextsMutex;
    std::vector<std::unique_ptr<char[]>> m_longTexts;

    static constexpr std::size_t nobodyWaits = std::numeric_limits<std::size_t>::max();
    std::atomic<std::size_t> m_wakeBeyond = nobodyWaits; ///< the fewest that a waiting reader has
    std::mutex m_readersMutex;
    std::vector<int> m_readers; ///< eventfds
};

/// Lets one thread wait for what is new in a journal. Any number of appends between two waits cost
/// their threads one system call together.
class JournalReader
{
public:
    explicit JournalReader(Journal &journal);
    JournalReader(const JournalReader &) = delete;
    JournalReader &operator=(const JournalReader &) = delete;
    ~JournalReader();

    /// Returns once the journal has more than `seen` events, the time is over, or wake() was
    /// called: the journal's size then.
    [[nodiscard]] std::size_t waitBeyond(std::size_t seen, Nanoseconds patience);

    /// Ends a wait that is under way, or the next one.
    void wake() noexcept;

private:
    Journal &m_journal;
    Descriptor m_event; ///< eventfd
};

} // namespace twodoors
