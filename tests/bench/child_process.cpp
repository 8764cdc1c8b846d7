// SPDX-License-Identifier: GPL-3.0-or-later
#include "child_process.h"

#include "base/descriptor.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace twodoors::bench
{

namespace
{

std::string readAll(int fd)
{
    std::string text;
    std::array<char, 4096> block{};
    while (true) {
        const ssize_t got = ::read(fd, block.data(), block.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return text;
        text.append(block.data(), static_cast<std::size_t>(got));
    }
}

} // namespace

std::optional<ChildRun> runChild(const std::vector<std::string> &arguments, Output output)
{
    std::vector<std::string> copies = arguments;
    std::vector<char *> words;
    for (std::string &word : copies)
        words.push_back(word.data());
    words.push_back(nullptr);

    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        return std::nullopt;
    const Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (output == Output::Kept)
        posix_spawn_file_actions_adddup2(&actions, writing.get(), STDOUT_FILENO);
    else
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);

    const auto begin = std::chrono::steady_clock::now();
    pid_t child = 0;
    const int error = posix_spawnp(&child, words.front(), &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return std::nullopt;
    writing.reset();
    ChildRun run;
    run.output = readAll(reading.get());
    int status = 0;
    rusage usage{};
    while (wait4(child, &status, 0, &usage) < 0) {
        if (errno != EINTR)
            return std::nullopt;
    }
    run.wall = std::chrono::steady_clock::now() - begin;
    run.peakMemory = static_cast<std::size_t>(usage.ru_maxrss) * 1024;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return std::nullopt;
    return run;
}

std::string ownPath()
{
    return std::filesystem::read_symlink("/proc/self/exe").string();
}

} // namespace twodoors::bench
