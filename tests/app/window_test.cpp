// SPDX-License-Identifier: GPL-3.0-or-later
// The window as it is opened from the command line.
#include "said.h"
#include "temporary_folder.h"
#include "twodoors_child.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

/// Nothing of the display on which the tests may run.
Start withDisplay(const std::string &platform, const TemporaryFolder &settings)
{
    Start start;
    start.environment = {"DISPLAY=", "WAYLAND_DISPLAY=", "QT_QPA_PLATFORM=" + platform,
                         "XDG_CONFIG_HOME=" + settings.file(""),
                         "XDG_STATE_HOME=" + settings.file("")};
    return start;
}

std::ptrdiff_t threadsOf(pid_t pid)
{
    std::error_code ignored;
    const std::filesystem::directory_iterator all("/proc/" + std::to_string(pid) + "/task",
                                                  ignored);
    return std::distance(begin(all), end(all));
}

TEST(Window, withoutADisplaySaysSoAndNamesTheTerminalsCommand)
{
    const TemporaryFolder settings;
    const Ended ended = twodoors(withDisplay("", settings));
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.errors, isOneSentenceWith("twodoors run tcp-echo"));
}

TEST(Window, endsWellAtASignalAndRemembersHowItWas)
{
    for (const int signal : {SIGTERM, SIGINT}) {
        const TemporaryFolder settings;
        TwodoorsChild child(withDisplay("offscreen", settings));
        // its lab, as soon as it is there
        ASSERT_TRUE(child.until([&child] { return threadsOf(child.pid()) > 2; }));
        child.signal(signal);
        EXPECT_EQ(child.end().status, 0);
        EXPECT_THAT(settings.get("twodoors/twodoors.conf"), testing::HasSubstr("lesson=tcp-echo"));
    }
}

} // namespace

} // namespace twodoors::tests
