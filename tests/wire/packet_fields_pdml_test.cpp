// SPDX-License-Identifier: GPL-3.0-or-later
// The decoder against tshark: the same packets, field by field.
#include "wire/packet_fields.h"
#include "wire/pdml.h"
#include "wire/random_packets.h"

#include <gtest/gtest.h>

namespace twodoors
{

namespace
{

using namespace tests;

/// Our fields in tshark's terms. It has only headings without a name where we say "ip.options" and
/// "ip.options.unknown", and no word for what is cut off or malformed.
std::vector<ShownField> fieldsByUs(const std::string &packet)
{
    std::vector<ShownField> fields;
    for (PacketField &field : decodePacket(packet)) {
        if (field.id == FieldId::Cut || field.id == FieldId::Malformed)
            continue;
        const bool isHeading =
            field.id == FieldId::IpOptions || field.id == FieldId::IpOptionUnknown;
        fields.push_back({isHeading ? "" : std::string(field.name),
                          isHeading ? "" : std::move(field.value), field.begin, field.size,
                          field.depth});
    }
    return fields;
}

std::string listed(const std::vector<ShownField> &fields)
{
    std::string text;
    for (const ShownField &field : fields)
        text += described(field) + '\n';
    return text;
}

std::vector<std::string> randomPackets(std::uint32_t seed, std::size_t count)
{
    RandomPackets source(seed);
    std::vector<std::string> packets;
    while (packets.size() < count)
        packets.push_back(source.next());
    return packets;
}

TEST(PacketFieldsAndTshark, agreeOnEveryFieldOfTenThousandPackets)
{
    const std::vector<std::string> packets = randomPackets(20261124, 10000);
    const auto theirs = fieldsByTshark(packets);
    ASSERT_EQ(theirs.size(), packets.size());
    int wrong = 0;
    for (std::size_t i = 0; i < packets.size() && wrong < 5; ++i) {
        const std::vector<ShownField> ours = fieldsByUs(packets[i]);
        const auto [our, their] = std::ranges::mismatch(ours, theirs[i]);
        if (our == ours.end() && their == theirs[i].end())
            continue;
        ++wrong;
        ADD_FAILURE() << "packet " << i << ", ours first:\n"
                      << (our == ours.end() ? "(no more)" : described(*our)) << '\n'
                      << (their == theirs[i].end() ? "(no more)" : described(*their))
                      << "\nall of ours:\n"
                      << listed(ours) << "all of theirs:\n"
                      << listed(theirs[i]);
    }
}

} // namespace

} // namespace twodoors
