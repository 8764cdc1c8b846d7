// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "programs/gate.h"
#include "programs/program.h"
#include "sockets/calls.h"

#include <functional>
#include <memory>
#include <thread>

namespace twodoors
{

/// How a program ended, or that it has not.
struct ProgramEnd {
    enum class Kind : std::uint8_t { Running, Finished, Failed, Stopped, JournalFull };

    Kind kind = Kind::Running;
    CallName call = CallName::None; ///< of Failed: which call
    int error = 0;                  ///< of Failed: its errno
    Seq event = Seq::None;          ///< of Failed: its return
    Endpoint address;               ///< of Failed: the address it was about
};

/// Executes one program in a thread of its own, line by line through the gate, each call recorded.
class Runner
{
public:
    /// What a program runs on. All references must outlive the runner.
    struct Ground {
        Journal &journal;
        const Clock &clock;
        DoorRegistry &doors;
        Gate &gate;
        bool readsTcpInfo = false; ///< after each call: where the kernel gives no better reports
        Host host{};
    };

    /// Gives the sentence an `input` line asks for; nothing when none will come.
    using Input = std::function<std::optional<std::string>()>;

    Runner(const Ground &ground, Program program, Who who, const Endpoint &server, Input input);
    Runner(const Runner &) = delete;
    Runner &operator=(const Runner &) = delete;
    /// Stops and waits.
    ~Runner();

    void start();

    /// Asks the program to end: a blocked call is interrupted. To be repeated until hasEnded(), as
    /// the interruption can come just before the call. The gate must be stopped too, or the seat
    /// granted.
    void requestStop();

    [[nodiscard]] bool hasEnded() const noexcept { return m_ended.load(); }
    /// Once hasEnded().
    [[nodiscard]] const ProgramEnd &end() const noexcept { return m_end; }

    /// The socket call in which the kernel says that the thread sleeps (/proc/self/task/TID/stat,
    /// state S); None where it is in no call or at work.
    [[nodiscard]] Seq blockedCall() const;

    [[nodiscard]] Who who() const noexcept { return m_who; }
    [[nodiscard]] Gate::Seat seat() const noexcept { return m_seat; }
    [[nodiscard]] const Program &program() const noexcept { return m_program; }

private:
    enum class Next : std::uint8_t { Line, LeaveLoop, LeaveTry, End };

    struct Value {
        OpenDoor door;
        std::string bytes;
        Endpoint address;
        std::int64_t number = 0;
    };

    void execute();
    [[nodiscard]] Next runLines(const std::vector<ProgramLine> &lines);
    [[nodiscard]] Next runLine(const ProgramLine &line);
    [[nodiscard]] Next runCall(const ProgramLine &line, const CallSite &site);
    [[nodiscard]] Next runOwn(const ProgramLine &line, Seq lineEvent);
    [[nodiscard]] Next runLoop(const ProgramLine &line);
    [[nodiscard]] Outcome accept(const ProgramLine &line, const CallSite &site);
    [[nodiscard]] Outcome connect(const ProgramLine &line, const CallSite &site);
    [[nodiscard]] Outcome sendAll(const ProgramLine &line, const CallSite &site);
    /// Makes the call again for as long as a signal that was not ours ends it (EINTR).
    template <class Call>
    [[nodiscard]] Outcome untilUninterrupted(Call call) const;
    [[nodiscard]] Seq recordLine(LineNumber line, int error = 0);
    void recordValue(const ProgramLine &line, std::string_view bytes, ValueChange change,
                     Seq lineEvent, Evidence evidence);
    void reportTcpInfo(const OpenDoor &door, Seq cause);
    [[nodiscard]] Next failed(const ProgramLine &line, const Outcome &outcome);

    [[nodiscard]] Value &at(NameId name) { return m_values[indexOf(name)]; }
    [[nodiscard]] std::string_view textOf(NameId name) const;
    /// A name that is about to get a new socket lets go of the one it had, as Python does.
    OpenDoor &freshDoor(NameId name, Seq cause);

    Ground m_ground;
    Program m_program;
    Who m_who;
    Input m_input;
    Gate::Seat m_seat;
    Calls m_calls;
    Interruption m_interruption;
    std::vector<Value> m_values;
    int m_tryDepth = 0;
    ProgramEnd m_end;
    std::atomic<bool> m_ended = false;
    Descriptor m_threadStatus; ///< /proc/self/task/TID/stat, open from the thread's start on
    std::atomic<bool> m_hasStatus = false;
    std::thread m_thread;
};

} // namespace twodoors
