// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab/descriptor_passing.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>

namespace twodoors
{

namespace
{

struct alignas(cmsghdr) ControlBuffer {
    std::array<char, CMSG_SPACE(sizeof(int) * mostPassedDescriptors)> bytes{};
};

void takeDescriptors(msghdr &header, std::vector<Descriptor> &descriptors)
{
    for (cmsghdr *part = CMSG_FIRSTHDR(&header); part != nullptr;
         part = CMSG_NXTHDR(&header, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
            descriptors.emplace_back(fd);
        }
    }
}

} // namespace

int sendMessage(int socket, std::string_view bytes, std::span<const int> descriptors)
{
    iovec part{const_cast<char *>(bytes.data()), bytes.size()};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    ControlBuffer control;
    if (descriptors.size() > mostPassedDescriptors)
        return EINVAL;
    if (!descriptors.empty()) {
        header.msg_control = control.bytes.data();
        header.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        cmsghdr *first = CMSG_FIRSTHDR(&header);
        first->cmsg_level = SOL_SOCKET;
        first->cmsg_type = SCM_RIGHTS;
        first->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(first), descriptors.data(), descriptors.size_bytes());
    }
    while (::sendmsg(socket, &header, MSG_NOSIGNAL) < 0) {
        if (errno != EINTR)
            return errno;
    }
    return 0;
}

int receiveMessage(int socket, PassedMessage &message)
{
    message.bytes.resize(longestPassedMessage);
    message.descriptors.clear();
    iovec part{message.bytes.data(), message.bytes.size()};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    ControlBuffer control;
    header.msg_control = control.bytes.data();
    header.msg_controllen = control.bytes.size();
    ssize_t size = 0;
    while ((size = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC)) < 0) {
        if (errno != EINTR)
            return errno;
    }
    takeDescriptors(header, message.descriptors);
    message.bytes.resize(static_cast<std::size_t>(size));
    message.isCut =
        (static_cast<unsigned>(header.msg_flags) & unsigned{MSG_CTRUNC | MSG_TRUNC}) != 0;
    return size == 0 ? ECONNRESET : 0;
}

} // namespace twodoors
