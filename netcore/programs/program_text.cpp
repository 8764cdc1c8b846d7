// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/program_text.h"

#include "programs/text_parts.h"

namespace twodoors
{

void TextBuilder::add(std::string_view text, LineNumber line)
{
    std::string indented(text.empty() ? 0 : m_level * 4, ' ');
    indented += text;
    m_lines.push_back({std::move(indented), line});
}

OptionWords wordsOf(SocketOption option) noexcept
{
    switch (option) {
    case SocketOption::NoDelay:
    case SocketOption::UserTimeout:
        return {"IPPROTO_TCP", nameOf(option)};
    case SocketOption::IPv6Only:
        return {"IPPROTO_IPV6", nameOf(option)};
    case SocketOption::ReceiveTimeout:
    case SocketOption::SendTimeout:
        return {"SOL_SOCKET", nameOf(option), true};
    default:
        return {"SOL_SOCKET", nameOf(option)};
    }
}

std::string_view familyWord(Family family) noexcept
{
    return family == Family::IPv6 ? "AF_INET6" : "AF_INET";
}

std::string_view typeWord(Protocol protocol) noexcept
{
    return protocol == Protocol::Udp ? "SOCK_DGRAM" : "SOCK_STREAM";
}

std::string_view shutdownWord(Direction direction) noexcept
{
    switch (direction) {
    case Direction::Read:
        return "SHUT_RD";
    case Direction::Write:
        return "SHUT_WR";
    case Direction::Both:
        break;
    }
    return "SHUT_RDWR";
}

std::string_view pollWord(Direction direction) noexcept
{
    return direction == Direction::Write ? "POLLOUT" : "POLLIN";
}

std::vector<TextLine> programText(const Program &program, Language language, const Endpoint &server)
{
    return language == Language::Python ? pythonText(program, server) : cText(program, server);
}

std::string joined(const std::vector<TextLine> &lines)
{
    std::string text;
    for (const TextLine &line : lines) {
        text += line.text;
        text += '\n';
    }
    return text;
}

} // namespace twodoors
