// SPDX-License-Identifier: GPL-3.0-or-later
#include "world/describe.h"
#include "world/history.h"
#include "world/real_run.h"

#include <algorithm>
#include <random>

namespace twodoors::tests
{

namespace
{

/// All moments of a journal, folded anew without keyframes.
std::vector<std::string> freshFolds(const Journal &journal)
{
    World world;
    std::vector<std::string> folds{described(world)};
    for (std::size_t seq = 1; seq <= journal.size(); ++seq) {
        world.apply(journal.at(static_cast<Seq>(seq)));
        folds.push_back(described(world));
    }
    return folds;
}

TEST(History, ofARealRunIsAFreshFoldAtEveryEvent)
{
    for (const char *lesson : {"tcp-echo", "udp-echo", "client-first", "next-guest"}) {
        RealRun run(lesson);
        run.session.stop();
        History history(run.journal);
        history.catchUp();
        const auto folds = freshFolds(run.journal);
        EXPECT_GT(folds.size(), 30U);
        for (std::uint32_t seq = 0; seq < folds.size(); ++seq)
            ASSERT_EQ(described(history.at(static_cast<Seq>(seq))), folds[seq]) << seq;
        EXPECT_EQ(described(history.latest()), folds.back());
    }
}

/// Doors come and go, programs call and return, as many as there are events.
void fillAtRandom(Journal &journal, std::size_t events)
{
    std::mt19937 random(7);
    std::uint32_t doors = 0;
    for (std::size_t i = 0; i < events; ++i) {
        const Kind kind = allKinds()[random() % allKinds().size()];
        Event event = filledEvent(kind, static_cast<unsigned>(random() % 1000));
        event.who = {static_cast<Role>(random() % names<Role>.size()),
                     static_cast<std::uint16_t>(random() % 5)};
        event.t = Nanoseconds(static_cast<std::int64_t>(i) * 10);
        event.cause = static_cast<Seq>(i);
        event.error = random() % 3 == 0 ? 11 : 0;
        if (kind == Kind::Door && random() % 4 == 0)
            ++doors;
        event.door = static_cast<DoorId>(doors == 0 ? 1 : 1 + random() % doors);
        event.call = static_cast<CallName>(1 + random() % (names<CallName>.size() - 1));
        const std::string name = "name" + std::to_string(random() % 20);
        event.into = name;
        journal.restore(event);
    }
}

TEST(History, ofALongJournalIsAFreshFoldWhereverAsked)
{
    const SteadyClock clock;
    Journal journal(clock);
    constexpr std::uint32_t interval = History::interval;
    constexpr std::uint32_t total = 5 * interval + 77;
    fillAtRandom(journal, total);
    History history(journal);
    history.catchUp();

    std::mt19937 random(3);
    std::vector<std::uint32_t> moments{0, 1, total - 1, total};
    for (std::uint32_t keyframe = interval; keyframe < total; keyframe += interval) {
        for (const std::uint32_t seq : {keyframe - 1, keyframe, keyframe + 1})
            moments.push_back(seq);
    }
    for (int i = 0; i < 60; ++i)
        moments.push_back(static_cast<std::uint32_t>(random() % (total + 1)));
    std::ranges::sort(moments);

    World fresh;
    std::uint32_t folded = 0;
    for (const std::uint32_t moment : moments) {
        while (folded < moment)
            fresh.apply(journal.at(static_cast<Seq>(++folded)));
        ASSERT_EQ(described(history.at(static_cast<Seq>(moment))), described(fresh)) << moment;
    }
}

TEST(History, catchesUpInPieces)
{
    const SteadyClock clock;
    Journal journal(clock);
    constexpr std::size_t total = 3 * History::interval + 5;
    History history(journal);
    EXPECT_EQ(history.catchUp().seq(), Seq::None);
    fillAtRandom(journal, total);
    EXPECT_EQ(number(history.catchUp(10).seq()), 10U);
    EXPECT_EQ(number(history.at(Seq{99}).seq()), 10U) << "not beyond what was folded";
    std::size_t seen = 10;
    while (seen < total)
        seen = number(history.catchUp(700).seq());
    EXPECT_EQ(number(history.catchUp().seq()), total);

    History atOnce(journal);
    atOnce.catchUp();
    EXPECT_EQ(described(history.latest()), described(atOnce.latest()));
    for (const std::uint32_t seq : {1U, 2048U, 4097U, 6000U})
        EXPECT_EQ(described(history.at(static_cast<Seq>(seq))),
                  described(atOnce.at(static_cast<Seq>(seq))));
}

TEST(History, givesWorldsThatStayAsTheyWere)
{
    const SteadyClock clock;
    Journal journal(clock);
    History history(journal);
    fillAtRandom(journal, 100);
    const World kept = history.catchUp();
    const std::string before = described(kept);
    fillAtRandom(journal, 5000);
    history.catchUp();
    EXPECT_EQ(described(kept), before);
}

} // namespace

} // namespace twodoors::tests
