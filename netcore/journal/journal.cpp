// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journal.h"

#include "journal/record.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <system_error>
#include <thread>

namespace twodoors
{

namespace
{

/// What wake() adds to a reader's eventfd; an append adds 1.
constexpr eventfd_t wakeByHand = eventfd_t{1} << 32U;

/// The holder is through in some ten nanoseconds, so a waiter asks again at once; only when the
/// holder lost its processor does it give up its own.
class ShortLock
{
public:
    explicit ShortLock(std::atomic_flag &flag) noexcept : m_flag(flag)
    {
        for (int tries = 0; m_flag.test_and_set(std::memory_order_acquire); ++tries) {
            if (tries >= 128)
                std::this_thread::yield();
        }
    }
    ShortLock(const ShortLock &) = delete;
    ShortLock &operator=(const ShortLock &) = delete;
    ~ShortLock() { m_flag.clear(std::memory_order_release); }

private:
    std::atomic_flag &m_flag;
};

} // namespace

Journal::Journal(const Clock &clock)
    : m_clock(clock), m_chunks(std::make_unique<std::atomic<Chunk *>[]>(capacity / chunkEvents))
{}

Journal::~Journal()
{
    for (std::size_t i = 0; i < capacity / chunkEvents && m_chunks[i] != nullptr; ++i)
        delete m_chunks[i].load();
}

Seq Journal::append(const Event &event)
{
    return add(event, unknown);
}

Seq Journal::append(const Event &event, Nanoseconds t)
{
    return add(event, t);
}

Seq Journal::restore(const Event &event)
{
    return add(event, event.t);
}

Seq Journal::add(const Event &event, Nanoseconds t)
{
    // none is longer than all their bits together
    const std::size_t sizes =
        event.bytes.size() | event.into.size() | event.from.size() | event.topic.size();
    return sizes <= longestInlineBytes ? addShort(event, t) : addWithLongTexts(event, t);
}

Seq Journal::addWithLongTexts(Event event, Nanoseconds t)
{
    for (std::string_view *text : {&event.bytes, &event.into, &event.from, &event.topic}) {
        if (text->size() <= longestInlineBytes)
            continue;
        auto copy = std::make_unique_for_overwrite<char[]>(text->size());
        std::memcpy(copy.get(), text->data(), text->size());
        *text = {copy.get(), text->size()};
        m_memory += text->size();
        const std::scoped_lock lock(m_longTextsMutex);
        m_longTexts.push_back(std::move(copy));
    }
    return addShort(event, t);
}

Seq Journal::addShort(const Event &event, Nanoseconds t)
{
    std::size_t index = 0;
    bool someoneWaits = false;
    {
        const ShortLock lock(m_busy);
        index = m_size.load(std::memory_order_relaxed);
        if (index >= capacity)
            return Seq::None;
        if (static_cast<std::size_t>(m_blockEnd - m_free) < largestRecord)
            startBlock();
        std::atomic<Chunk *> &chunk = m_chunks[index / chunkEvents];
        if (index % chunkEvents == 0) {
            chunk.store(new Chunk);
            m_memory += sizeof(Chunk);
        }
        m_last = t == unknown ? m_clock.now() : std::max(t, m_last);
        (*chunk.load(std::memory_order_relaxed))[index % chunkEvents] = m_free;
        m_free += packRecord(event, m_last, m_free);
        m_size.store(index + 1, std::memory_order_release);
        // under the lock, as a reader sets it: either it is seen here or the event there
        someoneWaits = m_wakeBeyond.load(std::memory_order_relaxed) <= index;
    }
    if (someoneWaits)
        wakeReaders();
    return static_cast<Seq>(index + 1);
}

void Journal::startBlock()
{
    m_blocks.push_back(std::make_unique_for_overwrite<std::byte[]>(blockSize));
    m_free = m_blocks.back().get();
    m_blockEnd = m_free + blockSize;
    m_memory += blockSize;
    // all its pages at once cost a third of what they cost one by one; a kernel that cannot do it
    // (before 5.14) gives them one by one: madvise(2)
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto begin = (reinterpret_cast<std::uintptr_t>(m_free) + page - 1) / page * page;
    const auto end = reinterpret_cast<std::uintptr_t>(m_blockEnd) / page * page;
    static_cast<void>(madvise(reinterpret_cast<void *>(begin), end - begin, MADV_POPULATE_WRITE));
}

const std::byte *Journal::recordOf(Seq seq) const noexcept
{
    const std::size_t index = number(seq) - 1;
    const Chunk &chunk = *m_chunks[index / chunkEvents].load();
    return chunk[index % chunkEvents];
}

Event Journal::at(Seq seq) const noexcept
{
    return unpackRecord(seq, recordOf(seq));
}

Kind Journal::kindOf(Seq seq) const noexcept
{
    return kindOfRecord(recordOf(seq));
}

Nanoseconds Journal::timeOf(Seq seq) const noexcept
{
    return timeOfRecord(recordOf(seq));
}

void Journal::wakeReaders() noexcept
{
    if (m_wakeBeyond.exchange(nobodyWaits) == nobodyWaits)
        return;
    const std::scoped_lock lock(m_readersMutex);
    for (const int reader : m_readers)
        eventfd_write(reader, 1);
}

std::size_t Journal::wakeBeyond(std::size_t seen) noexcept
{
    const ShortLock lock(m_busy);
    m_wakeBeyond.store(std::min(m_wakeBeyond.load(std::memory_order_relaxed), seen),
                       std::memory_order_relaxed);
    return size();
}

JournalReader::JournalReader(Journal &journal)
    : m_journal(journal), m_event(outOfTheWay(Descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))))
{
    if (!m_event.isOpen())
        throw std::system_error(errno, std::generic_category(), "eventfd");
    const std::scoped_lock lock(m_journal.m_readersMutex);
    m_journal.m_readers.push_back(m_event.get());
}

JournalReader::~JournalReader()
{
    {
        const std::scoped_lock lock(m_journal.m_readersMutex);
        std::erase(m_journal.m_readers, m_event.get());
    }
}

std::size_t JournalReader::waitBeyond(std::size_t seen, Nanoseconds patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (true) {
        const std::size_t size = m_journal.wakeBeyond(seen);
        const Nanoseconds left = deadline - std::chrono::steady_clock::now();
        if (size > seen || left <= Nanoseconds::zero())
            return size;
        pollfd event{m_event.get(), POLLIN, 0};
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
        const timespec timeout{seconds.count(), (left - seconds).count()};
        if (ppoll(&event, 1, &timeout, nullptr) > 0) {
            eventfd_t count = 0;
            eventfd_read(m_event.get(), &count);
            if (count >= wakeByHand || m_journal.size() > seen)
                return m_journal.size();
        }
    }
}

void JournalReader::wake() noexcept
{
    eventfd_write(m_event.get(), wakeByHand);
}

} // namespace twodoors
