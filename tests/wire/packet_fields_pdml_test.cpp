// SPDX-License-Identifier: GPL-3.0-or-later
// The decoder against tshark: the same packets, field by field.
#include "session/lab_run.h"
#include "wire/packet_fields.h"
#include "wire/pdml.h"
#include "wire/random_packets.h"

#include <gtest/gtest.h>
#include <set>

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

void expectAgreement(const std::vector<Captured> &packets)
{
    const auto theirs = fieldsByTshark(packets);
    ASSERT_EQ(theirs.size(), packets.size());
    int wrong = 0;
    for (std::size_t i = 0; i < packets.size() && wrong < 3; ++i) {
        const std::vector<ShownField> ours = fieldsByUs(packets[i].bytes);
        if (ours == theirs[i])
            continue;
        ++wrong;
        ADD_FAILURE() << "packet " << i << ", ours:\n"
                      << listed(ours) << "theirs:\n"
                      << listed(theirs[i]);
    }
}

std::vector<Captured> randomPackets(std::uint32_t seed, std::size_t count)
{
    RandomPackets source(seed);
    std::vector<Captured> packets;
    while (packets.size() < count) {
        std::string packet = source.next();
        const std::size_t size = packet.size();
        packets.push_back({std::move(packet), size});
    }
    return packets;
}

TEST(PacketFieldsAndTshark, agreeOnEveryFieldOfTenThousandPackets)
{
    const std::vector<Captured> packets = randomPackets(20261124, 10000);
    expectAgreement(packets);
}

/// What kernels really send: handshakes with their options, data, resets, ICMP with its quote.
TEST(PacketFieldsAndTshark, agreeOnThePacketsOfTheLab)
{
    if (const auto why = labMissing())
        GTEST_SKIP() << *why;
    std::vector<Captured> packets;
    const auto runOver = [&packets](const Lesson &lesson, const LabRunOptions &options) {
        LabRun lab(lesson, options, Pace::Live);
        ASSERT_TRUE(lab.run().advanceToEnd());
        lab.session().stop();
        for (const Event &event : lab.run().events(
                 [](const Event &e) { return e.kind == Kind::Packet && !e.bytes.empty(); }))
            packets.push_back({std::string(event.bytes), event.bytes.size()});
    };
    const Lesson nobody = orThrow(readLesson(
        "{id: nobody, title: Nobody, programs: {Asker: [{socket: {into: m, protocol: udp}},"
        " {connect: {door: m, address: server}}, {input: {into: s}}, {send: {door: m, value: s}},"
        " {recv: {door: m, size: 10, into: a}}]},"
        " run: [{client: Asker, may-end-with: ECONNREFUSED}]}"));
    for (const Family family : {Family::IPv4, Family::IPv6}) {
        LabRunOptions options;
        options.family = family;
        options.messages = {"hello"};
        for (const char *id : {"tcp-echo", "udp-echo", "client-first", "next-guest"})
            runOver(orThrow(builtInLesson(id)), options);
        runOver(nobody, options);
        options.lab.isPatient = false;
        options.messages = {std::string(60'000, 'x')};
        options.rules = {"drop both 10%", "corrupt both 5%"}; // for SACK blocks and bad checksums
        runOver(lessonOf("TCPStreamServer", "TCPStreamClient", "accept"), options);
    }
    EXPECT_GT(packets.size(), 150U);
    expectAgreement(packets);
}

/// The first of their fields that does not stand among ours, in order. How far a header reaches
/// that is not all there is nothing to agree on.
const ShownField *firstMissing(const std::vector<ShownField> &theirs,
                               const std::vector<ShownField> &ours, std::size_t end)
{
    auto our = ours.begin();
    for (const ShownField &field : theirs) {
        our = std::find_if(our, ours.end(), [&field, end](const ShownField &one) {
            return one == field
                   || (one.name == field.name && one.begin == field.begin
                       && one.depth == field.depth && field.begin + field.size > end);
        });
        if (our == ours.end())
            return &field;
        ++our;
    }
    return nullptr;
}

TEST(PacketFieldsAndTshark, areComparedForEveryFieldThereIs)
{
    std::set<FieldId> seen;
    for (const Captured &packet : randomPackets(20261124, 10000)) {
        for (const PacketField &field : decodePacket(packet.bytes))
            seen.insert(field.id);
    }
    seen.insert(FieldId::Malformed); // these packets are sound
    EXPECT_EQ(seen.size(), fieldIdCount);
}

TEST(PacketFieldsAndTshark, agreeOnWhatIsLeftOfCutPackets)
{
    std::vector<Captured> packets = randomPackets(814, 2000);
    std::mt19937 random(15);
    // A length of 0 stands for that of the capture, of which tshark knows more than we are given.
    std::erase_if(packets,
                  [](const Captured &packet) { return packet.bytes.substr(2, 2) == word(0); });
    for (Captured &packet : packets)
        packet.bytes.resize(1 + random() % packet.bytes.size());
    const auto theirs = fieldsByTshark(packets);
    ASSERT_EQ(theirs.size(), packets.size());
    int wrong = 0;
    for (std::size_t i = 0; i < packets.size() && wrong < 3; ++i) {
        const std::vector<ShownField> ours = fieldsByUs(packets[i].bytes);
        const ShownField *missing = firstMissing(theirs[i], ours, packets[i].bytes.size());
        if (missing == nullptr)
            continue;
        ++wrong;
        ADD_FAILURE() << "packet " << i << " has no\n"
                      << described(*missing) << "\nours:\n"
                      << listed(ours) << "theirs:\n"
                      << listed(theirs[i]);
    }
}

} // namespace

} // namespace twodoors
