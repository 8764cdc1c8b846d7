// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a capture: what could be read is told, folded, written as a session file and as
// pcapng, and read again.

#include "../journal/events.h"
#include "journal/json_line.h"
#include "notes/notes.h"
#include "wire/capture_reader.h"
#include "wire/pcapng_writer.h"

#include <cstdio>
#include <cstdlib>
#include <sys/mman.h>
#include <unistd.h>

using namespace twodoors;

namespace
{

/// Every event brings its own time.
class NoClock final : public Clock
{
public:
    [[nodiscard]] Nanoseconds now() const noexcept override { return Nanoseconds{0}; }
};

void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

/// What the writer makes of the journal, through a file without a name in any folder.
std::string asPcapng(const Journal &journal, const SessionHeader &header,
                     const PacketComment &comment)
{
    const Descriptor file(::memfd_create("capture", MFD_CLOEXEC));
    auto writer = PcapngWriter::open("/proc/self/fd/" + std::to_string(file.get()));
    require(static_cast<bool>(writer), "no file to write to");
    const auto failure = writer->write(journal, header, comment, "fuzz");
    require(!failure || failure->topic == "pcapng-no-packets", "the packets were not written");
    std::string bytes(static_cast<std::size_t>(::lseek(file.get(), 0, SEEK_END)), '\0');
    require(::pread(file.get(), bytes.data(), bytes.size(), 0)
                == static_cast<ssize_t>(bytes.size()),
            "the file cannot be read");
    return bytes;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Catalogue catalogue(Tongue::Chinese);
    const NoClock clock;
    Journal journal(clock);
    const auto read = readCaptureBytes({reinterpret_cast<const char *>(data), size}, journal);
    const auto count = static_cast<std::uint32_t>(journal.size());
    if (!read) {
        require(count == 0, "no capture, but it gave events");
        return 0;
    }
    require(read->packets + read->skipped == read->frames, "frames are missing");

    const Notes notes(catalogue, nullptr);
    World world;
    std::string written = headerLine(read->header);
    std::size_t packets = 0;
    for (std::uint32_t seq = 1; seq <= count; ++seq) {
        const Event event = journal.at(static_cast<Seq>(seq));
        world.apply(event);
        packets += event.kind == Kind::Packet ? 1U : 0U;
        require(!notes.headline(event, world).empty(), "an event without a headline");
        require(!notes.sentence(event, world).empty(), "an event without a sentence");
        appendJsonLine(written, event);
    }
    require(packets == read->packets, "packets are missing");

    Journal again(clock);
    const auto reread = readSessionText(written, again);
    require(reread && !reread->damage && !reread->cut, "the session file cannot be read");
    require(again.size() == count, "there are fewer events than were written");
    for (std::uint32_t seq = 1; seq <= count; ++seq)
        require(isSame(journal.at(static_cast<Seq>(seq)), again.at(static_cast<Seq>(seq))),
                "an event has changed");

    Journal exported(clock);
    const auto capture = readCaptureBytes(
        asPcapng(journal, read->header,
                 [&notes](const Event &event) { return notes.sentence(event, World{}); }),
        exported);
    require(capture && !capture->damage && !capture->cut, "the pcapng file cannot be read");
    require(capture->packets == packets, "there are fewer packets than were written");
    return 0;
}
