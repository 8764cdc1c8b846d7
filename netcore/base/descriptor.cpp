// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/descriptor.h"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace twodoors
{

void Descriptor::reset(int fd) noexcept
{
    if (m_fd >= 0)
        ::close(m_fd); // after EINTR the descriptor is free all the same on Linux: close(2)
    m_fd = fd;
}

Descriptor outOfTheWay(Descriptor descriptor) noexcept
{
    constexpr int firstNumber = 64;
    // of one that is not open the errno stays, which says why
    const int moved =
        descriptor.isOpen() ? ::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, firstNumber) : -1;
    return moved >= 0 ? Descriptor(moved) : std::move(descriptor);
}

int writeAll(int fd, std::string_view bytes) noexcept
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {
            pollfd writable{fd, POLLOUT, 0};
            if (::poll(&writable, 1, -1) < 0 && errno != EINTR)
                return errno;
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

} // namespace twodoors
