// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/pcapng_writer.h"

#include "base/utc_time.h"
#include "wire/packet_summary.h"
#include "wire/pcapng_blocks.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <map>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace twodoors
{

namespace
{

using pcapng::Direction;

constexpr std::size_t batchSize = std::size_t{64} << 10;

/// Events between two looks at the progress.
constexpr std::size_t manyEvents = 1024;

/// Of one packet. A made-up session file may tell any number of things of it.
constexpr std::size_t mostTold = 8;

constexpr std::uint32_t clientHost = 0;
constexpr std::uint32_t serverHost = 1;

bool isOnTheWire(const Event &event) noexcept
{
    return event.kind == Kind::Packet && event.evidence == Evidence::Packet;
}

/// What became of a packet, in order.
struct Story {
    Seq first = Seq::None; ///< says its addresses
    Seq bytes = Seq::None; ///< the event that has its bytes as they are now
    PacketId original = PacketId::None;
    std::vector<Seq> events;   ///< its own
    std::vector<Seq> copiedBy; ///< the events that made copies of it
};

/// The stories of all packets of a journal, and the blocks that follow from them.
class Packets
{
public:
    Packets(const Journal &journal, const PacketComment &comment, bool isCapture, UtcTime start)
        : m_journal(journal), m_comment(comment), m_isCapture(isCapture), m_start(start)
    {}

    void learn(const Event &event)
    {
        if (!isOnTheWire(event))
            return;
        if (!event.bytes.empty())
            m_versions |= 1U << (static_cast<std::uint8_t>(event.bytes.front()) >> 4U);
        if (event.verb == PacketVerb::Ghost)
            return;
        Story &story = m_stories[event.packet];
        const auto note = [&event](std::vector<Seq> &events) {
            if (events.size() < mostTold)
                events.push_back(event.seq);
        };
        if (story.first == Seq::None)
            story.first = event.seq;
        note(story.events);
        if (event.verb == PacketVerb::Duplicated && event.original != event.packet) {
            story.original = event.original;
            note(m_stories[event.original].copiedBy);
        }
    }

    /// That of all packets. Of two interfaces with LINKTYPE_RAW, libpcap takes the second for one
    /// of another kind: its number for that is not the file's.
    [[nodiscard]] pcapng::Link link() const noexcept
    {
        constexpr unsigned ipv4 = 1U << 4U;
        constexpr unsigned ipv6 = 1U << 6U;
        return m_versions == ipv4   ? pcapng::Link::IPv4
               : m_versions == ipv6 ? pcapng::Link::IPv6
                                    : pcapng::Link::Raw;
    }

    /// The block that the event stands for; false where it is none. In the journal's order.
    [[nodiscard]] bool makeBlock(const Event &event)
    {
        m_comments.clear();
        m_packet = {};
        if (!isOnTheWire(event))
            return false;
        switch (event.verb) {
        case PacketVerb::Sent:
        case PacketVerb::Seen:
            m_stories[event.packet].bytes = event.seq;
            if (event.bytes.empty())
                return false;
            tell(event);
            tellFate(event);
            take(event, event.bytes, m_isCapture ? Direction::Unknown : Direction::Outbound);
            return true;
        case PacketVerb::Ghost:
            if (event.bytes.empty())
                return false;
            tell(event);
            take(event, event.bytes, Direction::Outbound);
            m_packet.id = 0; // it goes no further
            return true;
        case PacketVerb::Duplicated:
            m_stories[event.packet].bytes =
                event.bytes.empty() ? m_stories[event.original].bytes : event.seq;
            return false;
        case PacketVerb::Corrupted:
            if (!event.bytes.empty())
                m_stories[event.packet].bytes = event.seq;
            return false;
        case PacketVerb::Delivered: {
            const Seq bytes = m_stories[event.packet].bytes;
            if (bytes == Seq::None || m_journal.at(bytes).bytes.empty())
                return false;
            tellWay(event);
            take(event, m_journal.at(bytes).bytes, Direction::Inbound);
            return true;
        }
        case PacketVerb::None:
        case PacketVerb::Held:
        case PacketVerb::Dropped:
        case PacketVerb::Delayed:
            break;
        }
        return false;
    }

    [[nodiscard]] const pcapng::Packet &block() const noexcept { return m_packet; }

private:
    void take(const Event &event, std::string_view bytes, Direction direction)
    {
        const bool isClients = headingOf(event) != Heading::ToClient;
        const bool isSenders = direction != Direction::Inbound;
        m_packet.interface = m_isCapture || isClients == isSenders ? clientHost : serverHost;
        m_packet.time = timeOf(event.t);
        m_packet.bytes = bytes;
        m_packet.size = summaryOf(bytes).size;
        m_packet.direction = direction;
        m_packet.id = number(event.packet);
        m_packet.comments = m_comments;
    }

    [[nodiscard]] std::uint64_t timeOf(Nanoseconds t) const noexcept
    {
        const Nanoseconds latest = UtcTime::max() - std::max(t, Nanoseconds{0});
        const UtcTime time = m_start > latest ? UtcTime::max() : m_start + t;
        return static_cast<std::uint64_t>(std::max(time, UtcTime{0}).count());
    }

    /// The event that says whose the packet is.
    [[nodiscard]] Event firstOf(const Event &event) const
    {
        const auto found = m_stories.find(event.packet);
        if (found == m_stories.end())
            return event;
        const auto original = m_stories.find(found->second.original);
        const bool isCopy = found->second.original != PacketId::None && original != m_stories.end()
                            && original->second.first != Seq::None;
        const Seq first = isCopy ? original->second.first : found->second.first;
        return first == Seq::None ? event : m_journal.at(first);
    }

    [[nodiscard]] Heading headingOf(const Event &event) const
    {
        return event.heading == Heading::None ? firstOf(event).heading : event.heading;
    }

    void tell(Event event)
    {
        if (event.protocol == Protocol::None && !event.local.isSet()) {
            const Event first = firstOf(event);
            event.protocol = first.protocol;
            event.local = first.local;
            event.peer = first.peer;
            event.flags = first.flags;
            event.size = first.size;
            event.heading = first.heading;
        }
        std::string sentence = m_comment(event);
        if (!sentence.empty())
            m_comments.push_back(std::move(sentence));
    }

    void tell(Seq seq) { tell(m_journal.at(seq)); }

    /// On the sender's side: everything that the wire did to the packet.
    void tellFate(const Event &sent)
    {
        const Story &story = m_stories[sent.packet];
        for (const Seq seq : story.events) {
            const PacketVerb verb = m_journal.at(seq).verb;
            const bool isOver = verb == PacketVerb::Held && seq != story.events.back();
            if (seq > sent.seq && !isSighting(verb) && !isOver)
                tell(seq);
        }
        for (const Seq seq : story.copiedBy) {
            tell(seq);
            const auto &ofCopy = m_stories[m_journal.at(seq).packet].events;
            const auto isDelivered = [this](Seq event) {
                return m_journal.at(event).verb == PacketVerb::Delivered;
            };
            if (ofCopy.back() != seq && std::ranges::none_of(ofCopy, isDelivered))
                tell(ofCopy.back()); // it stands nowhere else
        }
    }

    /// On the receiver's side: what was done to the packet until it came.
    void tellWay(const Event &delivered)
    {
        for (const Seq seq : m_stories[delivered.packet].events) {
            const PacketVerb verb = m_journal.at(seq).verb;
            const bool isTold = verb == PacketVerb::Duplicated || verb == PacketVerb::Corrupted
                                || verb == PacketVerb::Delayed;
            if (seq < delivered.seq && isTold)
                tell(seq);
        }
        tell(delivered);
    }

    const Journal &m_journal;
    const PacketComment &m_comment;
    bool m_isCapture = false;
    unsigned m_versions = 0; ///< of IP: a bit for each that a packet starts with
    UtcTime m_start{0};
    std::map<PacketId, Story> m_stories;
    std::vector<std::string> m_comments;
    pcapng::Packet m_packet;
};

} // namespace

PcapngWriter::PcapngWriter(Descriptor file, std::string path, bool isRegular) noexcept
    : m_file(std::move(file)), m_path(std::move(path)), m_isRegular(isRegular)
{}

Result<PcapngWriter> PcapngWriter::open(const std::filesystem::path &path)
{
    Descriptor file = outOfTheWay(
        Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)));
    if (!file.isOpen())
        return Failure{"file-not-writable", {{"file", path.string()}}, errno};
    struct stat status {};
    const bool isRegular = ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode);
    return PcapngWriter(std::move(file), path.string(), isRegular);
}

std::optional<Failure> PcapngWriter::write(const Journal &journal, const SessionHeader &header,
                                           const PacketComment &comment,
                                           std::string_view application, const PcapngExtent &extent)
{
    const bool isCapture = header.wire == SessionHeader::captureWire;
    const std::size_t end = std::min(journal.size(), extent.end);
    const auto goesOn = [&](std::size_t done) {
        return done % manyEvents != 0 || extent.progress.goesOn(done, 2 * end);
    };
    Packets packets(journal, comment, isCapture, utcFromText(header.start).value_or(UtcTime{0}));
    for (std::size_t seq = 1; seq <= end; ++seq) {
        packets.learn(journal.at(static_cast<Seq>(seq)));
        if (!goesOn(seq))
            return cancelled();
    }

    pcapng::appendSectionHeader(m_blocks, header.kernel.empty() ? "" : "Linux " + header.kernel,
                                application);
    if (isCapture) {
        pcapng::appendInterface(m_blocks, "capture", packets.link());
    } else {
        pcapng::appendInterface(m_blocks, "client host", packets.link());
        pcapng::appendInterface(m_blocks, "server host", packets.link());
    }
    for (std::size_t seq = 1; seq <= end && !m_failure; ++seq) {
        if (!goesOn(end + seq)) {
            flush();
            return m_failure.value_or(cancelled());
        }
        if (!packets.makeBlock(journal.at(static_cast<Seq>(seq))))
            continue;
        pcapng::appendPacket(m_blocks, packets.block());
        ++m_written;
        if (m_blocks.size() >= batchSize)
            flush();
    }
    flush();
    if (!m_failure && m_written == 0)
        return Failure{"pcapng-no-packets", {{"file", m_path}}};
    return m_failure;
}

void PcapngWriter::flush()
{
    if (m_failure)
        return;
    const int error = writeAll(m_file.get(), m_blocks);
    if (error == 0) {
        m_size += m_blocks.size();
    } else {
        m_failure = Failure{"file-not-written", {{"file", m_path}}, error};
        if (m_isRegular && ::ftruncate(m_file.get(), static_cast<off_t>(m_size)) != 0)
            m_failure->error = errno;
    }
    m_blocks.clear();
}

} // namespace twodoors
