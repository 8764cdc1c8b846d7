// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab/lab_ending.h"

#include "base/descriptor.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <memory>
#include <netinet/in.h>
#include <sys/socket.h>
#include <vector>

namespace twodoors
{

namespace
{

struct Close {
    void operator()(mnl_socket *socket) const { mnl_socket_close(socket); }
};
using Netlink = std::unique_ptr<mnl_socket, Close>;
using Buffer = std::array<char, 32768>;

void set(const char *path, std::string_view value)
{
    const Descriptor file(::open(path, O_WRONLY | O_CLOEXEC));
    if (file.isOpen())
        static_cast<void>(writeAll(file.get(), value));
}

/// Runs a request to its end; false where the kernel answers with an error.
bool perform(const Netlink &netlink, Buffer &buffer, std::uint16_t type, unsigned flags,
             const inet_diag_req_v2 &request, std::vector<inet_diag_msg> *found)
{
    nlmsghdr *message = mnl_nlmsg_put_header(buffer.data());
    message->nlmsg_type = type;
    message->nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
    std::memcpy(mnl_nlmsg_put_extra_header(message, sizeof request), &request, sizeof request);
    if (mnl_socket_sendto(netlink.get(), message, message->nlmsg_len) < 0)
        return false;
    const mnl_cb_t keep = [](const nlmsghdr *answer, void *list) {
        inet_diag_msg one{};
        if (mnl_nlmsg_get_payload_len(answer) >= sizeof one) {
            std::memcpy(&one, mnl_nlmsg_get_payload(answer), sizeof one);
            static_cast<std::vector<inet_diag_msg> *>(list)->push_back(one);
        }
        return MNL_CB_OK;
    };
    for (;;) {
        const ssize_t size = mnl_socket_recvfrom(netlink.get(), buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR)
            continue;
        const int more = size < 0 ? MNL_CB_ERROR
                                  : mnl_cb_run(buffer.data(), static_cast<std::size_t>(size), 0, 0,
                                               found != nullptr ? keep : nullptr, found);
        if (more != MNL_CB_OK)
            return more == MNL_CB_STOP;
    }
}

} // namespace

void endTcpOfThisHost()
{
    // where the kernel lacks SOCK_DESTROY (CONFIG_INET_DIAG_DESTROY), the wait is shorter at least
    set("/proc/sys/net/ipv4/tcp_orphan_retries", "1");
    set("/proc/sys/net/ipv4/tcp_retries2", "3");

    const Netlink netlink(mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC));
    if (!netlink || mnl_socket_bind(netlink.get(), 0, MNL_SOCKET_AUTOPID) < 0)
        return;
    const auto buffer = std::make_unique<Buffer>();
    for (const int family : {AF_INET, AF_INET6}) {
        inet_diag_req_v2 request{};
        request.sdiag_family = static_cast<std::uint8_t>(family);
        request.sdiag_protocol = IPPROTO_TCP;
        request.idiag_states = ~0U;
        std::vector<inet_diag_msg> found;
        static_cast<void>(
            perform(netlink, *buffer, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, request, &found));
        for (const inet_diag_msg &one : found) {
            request.id = one.id; // its cookie names this very socket
            static_cast<void>(perform(netlink, *buffer, SOCK_DESTROY, NLM_F_ACK, request, nullptr));
        }
    }
}

} // namespace twodoors
