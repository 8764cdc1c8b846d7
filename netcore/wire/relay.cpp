// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/relay.h"

#include "journal/fault.h"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace twodoors
{

namespace
{

/// Packets read from one device before the other, and wishes, have their turn.
constexpr int batch = 64;

constexpr Who wireItself{Role::Wire, 0};

constexpr std::array<Heading, 2> bothHeadings{Heading::ToServer, Heading::ToClient};

} // namespace

Relay::Relay(Journal &journal, const Clock &clock, int clientDevice, int serverDevice, Hooks hooks,
             std::uint64_t seed)
    : m_journal(journal), m_clock(clock), m_hooks(std::move(hooks)), m_rules(seed),
      m_wake(outOfTheWay(Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))))
{
    if (!m_wake.isOpen())
        throw std::system_error(errno, std::generic_category(), "eventfd");
    side(Heading::ToServer).device = clientDevice;
    side(Heading::ToClient).device = serverDevice;
}

Relay::~Relay()
{
    m_stop = true;
    wake();
    if (m_thread.joinable())
        m_thread.join();
}

void Relay::start()
{
    m_thread = std::thread([this] { run(); });
}

Relay::Side &Relay::side(Heading heading) noexcept
{
    return m_sides[heading == Heading::ToClient ? 1 : 0];
}

void Relay::wake() noexcept
{
    ::eventfd_write(m_wake.get(), 1);
}

std::unique_lock<std::mutex> Relay::wish()
{
    ++m_wishes;
    std::unique_lock lock(m_mutex);
    --m_wishes;
    return lock;
}

void Relay::run()
{
    while (!m_stop) {
        bool foundSome = false;
        {
            const std::scoped_lock lock(m_mutex);
            for (const Heading heading : bothHeadings)
                foundSome = readSome(heading) || foundSome;
            releaseDue();
        }
        if (m_wishes > 0)
            std::this_thread::yield();
        if (!foundSome)
            waitForWork();
    }
}

void Relay::waitForWork()
{
    std::array<pollfd, 3> sources{{{-1, POLLIN, 0}, {-1, POLLIN, 0}, {m_wake.get(), POLLIN, 0}}};
    timespec patience{};
    const timespec *limit = nullptr;
    {
        const std::scoped_lock lock(m_mutex);
        for (std::size_t i = 0; i < m_sides.size(); ++i)
            sources[i].fd = m_sides[i].isBroken ? -1 : m_sides[i].device;
        if (!m_due.empty()) {
            const Nanoseconds left =
                std::max(m_due.begin()->first - m_clock.now(), Nanoseconds::zero());
            const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
            patience = {seconds.count(), (left - seconds).count()};
            limit = &patience;
        }
    }
    if (::ppoll(sources.data(), sources.size(), limit, nullptr) > 0 && sources[2].revents != 0) {
        eventfd_t count = 0;
        ::eventfd_read(m_wake.get(), &count);
    }
}

bool Relay::readSome(Heading heading)
{
    Side &from = side(heading);
    for (int i = 0; i < batch; ++i) {
        if (from.isBroken)
            return false;
        const ssize_t size = ::read(from.device, m_buffer.data(), m_buffer.size());
        if (size > 0) {
            take(heading, {m_buffer.data(), static_cast<std::size_t>(size)});
            continue;
        }
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && errno == EAGAIN)
            return i > 0;
        from.isBroken = true;
        m_journal.append(faultEvent("wire-broken", size < 0 ? errno : 0));
        return false;
    }
    return true;
}

void Relay::releaseDue()
{
    while (!m_due.empty() && m_due.begin()->first <= m_clock.now()) {
        const PacketId id = m_due.begin()->second;
        m_due.erase(m_due.begin());
        const auto place = m_packets.find(id);
        if (place == m_packets.end())
            continue;
        const OnWire packet = std::move(place->second);
        m_packets.erase(place);
        deliver(id, packet, wireItself);
    }
}

Event Relay::eventOf(PacketId id, const OnWire &packet, PacketVerb verb, Who who) const
{
    const PacketSummary &summary = packet.summary;
    Event event;
    event.kind = Kind::Packet;
    event.who = who;
    event.evidence = Evidence::Packet;
    event.cause = packet.event;
    event.verb = verb;
    event.packet = id;
    event.heading = packet.heading;
    event.protocol = summary.protocol;
    event.local = summary.source;
    event.peer = summary.destination;
    event.flags = summary.flags;
    event.sequence = summary.sequence;
    event.acknowledgement = summary.acknowledgement;
    event.size = static_cast<std::int64_t>(summary.payloadSize);
    return event;
}

void Relay::take(Heading heading, std::string_view bytes)
{
    OnWire packet;
    packet.heading = heading;
    packet.summary = summaryOf(bytes);
    const Who sender = kernelOf({heading == Heading::ToServer ? Role::Client : Role::Server, 0});

    if (const PacketId held = m_ghosts.repeated(heading, packet.summary); held != PacketId::None) {
        packet.event = m_hooks.cause(heading, packet.summary, bytes);
        Event ghost = eventOf(held, packet, PacketVerb::Ghost, sender);
        ghost.bytes = bytes;
        m_journal.append(ghost);
        return;
    }

    const Side &from = side(heading);
    const Verdict verdict =
        from.isCut ? Verdict{WireAction::Drop, {}} : m_rules.judge(heading, packet.summary, bytes);
    const bool flows = verdict.action ? verdict.action == WireAction::Deliver : !from.holds;
    packet.event = m_hooks.cause(heading, packet.summary, bytes);
    const PacketId id{++m_lastPacket};
    Event sent = eventOf(id, packet, PacketVerb::Sent, sender);
    sent.bytes = bytes;
    sent.duration = flows ? m_flightTime : Nanoseconds::zero();
    packet.event = m_journal.append(sent);
    if (flows && m_flightTime == Nanoseconds::zero()) {
        // what passes at once is never copied
        const Event delivered = eventOf(id, packet, PacketVerb::Delivered, wireItself);
        const Seq event = m_journal.append(delivered);
        const ssize_t written = ::write(side(reversed(heading)).device, bytes.data(), bytes.size());
        if (written < 0)
            m_journal.append(faultEvent("wire-refused", errno, event));
        m_hooks.delivered(heading, packet.summary, event);
        return;
    }
    packet.bytes = bytes;
    judge(id, std::move(packet), verdict);
}

void Relay::judge(PacketId id, OnWire packet, const Verdict &verdict)
{
    const bool holds = side(packet.heading).holds;
    switch (verdict.action.value_or(holds ? WireAction::Hold : WireAction::Deliver)) {
    case WireAction::Deliver:
        fly(id, std::move(packet));
        break;
    case WireAction::Hold:
        keep(id, std::move(packet), wireItself);
        break;
    case WireAction::Drop:
        lose(id, packet, wireItself);
        break;
    case WireAction::Duplicate: {
        OnWire copy = packet;
        const PacketId copyId = copyOf(id, packet, wireItself, copy.event);
        fly(id, std::move(packet));
        fly(copyId, std::move(copy));
        break;
    }
    case WireAction::Delay: {
        Event delayed = eventOf(id, packet, PacketVerb::Delayed, wireItself);
        delayed.duration = verdict.delay + m_flightTime;
        packet.event = m_journal.append(delayed);
        fly(id, std::move(packet), verdict.delay);
        break;
    }
    case WireAction::Corrupt:
        spoil(id, packet, wireItself);
        fly(id, std::move(packet));
        break;
    }
}

void Relay::fly(PacketId id, OnWire packet, Nanoseconds extra)
{
    const Nanoseconds time = m_flightTime + extra;
    if (time == Nanoseconds::zero()) {
        deliver(id, packet, wireItself);
        return;
    }
    packet.isInHand = false;
    packet.due = m_clock.now() + time;
    m_due.emplace(packet.due, id);
    m_packets.insert_or_assign(id, std::move(packet));
    wake();
}

void Relay::keep(PacketId id, OnWire packet, Who who)
{
    packet.event = m_journal.append(eventOf(id, packet, PacketVerb::Held, who));
    packet.isInHand = true;
    m_ghosts.hold(id, packet.heading, packet.summary);
    m_packets.insert_or_assign(id, std::move(packet));
}

void Relay::removeDue(PacketId id, const OnWire &packet)
{
    const auto [first, last] = m_due.equal_range(packet.due);
    for (auto place = first; place != last; ++place) {
        if (place->second == id) {
            m_due.erase(place);
            return;
        }
    }
}

/// All that are in the hand, or all that fly, off the wire.
Relay::Packets Relay::takeAll(Heading heading, bool inHand)
{
    Packets taken;
    for (auto place = m_packets.begin(); place != m_packets.end();) {
        const auto next = std::next(place);
        const OnWire &packet = place->second;
        if (packet.heading == heading && packet.isInHand == inHand) {
            if (!inHand)
                removeDue(place->first, packet);
            taken.insert(m_packets.extract(place));
        }
        place = next;
    }
    return taken;
}

void Relay::deliver(PacketId id, const OnWire &packet, Who who)
{
    m_ghosts.letGo(id);
    write(packet, m_journal.append(eventOf(id, packet, PacketVerb::Delivered, who)));
}

/// The delivery stands in the journal before what it makes the other host do.
void Relay::write(const OnWire &packet, Seq event)
{
    const int device = side(reversed(packet.heading)).device;
    if (::write(device, packet.bytes.data(), packet.bytes.size()) < 0)
        m_journal.append(faultEvent("wire-refused", errno, event));
    m_hooks.delivered(packet.heading, packet.summary, event);
}

void Relay::lose(PacketId id, const OnWire &packet, Who who)
{
    m_ghosts.letGo(id);
    m_journal.append(eventOf(id, packet, PacketVerb::Dropped, who));
}

PacketId Relay::copyOf(PacketId id, const OnWire &packet, Who who, Seq &event)
{
    const PacketId copy{++m_lastPacket};
    Event duplicated = eventOf(copy, packet, PacketVerb::Duplicated, who);
    duplicated.original = id;
    event = m_journal.append(duplicated);
    return copy;
}

void Relay::spoil(PacketId id, OnWire &packet, Who who)
{
    packet.bytes = corrupted(packet.bytes);
    Event spoilt = eventOf(id, packet, PacketVerb::Corrupted, who);
    spoilt.bytes = packet.bytes;
    packet.event = m_journal.append(spoilt);
}

bool Relay::act(PacketId id, WireAction action, Nanoseconds delay, Who who)
{
    const auto lock = wish();
    const auto place = m_packets.find(id);
    if (place == m_packets.end())
        return false;
    OnWire &packet = place->second;
    switch (action) {
    case WireAction::Duplicate: {
        OnWire copy = packet;
        const PacketId copyId = copyOf(id, packet, who, copy.event);
        keep(copyId, std::move(copy), who);
        return true;
    }
    case WireAction::Corrupt:
        spoil(id, packet, who);
        return true;
    case WireAction::Hold:
        if (!packet.isInHand) {
            removeDue(id, packet);
            keep(id, OnWire(packet), who);
        }
        return true;
    default:
        break;
    }
    OnWire taken = std::move(packet);
    m_packets.erase(place);
    m_ghosts.letGo(id);
    if (!taken.isInHand)
        removeDue(id, taken);
    if (action == WireAction::Drop) {
        lose(id, taken, who);
    } else if (action == WireAction::Delay) {
        Event delayed = eventOf(id, taken, PacketVerb::Delayed, who);
        delayed.duration = delay;
        taken.event = m_journal.append(delayed);
        taken.isInHand = false;
        taken.due = m_clock.now() + delay;
        m_due.emplace(taken.due, id);
        m_packets.insert_or_assign(id, std::move(taken));
        wake();
    } else {
        deliver(id, taken, who);
    }
    return true;
}

template <class Change>
void Relay::changeSides(Heading heading, Change change)
{
    for (const Heading each : bothHeadings) {
        if (heading == Heading::None || heading == each)
            change(each, side(each));
    }
}

void Relay::hold(Heading heading, Who who)
{
    const auto lock = wish();
    changeSides(heading, [](Heading, Side &each) { each.holds = true; });
    recordSetting(WireSetting::Hold, heading, who);
}

void Relay::letFlow(Heading heading, Who who)
{
    const auto lock = wish();
    recordSetting(WireSetting::Flow, heading, who);
    changeSides(heading, [this, who](Heading each, Side &from) {
        from.holds = false;
        for (const auto &[id, packet] : takeAll(each, true))
            deliver(id, packet, who);
    });
}

void Relay::cut(Heading heading, Who who)
{
    const auto lock = wish();
    recordSetting(WireSetting::Cut, heading, who);
    changeSides(heading, [this, who](Heading each, Side &from) {
        from.isCut = true;
        for (const auto &[id, packet] : takeAll(each, false))
            lose(id, packet, who);
    });
}

void Relay::mend(Heading heading, Who who)
{
    const auto lock = wish();
    changeSides(heading, [](Heading, Side &each) { each.isCut = false; });
    recordSetting(WireSetting::Mend, heading, who);
}

void Relay::setFlightTime(Nanoseconds time, Who who)
{
    const auto lock = wish();
    m_flightTime = std::max(time, Nanoseconds::zero());
    recordSetting(WireSetting::Flight, Heading::None, who, m_flightTime);
}

void Relay::addRule(const Rule &rule, Who who)
{
    const auto lock = wish();
    m_rules.add(rule);
    recordSetting(WireSetting::Rule, rule.heading, who, {}, rule.source);
}

Seq Relay::recordSetting(WireSetting setting, Heading heading, Who who, Nanoseconds time,
                         std::string_view text)
{
    Event event;
    event.kind = Kind::Wire;
    event.who = who;
    event.evidence = Evidence::Person;
    event.setting = setting;
    event.heading = heading;
    event.duration = time;
    event.bytes = text;
    return m_journal.append(event);
}

bool Relay::isQuiet()
{
    const auto lock = wish();
    std::array<pollfd, 2> devices{{{-1, POLLIN, 0}, {-1, POLLIN, 0}}};
    for (std::size_t i = 0; i < m_sides.size(); ++i)
        devices[i].fd = m_sides[i].isBroken ? -1 : m_sides[i].device;
    return ::poll(devices.data(), devices.size(), 0) == 0
           && (m_due.empty() || m_due.begin()->first > m_clock.now());
}

bool Relay::isFlying()
{
    const auto lock = wish();
    return !m_due.empty();
}

} // namespace twodoors
