// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab/route_netlink.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <libmnl/libmnl.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace twodoors
{

namespace
{

std::uint8_t familyOf(const Endpoint &address) noexcept
{
    return address.family == Family::IPv6 ? AF_INET6 : AF_INET;
}

std::size_t lengthOf(const Endpoint &address) noexcept
{
    return address.family == Family::IPv6 ? 16 : 4;
}

/// The address with all bits behind the prefix cleared.
Endpoint networkOf(Endpoint address, unsigned prefix) noexcept
{
    for (std::size_t i = 0; i < address.address.size(); ++i) {
        const unsigned bits =
            prefix > i * 8 ? std::min(prefix - static_cast<unsigned>(i) * 8, 8U) : 0;
        address.address[i] &= static_cast<std::uint8_t>(0xFF00U >> bits);
    }
    return address;
}

} // namespace

int RouteNetlink::open()
{
    m_socket.reset(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    if (!m_socket.isOpen())
        return errno;
    m_buffer.resize(static_cast<std::size_t>(MNL_SOCKET_BUFFER_SIZE));
    return 0;
}

nlmsghdr *RouteNetlink::begin(unsigned type, unsigned flags)
{
    nlmsghdr *message = mnl_nlmsg_put_header(m_buffer.data());
    message->nlmsg_type = static_cast<std::uint16_t>(type);
    message->nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
    message->nlmsg_seq = ++m_sequence;
    return message;
}

int RouteNetlink::perform(nlmsghdr *message)
{
    if (::send(m_socket.get(), message, message->nlmsg_len, 0) < 0)
        return errno;
    while (true) {
        const ssize_t size = ::recv(m_socket.get(), m_buffer.data(), m_buffer.size(), 0);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return errno;
        auto left = static_cast<int>(size);
        const auto *answer = reinterpret_cast<const nlmsghdr *>(m_buffer.data());
        for (; mnl_nlmsg_ok(answer, left); answer = mnl_nlmsg_next(answer, &left)) {
            if (answer->nlmsg_type != NLMSG_ERROR || answer->nlmsg_seq != m_sequence)
                continue;
            const auto *error = static_cast<const nlmsgerr *>(mnl_nlmsg_get_payload(answer));
            return -error->error;
        }
    }
}

int RouteNetlink::bringUp(unsigned interface, const Link &link)
{
    nlmsghdr *message = begin(RTM_NEWLINK, 0);
    ifinfomsg info{};
    info.ifi_family = AF_UNSPEC;
    info.ifi_index = static_cast<int>(interface);
    info.ifi_change = IFF_UP;
    info.ifi_flags = IFF_UP;
    std::memcpy(mnl_nlmsg_put_extra_header(message, sizeof info), &info, sizeof info);
    if (link.mtu != 0)
        mnl_attr_put_u32(message, IFLA_MTU, link.mtu);
    if (link.queueLength != 0)
        mnl_attr_put_u32(message, IFLA_TXQLEN, link.queueLength);
    if (link.noLinkLocal) {
        nlattr *families = mnl_attr_nest_start(message, IFLA_AF_SPEC);
        nlattr *ipv6 = mnl_attr_nest_start(message, AF_INET6);
        mnl_attr_put_u8(message, IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE);
        mnl_attr_nest_end(message, ipv6);
        mnl_attr_nest_end(message, families);
    }
    return perform(message);
}

int RouteNetlink::addAddress(unsigned interface, const Endpoint &address, unsigned prefix)
{
    nlmsghdr *message = begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
    ifaddrmsg info{};
    info.ifa_family = familyOf(address);
    info.ifa_prefixlen = static_cast<std::uint8_t>(prefix);
    info.ifa_flags = address.family == Family::IPv6 ? IFA_F_NODAD : 0;
    info.ifa_index = interface;
    std::memcpy(mnl_nlmsg_put_extra_header(message, sizeof info), &info, sizeof info);
    mnl_attr_put(message, IFA_LOCAL, lengthOf(address), address.address.data());
    mnl_attr_put(message, IFA_ADDRESS, lengthOf(address), address.address.data());
    return perform(message);
}

int RouteNetlink::setLeastTimeout(unsigned interface, const Endpoint &address, unsigned prefix,
                                  std::chrono::milliseconds time)
{
    const bool isIPv6 = address.family == Family::IPv6;
    const Endpoint network = networkOf(address, prefix);
    nlmsghdr *message = begin(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE);
    rtmsg route{};
    route.rtm_family = familyOf(address);
    route.rtm_dst_len = static_cast<std::uint8_t>(prefix);
    route.rtm_table = RT_TABLE_MAIN;
    route.rtm_protocol = RTPROT_KERNEL;
    route.rtm_scope = isIPv6 ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
    route.rtm_type = RTN_UNICAST;
    std::memcpy(mnl_nlmsg_put_extra_header(message, sizeof route), &route, sizeof route);
    mnl_attr_put(message, RTA_DST, lengthOf(address), network.address.data());
    mnl_attr_put_u32(message, RTA_OIF, interface);
    if (isIPv6)
        mnl_attr_put_u32(message, RTA_PRIORITY, 256); // as the kernel's own, so that it is replaced
    else
        mnl_attr_put(message, RTA_PREFSRC, 4, address.address.data());
    nlattr *metrics = mnl_attr_nest_start(message, RTA_METRICS);
    mnl_attr_put_u32(message, RTAX_LOCK, 1U << RTAX_RTO_MIN); // TCP heeds it only where locked
    mnl_attr_put_u32(message, RTAX_RTO_MIN, static_cast<std::uint32_t>(time.count()));
    mnl_attr_nest_end(message, metrics);
    return perform(message);
}

} // namespace twodoors
