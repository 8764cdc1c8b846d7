// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/spans.h"

namespace twodoors
{

void Spans::clear()
{
    m_spans.clear();
    m_magnitudes.clear();
    m_blocks.clear();
}

std::uint32_t Spans::open(Seq begin)
{
    const auto place = static_cast<std::uint32_t>(m_spans.size());
    if (place % blockSize == 0)
        m_blocks.emplace_back();
    m_spans.push_back({begin, Seq::None});
    m_magnitudes.push_back(openMagnitude);
    ++m_blocks.back().open;
    return place;
}

void Spans::close(std::uint32_t place, Seq end, Nanoseconds took)
{
    Span &span = m_spans[place];
    if (span.end != Seq::None)
        return;
    span.end = end;
    Block &block = m_blocks[place / blockSize];
    --block.open;
    m_magnitudes[place] = magnitudeOf(took);
    block.mostMagnitude = std::max(block.mostMagnitude, m_magnitudes[place]);
    block.mostEvents = std::max(block.mostEvents, number(end) - number(span.begin));
    block.latestEnd = std::max(block.latestEnd, end);
}

Seq Spans::latestEnd(std::size_t block) const noexcept
{
    return m_blocks[block].open > 0 ? endOf({}) : m_blocks[block].latestEnd;
}

std::size_t Spans::placeFrom(Seq begin) const noexcept
{
    return static_cast<std::size_t>(std::ranges::lower_bound(m_spans, begin, {}, &Span::begin)
                                    - m_spans.begin());
}

const Spans::Span *Spans::beginningAt(Seq begin) const noexcept
{
    const std::size_t place = placeFrom(begin);
    return place < m_spans.size() && m_spans[place].begin == begin ? &m_spans[place] : nullptr;
}

} // namespace twodoors
