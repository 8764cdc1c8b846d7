// SPDX-License-Identifier: GPL-3.0-or-later
// A session over the lab, and what its journal holds of the wire.
#pragma once

#include "interop/engine_run.h"
#include "journal/json_line.h"
#include "lab/lab_ground.h"

namespace twodoors::tests
{

/// What a run over the lab is made with.
struct LabRunOptions {
    LabOptions lab{};
    std::vector<std::string> messages{};
    std::vector<std::string> rules{};
    bool holds = false;
    std::uint64_t seed = 1;
    Family family = Family::IPv4;
};

inline SessionOptions sessionOptions(Lab &lab, const LabRunOptions &options)
{
    SessionOptions session;
    session.server = labAddress(Role::Server, options.family, 12000);
    session.messages = options.messages;
    session.lab = &lab;
    for (const std::string &rule : options.rules)
        session.rules.push_back(orThrow(readRule(rule)));
    session.holds = options.holds;
    session.seed = options.seed;
    return session;
}

class LabRun
{
public:
    explicit LabRun(Lesson lesson, const LabRunOptions &options = {}, Pace pace = Pace::Stepwise)
        : m_lab(newLab(options.lab)),
          m_run(std::move(lesson), sessionOptions(*m_lab, options), pace)
    {}

    [[nodiscard]] Lab &lab() { return *m_lab; }
    [[nodiscard]] EngineRun &run() { return m_run; }
    [[nodiscard]] Session &session() { return m_run.session(); }
    [[nodiscard]] const World &world() { return m_run.session().world(); }

    [[nodiscard]] std::vector<Event> packets(PacketVerb verb, Protocol protocol = Protocol::None)
    {
        return m_run.events([=](const Event &e) {
            return e.kind == Kind::Packet && e.verb == verb
                   && (protocol == Protocol::None || e.protocol == protocol);
        });
    }

    /// Those in the hand, in the order in which they were sent.
    [[nodiscard]] std::vector<PacketView> inHand()
    {
        std::vector<PacketView> found;
        for (const PacketId id : world().onWire()) {
            if (world().packet(id)->isInHand)
                found.push_back(*world().packet(id));
        }
        return found;
    }

    /// Advances until so many are in the hand.
    [[nodiscard]] bool untilInHand(std::size_t count)
    {
        return m_run.advanceUntil([&] { return inHand().size() >= count; });
    }

    [[nodiscard]] Event at(Seq seq) const { return m_run.journal().at(seq); }

    /// The last events, for a failure's message.
    [[nodiscard]] std::string lastEvents() const
    {
        const Journal &journal = m_run.journal();
        std::string text;
        for (std::size_t seq = journal.size() > 20 ? journal.size() - 19 : 1; seq <= journal.size();
             ++seq)
            appendJsonLine(text, journal.at(static_cast<Seq>(seq)));
        return text;
    }

    /// A counter of /proc/net/snmp or netstat: 0 where there is none.
    [[nodiscard]] std::uint64_t counter(Role host, const std::string &group,
                                        const std::string &name)
    {
        const std::string text = orThrow(m_lab->read(host, LabFile::Snmp));
        std::istringstream lines(text);
        std::string names;
        std::string values;
        while (std::getline(lines, names) && std::getline(lines, values)) {
            std::istringstream nameWords(names);
            std::istringstream valueWords(values);
            std::string word;
            std::string value;
            nameWords >> word;
            valueWords >> value;
            if (word != group + ":")
                continue;
            while (nameWords >> word && valueWords >> value) {
                if (word == name)
                    return std::stoull(value);
            }
        }
        return 0;
    }

private:
    std::unique_ptr<Lab> m_lab;
    EngineRun m_run;
};

class LabSession : public testing::Test
{
protected:
    void SetUp() override
    {
        if (const auto why = labMissing())
            GTEST_SKIP() << *why;
    }
};

} // namespace twodoors::tests
