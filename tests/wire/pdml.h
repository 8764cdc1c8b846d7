// SPDX-License-Identifier: GPL-3.0-or-later
// What tshark makes of packets.
#pragma once

#include "interop/child_process.h"
#include "wire/packet_bytes.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

namespace twodoors::tests
{

/// A field as tshark's PDML and the decoder both have it.
struct ShownField {
    std::string name;
    std::string value;
    std::size_t begin = 0;
    std::size_t size = 0;
    unsigned depth = 0;

    friend bool operator==(const ShownField &, const ShownField &) = default;
};

inline std::string described(const ShownField &field)
{
    return std::string(2 * std::size_t{field.depth}, ' ') + field.name + " = "
           + field.value.substr(0, 80) + " [" + std::to_string(field.begin) + ", +"
           + std::to_string(field.size) + ")";
}

/// Bytes of a packet, of which there were `wireSize` on the wire.
struct Captured {
    std::string bytes;
    std::size_t wireSize = 0;
};

/// A capture file of packets that start with their IP header (LINKTYPE_RAW, 101).
inline void writeCapture(const std::string &path, const std::vector<Captured> &packets)
{
    std::ofstream file(path, std::ios::binary);
    file << fromHex("a1b2c3d4 0002 0004 00000000 00000000 00040000 00000065");
    for (const Captured &packet : packets)
        file << bytesOf(1'760'000'000, 4) << bytesOf(0, 4) << bytesOf(packet.bytes.size(), 4)
             << bytesOf(packet.wireSize, 4) << packet.bytes;
}

/// Reads PDML, one element a line. Left out of it is, and nothing else:
///
/// 1. what has no bytes of the packet (size 0): lengths, streams, times, remarks;
/// 2. what is hidden: second names of fields that are there ("ip.addr" for "ip.src");
/// 3. what tshark adds of its own beside the fields, mostly from other packets (`isAdded`);
/// 4. the bytes that a TCP or UDP payload consists of, once more as "data.data".
///
/// And two things are put right: an IPv6 Pad1 is one byte (RFC 8200, 4.2), but tshark takes the
/// next byte for its length; a UDP payload ends where the UDP length says, which tshark's
/// "data.data" heeds, its "udp.payload" not.
class PdmlReader
{
public:
    static std::vector<std::vector<ShownField>> read(std::string_view text)
    {
        PdmlReader reader;
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            reader.readLine(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return std::move(reader.m_packets);
    }

private:
    static std::string unescaped(std::string_view text)
    {
        constexpr std::array<std::pair<std::string_view, char>, 5> entities{
            {{"&quot;", '"'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&#x27;", '\''}, {"&amp;", '&'}}};
        std::string plain;
        while (!text.empty()) {
            const auto entity = std::ranges::find_if(
                entities, [text](const auto &pair) { return text.starts_with(pair.first); });
            plain += entity == entities.end() ? text.front() : entity->second;
            text.remove_prefix(entity == entities.end() ? 1 : entity->first.size());
        }
        return plain;
    }

    /// Nothing where the element has no such attribute.
    static std::optional<std::string> attribute(std::string_view line, const std::string &name)
    {
        const std::string start = ' ' + name + "=\"";
        const std::size_t begin = line.find(start);
        if (begin == std::string_view::npos)
            return std::nullopt;
        line.remove_prefix(begin + start.size());
        return unescaped(line.substr(0, line.find('"')));
    }

    static bool isAdded(const std::string &name, const std::string &value)
    {
        constexpr std::array<std::string_view, 7> added{
            "tcp.window_size",    "tcp.window_size_scalefactor", "tcp.ack_raw",
            "tcp.flags.str",      "tcp.options.sack.dsack_le",   "tcp.options.sack.dsack_re",
            "udp.checksum.status"};
        return std::ranges::find(added, name) != added.end()
               || (name.empty() && value == "D-SACK Sequence");
    }

    void readLine(std::string_view line)
    {
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        if (line.starts_with("<packet"))
            m_packets.emplace_back();
        else if (line.starts_with("</field") || line.starts_with("</proto"))
            m_levels.pop_back();
        else if (line.starts_with("<field") || line.starts_with("<proto"))
            open(line);
    }

    void open(std::string_view line)
    {
        const std::string name = attribute(line, "name").value_or("");
        const auto size = attribute(line, "size");
        const auto position = attribute(line, "pos");
        const bool isFrame = name == "geninfo" || name == "frame" || name == "raw";
        const bool isInFrame = !m_levels.empty() && m_levels.front() == Level::Frame;
        const bool isWrapper = !size || !position;
        if (!isFrame && !isInFrame && !isWrapper && attribute(line, "hide") != "yes")
            add(line, name, std::stoul(*position), std::stoul(*size));
        if (!line.ends_with("/>"))
            m_levels.push_back(isFrame     ? Level::Frame
                               : isWrapper ? Level::Wrapper
                                           : Level::Counted);
    }

    void add(std::string_view line, const std::string &name, std::size_t position, std::size_t size)
    {
        ShownField field{name, attribute(line, "show").value_or(""), position, size, 0};
        if (size == 0 || isAdded(name, field.value))
            return;
        if (name.empty())
            field.value.clear(); // a heading in tshark's own words
        if (name == "ipv6.opt.pad1")
            previousOption(position).size = 1;
        field.depth = static_cast<unsigned>(std::ranges::count(m_levels, Level::Counted));
        std::vector<ShownField> &fields = m_packets.back();
        const auto payload = std::ranges::find_if(fields, [position](const ShownField &earlier) {
            return (earlier.name == "tcp.payload" || earlier.name == "udp.payload")
                   && earlier.begin == position;
        });
        if (name != "data.data" || payload == fields.end()) {
            fields.push_back(std::move(field));
        } else {
            payload->size = size;
            payload->value = field.value;
        }
    }

    ShownField &previousOption(std::size_t position)
    {
        std::vector<ShownField> &fields = m_packets.back();
        return *std::find_if(fields.rbegin(), fields.rend(), [position](const ShownField &field) {
            return field.name == "ipv6.opt" && field.begin == position;
        });
    }

    enum class Level : std::uint8_t { Frame, Wrapper, Counted };

    std::vector<std::vector<ShownField>> m_packets;
    std::vector<Level> m_levels;
};

/// Each packet's fields as tshark decodes it, alone: nothing put together out of several packets,
/// every checksum checked, no guess at what the payload is.
inline std::vector<std::vector<ShownField>> fieldsByTshark(const std::vector<Captured> &packets)
{
    const TemporaryFolder folder;
    const std::string capture = folder.file("packets.pcap");
    writeCapture(capture, packets);
    std::vector<std::string> command{"tshark", "-n", "-T", "pdml", "-r", capture};
    for (const char *preference :
         {"tcp.analyze_sequence_numbers:FALSE", "tcp.relative_sequence_numbers:FALSE",
          "tcp.desegment_tcp_streams:FALSE", "ip.defragment:FALSE", "ipv6.defragment:FALSE",
          "ip.check_checksum:TRUE", "tcp.check_checksum:TRUE", "udp.check_checksum:TRUE"})
        command.insert(command.end(), {"-o", preference});
    for (const char *rule : {"tcp.port==1-65535,data", "udp.port==1-65535,data"})
        command.insert(command.end(), {"-d", rule});
    for (const char *guesser : {"carp", "hipercontracer", "stt", "tapa"})
        command.insert(command.end(), {"--disable-protocol", guesser});
    return PdmlReader::read(outputOf(command));
}

} // namespace twodoors::tests
