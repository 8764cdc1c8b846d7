// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/names.h"

#include <array>
#include <optional>

namespace twodoors
{

/// A box of the figure. CLOSED is drawn twice, as there: where ways begin and where they end.
enum class FigureBox : std::uint8_t {
    Closed,
    Listen,
    SynRecv,
    SynSent,
    Established,
    FinWait1,
    FinWait2,
    Closing,
    TimeWait,
    CloseWait,
    LastAck,
    ClosedAgain
};
inline constexpr std::size_t figureBoxCount = 12;

/// An arrow of the figure; its words stand under "states.arrow." and the key.
struct FigureArrow {
    FigureBox from;
    FigureBox to;
    std::string_view key;
};

/// The arrows of RFC 9293, 3.3.2, figure 5, in reading order.
inline constexpr std::array<FigureArrow, 20> figureArrows{{
    {FigureBox::Closed, FigureBox::Listen, "passiveOpen"},
    {FigureBox::Listen, FigureBox::Closed, "closeListen"},
    {FigureBox::Closed, FigureBox::SynSent, "activeOpen"},
    {FigureBox::SynSent, FigureBox::Closed, "closeSynSent"},
    {FigureBox::Listen, FigureBox::SynRecv, "rcvSyn"},
    {FigureBox::SynRecv, FigureBox::Listen, "rcvRst"},
    {FigureBox::Listen, FigureBox::SynSent, "send"},
    {FigureBox::SynSent, FigureBox::SynRecv, "bothSyn"},
    {FigureBox::SynRecv, FigureBox::Established, "ackOfSyn"},
    {FigureBox::SynSent, FigureBox::Established, "rcvSynAck"},
    {FigureBox::SynRecv, FigureBox::FinWait1, "closeSynRecv"},
    {FigureBox::Established, FigureBox::FinWait1, "closeFirst"},
    {FigureBox::Established, FigureBox::CloseWait, "rcvFin"},
    {FigureBox::FinWait1, FigureBox::FinWait2, "ackOfFinWait"},
    {FigureBox::FinWait1, FigureBox::Closing, "bothFin"},
    {FigureBox::CloseWait, FigureBox::LastAck, "closeSecond"},
    {FigureBox::FinWait2, FigureBox::TimeWait, "finWhileWaiting"},
    {FigureBox::Closing, FigureBox::TimeWait, "ackOfFinClosing"},
    {FigureBox::LastAck, FigureBox::ClosedAgain, "ackOfFinLast"},
    {FigureBox::TimeWait, FigureBox::ClosedAgain, "timeout"},
}};

[[nodiscard]] constexpr std::size_t indexOf(FigureBox box) noexcept
{
    return static_cast<std::size_t>(box);
}

[[nodiscard]] SocketState stateOf(FigureBox box) noexcept;

/// The box of a state that was entered from `before`; nothing for a state that is not TCP's.
[[nodiscard]] std::optional<FigureBox> boxOf(SocketState state,
                                             SocketState before = SocketState::None) noexcept;

/// The figure's arrow from one state to another, as its place in figureArrows.
[[nodiscard]] std::optional<std::size_t> arrowBetween(SocketState from, SocketState to) noexcept;

} // namespace twodoors
