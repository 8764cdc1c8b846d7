// SPDX-License-Identifier: GPL-3.0-or-later
// The window goes at once when it is told to, whatever its programs wait for.
#include "desktop/desktop.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

/// How many processes there are in the session of this one (proc(5), stat).
std::size_t processesOf(pid_t session)
{
    std::size_t count = 0;
    for (const auto &entry : std::filesystem::directory_iterator("/proc")) {
        const std::string stat = contentOf(entry.path() / "stat");
        std::istringstream fields(stat.substr(std::min(stat.rfind(')') + 1, stat.size())));
        std::string state;
        pid_t parent = 0;
        pid_t group = 0;
        pid_t its = 0;
        if (fields >> state >> parent >> group >> its && its == session && state != "Z")
            ++count;
    }
    return count;
}

#if defined(__SANITIZE_ADDRESS__)
constexpr auto longest = 1s; // most of it is the search for leaks at the end
#else
constexpr auto longest = 200ms;
#endif

struct Way {
    const char *name;
    void (*ask)(DrivenWindow &window);
};

void PrintTo(const Way &way, std::ostream *out)
{
    *out << way.name;
}

class Closing : public testing::TestWithParam<Way>
{};

INSTANTIATE_TEST_SUITE_P(
    Window, Closing,
    testing::Values(Way{"key", [](DrivenWindow &window) { window.press("ctrl+q"); }},
                    Way{"signal", [](DrivenWindow &window) { window.program().kill(SIGTERM); }}),
    [](const auto &row) { return std::string(row.param.name); });

TEST_P(Closing, inTheMiddleOfACallTakesNoTime)
{
    std::chrono::nanoseconds best = 1h; // the machine may have much else to do
    for (int i = 0; i < 3; ++i) {
        DrivenWindow window;
        ASSERT_TRUE(
            window.pressUntil("s", [&] { return window.stands(Role::Server, CallName::Accept); }));
        const pid_t session = window.program().pid();
        ASSERT_GE(processesOf(session), 1U);
        const auto begin = std::chrono::steady_clock::now();
        GetParam().ask(window);
        ASSERT_TRUE(window.program().waitForEnd());
        best = std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - begin);
        EXPECT_EQ(window.program().status(), 0);
        EXPECT_EQ(window.program().errors(), "");
        EXPECT_TRUE(window.until([&] { return processesOf(session) == 0; }));
        EXPECT_EQ(window.events().back().kind, Kind::Door) << "nothing of the run is lost";
    }
    EXPECT_LT(best, longest);
}

} // namespace

} // namespace twodoors::tests
