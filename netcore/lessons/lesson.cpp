// SPDX-License-Identifier: GPL-3.0-or-later
#include "lessons/lesson.h"

namespace twodoors
{

const std::string &Lesson::title(Tongue tongue) const
{
    return titles[static_cast<std::size_t>(tongue)];
}

const std::string &Lesson::aim(Tongue tongue) const
{
    return aims[static_cast<std::size_t>(tongue)];
}

const Program *Lesson::programOf(Who who) const noexcept
{
    const CastMember *last = nullptr;
    for (const CastMember &member : cast) {
        if (member.who == who)
            return &member.program;
        if (member.who.role == who.role)
            last = &member;
    }
    // guests beyond the cast do as the last one of it does
    return last == nullptr ? nullptr : &last->program;
}

} // namespace twodoors
