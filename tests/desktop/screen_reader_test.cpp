// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody hears who does not see the picture.
#include "desktop/desktop.h"

#include <gtest/gtest.h>

namespace twodoors::tests
{

namespace
{

/// A session bus of its own, and one who listens there as screen readers do.
class Ear
{
public:
    [[nodiscard]] std::vector<std::string> environment() const
    {
        return {"DBUS_SESSION_BUS_ADDRESS=" + m_address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1"};
    }

    [[nodiscard]] bool hears(const std::string &line)
    {
        return m_listener.exchangeUntil([&] { return said(line); });
    }
    [[nodiscard]] bool said(const std::string &line) const
    {
        return m_listener.output().find(line + '\n') != std::string::npos;
    }

    Ear()
        : m_bus({"env", "XDG_RUNTIME_DIR=" + m_folder.file(""), "dbus-daemon", "--session",
                 "--print-address=1", "--nofork", "--nopidfile"}),
          m_address(addressOf(m_bus)),
          m_listener({"env", "DBUS_SESSION_BUS_ADDRESS=" + m_address,
                      "XDG_RUNTIME_DIR=" + m_folder.file(""), "/usr/bin/python3",
                      TWODOORS_SOURCE_DIR "/tests/desktop/hear.py"})
    {
        if (!m_listener.exchangeUntil([this] { return said("listening"); }))
            throw std::runtime_error("nobody listens: " + m_listener.errors());
    }

private:
    static std::string addressOf(ChildProcess &bus)
    {
        if (!bus.exchangeUntil([&bus] { return bus.output().ends_with('\n'); }))
            throw std::runtime_error("dbus-daemon: " + bus.errors());
        return bus.output().substr(0, bus.output().find('\n'));
    }

    TemporaryFolder m_folder;
    ChildProcess m_bus;
    std::string m_address;
    ChildProcess m_listener;
};

TEST(ScreenReader, hearsTheSentenceOfTheEventThatIsLookedAt)
{
    Ear ear;
    DrivenWindow window({"--lesson", "tcp-echo"}, ear.environment());
    ASSERT_TRUE(
        window.pressUntil("s", [&] { return window.stands(Role::Server, CallName::Accept); }));
    // a listener asks what the words are when it hears that they changed: they must stay as they
    // are
    for (const char *key : {"Home", "Right", "Right"})
        window.press(key);
    const std::string sentence =
        "Asks the kernel for a TCP socket: one end of a connection that does not exist yet.";
    // by whoever looks at the canvas, and by whoever has the focus where it is at the beginning
    EXPECT_TRUE(ear.hears("Stage and timeline: " + sentence));
    EXPECT_TRUE(ear.hears("Two Doors: " + sentence));
}

} // namespace

} // namespace twodoors::tests
