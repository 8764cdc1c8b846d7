// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace twodoors
{

/// A growing sequence whose copies share what neither has changed since: copying costs a pointer
/// for every group of chunks of `chunkSize` elements, changing an element at most a copy of its
/// group's pointers and of its chunk. Each copy belongs to one thread at a time; copies may be used
/// by different threads.
template <class Value, std::size_t chunkSize = 64>
class CowVector
{
public:
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] bool empty() const noexcept { return m_size == 0; }

    [[nodiscard]] const Value &operator[](std::size_t index) const
    {
        const std::size_t chunk = index / chunkSize;
        return (*(*m_groups[chunk / groupSize])[chunk % groupSize])[index % chunkSize];
    }

    /// For changing it.
    [[nodiscard]] Value &edit(std::size_t index)
    {
        const std::size_t chunk = index / chunkSize;
        Group &group = own(m_groups[chunk / groupSize], groupSize);
        return own(group[chunk % groupSize], chunkSize)[index % chunkSize];
    }

    Value &append(Value value)
    {
        if (m_size % (chunkSize * groupSize) == 0)
            add(m_groups, groupSize);
        Group &group = own(m_groups.back(), groupSize);
        if (m_size % chunkSize == 0)
            add(group, chunkSize);
        Chunk &chunk = own(group.back(), chunkSize);
        chunk.push_back(std::move(value));
        ++m_size;
        return chunk.back();
    }

private:
    static constexpr std::size_t groupSize = 64;

    using Chunk = std::vector<Value>;
    using Group = std::vector<std::shared_ptr<Chunk>>;

    template <class Part>
    static void add(std::vector<std::shared_ptr<Part>> &parts, std::size_t capacity)
    {
        parts.push_back(std::make_shared<Part>());
        parts.back()->reserve(capacity);
    }

    template <class Part>
    static Part &own(std::shared_ptr<Part> &part, std::size_t capacity)
    {
        if (part.use_count() > 1) {
            auto copy = std::make_shared<Part>();
            copy->reserve(capacity);
            copy->assign(part->begin(), part->end());
            part = std::move(copy);
        }
        return *part;
    }

    std::vector<std::shared_ptr<Group>> m_groups;
    std::size_t m_size = 0;
};

} // namespace twodoors
