// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_run.h"
#include "ss_lines.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace twodoors::tests
{

namespace
{

struct Row {
    std::string lesson;
    Protocol protocol;
    Family family;
    std::set<std::string> states; ///< that must have been seen on the way

    friend void PrintTo(const Row &row, std::ostream *out)
    {
        std::string name = row.lesson;
        std::erase(name, '-');
        *out << name << textOf(row.family);
    }
};

class SsStatesTest : public testing::TestWithParam<Row>
{
protected:
    /// Asked again for as long as the kernel was still moving between the two.
    void expectTheSame(EngineRun &run, std::uint16_t server)
    {
        const auto deadline = std::chrono::steady_clock::now() + 5s;
        while (true) {
            const World &world = run.session().world();
            const SsLines ours = told(world);
            const SsLines theirs = asked({"ss"}, GetParam().protocol, portsOf(world, server));
            if (ours == theirs) {
                for (const std::string &line : ours)
                    m_states.insert(line.substr(0, line.find(' ')));
                return;
            }
            if (std::chrono::steady_clock::now() > deadline) {
                ADD_FAILURE() << "after event " << number(world.seq()) << "\ntold  "
                              << testing::PrintToString(ours) << "\nss    "
                              << testing::PrintToString(theirs);
                return;
            }
            ++m_repeated;
            run.session().lookAround();
        }
    }

    std::set<std::string> m_states;
    int m_repeated = 0;
};

TEST_P(SsStatesTest, AreThoseOfTheWorldAtEachStep)
{
    const Row &row = GetParam();
    const Endpoint address = loopback(row.family, freePort(row.family));
    EngineRun run(orThrow(builtInLesson(row.lesson)), {Part::Both, address, {}, 0});
    int steps = 0;
    ASSERT_TRUE(run.advanceUntil([&] {
        expectTheSame(run, address.port);
        ++steps;
        return HasFailure() || run.session().isOver();
    }));
    run.session().stop();
    expectTheSame(run, address.port);
    EXPECT_TRUE(run.session().problems().empty());
    EXPECT_TRUE(std::ranges::includes(m_states, row.states)) << testing::PrintToString(m_states);
    EXPECT_GT(steps, 10);
    RecordProperty("repeated", m_repeated);
}

std::vector<Row> rows()
{
    std::vector<Row> rows;
    for (const Family family : {Family::IPv4, Family::IPv6}) {
        for (const std::string lesson : {"tcp-echo", "client-first", "next-guest"})
            rows.push_back({lesson, Protocol::Tcp, family, {"ESTAB", "LISTEN", "TIME-WAIT"}});
        rows.push_back({"udp-echo", Protocol::Udp, family, {"UNCONN"}});
    }
    return rows;
}

INSTANTIATE_TEST_SUITE_P(All, SsStatesTest, testing::ValuesIn(rows()),
                         testing::PrintToStringParamName());

} // namespace

} // namespace twodoors::tests
