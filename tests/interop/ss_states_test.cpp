// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_run.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <iterator>
#include <set>
#include <sstream>

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

/// ss(8) writes any address as 0.0.0.0, [::] or *, by its mood.
std::string anyAsStar(const std::string &address)
{
    const std::size_t colon = address.rfind(':');
    const std::string host = address.substr(0, colon);
    return (host == "0.0.0.0" || host == "[::]" ? "*" : host) + address.substr(colon);
}

/// The states as ss names them (ss.c, sstate_name).
std::string ssName(SocketState state)
{
    switch (state) {
    case SocketState::Established:
    case SocketState::Connected:
        return "ESTAB";
    case SocketState::Unconnected:
        return "UNCONN";
    default:
        return std::string(nameOf(state));
    }
}

class SsStatesTest : public testing::TestWithParam<Row>
{
protected:
    using Lines = std::multiset<std::string>;

    /// The ports that the run's doors have.
    [[nodiscard]] static std::set<std::uint16_t> ports(const World &world, std::uint16_t server)
    {
        std::set<std::uint16_t> ports{server};
        for (std::size_t i = 0; i < world.doors().size(); ++i) {
            if (world.doors()[i].local.isSet() && world.doors()[i].protocol == Protocol::Udp)
                ports.insert(world.doors()[i].local.port);
        }
        return ports;
    }

    /// State, both queues and both addresses of each door of which the kernel has told a state. One
    /// that is CLOSED stands in no table of the kernel's, so ss cannot know it.
    [[nodiscard]] static Lines told(const World &world)
    {
        Lines lines;
        for (std::size_t i = 0; i < world.doors().size(); ++i) {
            const DoorView &door = world.doors()[i];
            if (door.state == SocketState::None || door.state == SocketState::Closed)
                continue;
            if (door.state == SocketState::Listen) {
                EXPECT_EQ(door.backlog, door.sendQueue);
            }
            lines.insert(ssName(door.state) + ' ' + std::to_string(door.receiveQueue) + ' '
                         + std::to_string(door.sendQueue) + ' ' + anyAsStar(door.local.text()) + ' '
                         + (door.peer.isSet() ? door.peer.text() : "*:*"));
        }
        return lines;
    }

    /// The same as ss tells it.
    [[nodiscard]] static Lines asked(Protocol protocol, const std::set<std::uint16_t> &ports)
    {
        std::string filter;
        for (const std::uint16_t port : ports) {
            const std::string number = std::to_string(port);
            filter += filter.empty() ? "sport = :" : " or sport = :";
            filter += number;
            filter += " or dport = :";
            filter += number;
        }
        std::istringstream output(
            outputOf({"ss", protocol == Protocol::Tcp ? "-tanH" : "-uanH", filter}));
        Lines lines;
        for (std::string line; std::getline(output, line);) {
            std::istringstream words(line);
            const std::vector<std::string> word{std::istream_iterator<std::string>(words), {}};
            if (word.size() < 5)
                throw std::runtime_error("ss says " + line);
            lines.insert(word[0] + ' ' + word[1] + ' ' + word[2] + ' ' + anyAsStar(word[3]) + ' '
                         + anyAsStar(word[4]));
        }
        return lines;
    }

    /// Asked again for as long as the kernel was still moving between the two.
    void expectTheSame(EngineRun &run, std::uint16_t server)
    {
        const auto deadline = std::chrono::steady_clock::now() + 5s;
        while (true) {
            const World &world = run.session().world();
            const Lines ours = told(world);
            const Lines theirs = asked(GetParam().protocol, ports(world, server));
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
