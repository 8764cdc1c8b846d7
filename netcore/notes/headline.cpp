// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "notes/notes.h"
#include "notes/packet_text.h"

#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

namespace twodoors
{

namespace
{

std::string pollEventsText(std::uint32_t events)
{
    std::string text;
    constexpr std::array<std::pair<std::uint32_t, std::string_view>, 5> words{{
        {POLLIN, "POLLIN"},
        {POLLOUT, "POLLOUT"},
        {POLLERR, "POLLERR"},
        {POLLHUP, "POLLHUP"},
        {POLLNVAL, "POLLNVAL"},
    }};
    for (const auto &[bit, word] : words) {
        if ((events & bit) != 0)
            text += (text.empty() ? "" : "|") + std::string(word);
    }
    return text.empty() ? "0" : text;
}

std::string_view shutdownText(std::uint32_t how) noexcept
{
    switch (how) {
    case SHUT_RD:
        return "SHUT_RD";
    case SHUT_WR:
        return "SHUT_WR";
    default:
        return "SHUT_RDWR";
    }
}

/// The call with its arguments as strace would show it, but for what the result fills in.
std::string callText(const Event &call)
{
    const std::string_view name = nameOf(call.call);
    switch (call.call) {
    case CallName::Socket:
        return fmt::format("socket({}, {}, 0)",
                           call.family == Family::IPv6 ? "AF_INET6" : "AF_INET",
                           call.protocol == Protocol::Udp ? "SOCK_DGRAM" : "SOCK_STREAM");
    case CallName::Bind:
    case CallName::Connect:
        return fmt::format("{}({}, {})", name, call.fd, call.peer.text());
    case CallName::Listen:
        return fmt::format("listen({}, {})", call.fd, call.size);
    case CallName::Send:
        return fmt::format("send({}, {}, {})", call.fd, quoted(call.bytes), call.size);
    case CallName::SendTo:
        return fmt::format("sendto({}, {}, {}, {})", call.fd, quoted(call.bytes), call.size,
                           call.peer.text());
    case CallName::Recv:
    case CallName::RecvFrom:
        return fmt::format("{}({}, {})", name, call.fd, call.size);
    case CallName::SetSockOpt:
        return fmt::format("setsockopt({}, {}, {})", call.fd, nameOf(call.option), call.value);
    case CallName::GetSockOpt:
        return fmt::format("getsockopt({}, {})", call.fd, nameOf(call.option));
    case CallName::Shutdown:
        return fmt::format("shutdown({}, {})", call.fd, shutdownText(call.flags));
    case CallName::Poll:
        return fmt::format("poll({}, {}, {})", call.fd, pollEventsText(call.flags), call.size);
    case CallName::None:
    case CallName::Accept:
    case CallName::Close:
    case CallName::GetSockName:
    case CallName::GetPeerName:
        break;
    }
    return fmt::format("{}({})", name, call.fd);
}

std::string resultText(const Event &back)
{
    if (back.error != 0)
        return fmt::format("{} {}", back.value, Catalogue::errnoName(back.error));
    std::string text = std::to_string(back.value);
    switch (back.call) {
    case CallName::Recv:
        text += "  " + quoted(back.bytes);
        break;
    case CallName::RecvFrom:
        text += fmt::format("  {} ← {}", quoted(back.bytes), back.peer.text());
        break;
    case CallName::Accept:
        text += fmt::format("  ← {}", back.peer.text());
        break;
    case CallName::GetSockName:
        text += "  " + back.local.text();
        break;
    case CallName::GetPeerName:
        text += "  " + back.peer.text();
        break;
    case CallName::GetSockOpt:
        text += fmt::format("  {}", back.size);
        break;
    case CallName::Poll:
        text += "  " + pollEventsText(back.flags);
        break;
    default:
        break;
    }
    return text;
}

/// The two ends of a door, as far as it has them.
std::string endsText(const Endpoint &local, const Endpoint &peer)
{
    if (!local.isSet())
        return peer.text();
    return peer.isSet() ? fmt::format("{} ↔ {}", local.text(), peer.text()) : local.text();
}

std::string stateText(const Event &event, const DoorView *door, const Catalogue &catalogue)
{
    std::string text(nameOf(event.state));
    const std::vector<std::pair<std::string, std::string>> values{
        {"waiting", std::to_string(event.receiveQueue)},
        {"backlog", std::to_string(event.sendQueue)},
        {"time", durationText(event.expires)},
        {"times", std::to_string(event.retransmits)}};
    if (event.state == SocketState::Listen)
        text += "  " + catalogue.text("word.accept-queue", values);
    else if (event.receiveQueue != 0 || event.sendQueue != 0)
        text += fmt::format("  Recv-Q {}, Send-Q {}", event.receiveQueue, event.sendQueue);
    if (event.timer != Timer::None)
        text += "  " + catalogue.text(fmt::format("timer.{}", nameOf(event.timer)), values);
    if (event.retransmits != 0)
        text += fmt::format(" (×{})", event.retransmits);
    if (door != nullptr)
        text += fmt::format("  {}", endsText(door->local, door->peer));
    return text;
}

} // namespace

std::string durationText(Nanoseconds duration)
{
    const auto count = static_cast<double>(duration.count());
    if (count < 1e3)
        return fmt::format("{} ns", duration.count());
    if (count < 1e6)
        return fmt::format("{:.1f} µs", count / 1e3);
    if (count < 1e9)
        return fmt::format("{:.1f} ms", count / 1e6);
    return fmt::format("{:.1f} s", count / 1e9);
}

std::string Notes::headline(const Event &event, const World &world) const
{
    const DoorView *door = world.door(event.door);
    std::string text;
    switch (event.kind) {
    case Kind::Line: {
        const ProgramLine *line = lineOf(event);
        if (event.line == LineNumber::None)
            text = m_catalogue.text("word.end");
        else if (line == nullptr)
            text = fmt::format("{} {}", m_catalogue.text("word.line"), number(event.line));
        else
            text = shortText(*m_programOf(event.who), *line, m_server);
        break;
    }
    case Kind::Call:
    case Kind::Wait:
        text = callText(event) + " …";
        break;
    case Kind::Return:
        text = fmt::format("{}({}) → {}", nameOf(event.call), event.fd, resultText(event));
        break;
    case Kind::Value:
        text = fmt::format("{} {} {}", event.into,
                           event.change == ValueChange::Appended ? "+=" : "=", quoted(event.bytes));
        break;
    case Kind::Door: {
        const DoorRole role = event.role;
        // that accept() has not returned it, a capture cannot know
        const bool isSurmise =
            event.stage == DoorStage::Finished && event.evidence == Evidence::Inferred;
        text = fmt::format(
            "{}: {}", m_catalogue.text(fmt::format("doorname.{}", nameOf(role))),
            m_catalogue.text(isSurmise ? "stagename.shaken"
                                       : fmt::format("stagename.{}", nameOf(event.stage))));
        const std::string ends = endsText(event.local, event.peer);
        if (!ends.empty())
            text += "  " + ends;
        break;
    }
    case Kind::State:
        text = stateText(event, door, m_catalogue);
        break;
    case Kind::Packet:
        text = packetText(event, m_catalogue);
        break;
    case Kind::Wire:
        text = m_catalogue.text(fmt::format("wirename.{}", nameOf(event.setting)));
        if (event.setting == WireSetting::Flight)
            text += "  " + durationText(event.duration);
        if (event.setting == WireSetting::Rule)
            text += "  " + std::string(event.bytes);
        else
            text += "  " + m_catalogue.text(fmt::format("way.{}", nameOf(event.heading)));
        break;
    case Kind::Prediction:
    case Kind::Note:
        text = event.bytes;
        break;
    case Kind::Fault:
        text = event.error != 0
                   ? fmt::format("{} {}", event.topic, Catalogue::errnoName(event.error))
                   : std::string(event.topic);
        break;
    }
    return printable(text);
}

std::string Notes::headline(const Event &call, const Event &back)
{
    return printable(fmt::format("{} → {}", callText(call), resultText(back)));
}

} // namespace twodoors
