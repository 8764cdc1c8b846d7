// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"
#include "notes/catalogue.h"
#include "programs/program_text.h"
#include "world/world.h"

#include <functional>

namespace twodoors
{

/// Says of each event what happened and why, in one or two sentences with the run's own figures.
class Notes
{
public:
    /// Which program a client or a server runs; nullptr where that is not known.
    using ProgramOf = std::function<const Program *(Who)>;

    /// The catalogue must outlive the notes. `server` is the family of the server's address.
    Notes(const Catalogue &catalogue, ProgramOf programOf, Family server = Family::IPv4);

    /// The sentence for an event. `world` is the World just after it.
    [[nodiscard]] std::string sentence(const Event &event, const World &world) const;

    /// The event itself in the field's own words, without a sentence: the line of code, the call as
    /// strace would show it, the packet's flags, the state. Safe for a terminal.
    [[nodiscard]] std::string headline(const Event &event, const World &world) const;

    /// The call and its return as one line: "socket(AF_INET, SOCK_STREAM, 0) → 3".
    [[nodiscard]] static std::string headline(const Event &call, const Event &back);

    /// "client", "guest 2", "server kernel" in the language of the catalogue.
    [[nodiscard]] std::string whoText(Who who) const;

    /// Keys of the catalogue that can hold the event's sentence, the most special first.
    [[nodiscard]] std::vector<std::string> keysFor(const Event &event, const World &world) const;

    /// The value of a placeholder, nothing where there is no such placeholder.
    [[nodiscard]] std::optional<std::string> placeholder(std::string_view name, const Event &event,
                                                         const World &world) const;

private:
    [[nodiscard]] const ProgramLine *lineOf(const Event &event) const;

    const Catalogue &m_catalogue;
    ProgramOf m_programOf;
    Family m_server;
};

/// A time as people read it: "850 ns", "12.3 µs", "4.1 ms", "2.0 s".
[[nodiscard]] std::string durationText(Nanoseconds duration);

} // namespace twodoors
