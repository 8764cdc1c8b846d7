// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/run_driver.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTimer>
#include <algorithm>

namespace twodoors
{

namespace
{

using namespace std::chrono_literals;

constexpr auto patience = 20s;

} // namespace

RunDriver::RunDriver(MainWindow &window) : m_window(window) {}

void RunDriver::until(const std::function<bool()> &condition)
{
    const QDeadlineTimer deadline(patience);
    QTimer wakes; // so that a wait in which nothing happens comes to its end
    wakes.start(20ms);
    while (!condition()) {
        if (deadline.hasExpired())
            throw NotReached{};
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

void RunDriver::awaitRun()
{
    const auto report = [this]() -> const RunReport & { return m_window.conductor().report(); };
    until([&] { return report().isUnderWay || report().failure; });
    if (report().failure)
        throw NotReached{report().failure};
    if (report().labMissing)
        throw NotReached{report().labMissing};
    until([&] { return m_window.viewpoint().recording().header.wire == "lab"; });
}

void RunDriver::stepUntil(Who who, const std::function<bool()> &condition)
{
    const auto lastEvent = [this, who] {
        const ProgramView *program = world().program(who);
        return program != nullptr ? program->lastEvent : Seq::None;
    };
    QAction &step =
        m_window.actions().of(who.role == Role::Client ? Deed::StepClient : Deed::StepServer);
    while (!condition()) {
        until([&] { return step.isEnabled() || condition(); });
        const Seq before = lastEvent();
        const std::uint32_t vain = m_window.conductor().report().vainSteps;
        if (condition())
            return;
        step.trigger();
        until([&] {
            return lastEvent() != before || condition()
                   || m_window.conductor().report().vainSteps != vain;
        });
    }
}

void RunDriver::stepInto(Who who, CallName call)
{
    stepUntil(who, [this, who, call] {
        const ProgramView *program = world().program(who);
        return program != nullptr && program->inCall == call && program->waits;
    });
}

void RunDriver::stepToEnd(Who who)
{
    stepUntil(who, [this, who] {
        const ProgramView *program = world().program(who);
        return program != nullptr && program->hasEnded;
    });
}

const PacketView *RunDriver::held() const
{
    const auto &onWire = world().onWire();
    const auto found =
        std::ranges::find_if(onWire, [this](PacketId id) { return world().packet(id)->isInHand; });
    return found == onWire.end() ? nullptr : world().packet(*found);
}

void RunDriver::awaitHeld(Heading heading, std::uint32_t flags)
{
    until([&] {
        const PacketView *packet = held();
        return packet != nullptr && packet->heading == heading && packet->flags == flags;
    });
}

void RunDriver::actOnHeld(Deed deed)
{
    QAction &action = m_window.actions().of(deed);
    until([&] { return held() != nullptr && action.isEnabled(); });
    const PacketId packet = held()->id;
    action.trigger();
    until([&] { return !world().packet(packet)->isInHand; });
}

void RunDriver::deliver()
{
    actOnHeld(Deed::Deliver);
}

void RunDriver::drop()
{
    actOnHeld(Deed::Drop);
}

bool RunDriver::hasDoor(DoorStage stage) const
{
    const auto &doors = world().doors();
    for (std::size_t i = 0; i < doors.size(); ++i) {
        if (doors[i].stage == stage)
            return true;
    }
    return false;
}

void RunDriver::awaitDoor(DoorStage stage)
{
    until([this, stage] { return hasDoor(stage); });
}

void RunDriver::stepUntilQueued()
{
    int news = 0;
    const QMetaObject::Connection counts =
        QObject::connect(&m_window.conductor(), &Conductor::news, &m_window, [&news] { ++news; });
    const auto isQueued = [this] {
        return hasDoor(DoorStage::Accepted) && hasDoor(DoorStage::Finished);
    };
    while (!isQueued()) {
        const int before = news;
        m_window.actions().of(Deed::Step).trigger();
        until([&] { return news > before; });
        settle();
    }
    QObject::disconnect(counts);
}

void RunDriver::settle()
{
    const Viewpoint &viewpoint = m_window.viewpoint();
    until([&] { return number(viewpoint.latest()) == viewpoint.journal().size(); });
    QCoreApplication::processEvents();
    m_window.statusLine().clear();
}

} // namespace twodoors
