// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/packet_bytes.h"

#include <array>
#include <random>
#include <vector>

namespace twodoors::tests
{

/// Packets of all kinds that the decoder knows, the same ones for the same seed. No two of them
/// belong to one connection, so that a reader of the whole capture knows no more of a packet than
/// one that sees it alone.
class RandomPackets
{
public:
    explicit RandomPackets(std::uint32_t seed) : m_random(seed) {}

    std::string next()
    {
        const bool isV6 = chance(45);
        switch (below(10)) {
        case 0:
        case 1:
        case 2:
        case 3:
            return packet(isV6, 6, true);
        case 4:
        case 5:
            return packet(isV6, 17, true);
        case 6:
            return isV6 ? packet(true, 58, true) : packet(false, 1, true);
        case 7:
        case 8:
            return error(isV6);
        default:
            return packet(isV6, 253, true); // RFC 3692: for experiments
        }
    }

private:
    unsigned below(unsigned limit) { return static_cast<unsigned>(m_random() % limit); }
    unsigned from(unsigned first, unsigned last) { return first + below(last - first + 1); }
    bool chance(unsigned percent) { return below(100) < percent; }

    template <std::size_t Count>
    unsigned oneOf(const std::array<unsigned, Count> &choice)
    {
        return choice[below(Count)];
    }

    std::string bytes(unsigned count)
    {
        std::string text;
        for (unsigned i = 0; i < count; ++i)
            text += static_cast<char>(below(256));
        return text;
    }

    std::string payload()
    {
        switch (below(8)) {
        case 0:
        case 1:
            return {};
        case 2:
            return bytes(1);
        case 3:
            return bytes(from(200, 1400));
        default:
            return bytes(from(1, 60));
        }
    }

    std::string printablePayload()
    {
        std::string text = payload();
        for (char &letter : text)
            letter = static_cast<char>(from(0x20, 0x7E));
        return text;
    }

    std::string address(bool isV6)
    {
        if (!isV6)
            return byte(10) + bytes(3);
        std::string text = byte(0xFD) + bytes(15);
        const unsigned zeros = below(14);
        const unsigned at = from(1, 15 - zeros);
        text.replace(at, zeros, std::string(zeros, '\0'));
        text[11] = 1; // never ff:fe, which tshark takes for a MAC address inside
        return text;
    }

    std::string tcpOption()
    {
        switch (below(9)) {
        case 0:
            return byte(1);
        case 1:
            return byte(2) + byte(4) + bytes(2);
        case 2:
            return byte(3) + byte(3) + byte(below(20));
        case 3:
            return byte(4) + byte(2);
        case 4: {
            const unsigned blocks = from(1, 4);
            return byte(5) + byte(2 + 8 * blocks) + bytes(8 * blocks);
        }
        case 5:
        case 6:
            return byte(8) + byte(10) + bytes(8);
        case 7: {
            const unsigned cookie = chance(50) ? 0 : from(4, 16);
            return byte(34) + byte(2 + cookie) + bytes(cookie);
        }
        default: {
            const unsigned size = below(9);
            return byte(oneOf<5>({9, 14, 70, 100, 200})) + byte(2 + size) + bytes(size);
        }
        }
    }

    std::string tcpOptions()
    {
        std::string options;
        for (unsigned wanted = below(6); wanted > 0; --wanted) {
            const std::string option = tcpOption();
            if (options.size() + option.size() <= 40)
                options += option;
        }
        const char filler = chance(50) ? '\1' : '\0';
        while (options.size() % 4 != 0)
            options += filler;
        return options;
    }

    std::string tcp()
    {
        constexpr std::array<unsigned, 8> usual{0x002, 0x012, 0x010, 0x018,
                                                0x011, 0x014, 0x004, 0x0C2};
        TcpHeader header;
        header.sourcePort = from(1, 65535);
        header.destinationPort = from(1, 65535);
        header.sequence = static_cast<std::uint32_t>(m_random());
        header.acknowledgement = static_cast<std::uint32_t>(m_random());
        header.flags = chance(80) ? oneOf(usual) : below(0x1000);
        header.window = below(65536);
        header.urgent = chance(80) ? 0 : below(65536);
        header.options = tcpOptions();
        const bool isReset = (header.flags & 0x004U) != 0;
        return tcpSegment(header, isReset ? printablePayload() : payload());
    }

    std::string udp()
    {
        std::string datagram = udpDatagram(from(1, 65535), from(1, 65535), payload());
        if (chance(5))
            setWord(datagram, 4, from(8, static_cast<unsigned>(datagram.size())));
        return datagram;
    }

    std::string echo(bool isV6)
    {
        const unsigned type = isV6 ? from(128, 129) : chance(50) ? 8 : 0;
        return icmpMessage(type, 0, static_cast<std::uint32_t>(m_random()), payload());
    }

    std::string message(unsigned protocol)
    {
        switch (protocol) {
        case 6:
            return tcp();
        case 17:
            return udp();
        case 1:
        case 58:
            return echo(protocol == 58);
        default:
            return payload();
        }
    }

    std::string ipv4Option()
    {
        switch (below(5)) {
        case 0:
            return byte(1);
        case 1:
            return byte(148) + byte(4) + word(below(3));
        case 2: {
            const unsigned places = from(1, 5);
            return byte(7) + byte(3 + 4 * places) + byte(4 + 4 * below(places + 1))
                   + bytes(4 * places);
        }
        case 3: {
            const unsigned flag = oneOf<3>({0, 1, 3});
            const unsigned size = from(1, 3) * (flag == 0 ? 4 : 8);
            return byte(68) + byte(4 + size) + byte(5) + byte(below(16) << 4U | flag) + bytes(size);
        }
        default: {
            const unsigned size = below(9);
            return byte(oneOf<3>({94, 158, 222})) + byte(2 + size) + bytes(size);
        }
        }
    }

    std::string ipv4Options()
    {
        std::string options;
        for (unsigned wanted = chance(80) ? 0 : from(1, 4); wanted > 0; --wanted) {
            const std::string option = ipv4Option();
            if (options.size() + option.size() <= 40)
                options += option;
        }
        const char filler = chance(50) ? '\1' : '\0';
        while (options.size() % 4 != 0)
            options += filler;
        return options;
    }

    std::string ipv6Option()
    {
        switch (below(4)) {
        case 0:
            return fromHex("0502") + word(below(3)); // router alert
        case 1:
            return fromHex("00 05020000 0100"); // Pad1 in front of others
        default: {
            const unsigned size = below(9);
            return byte(oneOf<3>({0x13, 0x2C, 0xDB})) + byte(size) + bytes(size);
        }
        }
    }

    std::string ipv6Options()
    {
        std::string options;
        for (unsigned wanted = below(3); wanted > 0; --wanted)
            options += ipv6Option();
        auto missing = static_cast<unsigned>((8 - (options.size() + 2) % 8) % 8);
        if (missing == 1 || options.empty())
            missing += 8;
        if (missing > 0)
            options += byte(1) + byte(missing - 2) + std::string(missing - 2, '\0');
        return options;
    }

    std::string extension(unsigned kind, unsigned next, bool mayBeCut)
    {
        if (kind == 44) // a fragment that is all there is, or the first of several
            return byte(next) + byte(0) + word(mayBeCut && chance(50) ? 1 : 0) + bytes(4);
        if (kind == 43) {
            const unsigned addresses = below(3);
            if (chance(50))
                return byte(next) + byte(2 * addresses) + word(0) + bytes(4 + 16 * addresses);
            return byte(next) + byte(addresses) + byte(253) + byte(below(4))
                   + bytes(4 + 8 * addresses);
        }
        const std::string options = ipv6Options();
        return byte(next) + byte(static_cast<unsigned>((options.size() + 2) / 8 - 1)) + options;
    }

    /// Extension headers in front of `header.protocol`, which becomes the first one's number.
    void addExtensions(IpHeader &header, bool mayBeCut)
    {
        if (chance(70))
            return;
        std::vector<unsigned> kinds;
        for (const unsigned kind : {60U, 44U, 43U, 0U}) {
            if (chance(40))
                kinds.push_back(kind);
        }
        for (const unsigned kind : kinds) {
            header.options = extension(kind, header.protocol, mayBeCut) + header.options;
            header.protocol = kind;
        }
    }

    IpHeader header(bool isV6, unsigned protocol)
    {
        IpHeader ip;
        ip.protocol = protocol;
        ip.source = address(isV6);
        ip.destination = address(isV6);
        // Never ff:03 behind the first byte, which tshark takes for PPP.
        ip.trafficClass = chance(50) ? 0 : below(255);
        ip.flowLabel = below(0x80000);
        ip.id = below(65536);
        ip.hops = from(1, 255);
        return ip;
    }

    /// `isFree`: with all that an IP header may have; the packet inside of an error has less.
    std::string packet(bool isV6, unsigned protocol, bool isFree)
    {
        IpHeader ip = header(isV6, protocol);
        std::string carried = message(protocol);
        if (protocol != 253) {
            const bool isShort = protocol == 17 && chance(10);
            if (!isShort)
                fixChecksum(carried, protocol, ip.source, ip.destination);
            if (chance(15))
                setWord(carried, protocol == 6 ? 16 : protocol == 17 ? 6 : 2, below(65536));
        }
        if (isV6 && isFree)
            addExtensions(ip, true);
        else if (!isV6)
            ip.options = ipv4Options();
        if (isFree && chance(8))
            ip.fragment = chance(50) ? 0x2000 : from(1, 0x1FFF) | below(8) << 13U;
        std::string whole = ipPacket(ip, carried);
        if (!isV6 && chance(10))
            setWord(whole, isFree && chance(10) ? 2 : 10, 0);
        if (isFree && chance(5) && whole[2] + whole[3] != 0)
            whole += bytes(from(1, 20)); // as padding of a link would be
        return whole;
    }

    std::string error(bool isV6)
    {
        const unsigned protocol = oneOf<3>({6, 17, isV6 ? 58U : 1U});
        std::string quote = packet(isV6, protocol, false);
        IpHeader ip = header(isV6, isV6 ? 58 : 1);
        std::string carried = isV6 ? errorV6(quote) : errorV4(quote);
        fixChecksum(carried, ip.protocol, ip.source, ip.destination);
        if (chance(15))
            setWord(carried, 2, below(65536));
        if (isV6)
            addExtensions(ip, false);
        return ipPacket(ip, carried);
    }

    std::string errorV4(std::string quote)
    {
        const unsigned type = oneOf<4>({3, 5, 11, 12});
        if (type == 5 || chance(60))
            quote.resize(static_cast<std::size_t>(quote[0] & 0x0F) * 4 + 8);
        std::uint32_t rest = 0;
        if (type == 5)
            rest = static_cast<std::uint32_t>(m_random());
        else if (type == 12)
            rest = below(256) << 24U;
        else if (chance(50))
            rest = below(65536);
        if (type != 5 && chance(20) && quote.size() < 1000)
            rest |= static_cast<std::uint32_t>((quote.size() + 3) / 4) << 16U;
        return icmpMessage(type, below(type == 3 ? 16 : 4), rest, quote);
    }

    std::string errorV6(std::string quote)
    {
        const unsigned type = oneOf<5>({1, 2, 3, 4, 137});
        const bool hasUnused = type == 1 || type == 3;
        const bool hasLength = hasUnused && chance(20) && quote.size() < 1000;
        if (type == 137 || hasLength)
            quote.resize((quote.size() + 7) / 8 * 8);
        const auto words = static_cast<unsigned>(quote.size() / 8);
        if (type == 137)
            return icmpMessage(137, 0, 0,
                               address(true) + address(true) + byte(4) + byte(words + 1) + bytes(6)
                                   + quote);
        auto rest = static_cast<std::uint32_t>(m_random());
        if (hasUnused)
            rest = rest >> 8U | (hasLength ? words << 24U : 0);
        return icmpMessage(type, below(8), rest, quote);
    }

    std::mt19937 m_random;
};

} // namespace twodoors::tests
