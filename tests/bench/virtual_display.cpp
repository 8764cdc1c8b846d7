// SPDX-License-Identifier: GPL-3.0-or-later
#include "virtual_display.h"

#include "base/descriptor.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace twodoors::bench
{

VirtualDisplay::VirtualDisplay()
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        return;
    const Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    std::array<std::string, 8> words{"Xvfb", "-displayfd",   "1",         "-screen",
                                     "0",    "1920x1080x24", "-nolisten", "tcp"};
    std::array<char *, words.size() + 1> arguments{};
    for (std::size_t i = 0; i < words.size(); ++i)
        arguments[i] = words[i].data();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, writing.get(), STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    const int error =
        posix_spawnp(&m_server, words[0].c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        m_server = 0;
        return;
    }
    writing.reset();
    // it says its number once clients can come
    char letter = 0;
    std::string number;
    while (::read(reading.get(), &letter, 1) == 1 && letter != '\n')
        number += letter;
    if (!number.empty())
        m_name = ':' + number;
}

VirtualDisplay::~VirtualDisplay()
{
    if (m_server == 0)
        return;
    ::kill(m_server, SIGTERM);
    ::waitpid(m_server, nullptr, 0);
}

} // namespace twodoors::bench
