// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"
#include "world/cow_vector.h"

#include <array>
#include <string>
#include <vector>

namespace twodoors
{

/// What a name of a program holds at the cursor.
struct HeldValue {
    enum class Kind : std::uint8_t { Door, Bytes, Address, Number };

    /// Of longer bytes only the beginning is kept here; `size` is their whole length.
    static constexpr std::size_t longestKept = 4096;

    std::string name;
    Kind kind = Kind::Bytes;
    DoorId door = DoorId::None;
    std::string bytes{};
    std::size_t size = 0;
    Endpoint address{};
    std::int64_t number = 0;
};

struct ProgramView {
    Who who;
    LineNumber line = LineNumber::None; ///< the line it has come to
    Nanoseconds lineSince{0};
    CallName inCall = CallName::None; ///< the call it has entered and not left
    Seq call = Seq::None;             ///< that call's event
    DoorId callDoor = DoorId::None;
    Nanoseconds callSince{0};
    bool waits = false; ///< the kernel has said that it sleeps in the call
    bool hasEnded = false;
    int endError = 0; ///< the errno it ended with, 0 for a good end, ECANCELED where it was stopped
    std::vector<HeldValue> names{};

    Seq lastReturn = Seq::None;
    DoorId lastReturnDoor = DoorId::None;

    Seq lastEvent = Seq::None; ///< its last line, call, wait, return or value
    /// When it came to each line for the last time, by line number; shorter where it came to none
    /// of the others.
    std::vector<Seq> lineEvents{};

    /// None where it has not come to that line.
    [[nodiscard]] Seq lineEvent(LineNumber line) const noexcept;
    [[nodiscard]] const HeldValue *find(std::string_view name) const noexcept;
};

struct DoorView {
    DoorId id = DoorId::None;
    Who owner;
    DoorRole role = DoorRole::Plain;
    Protocol protocol = Protocol::None;
    DoorStage stage = DoorStage::None;
    SocketState state = SocketState::None;
    std::int32_t fd = -1;          ///< while the program holds it
    DoorId welcome = DoorId::None; ///< of a connection door: the welcome door it came through
    Endpoint local{};
    Endpoint peer{};
    std::uint32_t receiveQueue = 0;
    std::uint32_t sendQueue = 0;
    Nanoseconds timerFires{0}; ///< at this session time
    Timer timer = Timer::None;
    std::uint32_t retransmits = 0;
    std::int64_t backlog = 0;
    std::uint64_t bytesIn = 0; ///< as received by calls of the program
    std::uint64_t bytesOut = 0;
    Seq firstEvent = Seq::None;
};

struct PacketView {
    Seq firstEvent = Seq::None;
    PacketId id = PacketId::None;
    PacketId original = PacketId::None;
    PacketVerb verb = PacketVerb::None; ///< what became of it last
    Evidence evidence = Evidence::Packet;
    Protocol protocol = Protocol::None;
    Heading heading = Heading::None;
    bool isCorrupted = false;
    bool isInHand = false; ///< held, until it is let go of
    Endpoint source;
    Endpoint destination;
    std::uint32_t flags = 0;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgement = 0;
    std::int64_t size = 0; ///< bytes of payload
    std::uint32_t ghosts = 0;
    Seq bytesEvent = Seq::None; ///< the event that holds its bytes as they are now
    Nanoseconds sentAt{0};
    Nanoseconds changedAt{0}; ///< when the verb came
    Nanoseconds arrivesAt{0}; ///< while it flies or is delayed: when it is to arrive

    /// Whether it is neither delivered nor lost yet.
    [[nodiscard]] bool isOnWire() const noexcept
    {
        return verb != PacketVerb::Delivered && verb != PacketVerb::Dropped
               && verb != PacketVerb::Seen;
    }
};

/// A packet as one event says it is.
[[nodiscard]] PacketView packetIn(const Event &event);

/// What the wire does with packets of one heading.
struct WireView {
    bool holds = false;
    bool isCut = false;
};

/// The run at one moment: the fold of the journal's events up to there. A value; copying it is
/// cheap, and what was copied does not change when the original goes on.
class World
{
public:
    /// Takes one more event. Its seq must be the one after seq(); anything a session file can hold
    /// is taken without a fault.
    void apply(const Event &event);

    [[nodiscard]] Seq seq() const noexcept { return m_seq; }
    [[nodiscard]] Nanoseconds now() const noexcept { return m_now; }

    [[nodiscard]] const CowVector<ProgramView> &programs() const noexcept { return m_programs; }
    /// Doors change often and are large: a copied World shares them in small pieces.
    using Doors = CowVector<DoorView, 16>;
    [[nodiscard]] const Doors &doors() const noexcept { return m_doors; }
    /// Those that the wire has had. A packet that was only seen, as in a capture, is what its event
    /// says, for ever: there may be millions, and the journal has them.
    [[nodiscard]] const CowVector<PacketView> &packets() const noexcept { return m_packets; }
    /// nullptr where there is none of this id among packets().
    [[nodiscard]] const PacketView *packet(PacketId id) const noexcept;
    /// Real packets that are neither delivered nor lost, in the order in which they were sent.
    [[nodiscard]] const std::vector<PacketId> &onWire() const noexcept { return m_onWire; }
    /// The first event of the packet that was seen or sent last; None where there was none.
    [[nodiscard]] Seq lastPacket() const noexcept { return m_lastPacket; }
    /// Where the first packet of this heading came from (ToServer or ToClient); unset where there
    /// was none.
    [[nodiscard]] const Endpoint &firstSource(Heading heading) const noexcept
    {
        return m_firstSources[heading == Heading::ToClient ? 1 : 0];
    }
    /// Of Heading::ToServer or ToClient.
    [[nodiscard]] const WireView &wire(Heading heading) const noexcept
    {
        return m_wire[heading == Heading::ToClient ? 1 : 0];
    }
    [[nodiscard]] Nanoseconds flightTime() const noexcept { return m_flightTime; }
    [[nodiscard]] std::size_t faults() const noexcept { return m_faults; }

    /// nullptr where there is none.
    [[nodiscard]] const ProgramView *program(Who who) const noexcept;
    [[nodiscard]] const DoorView *door(DoorId id) const noexcept;

private:
    using Places = CowVector<std::uint32_t, 512>;

    void applyLine(const Event &event);
    void applyCall(const Event &event);
    void applyWait(const Event &event);
    void applyReturn(const Event &event);
    void applyValue(const Event &event);
    void applyDoor(const Event &event);
    void applyState(const Event &event);
    void applyPacket(const Event &event);
    void learnPacket(const Event &first);
    void learnAddress(const Event &knock);
    void applyWire(const Event &event);

    [[nodiscard]] ProgramView &editProgram(Who who);
    [[nodiscard]] DoorView *editDoor(DoorId id);

    Seq m_seq = Seq::None;
    Nanoseconds m_now{0};
    CowVector<ProgramView> m_programs;
    Doors m_doors;
    /// Door id to its place in m_doors plus one, 0 for none; ids come in order, with few gaps.
    Places m_doorPlaces;
    CowVector<PacketView> m_packets;
    Places m_packetPlaces; ///< as m_doorPlaces
    std::vector<PacketId> m_onWire;
    Seq m_lastPacket = Seq::None;
    std::array<Endpoint, 2> m_firstSources;
    std::array<WireView, 2> m_wire;
    Nanoseconds m_flightTime{0};
    /// By role and number, as m_doorPlaces.
    std::array<Places, names<Role>.size()> m_programPlaces;
    std::size_t m_faults = 0;
};

} // namespace twodoors
