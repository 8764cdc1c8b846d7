// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/actions.h"
#include "app/window/conductor.h"
#include "widgets/viewpoint.h"

#include <optional>

namespace twodoors
{

/// The deeds that move a run or the cursor in it: does them, and says of each whether it can be
/// done now, or why not.
class RunDeeds final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it.
    RunDeeds(Actions &actions, Conductor &conductor, Viewpoint &viewpoint,
             QObject *parent = nullptr);

    /// Between two lines of play, from now on.
    void setPace(Nanoseconds pace);

    /// Whether the run that is looked at is the conductor's, and not one from a file.
    [[nodiscard]] bool isLive() const noexcept;
    /// Why packets cannot be held; empty where they can.
    [[nodiscard]] QString whyNoWire() const;

    /// The packet that deeds are for: the selected one, or the one that has been in the hand for
    /// longest. None where none is in the hand.
    [[nodiscard]] PacketId packetInHand() const;

signals:
    /// Something is done now: what was said before is over.
    void wished();
    /// A step found nobody who could go on.
    void nobodyCouldGo(bool isPacketInHand);

private:
    void connectAll();
    void onRun(Deed deed, const std::function<void()> &perform);
    void onWire(Deed deed, void (Conductor::*on)(Heading), void (Conductor::*off)(Heading),
                Heading heading);
    void togglePlay();
    void refresh();
    void allowWire();
    void showWire();
    [[nodiscard]] QString whyNoStep(Role role) const;
    [[nodiscard]] World latestWorld() const;

    Actions &m_actions;
    Conductor &m_conductor;
    Viewpoint &m_viewpoint;
    std::shared_ptr<const Recording> m_live;
    Nanoseconds m_pace;
    std::uint32_t m_vainSteps = 0;
};

} // namespace twodoors
