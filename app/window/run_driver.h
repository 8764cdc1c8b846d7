// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/main_window.h"

#include <functional>

namespace twodoors
{

/// Drives the window's run with the deeds that a person has, and waits in the window's own loop for
/// what comes of each. Every function throws NotReached where that does not come in time.
class RunDriver
{
public:
    /// `why` is empty where time ran out.
    struct NotReached {
        std::optional<Failure> why;
    };

    /// The window must be on the screen, and outlive the driver.
    explicit RunDriver(MainWindow &window);

    /// Until the run that the window begins by itself is under way in the lab.
    void awaitRun();
    /// Lets this program's side go on, line by line, until the program sleeps in the call.
    void stepInto(Who who, CallName call);
    /// The same, until the program has ended.
    void stepToEnd(Who who);
    /// Lets whatever can go go on, line by line, until a guest stands in the accept queue while
    /// another has been let in.
    void stepUntilQueued();
    void awaitHeld(Heading heading, std::uint32_t flags);
    /// What is done to the packet in the hand.
    void deliver();
    void drop();
    /// Until some door is at this stage.
    void awaitDoor(DoorStage stage);
    /// Until the window shows all that has happened.
    void settle();

private:
    void until(const std::function<bool()> &condition);
    void stepUntil(Who who, const std::function<bool()> &condition);
    void actOnHeld(Deed deed);
    [[nodiscard]] bool hasDoor(DoorStage stage) const;
    [[nodiscard]] const World &world() const { return m_window.viewpoint().world(); }
    [[nodiscard]] const PacketView *held() const;

    MainWindow &m_window;
};

} // namespace twodoors
