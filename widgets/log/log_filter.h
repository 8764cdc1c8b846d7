// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/log/log_index.h"

#include <QString>
#include <array>
#include <bitset>

namespace twodoors
{

/// Whose doing an event is, in the groups that the log can be filtered by.
enum class Party : std::uint8_t { Client, Server, Kernels, Wire, Person, TwoDoors };
template <>
inline constexpr std::array<std::string_view, 6> names<Party>{"client", "server", "kernels",
                                                              "wire",   "person", "two-doors"};

[[nodiscard]] constexpr Party partyOf(Role role) noexcept
{
    switch (role) {
    case Role::Client:
        return Party::Client;
    case Role::Server:
        return Party::Server;
    case Role::ClientKernel:
    case Role::ServerKernel:
        return Party::Kernels;
    case Role::Wire:
        return Party::Wire;
    case Role::Person:
        return Party::Person;
    case Role::TwoDoors:
        break;
    }
    return Party::TwoDoors;
}

/// Which rows of the log are shown: those that fit each of the three. What is empty fits all.
struct LogFilter {
    std::bitset<names<Party>.size()> parties;
    std::bitset<names<Kind>.size()> kinds;
    QString text; ///< stands in the headline or the sentence, in capitals or not

    [[nodiscard]] bool isEmpty() const noexcept
    {
        return parties.none() && kinds.none() && text.isEmpty();
    }

    /// Whether the row fits, but for the text. A row that stands for its call too is both kinds.
    [[nodiscard]] bool fits(const LogRow &row) const noexcept
    {
        const bool isCall = row.isWhole || row.kind == Kind::Wait;
        return (parties.none() || parties[static_cast<std::size_t>(partyOf(row.role))])
               && (kinds.none() || kinds[static_cast<std::size_t>(row.kind)]
                   || (isCall && kinds[static_cast<std::size_t>(Kind::Call)]));
    }

    friend bool operator==(const LogFilter &, const LogFilter &) = default;
};

} // namespace twodoors
