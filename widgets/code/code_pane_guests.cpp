// SPDX-License-Identifier: GPL-3.0-or-later
// Whose program a code pane shows.
#include "widgets/code/code_pane.h"

#include <QMenu>
#include <QToolButton>
#include <algorithm>

namespace twodoors
{

ShownProgram CodePane::toShow() const
{
    const Recording &recording = m_view.recording();
    const Who who = frontProgram();
    if (m_isOutside || !recording.lesson)
        return {who, nullptr};
    const World &world = m_view.world();
    // on a network only one side is ours: the one that does something
    const bool isTheirs = recording.header.wire == "network" && !world.programs().empty()
                          && world.programs()[0].who.role != m_role
                          && world.program(who) == nullptr;
    return {who, isTheirs ? nullptr : recording.lesson->programOf(who)};
}

Who CodePane::frontProgram() const
{
    if (m_role != Role::Client)
        return {m_role, 0};
    const Who front = m_view.frontGuest();
    if (front.number != 0 || m_view.world().program(front) != nullptr)
        return front;
    const std::vector<Who> all = guests();
    return all.empty() ? front : all.front();
}

std::vector<Who> CodePane::guests() const
{
    std::vector<Who> guests;
    const auto &programs = m_view.world().programs();
    for (std::size_t i = 0; i < programs.size(); ++i) {
        if (programs[i].who.role == Role::Client)
            guests.push_back(programs[i].who);
    }
    const bool areNumbered = !guests.empty() && guests.front().number != 0;
    if (const auto &lesson = m_view.recording().lesson) {
        for (const CastMember &member : lesson->cast) {
            // a lone client that is one of several guests gets a number when it starts
            if (member.who.role == Role::Client && (member.who.number != 0 || !areNumbered))
                guests.push_back(member.who);
        }
    }
    std::ranges::sort(guests);
    const auto rest = std::ranges::unique(guests);
    guests.erase(rest.begin(), rest.end());
    return guests;
}

void CodePane::showGuestChoice()
{
    const bool areSeveral = m_role == Role::Client && guests().size() > 1;
    m_guestChoice->setVisible(areSeveral);
    if (areSeveral)
        m_guestChoice->setText(m_view.whoText(m_shown.who) + QStringLiteral(" ▾"));
}

void CodePane::fillGuestMenu()
{
    QMenu *menu = m_guestChoice->menu();
    menu->clear();
    for (const Who guest : guests()) {
        QAction *action = menu->addAction(m_view.whoText(guest));
        action->setCheckable(true);
        action->setChecked(guest == m_shown.who);
        connect(action, &QAction::triggered, this, [this, guest] { m_view.setFrontGuest(guest); });
    }
}

QString CodePane::whyNoProgram() const
{
    const Recording &recording = m_view.recording();
    if (recording.header.wire == SessionHeader::captureWire)
        return appearance().words("code.none.capture");
    if (recording.lesson)
        return appearance().words(m_role == Role::Client ? "code.none.guest" : "code.none.host");
    return appearance().words(recording.header.wire.empty() ? "code.none.run" : "code.none.lesson");
}

} // namespace twodoors
