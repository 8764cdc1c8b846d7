// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"
#include "temporary_folder.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace twodoors::tests
{

using namespace std::chrono_literals;

/// How long anything that must happen may take on a machine that has much else to do.
inline constexpr std::chrono::seconds patience = 60s;

/// Another program, found along PATH, with pipes to it; killed by its id at the end. It writes and
/// says what it says in UTF-8 and English.
class ChildProcess
{
public:
    /// `input` is all that it will read.
    explicit ChildProcess(const std::vector<std::string> &command, std::string input = {})
        : m_input(std::move(input))
    {
        std::array<Descriptor, 3> theirs;
        for (std::size_t i = 0; i < 3; ++i) {
            std::array<int, 2> ends{};
            if (::pipe2(ends.data(), O_CLOEXEC) != 0)
                throw std::system_error(errno, std::generic_category(), "pipe2");
            theirs[i].reset(ends[i == 0 ? 0 : 1]);
            m_ours[i].reset(ends[i == 0 ? 1 : 0]);
            ::fcntl(m_ours[i].get(), F_SETFL, O_NONBLOCK);
        }
        if (m_input.empty())
            m_ours[0].reset();
        spawn(command, theirs);
    }
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;
    ~ChildProcess()
    {
        if (!status())
            kill(SIGKILL);
        while (!m_status && ::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {}
    }

    void kill(int signal) const
    {
        if (!m_status)
            ::kill(m_pid, signal);
    }

    /// Feeds it and reads what it says until nothing more goes; waits for that so long at the most.
    void exchange(std::chrono::milliseconds wait)
    {
        while (true) {
            std::array<pollfd, 3> ends{};
            for (std::size_t i = 0; i < 3; ++i)
                ends[i] = {m_ours[i].get(), static_cast<short>(i == 0 ? POLLOUT : POLLIN), 0};
            if (::poll(ends.data(), ends.size(), static_cast<int>(wait.count())) <= 0)
                return;
            wait = 0ms;
            if (ends[0].revents != 0)
                feed();
            if (ends[1].revents != 0)
                read(m_ours[1], m_output);
            if (ends[2].revents != 0)
                read(m_ours[2], m_errors);
        }
    }

    /// Exchanges until the condition holds, it has ended or the time is over; whether it holds.
    template <class Condition>
    [[nodiscard]] bool exchangeUntil(Condition &&condition)
    {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (!condition()) {
            if (hasEnded() || std::chrono::steady_clock::now() > deadline)
                return condition();
            exchange(2ms);
        }
        return true;
    }

    /// Whether it is over and all that it said was read.
    [[nodiscard]] bool hasEnded()
    {
        return !m_ours[1].isOpen() && !m_ours[2].isOpen() && status().has_value();
    }

    [[nodiscard]] bool waitForEnd()
    {
        return exchangeUntil([this] { return hasEnded(); });
    }

    /// Its exit status, below 0 the signal that ended it; nothing while it runs.
    [[nodiscard]] std::optional<int> status()
    {
        int status = 0;
        if (!m_status && ::waitpid(m_pid, &status, WNOHANG) == m_pid)
            m_status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
        return m_status;
    }

    [[nodiscard]] pid_t pid() const noexcept { return m_pid; }
    [[nodiscard]] const std::string &output() const noexcept { return m_output; }
    [[nodiscard]] const std::string &errors() const noexcept { return m_errors; }

private:
    void spawn(const std::vector<std::string> &command, const std::array<Descriptor, 3> &theirs)
    {
        std::vector<std::string> environment{"LC_ALL=C.UTF-8"};
        for (char **entry = environ; *entry != nullptr; ++entry) {
            if (!std::string_view(*entry).starts_with("LC_ALL="))
                environment.emplace_back(*entry);
        }
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        for (int i = 0; i < 3; ++i)
            posix_spawn_file_actions_adddup2(&actions, theirs[static_cast<std::size_t>(i)].get(),
                                             i);
        ::signal(SIGPIPE, SIG_IGN); // it may end before it has read all
        sigset_t defaults;
        sigemptyset(&defaults);
        sigaddset(&defaults, SIGPIPE);
        posix_spawnattr_t attributes;
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setsigdefault(&attributes, &defaults);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
        const int error =
            ::posix_spawnp(&m_pid, command.front().c_str(), &actions, &attributes,
                           pointersTo(command).data(), pointersTo(environment).data());
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&actions);
        if (error != 0)
            throw std::system_error(error, std::generic_category(), command.front());
    }

    [[nodiscard]] static std::vector<char *> pointersTo(const std::vector<std::string> &texts)
    {
        std::vector<char *> pointers;
        pointers.reserve(texts.size() + 1);
        for (const std::string &text : texts)
            pointers.push_back(const_cast<char *>(text.c_str()));
        pointers.push_back(nullptr);
        return pointers;
    }

    void feed()
    {
        const ssize_t count =
            ::write(m_ours[0].get(), m_input.data() + m_fed, m_input.size() - m_fed);
        if (count > 0)
            m_fed += static_cast<std::size_t>(count);
        if (m_fed == m_input.size() || (count < 0 && errno != EAGAIN && errno != EINTR))
            m_ours[0].reset();
    }

    static void read(Descriptor &from, std::string &into)
    {
        std::array<char, 65536> buffer{};
        const ssize_t count = ::read(from.get(), buffer.data(), buffer.size());
        if (count > 0)
            into.append(buffer.data(), static_cast<std::size_t>(count));
        else if (count == 0 || (errno != EAGAIN && errno != EINTR))
            from.reset();
    }

    pid_t m_pid = -1;
    std::array<Descriptor, 3> m_ours;
    std::string m_input;
    std::size_t m_fed = 0;
    std::string m_output;
    std::string m_errors;
    std::optional<int> m_status;
};

/// What a command says on its standard output; it must end well.
inline std::string outputOf(const std::vector<std::string> &command)
{
    ChildProcess child(command);
    if (!child.waitForEnd() || child.status() != 0)
        throw std::runtime_error(command.front() + ": " + child.errors());
    return child.output();
}

} // namespace twodoors::tests
