// SPDX-License-Identifier: GPL-3.0-or-later
#include "keys.h"

#include <array>
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace twodoors
{

Keys::Keys(int stopDescriptor) : m_stop(stopDescriptor)
{
    termios settings{};
    if (tcgetattr(STDIN_FILENO, &settings) != 0)
        return;
    m_before = settings;
    settings.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &settings);
}

Keys::~Keys()
{
    if (m_before)
        tcsetattr(STDIN_FILENO, TCSANOW, &*m_before);
}

std::optional<char> Keys::next(Nanoseconds patience)
{
    std::array<pollfd, 2> sources{{{STDIN_FILENO, POLLIN, 0}, {m_stop, POLLIN, 0}}};
    const auto milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
    const int ready = ::poll(sources.data(), sources.size(),
                             patience < Nanoseconds::zero() ? -1 : static_cast<int>(milliseconds));
    if (ready < 0)
        return errno == EINTR ? std::nullopt : std::optional(end);
    if (ready == 0)
        return std::nullopt;
    if (sources[1].revents != 0)
        return end;
    char key = 0;
    return ::read(STDIN_FILENO, &key, 1) == 1 ? key : end;
}

} // namespace twodoors
