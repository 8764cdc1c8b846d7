// SPDX-License-Identifier: GPL-3.0-or-later
#include "world/history.h"

#include <algorithm>

namespace twodoors
{

const World &History::catchUp(std::size_t events)
{
    const std::size_t from = number(m_latest.seq());
    const std::size_t end = from + std::min(m_journal.size() - from, events);
    for (std::size_t seq = from + 1; seq <= end; ++seq) {
        m_latest.apply(m_journal.at(static_cast<Seq>(seq)));
        if (seq % interval == 0)
            m_keyframes.push_back(m_latest);
    }
    return m_latest;
}

World History::at(Seq seq) const
{
    const std::size_t wanted = std::min(number(seq), number(m_latest.seq()));
    const std::size_t keyframe = wanted / interval;
    World world = keyframe == 0 ? World{} : m_keyframes[keyframe - 1];
    for (std::size_t next = keyframe * interval + 1; next <= wanted; ++next)
        world.apply(m_journal.at(static_cast<Seq>(next)));
    return world;
}

} // namespace twodoors
