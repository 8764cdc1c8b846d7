// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"
#include "world/world.h"

#include <vector>

namespace twodoors
{

/// The World at any event of a journal. Keeps a keyframe every `interval` events; a moment between
/// two is folded from the one before it. Belongs to one thread; the journal may grow meanwhile.
class History
{
public:
    static constexpr std::size_t interval = 2048;

    /// The journal must outlive the history.
    explicit History(const Journal &journal) : m_journal(journal) {}

    /// Folds what the journal has gained, at most `events` of it, and returns the World after it.
    const World &catchUp(std::size_t events = Journal::capacity);

    /// The World as of the last catchUp().
    [[nodiscard]] const World &latest() const noexcept { return m_latest; }

    /// The World just after this event; seq may be None (the empty World) up to latest().seq().
    [[nodiscard]] World at(Seq seq) const;

private:
    const Journal &m_journal;
    World m_latest;
    std::vector<World> m_keyframes; ///< after interval, 2 * interval, … events
};

} // namespace twodoors
