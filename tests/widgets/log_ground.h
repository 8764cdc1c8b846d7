// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings for tests of the annotated log, and how the terminal would print them.
#pragma once

#include "session/lab_run.h"
#include "widgets/viewpoint.h"
#include "world/real_run.h"

#include <memory>
#include <vector>

namespace twodoors::tests
{

/// A whole run of a built-in lesson, over the lab or over loopback.
inline std::shared_ptr<const Recording> recordedRun(const std::string &id, bool overLab)
{
    auto recording = std::make_shared<Recording>();
    recording->lesson = orThrow(builtInLesson(id));
    const auto copy = [&recording](const Journal &journal) {
        for (std::size_t seq = 1; seq <= journal.size(); ++seq)
            recording->journal.restore(journal.at(static_cast<Seq>(seq)));
    };
    if (overLab) {
        LabRun lab(orThrow(builtInLesson(id)));
        EXPECT_TRUE(lab.run().advanceToEnd());
        lab.session().stop();
        copy(lab.run().journal());
    } else {
        RealRun run(id, onLoopback({}, Family::IPv4));
        run.session.stop();
        copy(run.journal);
    }
    return recording;
}

/// A row as the terminal's log has it.
struct PrintedRow {
    Seq seq = Seq::None;
    std::string headline;
    std::string sentence;

    friend bool operator==(const PrintedRow &, const PrintedRow &) = default;
};

inline std::ostream &operator<<(std::ostream &out, const PrintedRow &row)
{
    return out << number(row.seq) << ' ' << row.headline << " | " << row.sentence;
}

/// The rule of the terminal's log (LogPrinter::take), plainly: all that was kept back is there at
/// its own place in the end.
inline std::vector<PrintedRow> printedRows(const Viewpoint &view)
{
    const Notes &notes = view.notes();
    std::map<Seq, PrintedRow> keptBack;
    std::vector<PrintedRow> rows;
    const auto print = [&rows](Seq seq, std::string headline, std::string sentence) {
        rows.push_back({seq, std::move(headline), std::move(sentence)});
    };
    for (std::uint32_t place = 1; place <= number(view.latest()); ++place) {
        const Event event = view.event(static_cast<Seq>(place));
        const World world = view.worldAt(event.seq);
        if (event.kind == Kind::Call) {
            keptBack[event.seq] = {event.seq, notes.headline(event, world),
                                   notes.sentence(event, world)};
            continue;
        }
        const bool isKept = keptBack.contains(event.cause);
        const Event call = isKept ? view.event(event.cause) : Event{};
        if (event.kind == Kind::Wait && isKept)
            print(event.seq, notes.headline(call, world), notes.sentence(call, world));
        else if (event.kind == Kind::Return && isKept)
            print(event.seq, Notes::headline(call, event), notes.sentence(event, world));
        else if (event.kind != Kind::Wait)
            print(event.seq, notes.headline(event, world), notes.sentence(event, world));
        if (event.kind == Kind::Wait || event.kind == Kind::Return)
            keptBack.erase(event.cause);
    }
    for (const auto &[seq, row] : keptBack)
        rows.push_back(row);
    std::ranges::sort(rows, {}, &PrintedRow::seq);
    return rows;
}

/// So many guests that each make a call that returns at once and one that waits, and packets that
/// nobody knows, until there are `events`.
inline std::shared_ptr<const Recording> longRecording(std::size_t events)
{
    auto recording = std::make_shared<Recording>();
    Journal &journal = recording->journal;
    const auto add = [&journal](Kind kind, Who who, Seq cause) {
        Event event;
        event.kind = kind;
        event.who = who;
        event.cause = cause;
        event.call = CallName::Recv;
        event.fd = 5;
        event.size = 1024;
        event.protocol = kind == Kind::Packet ? Protocol::Tcp : Protocol::None;
        event.verb = kind == Kind::Packet ? PacketVerb::Seen : PacketVerb::None;
        event.evidence = kind == Kind::Packet ? Evidence::Packet : Evidence::Call;
        event.bytes = kind == Kind::Return ? "hello" : "";
        event.t = std::chrono::microseconds(journal.size());
        return journal.restore(event);
    };
    constexpr Who client{Role::Client, 1};
    while (journal.size() < events) {
        const Seq quick = add(Kind::Call, client, Seq::None);
        add(Kind::Return, client, quick);
        const Seq slow = add(Kind::Call, client, Seq::None);
        add(Kind::Wait, {Role::ClientKernel, 0}, slow);
        add(Kind::Packet, {Role::Wire, 0}, Seq::None);
        add(Kind::Return, client, slow);
    }
    return recording;
}

} // namespace twodoors::tests
