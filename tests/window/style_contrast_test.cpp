// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/style_sheet.h"

#include <QRegularExpression>
#include <gtest/gtest.h>

namespace twodoors::tests
{

class StyleSheet : public testing::TestWithParam<Theme::Mood>
{};

INSTANTIATE_TEST_SUITE_P(Both, StyleSheet, testing::Values(Theme::Mood::Light, Theme::Mood::Dark),
                         [](const auto &mood) {
                             return mood.param == Theme::Mood::Dark ? "Dark" : "Light";
                         });

TEST_P(StyleSheet, eachRuleThatGivesTextAndGroundIsReadable)
{
    static const QRegularExpression rule("([^{}]+)\\{([^}]*)\\}");
    static const QRegularExpression text("(?:^|[ ;])color: (#[0-9a-fA-F]{6})");
    static const QRegularExpression ground("background: (#[0-9a-fA-F]{6})");
    const QString sheet = styleSheetOf(Theme(GetParam()));
    EXPECT_FALSE(sheet.contains('@'));
    int pairs = 0;
    for (auto rules = rule.globalMatch(sheet); rules.hasNext();) {
        const QRegularExpressionMatch one = rules.next();
        const QRegularExpressionMatch words = text.match(one.captured(2));
        const QRegularExpressionMatch behind = ground.match(one.captured(2));
        if (!words.hasMatch() || !behind.hasMatch())
            continue;
        ++pairs;
        EXPECT_GE(contrast(QColor(words.captured(1)), QColor(behind.captured(1))), 4.5)
            << one.captured().toStdString();
    }
    EXPECT_GT(pairs, 12);
}

} // namespace twodoors::tests
