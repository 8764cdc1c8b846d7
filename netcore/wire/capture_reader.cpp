// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/capture_reader.h"

#include "base/utc_time.h"
#include "wire/capture_doors.h"
#include "wire/capture_flows.h"
#include "wire/link_layer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <functional>
#include <limits>
#include <memory>
#include <pcap/pcap.h>
#include <sys/stat.h>
#include <unistd.h>

namespace twodoors
{

namespace
{

/// A new stream at the file's beginning; nullptr with errno.
using OpenStream = std::function<std::FILE *()>;

using Capture = std::unique_ptr<pcap_t, decltype([](pcap_t *capture) { ::pcap_close(capture); })>;

/// libpcap says what is wrong in words only.
bool says(std::string_view problem, std::string_view piece) noexcept
{
    return problem.find(piece) != std::string_view::npos;
}

bool saysCut(std::string_view problem) noexcept
{
    return says(problem, "truncated dump file") || says(problem, "truncated pcapng dump file");
}

Failure failureOf(std::string_view problem)
{
    if (says(problem, "different from the type of the first interface"))
        return {"capture-link-types-differ", {}};
    return {"capture-damaged", {{"problem", std::string(problem)}}};
}

Result<Capture> openCapture(const OpenStream &open)
{
    std::FILE *stream = open();
    if (stream == nullptr)
        return Failure{"file-not-readable", {}, errno};
    std::array<char, PCAP_ERRBUF_SIZE> problem{};
    Capture capture(::pcap_fopen_offline_with_tstamp_precision(stream, PCAP_TSTAMP_PRECISION_NANO,
                                                               problem.data()));
    if (capture == nullptr) {
        std::fclose(stream);
        const std::string_view text(problem.data());
        if (saysCut(text) || says(text, "no Interface Description Blocks"))
            return Failure{"capture-cut-at-start", {}};
        if (says(text, "different from the type of the first interface"))
            return failureOf(text);
        return Failure{"capture-not-readable", {{"problem", std::string(text)}}};
    }
    const int linkType = ::pcap_datalink(capture.get());
    if (!isKnownLinkType(linkType))
        return Failure{"capture-link-type", {{"found", linkTypeText(linkType)}}};
    return capture;
}

/// Of what a file says; times that 64 bits cannot hold become the nearest that they can.
UtcTime timeOf(const timeval &time) noexcept
{
    constexpr std::int64_t second = 1'000'000'000;
    std::int64_t seconds = time.tv_sec;
    if (seconds < 0 && seconds >= std::numeric_limits<std::int32_t>::min())
        seconds += std::int64_t{1} << 32; // pcap's seconds have 32 bits and no sign
    std::int64_t count = 0;
    if (__builtin_mul_overflow(seconds, second, &count)
        || __builtin_add_overflow(count, std::int64_t{time.tv_usec}, &count))
        return seconds < 0 ? UtcTime::min() : UtcTime::max();
    return UtcTime(count);
}

/// Calls visit(header, frame) for each frame until it returns false; what libpcap has to complain
/// of at the end, empty where that is the end of the file.
template <class Visit>
std::string forEachFrame(pcap_t *capture, Visit visit)
{
    pcap_pkthdr *header = nullptr;
    const u_char *data = nullptr;
    int status = 0;
    while ((status = ::pcap_next_ex(capture, &header, &data)) == 1) {
        if (!visit(*header, std::string_view(reinterpret_cast<const char *>(data), header->caplen)))
            return {};
    }
    return status == PCAP_ERROR_BREAK ? std::string() : std::string(::pcap_geterr(capture));
}

/// Puts packets and the doors that follow from them into the journal.
class Recorder
{
public:
    Recorder(Journal &journal, CaptureFlows &flows)
        : m_journal(journal), m_flows(flows),
          m_doors([this](const Event &event) { restore(event); })
    {}
    Recorder(const Recorder &) = delete;
    Recorder &operator=(const Recorder &) = delete;

    /// The first one's time is the start.
    void add(std::string_view bytes, UtcTime time)
    {
        if (m_packets == 0)
            m_start = time;
        const PacketSummary packet = summaryOf(bytes);
        const CaptureFlows::Place place = m_flows.placeOf(bytes, packet);
        m_last = std::max(m_last, sinceStart(time));
        Event event;
        event.kind = Kind::Packet;
        event.t = m_last;
        event.who = place.sender();
        event.evidence = Evidence::Packet;
        event.verb = PacketVerb::Seen;
        event.packet = static_cast<PacketId>(++m_packets);
        event.heading = place.heading;
        event.protocol = packet.protocol;
        event.local = packet.source;
        event.peer = packet.destination;
        event.flags = packet.flags;
        event.sequence = packet.sequence;
        event.acknowledgement = packet.acknowledgement;
        event.size = static_cast<std::int64_t>(packet.payloadSize);
        event.bytes = bytes;
        event.seq = restore(event);
        m_doors.apply(packet, place, event);
    }

    [[nodiscard]] bool isFull() const noexcept { return m_isFull; }
    [[nodiscard]] std::size_t packets() const noexcept { return m_packets; }

private:
    [[nodiscard]] Nanoseconds sinceStart(UtcTime time) const noexcept
    {
        std::int64_t count = 0;
        if (time <= m_start)
            return Nanoseconds{0};
        if (__builtin_sub_overflow(time.count(), m_start.count(), &count))
            return Nanoseconds::max();
        return Nanoseconds(count);
    }

    Seq restore(const Event &event)
    {
        const Seq seq = m_journal.restore(event);
        m_isFull = m_isFull || seq == Seq::None;
        return seq;
    }

    Journal &m_journal;
    CaptureFlows &m_flows;
    CaptureDoors m_doors;
    UtcTime m_start{0};
    Nanoseconds m_last{0};
    std::uint32_t m_packets = 0;
    bool m_isFull = false;
};

/// How far the reader is in a file of `size` bytes that it goes through twice.
class Course
{
public:
    Course(const Progress &progress, std::size_t size) : m_progress(progress), m_size(size) {}

    void startAgain() noexcept { m_passed = m_size; }

    /// To be asked after each frame; looks at the progress after many. False once it is to stop.
    [[nodiscard]] bool goesOn(pcap_t *capture)
    {
        constexpr std::size_t manyFrames = 1024;
        if (++m_frames % manyFrames != 0)
            return true;
        const long place = std::ftell(::pcap_file(capture));
        const std::size_t done = m_passed + static_cast<std::size_t>(std::max(place, 0L));
        m_isStopped = !m_progress.goesOn(done, 2 * m_size);
        return !m_isStopped;
    }

    [[nodiscard]] bool isStopped() const noexcept { return m_isStopped; }

private:
    const Progress &m_progress;
    std::size_t m_size;
    std::size_t m_passed = 0;
    std::size_t m_frames = 0;
    bool m_isStopped = false;
};

/// Goes through the file twice: who is the client of a flow may show only later.
Result<ReadCapture> readTwice(const OpenStream &open, std::size_t size, Journal &journal,
                              const ReadHooks &hooks)
{
    auto first = openCapture(open);
    if (!first)
        return first.failure();
    const int linkType = ::pcap_datalink(first->get());
    CaptureFlows flows;
    Course course(hooks.progress, size);
    const std::string problem =
        forEachFrame(first->get(), [&](const pcap_pkthdr &, std::string_view frame) {
            if (const auto bytes = ipPacketIn(linkType, frame))
                flows.learn(*bytes, summaryOf(*bytes));
            return course.goesOn(first->get());
        });
    if (course.isStopped())
        return cancelled();
    first->reset();

    auto second = openCapture(open);
    if (!second)
        return second.failure();
    course.startAgain();
    ReadCapture read;
    read.header.wire = SessionHeader::captureWire;
    const auto announce = [&] {
        if (hooks.onHeader)
            hooks.onHeader(read.header);
    };
    Recorder recorder(journal, flows);
    static_cast<void>(
        forEachFrame(second->get(), [&](const pcap_pkthdr &header, std::string_view frame) {
            ++read.frames;
            if (const auto bytes = ipPacketIn(linkType, frame)) {
                const UtcTime time = timeOf(header.ts);
                if (recorder.packets() == 0) {
                    constexpr int nanoseconds = 9;
                    read.header.start = utcText(time, nanoseconds);
                    announce();
                }
                recorder.add(*bytes, time);
                read.truncated += header.caplen < header.len ? 1U : 0U;
            } else {
                ++read.skipped;
            }
            return !recorder.isFull() && course.goesOn(second->get());
        }));
    if (course.isStopped())
        return cancelled();
    read.packets = recorder.packets();

    if (recorder.isFull()) {
        read.damage = Failure{"journal-full", {}};
    } else if (saysCut(problem)) {
        read.cut = true;
    } else if (!problem.empty()) {
        Failure failure = failureOf(problem);
        if (read.frames == 0)
            return failure;
        read.damage = std::move(failure);
    }
    if (read.packets == 0)
        announce();
    return read;
}

/// The file, where it is a regular one: a FIFO or a device would make the reader wait.
Result<Descriptor> openRegular(const std::filesystem::path &path)
{
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.isOpen())
        return Failure{"file-not-readable", {{"file", path.string()}}, errno};
    struct stat status {};
    if (::fstat(file.get(), &status) != 0)
        return Failure{"file-not-readable", {{"file", path.string()}}, errno};
    if (S_ISDIR(status.st_mode))
        return Failure{"file-not-readable", {{"file", path.string()}}, EISDIR};
    if (!S_ISREG(status.st_mode))
        return Failure{"capture-no-file", {{"file", path.string()}}};
    return file;
}

} // namespace

bool isCaptureFile(const std::filesystem::path &path)
{
    struct stat status {}; // opening a FIFO for a moment would end its writer
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    const auto file = openRegular(path);
    std::uint32_t magic = 0;
    if (!file || ::pread(file->get(), &magic, sizeof magic, 0) != sizeof magic)
        return false;
    constexpr std::array<std::uint32_t, 4> magics{
        0xA1B2C3D4, // microseconds
        0xA1B23C4D, // nanoseconds
        0xA1B2CD34, // with Kuznetzov's longer packet headers
        0x0A0D0D0A  // pcapng, a palindrome
    };
    return std::ranges::any_of(magics, [magic](std::uint32_t known) {
        return magic == known || magic == __builtin_bswap32(known);
    });
}

Result<ReadCapture> readCapture(const std::filesystem::path &path, Journal &journal,
                                const ReadHooks &hooks)
{
    const auto file = openRegular(path);
    if (!file)
        return file.failure();
    struct stat status {};
    const bool isKnown = ::fstat(file->get(), &status) == 0;
    return readTwice(
        [&file]() -> std::FILE * {
            Descriptor copy(::fcntl(file->get(), F_DUPFD_CLOEXEC, 0));
            if (!copy.isOpen() || ::lseek(copy.get(), 0, SEEK_SET) != 0)
                return nullptr;
            std::FILE *stream = ::fdopen(copy.get(), "rb");
            if (stream != nullptr)
                static_cast<void>(copy.release());
            return stream;
        },
        isKnown ? static_cast<std::size_t>(status.st_size) : 0, journal, hooks);
}

Result<ReadCapture> readCaptureBytes(std::string_view bytes, Journal &journal,
                                     const ReadHooks &hooks)
{
    if (bytes.empty())
        return Failure{"capture-cut-at-start", {}};
    return readTwice(
        [bytes] { return ::fmemopen(const_cast<char *>(bytes.data()), bytes.size(), "rb"); },
        bytes.size(), journal, hooks);
}

} // namespace twodoors
