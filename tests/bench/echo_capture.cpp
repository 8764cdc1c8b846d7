// SPDX-License-Identifier: GPL-3.0-or-later
#include "echo_capture.h"

#include "base/text.h"
#include "journal/names.h"
#include "plain_echo.h"

#include <array>
#include <fstream>

namespace twodoors::bench
{

namespace
{

constexpr std::uint32_t loopback = 0x7F00'0001;
constexpr std::uint16_t serverPort = 12000;
constexpr std::uint16_t firstClientPort = 32768;
constexpr std::uint16_t clientPorts = 28000;
constexpr std::uint32_t microsecondsApart = 10;
constexpr std::size_t headers = 40; ///< IPv4 (RFC 791) and TCP (RFC 9293) without options

void putLittle(std::string &out, std::uint32_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; ++i)
        out += static_cast<char>(value >> (8 * i) & 0xFFU);
}

void putBig(std::string &out, std::uint32_t value, unsigned bytes)
{
    for (unsigned i = bytes; i-- > 0;)
        out += static_cast<char>(value >> (8 * i) & 0xFFU);
}

std::uint32_t sumOf(std::string_view bytes)
{
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        sum += std::uint32_t{static_cast<std::uint8_t>(bytes[i])} << (i % 2 == 0 ? 8U : 0U);
    return sum;
}

/// The Internet checksum (RFC 1071) at `place`, two bytes that are 0 so far.
void putChecksum(std::string &packet, std::size_t place, std::uint32_t sum)
{
    while (sum > 0xFFFF)
        sum = (sum & 0xFFFF) + (sum >> 16U);
    sum = ~sum;
    packet[place] = static_cast<char>(sum >> 8U & 0xFFU);
    packet[place + 1] = static_cast<char>(sum & 0xFFU);
}

class Capture
{
public:
    Capture(const std::filesystem::path &path, std::size_t packets)
        : m_file(path, std::ios::binary), m_left(packets)
    {
        std::string header;
        putLittle(header, 0xA1B2'C3D4, 4);
        putLittle(header, 2, 2);
        putLittle(header, 4, 2);
        putLittle(header, 0, 4);
        putLittle(header, 0, 4);
        putLittle(header, 65535, 4);
        putLittle(header, 101, 4); // LINKTYPE_RAW
        m_file << header;
    }

    bool write()
    {
        for (std::uint32_t connection = 0; m_left > 0; ++connection)
            writeConnection(connection);
        m_file.flush();
        return m_file.good();
    }

private:
    struct End {
        std::uint16_t port = 0;
        std::uint32_t next = 0; ///< sequence number of its next byte
    };

    void writeConnection(std::uint32_t connection)
    {
        End client{static_cast<std::uint16_t>(firstClientPort + connection % clientPorts),
                   0x1000'0000U + connection * 64'000U};
        End server{serverPort, 0x9000'0000U + connection * 64'000U};
        const std::string answer = asciiUpper(sentence);
        send(client, server, TcpFlag::Syn, {});
        send(server, client, TcpFlag::Syn | TcpFlag::Ack, {});
        send(client, server, TcpFlag::Ack, {});
        send(client, server, TcpFlag::Psh | TcpFlag::Ack, sentence);
        send(server, client, TcpFlag::Ack, {});
        send(server, client, TcpFlag::Psh | TcpFlag::Ack, answer);
        send(client, server, TcpFlag::Ack, {});
        send(server, client, TcpFlag::Fin | TcpFlag::Ack, {});
        send(client, server, TcpFlag::Fin | TcpFlag::Ack, {});
        send(server, client, TcpFlag::Ack, {});
    }

    void send(End &from, const End &to, std::uint32_t flags, std::string_view data)
    {
        if (m_left == 0)
            return;
        --m_left;
        const auto length = static_cast<std::uint32_t>(headers + data.size());
        const bool acknowledges = (flags & TcpFlag::Ack) != 0;
        m_packet.clear();
        putBig(m_packet, 0x4500, 2);
        putBig(m_packet, length, 2);
        putBig(m_packet, ++m_identification & 0xFFFFU, 2);
        putBig(m_packet, 0x4000, 2); // do not fragment
        putBig(m_packet, 0x4006, 2); // time to live 64, TCP
        putBig(m_packet, 0, 2);
        putBig(m_packet, loopback, 4);
        putBig(m_packet, loopback, 4);
        putChecksum(m_packet, 10, sumOf(m_packet));
        putBig(m_packet, from.port, 2);
        putBig(m_packet, to.port, 2);
        putBig(m_packet, from.next, 4);
        putBig(m_packet, acknowledges ? to.next : 0, 4);
        putBig(m_packet, 0x5000U | flags, 2);
        putBig(m_packet, 65483, 2); // window
        putBig(m_packet, 0, 4);
        m_packet += data;
        const std::uint32_t pseudoHeader = 2 * sumOf(std::string_view(m_packet).substr(12, 4)) + 6
                                           + static_cast<std::uint32_t>(length - 20);
        putChecksum(m_packet, 36, pseudoHeader + sumOf(std::string_view(m_packet).substr(20)));
        from.next += static_cast<std::uint32_t>(data.size());
        if ((flags & (TcpFlag::Syn | TcpFlag::Fin)) != 0)
            ++from.next;

        m_microseconds += microsecondsApart;
        std::string record;
        putLittle(record, 1'790'000'000U + static_cast<std::uint32_t>(m_microseconds / 1'000'000),
                  4);
        putLittle(record, static_cast<std::uint32_t>(m_microseconds % 1'000'000), 4);
        putLittle(record, length, 4);
        putLittle(record, length, 4);
        m_file << record << m_packet;
    }

    std::ofstream m_file;
    std::size_t m_left;
    std::uint64_t m_microseconds = 0;
    std::uint32_t m_identification = 0;
    std::string m_packet;
};

} // namespace

bool writeEchoCapture(const std::filesystem::path &path, std::size_t packets)
{
    return Capture(path, packets).write();
}

} // namespace twodoors::bench
