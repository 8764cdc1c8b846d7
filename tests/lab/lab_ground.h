// SPDX-License-Identifier: GPL-3.0-or-later
// Labs for tests, and a look at what they leave on the machine.
#pragma once

#include "interop/child_process.h"
#include "lab/lab_helper.h"
#include "lab/lab_here.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <gtest/gtest.h>
#include <optional>
#include <poll.h>
#include <sched.h>
#include <set>
#include <spawn.h>
#include <sstream>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

namespace twodoors::tests
{

inline std::size_t openDescriptors()
{
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

/// As far as it can be read: a file of /proc goes with its process. (Unlike an iterator, << does
/// not throw at a read that fails.)
inline std::string textOfFile(const std::filesystem::path &path)
{
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

inline bool isHelperOfOurs(pid_t pid)
{
    return textOfFile("/proc/" + std::to_string(pid) + "/comm") == "twodoors-lab\n";
}

/// Lab helpers that were started by a process with this in its environment.
inline std::vector<pid_t> helpersOf(const std::string &mark)
{
    std::vector<pid_t> found;
    for (const auto &entry : std::filesystem::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos)
            continue;
        if (isHelperOfOurs(std::stoi(name))
            && textOfFile(entry.path() / "environ").find(mark) != std::string::npos)
            found.push_back(std::stoi(name));
    }
    return found;
}

/// Network namespaces in which a helper started by this very process stands.
inline std::size_t labNamespaces()
{
    std::set<std::string> found;
    for (const auto &entry : std::filesystem::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        std::error_code ignored;
        if (name.find_first_not_of("0123456789") != std::string::npos
            || !isHelperOfOurs(std::stoi(name)))
            continue;
        const std::string status = textOfFile(entry.path() / "status");
        if (status.find("PPid:\t" + std::to_string(::getpid()) + "\n") != std::string::npos)
            found.insert(std::filesystem::read_symlink(entry.path() / "ns/net", ignored));
    }
    return found.size();
}

/// What a command says inside of a host.
inline std::string insideOf(const Lab::Namespaces &lab, const Descriptor &host,
                            std::vector<std::string> command)
{
    const auto path = [](const Descriptor &fd) {
        return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(fd.get());
    };
    std::vector<std::string> all{"nsenter", "--net=" + path(host)};
    if (::geteuid() != 0)
        all = {"nsenter", "--user=" + path(lab.user), "--preserve-credentials",
               "--net=" + path(host)};
    all.insert(all.end(), command.begin(), command.end());
    return outputOf(all);
}

/// This test program once more, with other arguments.
class Child
{
public:
    explicit Child(const std::vector<std::string> &arguments)
    {
        std::vector<std::string> words{"/proc/self/exe"};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char *> pointers;
        for (std::string &word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        m_mark = "TWODOORS_TEST_MARK=" + std::to_string(::getpid()) + "-"
                 + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count());
        std::vector<char *> environment{m_mark.data()};
        for (char **variable = environ; *variable != nullptr; ++variable)
            environment.push_back(*variable);
        environment.push_back(nullptr);
        if (::posix_spawn(&m_pid, words[0].c_str(), nullptr, nullptr, pointers.data(),
                          environment.data())
            != 0)
            throw std::runtime_error("posix_spawn");
    }
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;
    ~Child() { kill(); }

    [[nodiscard]] const std::string &mark() const { return m_mark; }

    void kill() const
    {
        if (m_pid == 0)
            return;
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
        m_pid = 0;
    }

private:
    mutable pid_t m_pid = 0;
    std::string m_mark;
};

/// The lab's helper, with this test at the other end of its socket.
class HelperAlone
{
public:
    HelperAlone()
    {
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
            throw std::runtime_error("socketpair");
        m_socket.reset(ends[0]);
        const timeval limit{10, 0};
        ::setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        const Descriptor theirs(ends[1]);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, theirs.get(), 3);
        std::string program = "/proc/self/exe";
        std::string option = labHelperOption;
        std::string number = "3";
        std::array<char *, 4> words{program.data(), option.data(), number.data(), nullptr};
        const int error =
            ::posix_spawn(&m_pid, program.c_str(), &actions, nullptr, words.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        if (error != 0)
            throw std::runtime_error("posix_spawn");
    }
    HelperAlone(const HelperAlone &) = delete;
    HelperAlone &operator=(const HelperAlone &) = delete;
    ~HelperAlone()
    {
        if (m_pid == 0)
            return;
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }

    [[nodiscard]] int socket() const { return m_socket.get(); }
    void hangUp() const { m_socket.reset(); }

    /// Whether it ends by itself.
    [[nodiscard]] bool ends() const
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (std::chrono::steady_clock::now() < deadline) {
            if (::waitpid(m_pid, nullptr, WNOHANG) == m_pid) {
                m_pid = 0;
                return true;
            }
            std::this_thread::yield();
        }
        return false;
    }

private:
    mutable Descriptor m_socket;
    mutable pid_t m_pid = 0;
};

inline constexpr int noMountNamespace = 77;

/// Runs this test program as uid 65534, with a /dev/net/tun of this mode that is root's. Gives its
/// exit status, or noMountNamespace.
inline int asOrdinaryUser(const std::vector<std::string> &arguments, mode_t mode = 0666)
{
    constexpr uid_t nobody = 65534;
    std::vector<std::string> words{"/proc/self/exe"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char *> pointers;
    for (std::string &word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::umask(0);
        const bool made = ::unshare(CLONE_NEWNS) == 0
                          && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
                          && ::mount("none", "/dev/net", "tmpfs", 0, "mode=755") == 0
                          && ::mknod("/dev/net/tun", S_IFCHR | mode, makedev(10, 200)) == 0;
        if (!made || ::setgroups(0, nullptr) != 0 || ::setresgid(nobody, nobody, nobody) != 0
            || ::setresuid(nobody, nobody, nobody) != 0)
            ::_exit(noMountNamespace);
        ::execv(words[0].c_str(), pointers.data());
        ::_exit(126);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace twodoors::tests
