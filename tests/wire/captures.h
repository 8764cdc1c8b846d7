// SPDX-License-Identifier: GPL-3.0-or-later
// Captures on every kind of link, and what was read of one.
#pragma once

#include "journal/json_line.h"
#include "wire/capture_reader.h"
#include "wire/made_packets.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <memory>

namespace twodoors::tests
{

inline const Endpoint client = end("10.0.0.1:40000");
inline const Endpoint server = end("10.0.0.2:12000");

/// A capture in memory, read.
class Reading
{
public:
    explicit Reading(const std::string &file) : m_result(readCaptureBytes(file, *m_journal)) {}
    explicit Reading(const std::filesystem::path &file) : m_result(readCapture(file, *m_journal)) {}

    [[nodiscard]] const Result<ReadCapture> &result() const noexcept { return m_result; }
    [[nodiscard]] const ReadCapture *operator->() const { return &*m_result; }
    [[nodiscard]] Journal &journal() const noexcept { return *m_journal; }

    [[nodiscard]] std::vector<Event> events(Kind kind) const
    {
        std::vector<Event> found;
        for (std::size_t seq = 1; seq <= m_journal->size(); ++seq) {
            if (const Event event = m_journal->at(static_cast<Seq>(seq)); event.kind == kind)
                found.push_back(event);
        }
        return found;
    }

    [[nodiscard]] std::vector<Event> packets() const { return events(Kind::Packet); }

    /// Each door event: which door, whose, what, and what became of it.
    [[nodiscard]] std::vector<std::string> doors() const
    {
        std::vector<std::string> words;
        for (const Event &event : events(Kind::Door)) {
            EXPECT_EQ(event.evidence, Evidence::Inferred);
            EXPECT_LT(event.cause, event.seq);
            words.push_back(fmt::format("{} {} {} {}", number(event.door), whoText(event.who),
                                        nameOf(event.role), nameOf(event.stage)));
        }
        return words;
    }

private:
    SteadyClock m_clock;
    std::unique_ptr<Journal> m_journal = std::make_unique<Journal>(m_clock);
    Result<ReadCapture> m_result;
};

inline std::string topicOf(const Reading &reading)
{
    return reading.result() ? std::string() : reading.result().failure().topic;
}

// What a frame has before its IP packet, by link type (https://www.tcpdump.org/linktypes.html).

inline std::string etherType(const std::string &packet)
{
    return big(std::uint16_t(packet[0] >> 4 == 4 ? 0x0800 : 0x86DD));
}

struct Link {
    std::string name;
    std::uint32_t type;
    std::string (*frame)(const std::string &packet);
};

inline const std::vector<Link> &links()
{
    static const std::vector<Link> all{
        {"Ethernet", 1,
         [](const std::string &packet) {
             return std::string(12, 'M') + etherType(packet) + packet;
         }},
        {"EthernetPadded", 1,
         [](const std::string &packet) {
             return std::string(12, 'M') + etherType(packet) + packet + std::string(18, '\0');
         }},
        {"EthernetVlan", 1,
         [](const std::string &packet) {
             return std::string(12, 'M') + std::string("\x81\x00\x00\x05", 4) + etherType(packet)
                    + packet;
         }},
        {"EthernetTwoVlans", 1,
         [](const std::string &packet) {
             return std::string(12, 'M') + std::string("\x88\xa8\x00\x05\x81\x00\x00\x06", 8)
                    + etherType(packet) + packet;
         }},
        {"Cooked", 113,
         [](const std::string &packet) {
             return std::string("\0\0\0\1\0\6MMMMMM\0\0", 14) + etherType(packet) + packet;
         }},
        {"Cooked2", 276,
         [](const std::string &packet) {
             return etherType(packet) + std::string("\0\0\0\0\0\2\0\1\0\6MMMMMM\0\0", 18) + packet;
         }},
        {"Raw", 101, [](const std::string &packet) { return packet; }},
        {"BsdLoopback", 0,
         [](const std::string &packet) {
             return little(std::uint32_t(packet[0] >> 4 == 4 ? 2 : 30)) + packet;
         }},
        {"OpenBsdLoopback", 108,
         [](const std::string &packet) {
             return big(std::uint32_t(packet[0] >> 4 == 4 ? 2 : 24)) + packet;
         }},
    };
    return all;
}

inline std::vector<std::string> framesOf(const Link &link, const std::vector<std::string> &packets)
{
    std::vector<std::string> frames;
    for (const std::string &packet : packets)
        frames.push_back(link.frame(packet));
    return frames;
}

inline std::vector<std::string> operator+(std::vector<std::string> one,
                                          const std::vector<std::string> &other)
{
    one.insert(one.end(), other.begin(), other.end());
    return one;
}

} // namespace twodoors::tests
