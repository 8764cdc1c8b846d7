// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"
#include "programs/runner.h"
#include "session/kernel_watch.h"
#include "session/lab_wire.h"
#include "session/parts.h"
#include "world/history.h"

#include <memory>
#include <optional>

namespace twodoors
{

struct SessionOptions {
    Part part = Part::Both;
    Endpoint server;                   ///< where the server stands; port 0: the kernel's choice
    std::vector<std::string> messages; ///< one guest each; the lesson's own where empty
    std::size_t guests = 0;            ///< of ServerOnly: over after so many; 0 for never

    /// The two hosts that the programs stand on; this machine where there is none. Of Both alone.
    /// Must outlive the session.
    Lab *lab = nullptr;
    std::vector<Rule> rules{}; ///< for the lab's wire
    bool holds = false;        ///< the wire holds each packet from the start on
    Nanoseconds flightTime{0}; ///< of a packet that is not held
    std::uint64_t seed = 1;    ///< of rules that go by chance
};

/// A run: turns a person's wishes (step, live, stop) into deeds. Owns the programs' threads; all
/// that happens is in the journal. Used by one thread.
class Session
{
public:
    /// How a program ended that should not have ended so.
    struct Problem {
        Who who;
        ProgramEnd end;
    };

    /// The journal, the clock and the lesson must outlive the session. Kernel reports are left out
    /// where this system has none; that is recorded as a fault.
    Session(Journal &journal, const Clock &clock, const Lesson &lesson, SessionOptions options);
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;
    /// Stops.
    ~Session();

    /// Lets one line through: of the program that has waited longest among those whose turn the
    /// lesson says it is. Returns once its program waits for the next line, is blocked or has
    /// ended, and the kernel has been asked what changed. False where nobody can go.
    bool stepAny();

    /// The same for the first program of this role that can go, whatever the lesson says of its
    /// turn.
    bool step(Role role);

    /// What a program is doing while lines are asked for.
    struct Standing {
        Who who;
        const Program *program = nullptr;
        LineNumber nextLine = LineNumber::None; ///< the line it waits to be let through
        bool isBlocked = false;
    };
    /// Of the programs that have started and not ended.
    [[nodiscard]] std::vector<Standing> standings() const;

    /// Does not ask any more: all programs run freely, each from the lesson's start for it on, the
    /// kernel's reports sampled.
    void goLive();

    /// Asks for lines again, from where the programs are.
    void goStepwise();

    /// The wire between the lab's hosts, for wishes about packets; nullptr without a lab.
    [[nodiscard]] Relay *wire() noexcept { return m_wire ? &m_wire->relay() : nullptr; }

    /// Does it to a packet on the wire, and returns once what follows from it has come to rest.
    /// False where the packet is not on the wire.
    bool act(PacketId packet, WireAction action, Nanoseconds delay = Relay::usualDelay);

    /// Whether something is to happen by itself: a program sleeps, a packet flies, or a kernel's
    /// timer runs for a door that somebody is still to get or has.
    [[nodiscard]] bool isSomethingPending();

    /// Looks after what comes from elsewhere: starts whose turn has come, asks the kernel.
    void lookAround();

    /// Whether all that was to happen has: every guest has been and the server waits again, or as
    /// many guests as wanted were served.
    [[nodiscard]] bool isOver();

    /// Guests that the server has finished with.
    [[nodiscard]] std::size_t guestsServed();

    /// Ends every program within 100 ms, wherever it is, and takes the kernel's last reports.
    void stop();

    /// Records a fault of Two Doors' own; `text` in plain words.
    Seq recordFault(std::string_view topic, std::string_view text, int error = 0,
                    const Endpoint &address = {});

    [[nodiscard]] const World &world() { return m_history.catchUp(); }
    [[nodiscard]] const History &history() const noexcept { return m_history; }
    [[nodiscard]] std::vector<Problem> problems() const;
    [[nodiscard]] bool hasServer() const noexcept { return m_options.part != Part::ClientOnly; }

private:
    struct Member : PlayedPart {
        std::unique_ptr<Runner> runner;
        Seq waitRecorded = Seq::None; ///< the last call of which a wait was recorded
        Seq seenBlocked = Seq::None;  ///< live: the call it slept in when last looked at
    };

    void joinHosts();
    void startDue();
    void startMember(Member &member);
    [[nodiscard]] bool isDue(const Member &member);
    [[nodiscard]] bool hasEntered(Who who, CallName call) const noexcept;
    [[nodiscard]] Member *find(Who who) noexcept;
    [[nodiscard]] Endpoint serverAddress();
    bool letThrough(Member &member);
    void settle();
    [[nodiscard]] bool areSettled() const;
    void comeToRest();
    /// Records which programs the kernel says are asleep in a call: once a call.
    void recordWaits();
    /// The same in a live run, for calls that have slept from one look to the next.
    void recordLongWaits();
    void recordWait(Member &member, Seq call);
    [[nodiscard]] bool isSettled(const Member &member) const;
    void report(KernelReporter::Depth depth);
    void followJournal();
    void explainPortInUse(const Event &bindCall);

    Journal &m_journal;
    const Clock &m_clock;
    const Lesson &m_lesson;
    SessionOptions m_options;
    History m_history;
    DoorRegistry m_doors;
    Gate m_gate;
    KernelWatch m_kernel;
    std::unique_ptr<LabWire> m_wire;
    std::vector<Member> m_members;
    std::vector<std::pair<Who, CallName>> m_entered; ///< calls that start conditions wait for
    std::size_t m_followed = 0;                      ///< events looked at so far
    std::size_t m_guestsServed = 0;
    Seq m_lastOfPrograms = Seq::None;
    bool m_live = false;
    bool m_stopped = false;
    Nanoseconds m_lastWaitLook{0};
};

} // namespace twodoors
