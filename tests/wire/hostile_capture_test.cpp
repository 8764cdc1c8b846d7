// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/session_files.h"
#include "wire/captures.h"
#include "wire/pcapng_writer.h"

namespace twodoors::tests
{

namespace
{

/// Small captures of each form.
std::vector<std::string> smallCaptures()
{
    std::vector<std::string> files;
    for (const Link &link : links()) {
        files.push_back(
            pcapFile(framesOf(link, echoPackets(client, server)), {.linkType = link.type}));
    }
    const TemporaryFolder folder;
    const Reading reading(files.front());
    auto writer = PcapngWriter::open(folder.file("f"));
    static_cast<void>(writer->write(
        reading.journal(), reading->header, [](const Event &) { return std::string("comment"); },
        "test"));
    files.push_back(textOf(folder.file("f")));
    return files;
}

TEST(HostileCapture, everyBeginningGivesWhatIsWhole)
{
    for (const std::string &file : smallCaptures()) {
        const Reading whole(file);
        std::size_t before = 0;
        for (std::size_t size = 0; size <= file.size(); ++size) {
            const Reading reading(file.substr(0, size));
            if (!reading.result()) {
                // libpcap does not know so short a pcapng file for what it is
                constexpr std::size_t pcapngHead = 12;
                const bool mayBeUnknown = file[0] == '\x0a' && size < pcapngHead;
                EXPECT_EQ(topicOf(reading), mayBeUnknown && size >= 4 ? "capture-not-readable"
                                                                      : "capture-cut-at-start")
                    << size;
                continue;
            }
            EXPECT_FALSE(reading->damage) << size;
            EXPECT_GE(reading->packets, before);
            before = reading->packets;
            for (std::size_t seq = 1; seq <= reading.journal().size(); ++seq) {
                const auto place = static_cast<Seq>(seq);
                EXPECT_EQ(reading.journal().at(place).bytes, whole.journal().at(place).bytes);
            }
        }
        EXPECT_EQ(before, whole->packets);
    }
}

TEST(HostileCapture, flippedBitsDoNoHarm)
{
    for (const std::string &file : smallCaptures()) {
        for (std::size_t at = 0; at < file.size(); ++at) {
            for (const char mask : {'\x01', '\x80', '\xff'}) {
                std::string changed = file;
                changed[at] = static_cast<char>(changed[at] ^ mask);
                const Reading reading(changed);
                if (reading.result()) {
                    EXPECT_EQ(reading.packets().size(), reading->packets);
                    EXPECT_EQ(reading->packets + reading->skipped, reading->frames);
                }
            }
        }
    }
}

TEST(HostileCapture, hugeLengthsAreRefused)
{
    const std::vector<std::string> packets = echoPackets(client, server);
    std::string file = pcapFile(packets, {.snapLength = 0xFFFFFFFF});
    const std::size_t second = 24 + 16 + packets[0].size();
    for (const std::uint32_t length : {0xFFFFFFFFU, 0x7FFFFFFFU, 0x10000000U, 300'000U}) {
        file.replace(second + 8, 4, little(length));
        const Reading reading(file);
        ASSERT_TRUE(reading.result());
        EXPECT_EQ(reading->packets, 1U);
        EXPECT_TRUE(reading->cut || reading->damage);
    }
}

TEST(HostileCapture, manyFlowsWithinBounds)
{
    std::string file = pcapFile({});
    Endpoint guest = client;
    constexpr std::uint32_t flows = 200'000;
    for (std::uint32_t i = 0; i < flows; ++i) {
        guest.address[1] = static_cast<std::uint8_t>(i >> 16U);
        guest.address[2] = static_cast<std::uint8_t>(i >> 8U);
        guest.address[3] = static_cast<std::uint8_t>(i);
        const std::string packet = tcpPacket(guest, server, {2, 1000, 0});
        const auto size = static_cast<std::uint32_t>(packet.size());
        file += little(i) + little(std::uint32_t{0}) + little(size) + little(size) + packet;
    }
    const Reading reading(file);
    ASSERT_TRUE(reading.result());
    EXPECT_EQ(reading->packets, flows);
    EXPECT_EQ(reading.journal().size(), 2 * flows);
}

} // namespace

} // namespace twodoors::tests
