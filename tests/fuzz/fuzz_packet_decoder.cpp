// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a packet: what is decoded lies inside of them, and what the wire does with them
// keeps its word.

#include "base/text.h"
#include "wire/packet_fields.h"
#include "wire/packet_summary.h"

#include <cstdio>
#include <cstdlib>

using namespace twodoors;

namespace
{

void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

void decode(std::string_view bytes)
{
    const std::vector<PacketField> fields = decodePacket(bytes);
    require(!fields.empty(), "no field at all");
    unsigned depth = 0;
    for (const PacketField &field : fields) {
        require(field.begin <= bytes.size() && field.size <= bytes.size() - field.begin,
                "a field outside of the packet");
        require(field.depth <= depth + 1, "a field without the one it belongs to");
        require(isUtf8(field.value) && printable(field.value) == field.value,
                "a value that is no text");
        depth = field.depth;
    }
}

void carry(std::string_view bytes)
{
    const PacketSummary packet = summaryOf(bytes);
    if (const auto quote = quotedBy(bytes, packet))
        require(quote->family != Family::None, "a quote that is no packet");
    const std::string changed = corrupted(bytes);
    require(changed.size() == bytes.size(), "corrupting changes the size");
    if (checksumFits(bytes).has_value())
        require(checksumFits(changed) == false, "corrupted, but the checksum fits");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    decode(bytes);
    carry(bytes);
    return 0;
}
