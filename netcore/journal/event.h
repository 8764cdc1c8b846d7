// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/endpoint.h"
#include "journal/ids.h"
#include "journal/names.h"

#include <string_view>
#include <tuple>
#include <utility>

namespace twodoors
{

template <>
inline constexpr std::array<std::string_view, 3> names<Family>{"none", "ipv4", "ipv6"};

/// Whose doing an event is. Guests are numbered from 1; 0 where there is only one of the role.
struct Who {
    Role role = Role::TwoDoors;
    std::uint16_t number = 0;

    friend constexpr auto operator<=>(const Who &, const Who &) noexcept = default;
};

/// The kernel under a program.
[[nodiscard]] constexpr Who kernelOf(Who program) noexcept
{
    return {program.role == Role::Client ? Role::ClientKernel : Role::ServerKernel, 0};
}

enum class Kind : std::uint8_t {
    Line,
    Call,
    Wait, ///< the kernel says that the thread sleeps in the call
    Return,
    Value,
    Door,
    State,
    Packet,
    Wire, ///< what the wire does with packets from now on
    Prediction,
    Note,
    Fault
};
template <>
inline constexpr std::array<std::string_view, 12> names<Kind>{
    "line",  "call",   "wait", "return",     "value", "door",
    "state", "packet", "wire", "prediction", "note",  "fault"};

/// One thing that happened. Which members speak is said by the kind, in the table below; the others
/// keep their defaults. Texts and bytes are views: into the journal for an event read from it, into
/// the caller's memory for one about to be appended.
struct Event {
    Seq seq = Seq::None;
    Nanoseconds t{0}; ///< since the session's start
    Who who;
    Evidence evidence = Evidence::Call;
    Kind kind = Kind::Line;
    Seq cause = Seq::None; ///< the event that led to this one, where known

    LineNumber line = LineNumber::None;
    CallName call = CallName::None;
    DoorId door = DoorId::None;
    std::int32_t fd = -1;
    Endpoint local; ///< of a packet: its source
    Endpoint peer;  ///< of a packet: its destination; of a call: the address it was given
    std::string_view bytes;
    std::string_view into;  ///< the program's name that gets the result
    std::string_view from;  ///< the program's name that gets the peer's address
    std::string_view topic; ///< of a fault: which one, a key of the notes
    std::int64_t value = 0; ///< what a call returned, or the value of an option
    std::int64_t size = 0;  ///< bytes asked for, a datagram's real length, a packet's payload, a
                            ///< backlog, a value's whole length
    std::int32_t error = 0; ///< errno, 0 for none
    Nanoseconds duration{0};
    std::uint32_t flags = 0; ///< MSG_ flags of a call, header flags of a TCP segment
    SocketOption option = SocketOption::None;
    Family family = Family::None;
    Protocol protocol = Protocol::None;
    DoorRole role = DoorRole::Plain;
    DoorStage stage = DoorStage::None;
    SocketState state = SocketState::None;
    std::uint32_t receiveQueue = 0; ///< bytes; of a welcome door: finished connections that wait
    std::uint32_t sendQueue = 0;    ///< bytes not yet acknowledged; of a welcome door: the backlog
    Timer timer = Timer::None;
    Nanoseconds expires{0}; ///< until the timer fires, from this event's time on
    std::uint32_t retransmits = 0;
    PacketId packet = PacketId::None;
    PacketId original = PacketId::None; ///< of a duplicate: the packet it is a copy of
    PacketVerb verb = PacketVerb::None;
    Heading heading = Heading::None; ///< of a wire event, None: both
    WireSetting setting = WireSetting::None;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgement = 0;
    PredictionStep step = PredictionStep::None;
    ValueChange change = ValueChange::Set;
};

/// A field of a kind: its key in session files and the member that holds it.
template <class Type>
struct Field {
    std::string_view key;
    Type Event::*member;
};
template <class Type>
Field(const char *, Type Event::*) -> Field<Type>;

/// The one table of event kinds and their fields. Storage, session files, their schema and the
/// placeholders of notes all follow from it.
template <Kind kind>
inline constexpr auto fieldsOf = std::tuple<>{};

template <>
inline constexpr auto fieldsOf<Kind::Line> =
    std::tuple{Field{"line", &Event::line}, Field{"errno", &Event::error}};

template <>
inline constexpr auto fieldsOf<Kind::Call> =
    std::tuple{Field{"name", &Event::call},         Field{"line", &Event::line},
               Field{"door", &Event::door},         Field{"fd", &Event::fd},
               Field{"address", &Event::peer},      Field{"family", &Event::family},
               Field{"protocol", &Event::protocol}, Field{"bytes", &Event::bytes},
               Field{"size", &Event::size},         Field{"flags", &Event::flags},
               Field{"option", &Event::option},     Field{"value", &Event::value}};

template <>
inline constexpr auto fieldsOf<Kind::Wait> =
    std::tuple{Field{"name", &Event::call},    Field{"line", &Event::line},
               Field{"door", &Event::door},    Field{"fd", &Event::fd},
               Field{"address", &Event::peer}, Field{"size", &Event::size}};

template <>
inline constexpr auto fieldsOf<Kind::Return> =
    std::tuple{Field{"name", &Event::call},        Field{"line", &Event::line},
               Field{"door", &Event::door},        Field{"fd", &Event::fd},
               Field{"value", &Event::value},      Field{"errno", &Event::error},
               Field{"local", &Event::local},      Field{"address", &Event::peer},
               Field{"bytes", &Event::bytes},      Field{"size", &Event::size},
               Field{"flags", &Event::flags},      Field{"option", &Event::option},
               Field{"into", &Event::into},        Field{"from", &Event::from},
               Field{"duration", &Event::duration}};

template <>
inline constexpr auto fieldsOf<Kind::Value> =
    std::tuple{Field{"line", &Event::line}, Field{"into", &Event::into},
               Field{"change", &Event::change}, Field{"bytes", &Event::bytes},
               Field{"size", &Event::size}};

template <>
inline constexpr auto fieldsOf<Kind::Door> =
    std::tuple{Field{"stage", &Event::stage}, Field{"door", &Event::door},
               Field{"role", &Event::role},   Field{"protocol", &Event::protocol},
               Field{"fd", &Event::fd},       Field{"local", &Event::local},
               Field{"peer", &Event::peer},   Field{"size", &Event::size}};

template <>
inline constexpr auto fieldsOf<Kind::State> =
    std::tuple{Field{"state", &Event::state},
               Field{"door", &Event::door},
               Field{"receiveQueue", &Event::receiveQueue},
               Field{"sendQueue", &Event::sendQueue},
               Field{"timer", &Event::timer},
               Field{"expires", &Event::expires},
               Field{"retransmits", &Event::retransmits}};

template <>
inline constexpr auto fieldsOf<Kind::Packet> = std::tuple{
    Field{"verb", &Event::verb},         Field{"packet", &Event::packet},
    Field{"original", &Event::original}, Field{"heading", &Event::heading},
    Field{"protocol", &Event::protocol}, Field{"source", &Event::local},
    Field{"destination", &Event::peer},  Field{"flags", &Event::flags},
    Field{"sequence", &Event::sequence}, Field{"acknowledgement", &Event::acknowledgement},
    Field{"size", &Event::size},         Field{"delay", &Event::duration},
    Field{"bytes", &Event::bytes}};

template <>
inline constexpr auto fieldsOf<Kind::Wire> =
    std::tuple{Field{"setting", &Event::setting}, Field{"heading", &Event::heading},
               Field{"delay", &Event::duration}, Field{"text", &Event::bytes}};

template <>
inline constexpr auto fieldsOf<Kind::Prediction> =
    std::tuple{Field{"step", &Event::step}, Field{"topic", &Event::topic},
               Field{"value", &Event::value}, Field{"text", &Event::bytes}};

template <>
inline constexpr auto fieldsOf<Kind::Note> = std::tuple{Field{"text", &Event::bytes}};

template <>
inline constexpr auto fieldsOf<Kind::Fault> =
    std::tuple{Field{"topic", &Event::topic}, Field{"text", &Event::bytes},
               Field{"address", &Event::peer}, Field{"errno", &Event::error},
               Field{"size", &Event::size}};

/// Calls visit(field) for each field of the kind, in the table's order.
template <Kind kind, class Visitor>
constexpr void forEachFieldOf(Visitor &&visit)
{
    std::apply([&visit](const auto &...field) { (visit(field), ...); }, fieldsOf<kind>);
}

template <class Visitor>
constexpr void forEachField(Kind kind, Visitor &&visit)
{
    [&]<std::size_t... index>(std::index_sequence<index...>)
    {
        static_cast<void>(((static_cast<std::size_t>(kind) == index
                            && (forEachFieldOf<static_cast<Kind>(index)>(visit), true))
                           || ...));
    }
    (std::make_index_sequence<names<Kind>.size()>{});
}

} // namespace twodoors
