// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme_choice.h"
#include "base/failure.h"
#include "notes/catalogue.h"
#include "programs/program_text.h"

#include <QSize>
#include <QString>
#include <optional>
#include <span>
#include <string_view>

namespace twodoors
{

/// Where a run is when its picture is taken.
enum class Moment : std::uint8_t {
    Knock1,         ///< the SYN is in the hand
    Knock2,         ///< the connection door is half open, the SYN-ACK is in the hand
    Knock3,         ///< connect() has returned, the ACK is in the hand
    Knock3Dropped,  ///< the client is connected, the server knows nothing of it
    DoorAccepted,   ///< accept() has returned the connection door
    EchoDone,       ///< the client has ended, and the server waits for the next guest
    HalfOpenInPast, ///< the same run, seen when the connection door was born
    TwoGuests,      ///< one is served, the next stands in the accept queue
    DatagramHeld,
    DatagramDropped
};

enum class Panel : std::uint8_t { Log, Packet, States, Lesson };

/// One picture of the window, and what it shows.
struct Screenshot {
    std::string_view name; ///< of its file, without the ending
    Moment moment = Moment::Knock1;
    Tongue tongue = Tongue::English;
    ThemeChoice theme = ThemeChoice::Light;
    QSize size{1280, 720};
    Panel panel = Panel::Log;
    Language code = Language::Python;
    bool isPresentation = false;
};

/// All that the command makes.
[[nodiscard]] std::span<const Screenshot> screenshots();

/// Takes the picture of a real run in the lab, by the window's own deeds, and writes it to the
/// folder as a PNG. The user's settings are neither read nor written. Needs an application.
[[nodiscard]] std::optional<Failure> takeScreenshot(const Screenshot &screenshot,
                                                    const QString &folder);

} // namespace twodoors
