// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace twodoors
{

/// A growing sequence whose copies share what neither has changed since: copying costs a pointer
/// for every `chunkSize` elements, changing an element at most a copy of its chunk. Each copy
/// belongs to one thread at a time; copies may be used by different threads.
template <class Value, std::size_t chunkSize = 64>
class CowVector
{
public:
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] bool empty() const noexcept { return m_size == 0; }

    [[nodiscard]] const Value &operator[](std::size_t index) const
    {
        return (*m_chunks[index / chunkSize])[index % chunkSize];
    }

    /// For changing it.
    [[nodiscard]] Value &edit(std::size_t index)
    {
        return own(m_chunks[index / chunkSize])[index % chunkSize];
    }

    Value &append(Value value)
    {
        if (m_size % chunkSize == 0) {
            m_chunks.push_back(std::make_shared<Chunk>());
            m_chunks.back()->reserve(chunkSize);
        }
        Chunk &chunk = own(m_chunks.back());
        chunk.push_back(std::move(value));
        ++m_size;
        return chunk.back();
    }

private:
    using Chunk = std::vector<Value>;

    static Chunk &own(std::shared_ptr<Chunk> &chunk)
    {
        if (chunk.use_count() > 1) {
            auto copy = std::make_shared<Chunk>();
            copy->reserve(chunkSize);
            copy->assign(chunk->begin(), chunk->end());
            chunk = std::move(copy);
        }
        return *chunk;
    }

    std::vector<std::shared_ptr<Chunk>> m_chunks;
    std::size_t m_size = 0;
};

} // namespace twodoors
