// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "programs/program_text.h"

#include <string_view>

namespace twodoors
{

/// A text as it grows, four spaces to a level.
class TextBuilder
{
public:
    void add(std::string_view text, LineNumber line = LineNumber::None);

    void indent() noexcept { ++m_level; }
    void dedent() noexcept { --m_level; }

    [[nodiscard]] std::vector<TextLine> take() noexcept { return std::move(m_lines); }

private:
    std::vector<TextLine> m_lines;
    std::size_t m_level = 0;
};

/// An option as both languages name it.
struct OptionWords {
    std::string_view level;
    std::string_view name;
    bool isTime = false; ///< its value is a struct timeval
};
[[nodiscard]] OptionWords wordsOf(SocketOption option) noexcept;

/// "AF_INET" or "AF_INET6".
[[nodiscard]] std::string_view familyWord(Family family) noexcept;

/// "SOCK_STREAM" or "SOCK_DGRAM".
[[nodiscard]] std::string_view typeWord(Protocol protocol) noexcept;

/// "SHUT_RD", "SHUT_WR" or "SHUT_RDWR".
[[nodiscard]] std::string_view shutdownWord(Direction direction) noexcept;

/// "POLLIN" or "POLLOUT".
[[nodiscard]] std::string_view pollWord(Direction direction) noexcept;

/// Calls visit(line) for each line, in the order they are written.
template <class Visitor>
void forEachLine(const std::vector<ProgramLine> &lines, Visitor &&visit)
{
    for (const ProgramLine &line : lines) {
        visit(line);
        forEachLine(line.body, visit);
    }
}

[[nodiscard]] std::vector<TextLine> pythonText(const Program &program, const Endpoint &server);
[[nodiscard]] std::vector<TextLine> cText(const Program &program, const Endpoint &server);

} // namespace twodoors
