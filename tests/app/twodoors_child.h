// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <optional>
#include <poll.h>
#include <pty.h>
#include <string>
#include <string_view>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <termios.h>
#include <unistd.h>
#include <vector>

namespace twodoors::tests
{

using namespace std::chrono_literals;

/// How long anything that must happen may take on a machine that has much else to do.
inline constexpr std::chrono::seconds patience = 60s;

/// What standard input and output of the program are. Standard error is always a pipe.
enum class Streams {
    Pipes,    ///< the input ends once all was read
    OpenPipe, ///< pipes, and the input stays open
    Terminal  ///< a terminal of its own, which it also controls
};

/// How the program is started.
struct Start {
    std::vector<std::string> arguments;
    Streams streams = Streams::Pipes;
    std::string input{};
    std::vector<std::string> environment{}; ///< NAME=VALUE, over English, UTF-8 and TERM=xterm
    std::function<bool()> inChild{};        ///< between fork and exec; false: exit status 125
    std::string program = TWODOORS_BINARY;
};

/// How the program ended and what it said.
struct Ended {
    int status = 0; ///< the exit status; below 0 the signal that ended it
    std::string output;
    std::string errors;
    std::chrono::milliseconds took{0}; ///< from the last signal, or the start, to its end
    std::chrono::seconds work{0};      ///< of the processor, whatever else the machine did
};

inline std::system_error systemError(const char *what)
{
    return {errno, std::generic_category(), what};
}

/// A run of `twodoors`, talked to through pipes or a terminal; killed by its id if it still runs at
/// the end. Used by one thread.
class TwodoorsChild
{
public:
    explicit TwodoorsChild(const Start &start) : m_input(start.input)
    {
        ::signal(SIGPIPE, SIG_IGN); // it may end before it has read all
        Descriptor theirInput;
        Descriptor theirOutput;
        if (start.streams == Streams::Terminal) {
            int master = -1;
            int slave = -1;
            const winsize size{40, 100, 0, 0};
            if (::openpty(&master, &slave, nullptr, nullptr, &size) != 0)
                throw systemError("openpty");
            m_terminal.reset(slave);
            m_outputEnd.reset(master);
            m_inputEnd.reset(::dup(master));
        } else {
            std::tie(theirInput, m_inputEnd) = pipeEnds();
            std::tie(m_outputEnd, theirOutput) = pipeEnds();
        }
        auto [errorsEnd, theirErrors] = pipeEnds();
        m_errorsEnd = std::move(errorsEnd);
        m_inputStays = start.streams != Streams::Pipes;
        for (const Descriptor *end : {&m_inputEnd, &m_outputEnd, &m_errorsEnd, &m_terminal}) {
            if (end->isOpen())
                ::fcntl(end->get(), F_SETFD, FD_CLOEXEC);
        }
        for (const Descriptor *end : {&m_inputEnd, &m_outputEnd, &m_errorsEnd})
            ::fcntl(end->get(), F_SETFL, ::fcntl(end->get(), F_GETFL) | O_NONBLOCK);

        const bool hasTerminal = m_terminal.isOpen();
        const std::array<int, 3> theirs{hasTerminal ? m_terminal.get() : theirInput.get(),
                                        hasTerminal ? m_terminal.get() : theirOutput.get(),
                                        theirErrors.get()};
        launch(start, theirs, hasTerminal);
        feed();
    }
    TwodoorsChild(const TwodoorsChild &) = delete;
    TwodoorsChild &operator=(const TwodoorsChild &) = delete;
    ~TwodoorsChild()
    {
        if (m_status)
            return;
        ::kill(m_pid, SIGKILL);
        while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {}
    }

    /// Puts this before it on its standard input.
    void type(std::string_view text)
    {
        m_input += text;
        feed();
    }

    void endInput()
    {
        m_inputStays = false;
        feed();
    }

    /// Nobody reads its output any more.
    void closeOutput() { m_outputEnd.reset(); }

    void signal(int number)
    {
        m_since = std::chrono::steady_clock::now();
        ::kill(m_pid, number);
    }

    /// Reads what it says until the condition holds; whether it ever did.
    template <class Condition>
    [[nodiscard]] bool until(Condition &&condition)
    {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (!condition()) {
            if (m_status || std::chrono::steady_clock::now() > deadline)
                return false;
            exchange();
        }
        return true;
    }

    /// Until it has written this on its standard output.
    [[nodiscard]] bool untilOutput(std::string_view piece, std::size_t from = 0)
    {
        return until([&] { return m_output.find(piece, from) != std::string::npos; });
    }

    /// Waits for its end. The status is that of SIGKILL where it had to be killed for not ending.
    [[nodiscard]] Ended end()
    {
        if (!until([this] { return m_status.has_value(); }) && !m_status) {
            ::kill(m_pid, SIGKILL);
            while (!m_status)
                exchange();
        }
        return {*m_status, m_output, m_errors, m_took, m_work};
    }

    /// Bytes typed that it has not taken yet, but for what its pipe holds.
    [[nodiscard]] std::size_t unread() const noexcept { return m_input.size() - m_fed; }

    /// Reads what there is without waiting; whether it still runs.
    [[nodiscard]] bool isRunning()
    {
        exchange(0ms);
        return !m_status;
    }

    /// The settings of its terminal now.
    [[nodiscard]] termios settings() const
    {
        termios settings{};
        if (::tcgetattr(m_terminal.get(), &settings) != 0)
            throw systemError("tcgetattr");
        return settings;
    }

    [[nodiscard]] const std::string &output() const noexcept { return m_output; }
    [[nodiscard]] const std::string &errors() const noexcept { return m_errors; }
    [[nodiscard]] pid_t pid() const noexcept { return m_pid; }

private:
    /// The end to read from and the end to write to.
    static std::pair<Descriptor, Descriptor> pipeEnds()
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            throw systemError("pipe2");
        return {Descriptor(ends[0]), Descriptor(ends[1])};
    }

    [[nodiscard]] static std::vector<std::string> environmentFor(const Start &start)
    {
        std::vector<std::string> entries{"LANG=C.UTF-8", "TERM=xterm"};
        constexpr std::array<std::string_view, 5> left{"LANG", "TERM", "LANGUAGE", "NO_COLOR",
                                                       "COLUMNS"};
        for (char **entry = environ; *entry != nullptr; ++entry) {
            const std::string_view name =
                std::string_view(*entry).substr(0, std::string_view(*entry).find('='));
            bool stays = !name.starts_with("LC_");
            for (const std::string_view word : left)
                stays = stays && name != word;
            if (stays)
                entries.emplace_back(*entry);
        }
        for (const std::string &entry : start.environment) {
            std::erase_if(entries, [&](const std::string &other) {
                return other.starts_with(entry.substr(0, entry.find('=') + 1));
            });
            entries.push_back(entry);
        }
        return entries;
    }

    [[nodiscard]] static std::vector<char *> pointersTo(std::vector<std::string> &texts)
    {
        std::vector<char *> pointers;
        for (std::string &text : texts)
            pointers.push_back(text.data());
        pointers.push_back(nullptr);
        return pointers;
    }

    void launch(const Start &start, const std::array<int, 3> &theirs, bool hasTerminal)
    {
        std::vector<std::string> words{start.program};
        words.insert(words.end(), start.arguments.begin(), start.arguments.end());
        std::vector<std::string> entries = environmentFor(start);
        const auto arguments = pointersTo(words);
        const auto environment = pointersTo(entries);
        m_since = std::chrono::steady_clock::now();
        m_pid = ::fork();
        if (m_pid < 0)
            throw systemError("fork");
        if (m_pid == 0) {
            ::setsid();
            if (hasTerminal)
                ::ioctl(theirs[0], TIOCSCTTY, 0);
            for (int i = 0; i < 3; ++i)
                ::dup2(theirs[static_cast<std::size_t>(i)], i);
            ::signal(SIGPIPE, SIG_DFL);
            if (!start.inChild || start.inChild())
                ::execve(start.program.c_str(), arguments.data(), environment.data());
            ::_exit(125);
        }
        m_process.reset(static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0)));
        if (!m_process.isOpen())
            throw systemError("pidfd_open");
    }

    /// Waits until it takes or says something or ends, and goes along with that.
    void exchange(std::chrono::milliseconds wait = 100ms)
    {
        const bool wantsMore = m_fed < m_input.size();
        std::array<pollfd, 4> ends{{{wantsMore ? m_inputEnd.get() : -1, POLLOUT, 0},
                                    {m_outputEnd.get(), POLLIN, 0},
                                    {m_errorsEnd.get(), POLLIN, 0},
                                    {m_process.get(), POLLIN, 0}}};
        ::poll(ends.data(), ends.size(), static_cast<int>(wait.count()));
        feed();
        read(m_outputEnd, m_output);
        read(m_errorsEnd, m_errors);
        if (ends[3].revents != 0)
            reap();
    }

    void reap()
    {
        int status = 0;
        rusage usage{};
        if (m_status || ::wait4(m_pid, &status, WNOHANG, &usage) != m_pid)
            return;
        m_work = std::chrono::seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec);
        m_took = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - m_since);
        m_status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
        read(m_outputEnd, m_output);
        read(m_errorsEnd, m_errors);
    }

    void feed()
    {
        while (m_inputEnd.isOpen() && m_fed < m_input.size()) {
            const ssize_t count =
                ::write(m_inputEnd.get(), m_input.data() + m_fed, m_input.size() - m_fed);
            if (count < 0 && errno == EAGAIN)
                return;
            if (count < 0)
                m_inputEnd.reset();
            else
                m_fed += static_cast<std::size_t>(count);
        }
        if (!m_inputStays)
            m_inputEnd.reset();
    }

    static void read(Descriptor &from, std::string &into)
    {
        std::array<char, 65536> buffer{};
        while (from.isOpen()) {
            const ssize_t count = ::read(from.get(), buffer.data(), buffer.size());
            if (count > 0)
                into.append(buffer.data(), static_cast<std::size_t>(count));
            else if (count < 0 && (errno == EAGAIN || errno == EINTR))
                return;
            else
                from.reset();
        }
    }

    pid_t m_pid = -1;
    Descriptor m_process;
    Descriptor m_inputEnd;
    Descriptor m_outputEnd;
    Descriptor m_errorsEnd;
    Descriptor m_terminal;
    std::string m_input;
    std::size_t m_fed = 0;
    bool m_inputStays = false;
    std::string m_output;
    std::string m_errors;
    std::chrono::steady_clock::time_point m_since;
    std::chrono::milliseconds m_took{0};
    std::chrono::seconds m_work{0};
    std::optional<int> m_status;
};

/// Runs it to its end.
inline Ended twodoors(const Start &start)
{
    return TwodoorsChild(start).end();
}

inline Ended twodoors(std::vector<std::string> arguments)
{
    return twodoors(Start{.arguments = std::move(arguments)});
}

} // namespace twodoors::tests
