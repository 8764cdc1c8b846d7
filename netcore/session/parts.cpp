// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/parts.h"

#include <algorithm>

namespace twodoors
{

std::vector<PlayedPart> partsOf(const Lesson &lesson, Part part,
                                const std::vector<std::string> &messages)
{
    std::vector<PlayedPart> parts;
    std::vector<std::size_t> clients; // their places
    const std::vector<std::string> &said = messages.empty() ? lesson.messages : messages;
    const auto messageOf = [&said](std::size_t guest) {
        return said.empty() ? std::string() : said[std::min(guest, said.size() - 1)];
    };
    for (const CastMember &member : lesson.cast) {
        const bool isClient = member.who.role == Role::Client;
        if (part == (isClient ? Part::ServerOnly : Part::ClientOnly))
            continue;
        parts.push_back({member.who, &member.program, member.after, member.expectedError, {}});
        if (part != Part::Both)
            parts.back().after.reset();
        if (isClient) {
            parts.back().message = messageOf(clients.size());
            clients.push_back(parts.size() - 1);
        }
    }
    while (!clients.empty() && clients.size() < messages.size()) {
        PlayedPart &first = parts[clients.front()];
        first.who.number = std::max<std::uint16_t>(first.who.number, 1);
        const PlayedPart &last = parts[clients.back()];
        PlayedPart next = last;
        next.who = {Role::Client, static_cast<std::uint16_t>(last.who.number + 1)};
        next.after = StartCondition{last.who, true, CallName::None};
        next.message = messageOf(clients.size());
        clients.push_back(parts.size());
        parts.push_back(std::move(next));
    }
    return parts;
}

} // namespace twodoors
