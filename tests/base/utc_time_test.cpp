// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utc_time.h"

#include <gtest/gtest.h>

namespace twodoors
{

namespace
{

using namespace std::chrono_literals;

TEST(UtcTime, isWrittenAndRead)
{
    const UtcTime time = 1'795'343'021s + 123'456'789ns;
    EXPECT_EQ(utcText(time, 9), "2026-11-22T10:23:41.123456789Z");
    EXPECT_EQ(utcText(time, 3), "2026-11-22T10:23:41.123Z");
    EXPECT_EQ(utcText(time, 0), "2026-11-22T10:23:41Z");
    EXPECT_EQ(utcFromText("2026-11-22T10:23:41.123456789Z"), time);
    EXPECT_EQ(utcFromText("2026-11-22T10:23:41.123456789999Z"), time);
    EXPECT_EQ(utcFromText("2026-11-22T10:23:41Z"), UtcTime(1'795'343'021s));
}

TEST(UtcTime, goesFromEndToEnd)
{
    for (const UtcTime time :
         {UtcTime{0}, UtcTime{-1}, UtcTime{951'782'400s}, UtcTime(-static_cast<std::int64_t>(9e18)),
          UtcTime(static_cast<std::int64_t>(9e18))})
        EXPECT_EQ(utcFromText(utcText(time, 9)), time) << utcText(time, 9);
    EXPECT_EQ(utcText(UtcTime::max(), 0), "2262-04-11T23:47:16Z");
    EXPECT_EQ(utcText(UtcTime::min(), 0), "1677-09-21T00:12:43Z");
}

TEST(UtcTime, ofAnotherFormIsNotRead)
{
    for (const char *text :
         {"", "2026", "2026-11-22", "2026-11-22T10:23:41", "2026-11-22T10:23:41.Z",
          "2026-13-22T10:23:41Z", "2026-02-29T10:23:41Z", "2026-11-22T24:00:00Z",
          "2026-11-22T10:23:41+01:00", "9999-11-22T10:23:41Z", "1600-11-22T10:23:41Z",
          "2026-11-22T10:23:41Zx", "-026-11-22T10:23:41Z"})
        EXPECT_EQ(utcFromText(text), std::nullopt) << text;
}

} // namespace

} // namespace twodoors
