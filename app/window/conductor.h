// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/run_choice.h"
#include "recording/run_keeper.h"
#include "wire/relay.h"

#include <QObject>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace twodoors
{

class LiveRun;

/// What can be said of the live run at one moment.
struct RunReport {
    bool isUnderWay = false; ///< started, and not stopped
    bool isOver = false;     ///< all that was to happen has
    bool plays = false;
    bool isLive = false;
    bool hasClient = false;
    bool hasServer = false;
    bool mayStepClient = false;
    bool mayStepServer = false;
    bool hasWire = false;                ///< packets can be held
    std::optional<Failure> labMissing{}; ///< why not, where a lab was wanted
    /// Why the last start came to nothing; once, why the session file is not written any more.
    std::optional<Failure> failure{};
    std::uint32_t vainSteps = 0; ///< how often nobody could go on
};

/// Drives a live run on a thread of its own. Wishes come from the window's thread and never wait;
/// they are done in their order. What happens is in the recording; the window is told once that
/// there is news, and fetches it when it likes.
class Conductor final : public QObject
{
    Q_OBJECT

public:
    explicit Conductor(QObject *parent = nullptr);
    /// Ends the run, wherever its programs stand.
    ~Conductor() override;

    /// From the next start on, runs are kept in this folder as they go, and what was kept of one is
    /// removed when it ends in order.
    void keepRunsIn(const RunFolder &folder);

    /// The run before it ends first.
    void start(const RunChoice &choice);
    /// The last choice once more, from its beginning.
    void restart();
    void stop();
    [[nodiscard]] const RunChoice &choice() const noexcept { return m_choice; }

    void step();
    void step(Role role);
    /// Gives out lines by itself, one each `pace`. Playing already, changes the pace.
    void play(Nanoseconds pace);
    void pause();
    /// Lets the programs run freely; pause() asks for lines again.
    void goLive();

    void act(PacketId packet, WireAction action, Nanoseconds delay = Relay::usualDelay);
    void hold(Heading heading = Heading::None);
    void letFlow(Heading heading = Heading::None);
    void cut(Heading heading = Heading::None);
    void mend(Heading heading = Heading::None);
    void setFlightTime(Nanoseconds time);

    void addRemark(const QString &text);

    [[nodiscard]] const RunReport &report() const noexcept { return m_report; }

signals:
    /// A run has begun; nothing is in its recording yet that is not worth looking at.
    void started(const std::shared_ptr<const Recording> &recording);
    /// The journal has grown since this was last emitted.
    void news();
    /// report() has changed, or a start has failed.
    void reported();
    /// The run is not kept as it goes, or not to its end.
    void notKept(const Failure &failure);

private:
    using Wish = std::function<void(LiveRun &)>;

    /// What goes from the worker to the window.
    struct Letter {
        std::shared_ptr<const Recording> begun{};
        bool hasNews = false;
        std::optional<RunReport> report{};
        std::optional<Failure> notKept{};
    };

    void wish(Wish wish);
    void wishForWire(std::function<void(Relay &)> wish);
    void send(const std::function<void(Letter &)> &fillIn);
    void deliver();

    // on the worker's thread
    void work();
    [[nodiscard]] bool takeOrders();
    void begin(const RunChoice &choice);
    void end();
    void keep();
    void proceed();
    void tell();

    RunChoice m_choice;
    RunReport m_report;

    std::mutex m_mutex; ///< of what is between here and m_thread
    std::condition_variable m_ordered;
    std::optional<RunFolder> m_folder; ///< where runs are kept
    std::optional<RunChoice> m_toStart;
    std::deque<Wish> m_wishes;
    bool m_quits = false;
    JournalReader *m_reader = nullptr; ///< what the worker waits with, to wake it
    Letter m_letter;
    bool m_isLetterOnItsWay = false;

    std::unique_ptr<LiveRun> m_run; ///< the worker's
    std::shared_ptr<Recording> m_kept;
    std::unique_ptr<RunKeeper> m_keeper; ///< of m_kept
    RunReport m_now;
    Nanoseconds m_pace{0};
    Nanoseconds m_nextLine{0};
    RunReport m_said;       ///< as the window was told last
    std::size_t m_told = 0; ///< events
    bool m_hadNews = false;
    std::thread m_thread;
};

} // namespace twodoors
