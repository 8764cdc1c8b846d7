// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"
#include "widgets/states/state_ways.h"
#include "widgets/states/states_geometry.h"
#include "world/world.h"

#include <optional>
#include <vector>

namespace twodoors
{

/// A door that stands in a state.
struct StateToken {
    DoorId door = DoorId::None;
    DoorRole role = DoorRole::Plain;
    Ink ink = Ink::Client;
    QString text;      ///< "client :44436"
    QString shortText; ///< ":44436"
    FigureBox box = FigureBox::Closed;
    bool isChosen = false;
    bool isGone = false;

    friend bool operator==(const StateToken &, const StateToken &) = default;
};

/// A step of the chosen door's way.
struct WayStep {
    int number = 0;
    FigureBox from = FigureBox::Closed;
    FigureBox to = FigureBox::Closed;
    std::optional<std::size_t> arrow; ///< of figureArrows; nothing where the figure has none
    StateStep::Ground ground = StateStep::Ground::Reported;
    int error = 0;

    friend bool operator==(const WayStep &, const WayStep &) noexcept = default;
};

/// What is seen in the figure at one moment.
struct StatesScene {
    std::vector<StateToken> tokens; ///< the chosen door's first, then by nearness to the guest
    std::vector<WayStep> steps;
    Ink wayInk = Ink::Client;

    friend bool operator==(const StatesScene &, const StatesScene &) = default;
};

/// The words on a door's token: "client :44436", "connection ←:44436".
[[nodiscard]] QString tokenText(const DoorView &door, const Appearance &appearance);

/// The steps of a way, each named by its arrow of the figure where there is one.
[[nodiscard]] std::vector<WayStep> stepsOf(std::span<const StateStep> way);

/// The scene of these doors at the World's event, the chosen one's way in it.
[[nodiscard]] StatesScene statesScene(const World &world, std::span<const DoorId> doors,
                                      DoorId chosen, const StateWays &ways,
                                      const Appearance &appearance);

/// The words of the figure in the appearance's language.
[[nodiscard]] StatesWords statesWords(const Appearance &appearance);

/// Why the figure has no arrow for a step; for one that it has, what causes it.
[[nodiscard]] QString reasonOf(const WayStep &step, const Appearance &appearance);

/// A token, and what is left over, at its place.
struct PlacedToken {
    QRectF rect;
    QString text;
    StateToken token; ///< of a "+3": without a door
};

/// A step without an arrow in the figure: dashed, with the word for why.
struct PlacedSkip {
    QPolygonF path;
    QRectF label;
    QString text;
    WayStep step;
};

/// The scene as plain data, in the coordinates of its geometry.
struct PlacedScene {
    std::vector<PlacedToken> tokens;
    std::vector<PlacedSkip> skips;
    /// Of each arrow of the figure: the numbers of the steps along it, "1" or "1, 5".
    std::array<QString, figureArrows.size()> numbers;
    std::array<bool, figureArrows.size()> isInferred{};
};

[[nodiscard]] PlacedScene placedScene(const StatesScene &scene, const StatesGeometry &geometry,
                                      const Appearance &appearance);

} // namespace twodoors
