// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <utility>

namespace twodoors
{

/// Owns a file descriptor and closes it at the end.
class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int fd) noexcept : m_fd(fd) {}
    Descriptor(Descriptor &&other) noexcept : m_fd(other.release()) {}
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        reset(other.release());
        return *this;
    }
    ~Descriptor() { reset(); }

    [[nodiscard]] int get() const noexcept { return m_fd; }
    [[nodiscard]] bool isOpen() const noexcept { return m_fd >= 0; }
    [[nodiscard]] int release() noexcept { return std::exchange(m_fd, -1); }
    void reset(int fd = -1) noexcept;

private:
    int m_fd = -1;
};

/// Moves one of Two Doors' own descriptors out of the way, to a number from 64 on where that can be
/// had, so that the programs' sockets get the small numbers that they would have on their own.
[[nodiscard]] Descriptor outOfTheWay(Descriptor descriptor) noexcept;

/// Writes all of it, going on after a signal or a partial write (write(2)). Returns 0 or the errno.
[[nodiscard]] int writeAll(int fd, std::string_view bytes) noexcept;

} // namespace twodoors
