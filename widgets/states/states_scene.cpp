// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/states_scene.h"

#include <algorithm>

namespace twodoors
{

namespace
{

using Ground = StateStep::Ground;

std::string portText(const Endpoint &endpoint)
{
    return endpoint.isSet() && endpoint.port != 0 ? ":" + std::to_string(endpoint.port)
                                                  : std::string();
}

std::string nameText(FigureBox box)
{
    return std::string(nameOf(stateOf(box)));
}

QString shortTokenText(const DoorView &door)
{
    if (door.role == DoorRole::Connection)
        return QStringLiteral("←") + QString::fromStdString(portText(door.peer));
    const std::string port = portText(door.local);
    return port.empty() ? QStringLiteral("fd %1").arg(door.fd) : QString::fromStdString(port);
}

StateToken tokenOf(const DoorView &door, std::span<const StateStep> way, bool isChosen,
                   const Appearance &appearance)
{
    const SocketState before = way.size() > 1 ? way[way.size() - 2].state : SocketState::None;
    return {.door = door.id,
            .role = door.role,
            .ink = inkOf(door),
            .text = tokenText(door, appearance),
            .shortText = shortTokenText(door),
            .box = boxOf(way.back().state, before).value_or(FigureBox::Closed),
            .isChosen = isChosen,
            .isGone = door.stage == DoorStage::Gone || way.back().ground == Ground::Gone};
}

} // namespace

QString tokenText(const DoorView &door, const Appearance &appearance)
{
    const auto words = [&appearance](std::string_view key, const Endpoint &endpoint) {
        const std::pair<std::string, std::string> values[] = {{"port", portText(endpoint)}};
        return appearance.words(key, values).trimmed();
    };
    switch (door.role) {
    case DoorRole::Welcome:
        return words("states.token.welcome", door.local);
    case DoorRole::Connection:
        return words("states.token.connection", door.peer);
    case DoorRole::Client:
        return words("states.token.client", door.local);
    default:
        return words("states.token.plain", door.local);
    }
}

std::vector<WayStep> stepsOf(std::span<const StateStep> way)
{
    std::vector<WayStep> steps;
    for (std::size_t i = 1; i < way.size(); ++i) {
        const SocketState before = i > 1 ? way[i - 2].state : SocketState::None;
        const auto from = boxOf(way[i - 1].state, before);
        const auto to = boxOf(way[i].state, way[i - 1].state);
        if (!from || !to)
            continue;
        WayStep step{.number = static_cast<int>(steps.size()) + 1,
                     .from = *from,
                     .to = *to,
                     .arrow = arrowBetween(way[i - 1].state, way[i].state),
                     .ground = way[i].ground,
                     .error = way[i].error};
        // A knock without an answer ends in CLOSED, but not by the figure's CLOSE; nor is what the
        // kernel forgot in the middle of a handshake known to have been reset.
        if (step.ground == Ground::Failed
            || (step.ground == Ground::Gone && step.from == FigureBox::SynSent))
            step.arrow.reset();
        steps.push_back(step);
    }
    return steps;
}

StatesScene statesScene(const World &world, std::span<const DoorId> doors, DoorId chosen,
                        const StateWays &ways, const Appearance &appearance)
{
    StatesScene scene;
    for (const DoorId id : doors) {
        const DoorView *door = world.door(id);
        if (door == nullptr || ways.stateAt(id, world.seq()) == SocketState::None)
            continue;
        StateToken token = tokenOf(*door, ways.way(id, world.seq()), id == chosen, appearance);
        if (token.isChosen)
            scene.tokens.insert(scene.tokens.begin(), std::move(token));
        else if (!token.isGone && door->stage != DoorStage::Gone)
            scene.tokens.push_back(std::move(token));
    }
    if (const DoorView *door = world.door(chosen)) {
        scene.wayInk = inkOf(*door);
        scene.steps = stepsOf(ways.way(chosen, world.seq()));
    }
    return scene;
}

StatesWords statesWords(const Appearance &appearance)
{
    StatesWords words;
    for (std::size_t i = 0; i < figureArrows.size(); ++i) {
        const std::string key = "states.arrow." + std::string(figureArrows[i].key);
        words.arrows[i] = {appearance.words(key + ".event"), appearance.words(key + ".action")};
        if (words.arrows[i].event.size() > words.longestLine.size())
            words.longestLine = words.arrows[i].event;
    }
    const std::pair<std::string, std::string> values[] = {{"port", ":65535"}};
    words.longestToken = appearance.words("states.token.connection", values);
    words.notSeen = appearance.words("states.notSeen");
    return words;
}

QString reasonOf(const WayStep &step, const Appearance &appearance)
{
    if (step.arrow)
        return appearance.words("states.arrow." + std::string(figureArrows[*step.arrow].key)
                                + ".why");
    const std::pair<std::string, std::string> values[] = {
        {"from", nameText(step.from)},
        {"to", nameText(step.to)},
        {"error", Catalogue::errnoName(step.error)}};
    if (step.ground == Ground::Failed)
        return appearance.words("states.skip.failed", values);
    if (step.ground == Ground::Inferred)
        return appearance.words("states.skip.inferred", values);
    if (step.from == FigureBox::FinWait1 && step.to == FigureBox::TimeWait)
        return appearance.words("states.skip.note2", values);
    return appearance.words("states.skip.notSeen", values);
}

} // namespace twodoors
