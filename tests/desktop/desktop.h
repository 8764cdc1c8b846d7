// SPDX-License-Identifier: GPL-3.0-or-later
// A display of its own with the real program on it, moved by real keys and a real mouse.
#pragma once

#include "app/said.h"
#include "interop/child_process.h"
#include "widgets/theme.h"
#include "world/world.h"

#include <QRect>
#include <fstream>
#include <sstream>

namespace twodoors::tests
{

inline std::string contentOf(const std::string &file)
{
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

/// What stands on a display, from the file that Xvfb keeps its pixels in (XWD, version 7).
class Picture
{
public:
    explicit Picture(const std::string &file) : m_bytes(contentOf(file))
    {
        if (m_bytes.size() < headerSize)
            return;
        m_width = static_cast<int>(word(4));
        m_height = static_cast<int>(word(5));
        m_bytesPerLine = word(12);
        m_begin = word(0) + word(19) * colourSize;
    }

    /// The middle of the topmost run of pixels of this colour, of `shortest` to `longest` of them.
    [[nodiscard]] std::optional<QPoint> run(QRect area, QRgb colour, int shortest,
                                            int longest) const
    {
        const QRect seen = area & QRect(0, 0, m_width, m_height);
        for (int y = seen.top(); y <= seen.bottom(); ++y) {
            int count = 0;
            for (int x = seen.left(); x <= seen.right(); ++x) {
                const bool isWanted = pixel(x, y) == (colour & RGB_MASK);
                if (!isWanted && count >= shortest && count <= longest)
                    return QPoint(x - 1 - count / 2, y);
                count = isWanted ? count + 1 : 0;
            }
        }
        return std::nullopt;
    }

private:
    static constexpr std::size_t headerSize = 100;
    static constexpr std::size_t colourSize = 12;

    [[nodiscard]] std::uint8_t byte(std::size_t at) const
    {
        return at < m_bytes.size() ? static_cast<std::uint8_t>(m_bytes[at]) : std::uint8_t{0};
    }
    [[nodiscard]] std::size_t word(std::size_t index) const
    {
        std::size_t value = 0;
        for (std::size_t i = 0; i < 4; ++i)
            value = value << 8U | byte(index * 4 + i);
        return value;
    }
    [[nodiscard]] QRgb pixel(int x, int y) const
    {
        const std::size_t at = m_begin + static_cast<std::size_t>(y) * m_bytesPerLine
                               + static_cast<std::size_t>(x) * 4;
        return static_cast<QRgb>(byte(at + 2)) << 16U | static_cast<QRgb>(byte(at + 1)) << 8U
               | byte(at);
    }

    std::string m_bytes;
    int m_width = 0;
    int m_height = 0;
    std::size_t m_bytesPerLine = 0;
    std::size_t m_begin = 0;
};

/// A display that nobody else uses; no window manager runs on it.
class Display
{
public:
    Display()
        : m_server({"Xvfb", "-displayfd", "1", "-screen", "0", "1280x720x24", "-fbdir",
                    m_folder.file(""), "-nolisten", "tcp"})
    {
        if (!m_server.exchangeUntil([this] { return m_server.output().ends_with('\n'); }))
            throw std::runtime_error("Xvfb: " + m_server.errors());
        m_name = ":" + m_server.output().substr(0, m_server.output().find('\n'));
    }

    [[nodiscard]] const std::string &name() const noexcept { return m_name; }
    [[nodiscard]] Picture picture() const { return Picture(m_folder.file("Xvfb_screen0")); }

    /// A command of xdotool(1), which moves keys and the mouse; what it says.
    std::string act(std::vector<std::string> command) const
    {
        command.insert(command.begin(), {"env", "DISPLAY=" + m_name, "xdotool"});
        return outputOf(command);
    }

private:
    TemporaryFolder m_folder;
    ChildProcess m_server;
    std::string m_name;
};

/// The program in its window on a display, as it starts for somebody who has only seen the tour.
/// What happens is read from the session file that it writes, and from the pixels.
class DrivenWindow
{
public:
    /// `environment` are words such as NAME=VALUE.
    explicit DrivenWindow(const std::vector<std::string> &arguments = {"--lesson", "tcp-echo"},
                          const std::vector<std::string> &environment = {})
        : m_program(command(arguments, environment))
    {
        const std::string found =
            m_display.act({"search", "--sync", "--onlyvisible", "--name", "^Two Doors$"});
        m_window = found.substr(0, found.find('\n'));
        m_display.act({"windowfocus", "--sync", m_window});
        if (!until([this] { return !m_events.empty(); }))
            throw std::runtime_error("no run: " + m_program.errors());
    }

    [[nodiscard]] ChildProcess &program() noexcept { return m_program; }
    [[nodiscard]] Display &display() noexcept { return m_display; }
    [[nodiscard]] const std::string &id() const noexcept { return m_window; }

    void press(const std::string &key) const { m_display.act({"key", key}); }

    /// Waits until it is so; whether it ever was.
    template <class Condition>
    [[nodiscard]] bool until(Condition &&condition, std::chrono::milliseconds limit = patience)
    {
        const auto deadline = std::chrono::steady_clock::now() + limit;
        while (true) {
            read();
            if (condition())
                return true;
            if (std::chrono::steady_clock::now() > deadline)
                return false;
            m_program.exchange(20ms);
        }
    }

    /// Presses the key again and again, as people do, until it is so.
    template <class Condition>
    [[nodiscard]] bool pressUntil(const std::string &key, Condition &&condition)
    {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (!condition()) {
            const std::size_t before = m_events.size();
            press(key);
            if (!until([&] { return condition() || m_events.size() > before; }, 1s)
                && std::chrono::steady_clock::now() > deadline)
                return false;
        }
        return true;
    }

    // what the session file says

    [[nodiscard]] const std::vector<Event> &events() const noexcept { return m_events; }
    [[nodiscard]] const World &world() const noexcept { return m_world; }
    [[nodiscard]] bool stands(Role role, CallName call) const
    {
        const ProgramView *program = m_world.program({role, 0});
        return program != nullptr && program->inCall == call;
    }
    [[nodiscard]] bool hasDoor(SocketState state) const
    {
        for (std::size_t i = 0; i < m_world.doors().size(); ++i) {
            if (m_world.doors()[i].state == state)
                return true;
        }
        return false;
    }
    /// The packet that has been in the hand for longest.
    [[nodiscard]] const PacketView *held() const
    {
        for (const PacketId id : m_world.onWire()) {
            if (m_world.packet(id)->isInHand)
                return m_world.packet(id);
        }
        return nullptr;
    }
    [[nodiscard]] bool has(PacketVerb verb, PacketId packet) const
    {
        return std::ranges::any_of(m_events, [=](const Event &event) {
            return event.kind == Kind::Packet && event.verb == verb && event.packet == packet;
        });
    }

    // what stands on the screen

    [[nodiscard]] std::optional<QPoint> deliverButton() const { return onStage(36, 80); }
    [[nodiscard]] std::optional<QPoint> packetBox() const { return onStage(90, 200); }

private:
    static constexpr QRect stage{301, 75, 678, 190};

    [[nodiscard]] std::vector<std::string> command(const std::vector<std::string> &arguments,
                                                   const std::vector<std::string> &environment)
    {
        std::vector<std::string> words{"setsid",
                                       "env",
                                       "DISPLAY=" + m_display.name(),
                                       "QT_QPA_PLATFORM=xcb",
                                       "HOME=" + m_home.file(""),
                                       "XDG_RUNTIME_DIR=" + m_home.file("")};
        words.insert(words.end(), environment.begin(), environment.end());
        for (const char *name : {"CONFIG", "DATA", "STATE", "CACHE"})
            words.push_back("XDG_" + std::string(name) + "_HOME=" + m_home.file(name));
        std::filesystem::create_directories(m_home.file("CONFIG/twodoors"));
        std::ofstream(m_home.file("CONFIG/twodoors/twodoors.conf"))
            << "[General]\ntour-seen=true\n";
        words.insert(words.end(), {TWODOORS_BINARY, "--lang", "en", "--theme", "light", "--session",
                                   m_home.file("run.jsonl")});
        words.insert(words.end(), arguments.begin(), arguments.end());
        return words;
    }

    void read()
    {
        std::string text = contentOf(m_home.file("run.jsonl"));
        if (text == m_text)
            return;
        m_text = std::move(text);
        m_session.emplace(m_text);
        m_events = m_session->events();
        m_world = World();
        for (const Event &event : m_events)
            m_world.apply(event);
    }

    [[nodiscard]] std::optional<QPoint> onStage(int shortest, int longest) const
    {
        constexpr int within = 5; // below its upper edge
        const auto edge =
            m_display.picture().run(stage, Theme().colour(Ink::Held).rgb(), shortest, longest);
        return edge ? std::optional(*edge + QPoint(0, within)) : std::nullopt;
    }

    TemporaryFolder m_home;
    Display m_display;
    ChildProcess m_program;
    std::string m_window;
    std::string m_text;
    std::optional<SessionText> m_session;
    std::vector<Event> m_events;
    World m_world;
};

} // namespace twodoors::tests
