// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings whose packets were put together byte by byte, and a viewpoint on them.
#pragma once

#include "widgets/viewpoint.h"
#include "wire/made_packets.h"
#include "wire/packet_summary.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace twodoors::tests
{

inline const Endpoint packetClient = end("10.0.0.1:44436");
inline const Endpoint packetServer = end("10.0.0.2:12000");

class PacketRun
{
public:
    /// A packet is seen on its way to the server; its event.
    Seq send(std::uint32_t id, const std::string &bytes, Heading heading = Heading::ToServer,
             Seq cause = Seq::None)
    {
        const PacketSummary summary = summaryOf(bytes);
        Event event = packetEvent(id, PacketVerb::Sent);
        event.cause = cause;
        event.heading = heading;
        event.protocol = summary.protocol;
        event.local = summary.source;
        event.peer = summary.destination;
        event.flags = summary.flags;
        event.sequence = summary.sequence;
        event.acknowledgement = summary.acknowledgement;
        event.size = static_cast<std::int64_t>(summary.payloadSize);
        event.bytes = bytes;
        return add(event);
    }

    /// Something becomes of it; `bytes` where they are others now.
    Seq become(std::uint32_t id, PacketVerb verb, const std::string &bytes = {})
    {
        Event event = packetEvent(id, verb);
        event.bytes = bytes;
        return add(event);
    }

    Seq call(CallName name, Seq cause = Seq::None)
    {
        Event event;
        event.kind = Kind::Call;
        event.who = {Role::Client, 0};
        event.call = name;
        event.cause = cause;
        return add(event);
    }

    /// A handshake's packet of which there is nothing but that it must have gone.
    Seq infer(std::uint32_t flags)
    {
        Event event = packetEvent(0, PacketVerb::Delivered);
        event.evidence = Evidence::Inferred;
        event.protocol = Protocol::Tcp;
        event.heading = Heading::ToServer;
        event.local = end("127.0.0.1:40000");
        event.peer = end("127.0.0.1:12000");
        event.flags = flags;
        return add(event);
    }

    Seq add(Event event)
    {
        m_time += std::chrono::milliseconds(1);
        event.t = m_time;
        return m_recording->journal.restore(event);
    }

    [[nodiscard]] std::shared_ptr<Recording> recording() const { return m_recording; }

private:
    static Event packetEvent(std::uint32_t id, PacketVerb verb)
    {
        Event event;
        event.kind = Kind::Packet;
        event.who = {Role::Wire, 0};
        event.evidence = Evidence::Packet;
        event.packet = static_cast<PacketId>(id);
        event.verb = verb;
        return event;
    }

    std::shared_ptr<Recording> m_recording = std::make_shared<Recording>();
    Nanoseconds m_time{0};
};

struct PacketScene {
    Appearance appearance{Tongue::English};
    Viewpoint view{appearance};

    void look(const PacketRun &run)
    {
        view.look(run.recording());
        view.catchUp();
    }
};

/// The packets that the fuzzer has found worth keeping.
inline std::vector<std::string> fuzzedPackets()
{
    std::vector<std::string> packets;
    for (const auto &file :
         std::filesystem::directory_iterator(std::filesystem::path(TWODOORS_SOURCE_DIR)
                                             / "tests/fuzz/corpus/fuzz_packet_decoder")) {
        std::ifstream stream(file.path(), std::ios::binary);
        packets.emplace_back(std::istreambuf_iterator<char>(stream),
                             std::istreambuf_iterator<char>());
    }
    return packets;
}

inline std::string sentencePacket(const std::string &text = "hello, two doors")
{
    return tcpPacket(packetClient, packetServer, {TcpFlag::Psh | TcpFlag::Ack, 2804, 9472, text});
}

} // namespace twodoors::tests
