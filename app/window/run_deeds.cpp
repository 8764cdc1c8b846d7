// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/run_deeds.h"

#include <algorithm>

namespace twodoors
{

namespace
{

using namespace std::chrono_literals;

struct HandRow {
    Deed deed;
    WireAction action;
};
constexpr HandRow handRows[]{{Deed::Deliver, WireAction::Deliver},
                             {Deed::Drop, WireAction::Drop},
                             {Deed::Duplicate, WireAction::Duplicate},
                             {Deed::Delay, WireAction::Delay},
                             {Deed::Corrupt, WireAction::Corrupt}};

constexpr Deed wireDeeds[]{Deed::Hold,         Deed::Flow, Deed::ToggleHold,  Deed::HoldToServer,
                           Deed::HoldToClient, Deed::Cut,  Deed::CutToServer, Deed::CutToClient};

} // namespace

RunDeeds::RunDeeds(Actions &actions, Conductor &conductor, Viewpoint &viewpoint, QObject *parent)
    : QObject(parent), m_actions(actions), m_conductor(conductor), m_viewpoint(viewpoint),
      m_pace(700ms)
{
    connectAll();
    connect(&m_conductor, &Conductor::started, this,
            [this](const std::shared_ptr<const Recording> &recording) { m_live = recording; });
    connect(&m_conductor, &Conductor::reported, this, &RunDeeds::refresh);
    connect(&m_viewpoint, &Viewpoint::recordingChanged, this, &RunDeeds::refresh);
    connect(&m_viewpoint, &Viewpoint::grown, this, &RunDeeds::refresh);
    connect(&m_viewpoint, &Viewpoint::cursorMoved, this, &RunDeeds::refresh);
    connect(&m_viewpoint, &Viewpoint::selectionChanged, this, &RunDeeds::refresh);
    connect(&m_viewpoint.appearance(), &Appearance::changed, this, &RunDeeds::refresh);
    refresh();
}

void RunDeeds::onRun(Deed deed, const std::function<void()> &perform)
{
    connect(&m_actions.of(deed), &QAction::triggered, this, [this, perform] {
        emit wished();
        m_viewpoint.returnToNow(); // what a deed does is seen now
        perform();
    });
}

void RunDeeds::onWire(Deed deed, void (Conductor::*on)(Heading), void (Conductor::*off)(Heading),
                      Heading heading)
{
    onRun(deed, [this, deed, on, off, heading] {
        (m_conductor.*(m_actions.of(deed).isChecked() ? on : off))(heading);
    });
}

void RunDeeds::connectAll()
{
    onRun(Deed::Step, [this] { m_conductor.step(); });
    onRun(Deed::StepClient, [this] { m_conductor.step(Role::Client); });
    onRun(Deed::StepServer, [this] { m_conductor.step(Role::Server); });
    onRun(Deed::Play, [this] { togglePlay(); });
    onRun(Deed::Live, [this] {
        if (m_actions.of(Deed::Live).isChecked())
            m_conductor.goLive();
        else
            m_conductor.pause();
    });
    onRun(Deed::Stop, [this] { m_conductor.stop(); });

    onRun(Deed::Hold, [this] { m_conductor.hold(); });
    onRun(Deed::Flow, [this] { m_conductor.letFlow(); });
    onRun(Deed::ToggleHold, [this] {
        if (m_actions.of(Deed::Hold).isChecked())
            m_conductor.letFlow();
        else
            m_conductor.hold();
    });
    onWire(Deed::HoldToServer, &Conductor::hold, &Conductor::letFlow, Heading::ToServer);
    onWire(Deed::HoldToClient, &Conductor::hold, &Conductor::letFlow, Heading::ToClient);
    onWire(Deed::Cut, &Conductor::cut, &Conductor::mend, Heading::None);
    onWire(Deed::CutToServer, &Conductor::cut, &Conductor::mend, Heading::ToServer);
    onWire(Deed::CutToClient, &Conductor::cut, &Conductor::mend, Heading::ToClient);
    for (const HandRow &row : handRows) {
        connect(&m_actions.of(row.deed), &QAction::triggered, this, [this, action = row.action] {
            emit wished();
            const PacketId packet = packetInHand(); // before the selection goes
            m_viewpoint.returnToNow();
            m_conductor.act(packet, action);
        });
    }

    const auto onCursor = [this](Deed deed, auto move) {
        connect(&m_actions.of(deed), &QAction::triggered, this, move);
    };
    onCursor(Deed::ToStart, [this] { m_viewpoint.setCursor(Seq::None); });
    onCursor(Deed::Back, [this] { m_viewpoint.moveCursor(-1); });
    onCursor(Deed::Forward, [this] { m_viewpoint.moveCursor(1); });
    onCursor(Deed::ToNow, [this] { m_viewpoint.returnToNow(); });
}

void RunDeeds::togglePlay()
{
    if (m_conductor.report().plays || m_conductor.report().isLive)
        m_conductor.pause();
    else
        m_conductor.play(m_pace);
}

void RunDeeds::setPace(Nanoseconds pace)
{
    m_pace = pace;
    if (m_conductor.report().plays)
        m_conductor.play(m_pace);
}

bool RunDeeds::isLive() const noexcept
{
    return m_live && m_live.get() == &m_viewpoint.recording();
}

World RunDeeds::latestWorld() const
{
    return m_viewpoint.isInPast() ? m_viewpoint.worldAt(m_viewpoint.latest()) : m_viewpoint.world();
}

PacketId RunDeeds::packetInHand() const
{
    const World world = latestWorld();
    const auto isInHand = [&world](PacketId id) {
        const PacketView *packet = world.packet(id);
        return packet != nullptr && packet->isInHand;
    };
    if (m_viewpoint.selected() != Seq::None) {
        const PacketId selected = m_viewpoint.event(m_viewpoint.selected()).packet;
        if (isInHand(selected))
            return selected;
    }
    const auto first = std::ranges::find_if(world.onWire(), isInHand);
    return first == world.onWire().end() ? PacketId::None : *first;
}

QString RunDeeds::whyNoWire() const
{
    const Appearance &appearance = m_viewpoint.appearance();
    const RunReport &report = m_conductor.report();
    if (!isLive())
        return appearance.words(m_viewpoint.recording().header.wire.empty()
                                    ? "window.no-wire.none"
                                    : "window.no-wire.recording");
    if (report.labMissing) {
        const std::vector<std::pair<std::string, std::string>> why{
            {"why", appearance.words(*report.labMissing).toStdString()}};
        return appearance.words("window.no-wire.lab", why);
    }
    if (!report.hasWire)
        return appearance.words(m_conductor.choice().part == Part::Both ? "window.no-wire.loopback"
                                                                        : "window.no-wire.network");
    return report.isUnderWay ? QString() : appearance.words("window.no-wire.none");
}

QString RunDeeds::whyNoStep(Role role) const
{
    const auto words = [this](std::string_view key) {
        return m_viewpoint.appearance().words("window.no-step." + std::string(key));
    };
    const RunReport &report = m_conductor.report();
    if (!isLive())
        return words(m_viewpoint.recording().header.wire.empty() ? "none" : "recording");
    if (!report.isUnderWay)
        return words("none");
    if (role == Role::Client && !report.mayStepClient)
        return words(report.hasClient ? "client" : "no-client");
    if (role == Role::Server && !report.mayStepServer)
        return words(report.hasServer ? "server" : "no-server");
    return {};
}

void RunDeeds::refresh()
{
    const RunReport &report = m_conductor.report();
    const QString whyNoRun = whyNoStep(Role::Person);
    for (const Deed deed : {Deed::Step, Deed::Play, Deed::Live, Deed::Stop})
        m_actions.allow(deed, whyNoRun);
    m_actions.allow(Deed::StepClient, whyNoStep(Role::Client));
    m_actions.allow(Deed::StepServer, whyNoStep(Role::Server));
    m_actions.showPlaying(report.plays || report.isLive);
    m_actions.of(Deed::Live).setChecked(report.isLive);
    allowWire();
    showWire();
    if (report.vainSteps > m_vainSteps)
        emit nobodyCouldGo(packetInHand() != PacketId::None);
    m_vainSteps = report.vainSteps;
}

void RunDeeds::allowWire()
{
    const QString whyNot = whyNoWire();
    for (const Deed deed : wireDeeds)
        m_actions.allow(deed, whyNot);
    QString whyNoHand = whyNot;
    if (whyNoHand.isEmpty() && packetInHand() == PacketId::None)
        whyNoHand = m_viewpoint.appearance().words("window.no-wire.in-hand");
    for (const HandRow &row : handRows)
        m_actions.allow(row.deed, whyNoHand);
}

void RunDeeds::showWire()
{
    const World world = latestWorld();
    const WireView &toServer = world.wire(Heading::ToServer);
    const WireView &toClient = world.wire(Heading::ToClient);
    m_actions.of(toServer.holds || toClient.holds ? Deed::Hold : Deed::Flow).setChecked(true);
    m_actions.of(Deed::HoldToServer).setChecked(toServer.holds);
    m_actions.of(Deed::HoldToClient).setChecked(toClient.holds);
    m_actions.of(Deed::Cut).setChecked(toServer.isCut && toClient.isCut);
    m_actions.of(Deed::CutToServer).setChecked(toServer.isCut);
    m_actions.of(Deed::CutToClient).setChecked(toClient.isCut);
}

} // namespace twodoors
