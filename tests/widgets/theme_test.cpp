// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

class Themes : public testing::TestWithParam<Theme::Mood>
{
protected:
    Theme m_theme{GetParam()};
};

TEST_P(Themes, TextIsReadableOnEveryGround)
{
    static constexpr qreal wanted = 4.5;
    const auto expectReadable = [this](Ink text, Ink ground) {
        EXPECT_GE(contrast(m_theme.colour(text), m_theme.colour(ground)), wanted)
            << static_cast<int>(text) << " on " << static_cast<int>(ground);
    };
    for (const Ink text : {Ink::Text, Ink::Dim}) {
        for (const Ink ground : {Ink::Ground, Ink::Panel, Ink::SelectedRow, Ink::Band, Ink::Button,
                                 Ink::ClientTint, Ink::ConnectionTint})
            expectReadable(text, ground);
    }
    for (const Ink accent : {Ink::Client, Ink::Welcome, Ink::Connection, Ink::Held, Ink::Lost}) {
        for (const Ink ground : {Ink::Ground, Ink::Panel, Ink::Band, tintOf(accent)})
            expectReadable(accent, ground);
        expectReadable(Ink::OnAccent, accent);
    }
}

INSTANTIATE_TEST_SUITE_P(Both, Themes, testing::Values(Theme::Mood::Light, Theme::Mood::Dark),
                         [](const auto &mood) {
                             return mood.param == Theme::Mood::Dark ? "Dark" : "Light";
                         });

} // namespace

} // namespace twodoors::tests
