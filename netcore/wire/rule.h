// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/failure.h"
#include "wire/packet_summary.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace twodoors
{

/// What the wire does with a packet, by a rule or by a hand.
enum class WireAction : std::uint8_t { Deliver, Hold, Drop, Duplicate, Delay, Corrupt };
template <>
inline constexpr std::array<std::string_view, 6> names<WireAction>{"deliver",   "hold",  "drop",
                                                                   "duplicate", "delay", "corrupt"};

/// A packet as rules see it.
struct PacketToJudge {
    Heading heading = Heading::None;
    const PacketSummary &summary;
    std::string_view payload;
    /// Sequence number less that of the SYN of its direction, so that the first byte has 1; nothing
    /// where no SYN was seen.
    std::optional<std::uint32_t> relativeSequence;
};

/// One rule for the wire: what to do with which packets. As a text it is
///
///   ACTION DIRECTION [WHAT…] [WHICH]
///
/// ACTION: deliver, hold, drop, duplicate, corrupt, or delay and a time (2s, 200ms).
/// DIRECTION: client>server, server>client or both.
/// WHAT, all of which must hold: tcp, udp, icmp; a segment's exact flags (SYN, SYN-ACK, ACK,
/// PSH-ACK …; ECE and CWR count only where named); len=N, len>N (bytes of payload); seq=N
/// (relative, the first byte has 1); text=WORDS (the payload has them; in "" where there are
/// spaces). WHICH: the nth match (1, 2-4, every; 1 where it is not said), or so many in a hundred
/// by chance (5%).
struct Rule {
    WireAction action = WireAction::Deliver;
    Nanoseconds delay{0};               ///< of Delay
    Heading heading = Heading::None;    ///< None: both
    Protocol protocol = Protocol::None; ///< None: any
    std::optional<std::uint32_t> flags;
    bool heedsCongestionFlags = false; ///< ECE or CWR was named
    std::optional<std::size_t> length;
    bool isLonger = false; ///< than `length`, not just as long
    std::optional<std::uint32_t> sequence;
    std::string text;
    std::uint64_t first = 1; ///< the matches from `first` to `last`, both included
    std::uint64_t last = 1;
    std::optional<double> chance; ///< instead of first and last: 0 to 1
    std::string source;           ///< the text it was read from

    static constexpr std::uint64_t noLast = std::numeric_limits<std::uint64_t>::max();

    /// Whether the packet is of the kind meant, whichever match it is.
    [[nodiscard]] bool isAbout(const PacketToJudge &packet) const;
};

/// Fails with "rule-wrong-word" ({rule} with the word marked, {word}, {meant}), "rule-missing-word"
/// or "rule-empty".
[[nodiscard]] Result<Rule> readRule(std::string_view text);

} // namespace twodoors
