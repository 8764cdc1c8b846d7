// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/tcp_figure.h"

#include <algorithm>

namespace twodoors
{

namespace
{

constexpr std::array<SocketState, figureBoxCount> states{
    SocketState::Closed,      SocketState::Listen,    SocketState::SynRecv,  SocketState::SynSent,
    SocketState::Established, SocketState::FinWait1,  SocketState::FinWait2, SocketState::Closing,
    SocketState::TimeWait,    SocketState::CloseWait, SocketState::LastAck,  SocketState::Closed};

} // namespace

SocketState stateOf(FigureBox box) noexcept
{
    return states[indexOf(box)];
}

std::optional<FigureBox> boxOf(SocketState state, SocketState before) noexcept
{
    if (state == SocketState::Closed) {
        const bool isAtTheBeginning = before == SocketState::None || before == SocketState::Closed
                                      || before == SocketState::Listen
                                      || before == SocketState::SynSent
                                      || before == SocketState::SynRecv;
        return isAtTheBeginning ? FigureBox::Closed : FigureBox::ClosedAgain;
    }
    const auto place = std::ranges::find(states, state);
    if (place == states.end())
        return std::nullopt;
    return static_cast<FigureBox>(place - states.begin());
}

std::optional<std::size_t> arrowBetween(SocketState from, SocketState to) noexcept
{
    const auto arrow = std::ranges::find_if(figureArrows, [=](const FigureArrow &candidate) {
        return stateOf(candidate.from) == from && stateOf(candidate.to) == to;
    });
    if (arrow == figureArrows.end())
        return std::nullopt;
    return static_cast<std::size_t>(arrow - figureArrows.begin());
}

} // namespace twodoors
