// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/screenshots.h"

#include "lab/lab_here.h"

#include <QDir>
#include <QImage>
#include <QSet>
#include <QTemporaryDir>
#include <gmock/gmock.h>

namespace twodoors::tests
{

namespace
{

QString nameOf(const Screenshot &screenshot)
{
    return QString::fromUtf8(screenshot.name.data(),
                             static_cast<qsizetype>(screenshot.name.size()));
}

const Screenshot &screenshotOf(Moment moment)
{
    return *std::ranges::find(screenshots(), moment, &Screenshot::moment);
}

} // namespace

TEST(Screenshots, haveNamesOfTheirOwnThatSayThemeLanguageAndSize)
{
    QSet<QString> names;
    for (const Screenshot &screenshot : screenshots()) {
        const QString name = nameOf(screenshot);
        names.insert(name);
        EXPECT_EQ(name.contains("-dark"), screenshot.theme == ThemeChoice::Dark);
        EXPECT_EQ(name.contains("-zh"), screenshot.tongue == Tongue::Chinese);
        EXPECT_EQ(name.endsWith("-1920x1080"), screenshot.size == QSize(1920, 1080));
    }
    EXPECT_EQ(names.size(), static_cast<qsizetype>(screenshots().size()));
}

TEST(Screenshots, areTakenOfRunsInTheLab)
{
    if (const auto why = labMissing())
        GTEST_SKIP() << *why;
    const QTemporaryDir folder;
    for (const Moment moment : {Moment::Knock2, Moment::DatagramDropped}) {
        const Screenshot &screenshot = screenshotOf(moment);
        const auto failure = takeScreenshot(screenshot, folder.path());
        ASSERT_FALSE(failure) << failure->topic;
        const QImage picture(folder.filePath(nameOf(screenshot) + ".png"));
        EXPECT_EQ(picture.size(), screenshot.size);
        EXPECT_FALSE(picture.hasAlphaChannel());
        EXPECT_GT(picture.colorCount(), 50);
    }
    EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files).size(), 2);
}

TEST(Screenshots, sayWhyAPictureCouldNotBeWritten)
{
    if (const auto why = labMissing())
        GTEST_SKIP() << *why;
    const auto failure = takeScreenshot(screenshotOf(Moment::Knock1), "/nonexistent");
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->topic, "export-not-written");
}

} // namespace twodoors::tests
