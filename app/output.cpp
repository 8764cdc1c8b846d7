// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace twodoors
{

namespace
{

constexpr std::size_t narrowest = 60;
constexpr std::size_t widest = 120;

} // namespace

Output::Output(Descriptor file, std::string name, StopSignals &signals)
    : m_file(std::move(file)), m_name(std::move(name)), m_signals(&signals),
      m_isTerminal(isatty(m_file.get()) == 1)
{
    struct stat status {};
    m_mayWait = ::fstat(m_file.get(), &status) == 0 && !S_ISREG(status.st_mode);
}

Output Output::standard(StopSignals &signals)
{
    return {outOfTheWay(Descriptor(::dup(STDOUT_FILENO))), "stdout", signals};
}

Result<Output> Output::file(const std::string &path, StopSignals &signals)
{
    // O_NONBLOCK: of a FIFO that nobody reads, say so instead of waiting for a reader (fifo(7))
    Descriptor file = outOfTheWay(Descriptor(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0666)));
    if (!file.isOpen())
        return Failure{"file-not-writable", {{"file", path}}, errno};
    return Output(std::move(file), path, signals);
}

void Output::write(std::string_view text)
{
    if (m_failure)
        return;
    const int error = m_mayWait ? writePatiently(text) : writeAll(m_file.get(), text);
    if (error != 0)
        m_failure = Failure{"file-not-written", {{"file", m_name}}, error};
}

int Output::waitForRoom()
{
    constexpr int lastMoment = 200; // milliseconds
    while (true) {
        const bool isStopping = m_signals->hasCome();
        std::array<pollfd, 2> ends{
            {{m_file.get(), POLLOUT, 0}, {isStopping ? -1 : m_signals->descriptor(), POLLIN, 0}}};
        const int ready = ::poll(ends.data(), ends.size(), isStopping ? lastMoment : -1);
        if (ready < 0 && errno != EINTR)
            return errno;
        if (ready == 0)
            return ECANCELED;
        if (ready > 0 && ends[0].revents != 0)
            return 0;
    }
}

/// The descriptor is shared with whoever started the program, so it cannot be made non-blocking:
/// where poll(2) sees room, a pipe and a terminal take PIPE_BUF bytes without waiting (pipe(7)).
int Output::writePatiently(std::string_view text)
{
    while (!text.empty()) {
        if (const int error = waitForRoom(); error != 0)
            return error;
        const std::string_view piece = text.substr(0, PIPE_BUF);
        const ssize_t written = ::write(m_file.get(), piece.data(), piece.size());
        if (written >= 0)
            text.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR && errno != EAGAIN)
            return errno;
    }
    return 0;
}

std::size_t Output::width() const noexcept
{
    winsize size{};
    if (!m_isTerminal || ioctl(m_file.get(), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return widthOfFiles;
    return std::clamp<std::size_t>(size.ws_col, narrowest, widest);
}

bool Output::isAbandoned() const noexcept
{
    return m_failure && (m_failure->error == EPIPE || m_failure->error == ECANCELED);
}

} // namespace twodoors
