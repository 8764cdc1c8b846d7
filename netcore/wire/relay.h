// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"
#include "journal/journal.h"
#include "wire/ghosts.h"
#include "wire/rule_book.h"

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace twodoors
{

/// The wire between two hosts: reads each IP packet from one host's TUN device, records it, and
/// writes it to the other's when its verdict says so. Verdicts come from a cut, from the rules, and
/// where neither speaks from the setting: hold packets, or let them flow with a flight time. A hand
/// may then act on each packet that is still on the wire.
///
/// Wishes may come from any thread; each is done when its function returns. Whatever one host's
/// kernel sends in answer is handled by the wire's own thread a moment later.
class Relay
{
public:
    /// What a wish of the person is recorded as, and what the lesson's are.
    static constexpr Who person{Role::Person, 0};
    static constexpr Who lesson{Role::TwoDoors, 0};

    /// The time that a delay by hand takes.
    static constexpr Nanoseconds usualDelay = std::chrono::seconds(2);

    /// Called on whichever thread acts, one call at a time. Neither may call the relay.
    struct Hooks {
        /// The event that made this packet go; Seq::None where that is not known.
        std::function<Seq(Heading, const PacketSummary &, std::string_view bytes)> cause;
        /// The other host's kernel has the packet now; `event` is its delivery.
        std::function<void(Heading, const PacketSummary &, Seq event)> delivered;
    };

    /// Both descriptors are non-blocking TUN devices without a packet information header
    /// (IFF_TUN | IFF_NO_PI). They, the journal and the clock must outlive the relay. `seed` is for
    /// rules that go by chance.
    Relay(Journal &journal, const Clock &clock, int clientDevice, int serverDevice, Hooks hooks,
          std::uint64_t seed = 1);
    Relay(const Relay &) = delete;
    Relay &operator=(const Relay &) = delete;
    /// Ends the thread. What is on the wire then stays there for ever.
    ~Relay();

    void start();

    /// Of the packets with this heading, or of both with Heading::None, from now on. letFlow() also
    /// lets go of those in the hand; cut() loses those that fly, but not those in the hand.
    void hold(Heading heading, Who who = person);
    void letFlow(Heading heading, Who who = person);
    void cut(Heading heading, Who who = person);
    void mend(Heading heading, Who who = person);
    void setFlightTime(Nanoseconds time, Who who = person);
    void addRule(const Rule &rule, Who who = lesson);

    /// Does it to a packet that is on the wire. Duplicate puts a copy into the hand; Corrupt leaves
    /// the packet where it is; Hold takes one that flies into the hand. False where it is not on
    /// the wire (any more).
    bool act(PacketId packet, WireAction action, Nanoseconds delay = usualDelay, Who who = person);

    /// Whether neither device has a packet to read and none is being handled. Packets in the hand,
    /// and those that fly or are delayed, do not count.
    [[nodiscard]] bool isQuiet();

    /// Whether a packet flies or is delayed: something will happen by itself.
    [[nodiscard]] bool isFlying();

private:
    struct OnWire {
        Heading heading = Heading::None;
        std::string bytes;
        PacketSummary summary;
        Seq event = Seq::None; ///< the last one about it
        bool isInHand = false;
        Nanoseconds due{0};
    };
    using Packets = std::map<PacketId, OnWire>;

    struct Side {
        int device = -1;
        bool isBroken = false;
        bool holds = false;
        bool isCut = false;
    };

    void run();
    void waitForWork();
    [[nodiscard]] bool readSome(Heading heading);
    void releaseDue();
    void take(Heading heading, std::string_view bytes);
    void judge(PacketId id, OnWire packet, const Verdict &verdict);
    void fly(PacketId id, OnWire packet, Nanoseconds extra = Nanoseconds{0});
    void keep(PacketId id, OnWire packet, Who who);
    [[nodiscard]] Packets takeAll(Heading heading, bool inHand);
    void removeDue(PacketId id, const OnWire &packet);
    void deliver(PacketId id, const OnWire &packet, Who who);
    void write(const OnWire &packet, Seq event);
    void lose(PacketId id, const OnWire &packet, Who who);
    [[nodiscard]] PacketId copyOf(PacketId id, const OnWire &packet, Who who, Seq &event);
    void spoil(PacketId id, OnWire &packet, Who who);

    [[nodiscard]] Event eventOf(PacketId id, const OnWire &packet, PacketVerb verb, Who who) const;
    Seq recordSetting(WireSetting setting, Heading heading, Who who, Nanoseconds time = {},
                      std::string_view text = {});
    [[nodiscard]] Side &side(Heading heading) noexcept;
    template <class Change>
    void changeSides(Heading heading, Change change);
    /// Takes the lock for a wish; the wire's thread gives way to it.
    [[nodiscard]] std::unique_lock<std::mutex> wish();
    void wake() noexcept;

    Journal &m_journal;
    const Clock &m_clock;
    Hooks m_hooks;
    std::array<Side, 2> m_sides; ///< by the heading of the packets that come from there
    RuleBook m_rules;
    Ghosts m_ghosts;
    Packets m_packets;
    std::multimap<Nanoseconds, PacketId> m_due;
    Nanoseconds m_flightTime{0};
    std::uint32_t m_lastPacket = 0;
    std::array<char, 65536> m_buffer;

    std::mutex m_mutex;
    std::atomic<int> m_wishes = 0;
    std::atomic<bool> m_stop = false;
    Descriptor m_wake; ///< eventfd
    std::thread m_thread;
};

} // namespace twodoors
