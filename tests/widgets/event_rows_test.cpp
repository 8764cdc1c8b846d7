// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/event_rows.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace twodoors::tests
{

namespace
{

struct Entry {
    Room room;
    Band band;
    Gravity gravity;
};

std::vector<Entry> randomEntries(std::size_t count)
{
    std::mt19937 random(7);
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < count; ++i)
        entries.push_back({random() % 3 == 0 ? Room::None : Room::Whole,
                           static_cast<Band>(random() % bandCount),
                           static_cast<Gravity>(random() % 50 == 0 ? random() % 5 : random() % 2)});
    return entries;
}

class EventRowsOfRandomEvents : public testing::Test
{
protected:
    EventRowsOfRandomEvents()
    {
        for (const Entry &entry : m_entries)
            m_rows.append(entry.room, entry.band, entry.gravity);
    }

    std::vector<Entry> m_entries = randomEntries(5000);
    EventRows m_rows;
};

TEST_F(EventRowsOfRandomEvents, TheGravestOfAnyRangeIsTheGravestOfItsEvents)
{
    std::mt19937 random(8);
    for (int i = 0; i < 500; ++i) {
        const std::size_t first = random() % m_entries.size();
        const std::size_t end = first + random() % (m_entries.size() - first + 1);
        Marks expected{};
        for (std::size_t at = first; at < end; ++at) {
            Gravity &band = expected[static_cast<std::size_t>(m_entries[at].band)];
            band = std::max(band, m_entries[at].gravity);
        }
        EXPECT_EQ(m_rows.gravest(static_cast<Seq>(first + 1), static_cast<Seq>(end + 1)), expected)
            << first << " to " << end;
    }
}

TEST_F(EventRowsOfRandomEvents, TheFirstEventFromARowOnIsTheFirstThatStandsThere)
{
    std::uint32_t seq = 1;
    for (double rows = 0.01; rows < 3400; rows += 0.37) {
        while (seq <= m_rows.size() && m_rows.middleOf(static_cast<Seq>(seq)) < rows)
            ++seq;
        EXPECT_EQ(m_rows.firstFrom(rows), static_cast<Seq>(seq)) << rows;
    }
}

TEST(EventRows, AnEventWithoutRoomStandsInTheRowBeforeIt)
{
    EventRows rows;
    rows.append(Room::Whole, Band::Wire, Gravity::Plain);
    rows.append(Room::Whole, Band::Wire, Gravity::Plain);
    rows.append(Room::None, Band::Wire, Gravity::Plain);
    EXPECT_DOUBLE_EQ(rows.middleOf(Seq{1}), 0.5);
    EXPECT_DOUBLE_EQ(rows.middleOf(Seq{2}), 1.5);
    EXPECT_DOUBLE_EQ(rows.middleOf(Seq{3}), 1.5);
}

TEST(EventRows, ManyEventsWithoutRoomStandInOneRow)
{
    EventRows rows;
    constexpr std::uint32_t many = 1000;
    rows.append(Room::Whole, Band::Wire, Gravity::Plain);
    rows.append(Room::Low, Band::Wire, Gravity::Plain);
    for (std::uint32_t i = 0; i < many; ++i)
        rows.append(Room::None, Band::Wire, Gravity::Plain);
    rows.append(Room::Whole, Band::Wire, Gravity::Plain);
    EXPECT_EQ(rows.endOf(Seq::None), 0U);
    for (const std::uint32_t seq : {2U, 3U, 500U, many + 2})
        EXPECT_DOUBLE_EQ(rows.middleOf(static_cast<Seq>(seq)), 1.375) << seq;
    EXPECT_EQ(rows.endOf(static_cast<Seq>(many + 3)), 22U);
    EXPECT_EQ(rows.firstFrom(1.3), Seq{2});
    EXPECT_EQ(rows.firstFrom(1.4), static_cast<Seq>(many + 3));
    EXPECT_EQ(rows.firstFrom(3), static_cast<Seq>(many + 4));
}

} // namespace

} // namespace twodoors::tests
