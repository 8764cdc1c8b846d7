// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a session file: what could be read is folded, written out and read again.

#include "../journal/events.h"
#include "journal/json_line.h"
#include "journal/session_file.h"
#include "world/history.h"

#include <cstdio>
#include <cstdlib>

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

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const NoClock clock;
    Journal journal(clock);
    const auto read = readSessionText({reinterpret_cast<const char *>(data), size}, journal);
    const auto count = static_cast<std::uint32_t>(journal.size());
    if (!read) {
        require(count == 0, "no session file, but it gave events");
        return 0;
    }

    History history(journal);
    require(number(history.catchUp().seq()) == count, "the World has not come to the end");
    for (const std::uint32_t moment : {0U, 1U, count / 3, count / 2, count})
        require(number(history.at(static_cast<Seq>(moment)).seq()) == std::min(moment, count),
                "the World is at another moment");

    std::string written = headerLine(read->header);
    for (std::uint32_t seq = 1; seq <= count; ++seq)
        appendJsonLine(written, journal.at(static_cast<Seq>(seq)));
    Journal again(clock);
    const auto reread = readSessionText(written, again);
    require(reread && !reread->damage && !reread->cut, "what was written cannot be read");
    require(again.size() == count, "there are fewer events than were written");
    for (std::uint32_t seq = 1; seq <= count; ++seq)
        require(isSame(journal.at(static_cast<Seq>(seq)), again.at(static_cast<Seq>(seq))),
                "an event has changed");
    require(headerLine(reread->header) == headerLine(read->header), "the header has changed");
    return 0;
}
