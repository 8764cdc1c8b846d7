// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace twodoors
{

namespace
{

constexpr std::size_t widthOfFiles = 100;
constexpr std::size_t narrowest = 60;
constexpr std::size_t widest = 120;

} // namespace

Output::Output(Descriptor file, std::string name)
    : m_file(std::move(file)), m_name(std::move(name)), m_isTerminal(isatty(m_file.get()) == 1)
{}

Output Output::standard()
{
    return {outOfTheWay(Descriptor(::dup(STDOUT_FILENO))), "stdout"};
}

Result<Output> Output::file(const std::string &path)
{
    Descriptor file = outOfTheWay(
        Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)));
    if (!file.isOpen())
        return Failure{"file-not-writable", {{"file", path}}, errno};
    return Output(std::move(file), path);
}

void Output::write(std::string_view text)
{
    if (m_failure)
        return;
    if (const int error = writeAll(m_file.get(), text); error != 0)
        m_failure = Failure{"file-not-written", {{"file", m_name}}, error};
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
    return m_failure && m_failure->error == EPIPE;
}

} // namespace twodoors
