// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/conductor.h"

#include "app/window/live_run.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace twodoors
{

namespace
{

using namespace std::chrono_literals;

/// How often the kernel is asked for what no event tells of.
constexpr Nanoseconds lookInterval = 100ms;
constexpr Nanoseconds lookIntervalWhenOver = 500ms;

/// How soon a playing run looks again where nobody could go.
constexpr Nanoseconds retryInterval = 20ms;

/// A live run is not looked after more often than the window paints.
constexpr Nanoseconds liveInterval = 16ms;

/// All that changes while a run goes on.
auto changing(const RunReport &report)
{
    return std::tie(report.isUnderWay, report.isOver, report.plays, report.isLive,
                    report.mayStepClient, report.mayStepServer, report.vainSteps);
}

} // namespace

Conductor::Conductor(QObject *parent) : QObject(parent), m_thread([this] { work(); }) {}

Conductor::~Conductor()
{
    {
        const std::lock_guard lock(m_mutex);
        m_quits = true;
        if (m_reader != nullptr)
            m_reader->wake();
    }
    m_ordered.notify_one();
    m_thread.join();
}

void Conductor::keepRunsIn(const RunFolder &folder)
{
    const std::lock_guard lock(m_mutex);
    m_folder = folder;
}

void Conductor::start(const RunChoice &choice)
{
    m_choice = choice;
    {
        const std::lock_guard lock(m_mutex);
        m_wishes.clear();
        m_toStart = choice;
        if (m_reader != nullptr)
            m_reader->wake();
    }
    m_ordered.notify_one();
}

void Conductor::restart()
{
    start(m_choice);
}

void Conductor::wish(Wish wish)
{
    {
        const std::lock_guard lock(m_mutex);
        m_wishes.push_back(std::move(wish));
        if (m_reader != nullptr)
            m_reader->wake();
    }
    m_ordered.notify_one();
}

void Conductor::wishForWire(std::function<void(Relay &)> wished)
{
    wish([this, wished = std::move(wished)](LiveRun &run) {
        if (m_now.isUnderWay && run.session().wire() != nullptr)
            wished(*run.session().wire());
    });
}

void Conductor::stop()
{
    wish([this](LiveRun &run) {
        run.session().stop();
        m_now.isUnderWay = m_now.plays = m_now.isLive = false;
    });
}

void Conductor::step()
{
    wish([this](LiveRun &run) {
        m_now.plays = m_now.isLive = false;
        run.session().goStepwise();
        if (!run.stepAnySoon())
            ++m_now.vainSteps;
    });
}

void Conductor::step(Role role)
{
    wish([this, role](LiveRun &run) {
        m_now.plays = m_now.isLive = false;
        run.session().goStepwise();
        if (!run.session().step(role))
            ++m_now.vainSteps;
    });
}

void Conductor::play(Nanoseconds pace)
{
    wish([this, pace](LiveRun &run) {
        run.session().goStepwise();
        m_now.isLive = false;
        if (!m_now.plays)
            m_nextLine = Nanoseconds{0};
        m_now.plays = m_now.isUnderWay;
        m_nextLine = std::min(m_nextLine, run.recording()->clock.now() + pace);
        m_pace = pace;
    });
}

void Conductor::pause()
{
    wish([this](LiveRun &run) {
        m_now.plays = m_now.isLive = false;
        run.session().goStepwise();
    });
}

void Conductor::goLive()
{
    wish([this](LiveRun &run) {
        m_now.plays = false;
        m_now.isLive = m_now.isUnderWay;
        run.session().goLive();
    });
}

void Conductor::act(PacketId packet, WireAction action, Nanoseconds delay)
{
    wish([packet, action, delay](LiveRun &run) { run.session().act(packet, action, delay); });
}

void Conductor::hold(Heading heading)
{
    wishForWire([heading](Relay &wire) { wire.hold(heading); });
}

void Conductor::letFlow(Heading heading)
{
    wishForWire([heading](Relay &wire) { wire.letFlow(heading); });
}

void Conductor::cut(Heading heading)
{
    wishForWire([heading](Relay &wire) { wire.cut(heading); });
}

void Conductor::mend(Heading heading)
{
    wishForWire([heading](Relay &wire) { wire.mend(heading); });
}

void Conductor::setFlightTime(Nanoseconds time)
{
    wishForWire([time](Relay &wire) { wire.setFlightTime(time); });
}

void Conductor::addRemark(const QString &text)
{
    wish([words = text.toStdString()](LiveRun &run) { run.addRemark(words); });
}

void Conductor::send(const std::function<void(Letter &)> &fillIn)
{
    const std::lock_guard lock(m_mutex);
    fillIn(m_letter);
    if (m_isLetterOnItsWay)
        return;
    m_isLetterOnItsWay = true;
    QMetaObject::invokeMethod(this, &Conductor::deliver, Qt::QueuedConnection);
}

void Conductor::deliver()
{
    Letter letter;
    {
        const std::lock_guard lock(m_mutex);
        letter = std::exchange(m_letter, {});
        m_isLetterOnItsWay = false;
    }
    if (letter.report)
        m_report = *std::move(letter.report);
    if (letter.begun)
        emit started(letter.begun);
    if (letter.hasNews)
        emit news();
    if (letter.report)
        emit reported();
    if (letter.notKept)
        emit notKept(*letter.notKept);
}

void Conductor::work()
{
    while (takeOrders()) {
        if (m_run) {
            proceed();
            tell();
        }
    }
    end();
}

/// Waits for something to do, and does what was wished for. False at the end.
bool Conductor::takeOrders()
{
    if (m_run) {
        Nanoseconds patience = m_now.isOver ? lookIntervalWhenOver : lookInterval;
        if (m_now.plays)
            patience =
                std::clamp(m_nextLine - m_run->recording()->clock.now(), Nanoseconds{0}, patience);
        if (m_now.isLive && m_hadNews)
            static_cast<void>(m_run->reader().waitBeyond(Journal::capacity, liveInterval));
        else
            static_cast<void>(m_run->reader().waitBeyond(m_told, patience));
    }
    std::optional<RunChoice> toStart;
    {
        std::unique_lock lock(m_mutex);
        if (!m_run)
            m_ordered.wait(lock, [this] { return m_quits || m_toStart || !m_wishes.empty(); });
        if (m_quits)
            return false;
        toStart = std::exchange(m_toStart, std::nullopt);
    }
    if (toStart)
        begin(*toStart);
    while (true) {
        Wish wished;
        {
            const std::lock_guard lock(m_mutex);
            if (m_quits)
                return false;
            if (m_wishes.empty() || m_toStart)
                return true;
            wished = std::move(m_wishes.front());
            m_wishes.pop_front();
        }
        if (m_run)
            wished(*m_run);
    }
}

void Conductor::begin(const RunChoice &choice)
{
    end();
    m_now = {};
    auto run = LiveRun::start(choice);
    if (run) {
        m_run = *std::move(run);
        keep();
        m_now.isUnderWay = true;
        m_now.hasClient = m_run->has(Role::Client);
        m_now.hasServer = m_run->has(Role::Server);
        m_now.hasWire = m_run->session().wire() != nullptr;
        m_now.labMissing = m_run->labMissing();
        m_now.mayStepClient = m_run->mayStep(Role::Client);
        m_now.mayStepServer = m_run->mayStep(Role::Server);
        m_told = 0;
        const std::lock_guard lock(m_mutex);
        m_reader = &m_run->reader();
    } else {
        m_now.failure = run.failure();
    }
    m_said = m_now;
    send([this](Letter &letter) {
        if (m_run)
            letter.begun = m_run->recording();
        letter.report = m_now;
    });
}

void Conductor::end()
{
    {
        const std::lock_guard lock(m_mutex);
        m_reader = nullptr;
    }
    m_run.reset();
    if (m_keeper)
        m_keeper->end(AtEnd::Remove);
    m_keeper.reset();
    m_kept.reset();
}

void Conductor::keep()
{
    std::optional<RunFolder> folder;
    {
        const std::lock_guard lock(m_mutex);
        folder = m_folder;
    }
    if (!folder)
        return;
    m_kept = m_run->recording();
    m_keeper = std::make_unique<RunKeeper>(*m_kept, *std::move(folder), [this](const Failure &why) {
        send([&why](Letter &letter) { letter.notKept = why; });
    });
}

void Conductor::proceed()
{
    if (!m_now.isUnderWay)
        return;
    Session &session = m_run->session();
    const Clock &clock = m_run->recording()->clock;
    if (!m_now.plays) {
        session.lookAround();
        return;
    }
    if (clock.now() < m_nextLine)
        return;
    if (session.stepAny()) {
        m_nextLine = clock.now() + m_pace;
        return;
    }
    session.lookAround();
    m_nextLine = clock.now() + retryInterval;
    if (session.isOver() && !m_run->mayStep(Role::Client) && !m_run->mayStep(Role::Server))
        m_now.plays = false;
}

void Conductor::tell()
{
    const auto unkept = m_run->keep();
    m_now.failure = unkept;
    m_now.isOver = m_run->session().isOver();
    m_now.mayStepClient = m_now.isUnderWay && m_run->mayStep(Role::Client);
    m_now.mayStepServer = m_now.isUnderWay && m_run->mayStep(Role::Server);
    const std::size_t events = m_run->recording()->journal.size();
    m_hadNews = events > m_told;
    m_told = events;
    const bool isOther = unkept || changing(m_now) != changing(m_said);
    if (!m_hadNews && !isOther)
        return;
    m_said = m_now;
    send([this](Letter &letter) {
        letter.hasNews = letter.hasNews || m_hadNews;
        if (!m_now.failure && letter.report)
            m_now.failure = letter.report->failure; // nobody has heard of it yet
        letter.report = m_now;
    });
}

} // namespace twodoors
