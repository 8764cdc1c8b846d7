// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab/private_host.h"

#include "lab/route_netlink.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/if_tun.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace twodoors
{

namespace
{

constexpr const char *deviceName = "wire";
constexpr unsigned bytesOfAPacket = 1500;
constexpr unsigned packetsThatWait = 10'000;
constexpr unsigned prefixIPv4 = 24;
constexpr unsigned prefixIPv6 = 64;

/// Long enough to look at a held segment before its first ghost comes, short enough to see one that
/// was dropped sent again.
constexpr std::chrono::milliseconds leastTimeout{3000};

/// What makes both kernels wait: retries as many as they take (with more than 63 of a SYN-ACK the
/// doubling of its wait overflows), no early guesses of a loss.
constexpr std::array<std::pair<const char *, const char *>, 7> patientSettings{
    {{"net/ipv4/tcp_syn_retries", "127"},
     {"net/ipv4/tcp_synack_retries", "63"},
     {"net/ipv4/tcp_retries2", "255"},
     {"net/ipv4/tcp_orphan_retries", "255"},
     {"net/ipv4/tcp_early_retrans", "0"},
     {"net/ipv4/tcp_recovery", "0"},
     {"net/ipv4/tcp_no_metrics_save", "1"}}};

/// So that no packet goes that no program has sent.
constexpr std::array<std::pair<const char *, const char *>, 6> quietSettings{
    {{"net/ipv6/conf/all/autoconf", "0"},
     {"net/ipv6/conf/default/autoconf", "0"},
     {"net/ipv6/conf/all/accept_ra", "0"},
     {"net/ipv6/conf/default/accept_ra", "0"},
     {"net/ipv6/conf/default/router_solicitations", "0"},
     {"net/ipv6/conf/default/addr_gen_mode", "1"}}};

int writeFile(const std::string &path, std::string_view text)
{
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file.isOpen())
        return errno;
    return ::write(file.get(), text.data(), text.size()) < 0 ? errno : 0;
}

void set(std::string_view name, std::string_view value, PrivateHost &host)
{
    const int error = writeFile(fmt::format("/proc/sys/{}", name), value);
    if (error != 0)
        host.notSet.push_back(fmt::format("{}={} ({})", name, value, std::strerror(error)));
}

LabError makeDevice(PrivateHost &host)
{
    // the device belongs to the network namespace in which this file was opened
    host.device.reset(::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
    if (!host.device.isOpen())
        return {LabStep::OpenTun, errno};
    ifreq request{};
    std::strncpy(request.ifr_name, deviceName, IFNAMSIZ - 1);
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    if (::ioctl(host.device.get(), TUNSETIFF, &request) != 0)
        return {LabStep::MakeTun, errno};
    return {};
}

LabError makeNetwork(Role programs, bool isPatient)
{
    RouteNetlink netlink;
    const unsigned loopback = ::if_nametoindex("lo");
    const unsigned device = ::if_nametoindex(deviceName);
    int error = netlink.open();
    if (error == 0)
        error = netlink.bringUp(loopback, {});
    if (error == 0)
        error = netlink.bringUp(device, {bytesOfAPacket, packetsThatWait, true});
    if (error == EAFNOSUPPORT || error == EOPNOTSUPP || error == EINVAL) // a kernel without IPv6
        error = netlink.bringUp(device, {bytesOfAPacket, packetsThatWait, false});
    const Endpoint ipv4 = labAddress(programs, Family::IPv4);
    if (error == 0)
        error = netlink.addAddress(device, ipv4, prefixIPv4);
    if (error == 0 && isPatient)
        error = netlink.setLeastTimeout(device, ipv4, prefixIPv4, leastTimeout);
    if (error != 0)
        return {LabStep::Network, error};
    const Endpoint ipv6 = labAddress(programs, Family::IPv6);
    if (netlink.addAddress(device, ipv6, prefixIPv6) == 0 && isPatient)
        error = netlink.setLeastTimeout(device, ipv6, prefixIPv6, leastTimeout);
    return error == 0 ? LabError{} : LabError{LabStep::Network, error};
}

} // namespace

LabError enterUserNamespace()
{
    const std::string user = fmt::format("0 {} 1", ::geteuid());
    const std::string group = fmt::format("0 {} 1", ::getegid());
    const bool isRoot = ::geteuid() == 0;
    if (::unshare(CLONE_NEWUSER) != 0)
        return isRoot ? LabError{} : LabError{LabStep::UserNamespace, errno};
    int error = writeFile("/proc/self/setgroups", "deny");
    if (error == ENOENT)
        error = 0; // before Linux 3.19: user_namespaces(7)
    if (error == 0)
        error = writeFile("/proc/self/uid_map", user);
    if (error == 0)
        error = writeFile("/proc/self/gid_map", group);
    return error == 0 ? LabError{} : LabError{LabStep::UserMaps, error};
}

LabError prepareSmallTables()
{
    if (::unshare(CLONE_NEWNET) != 0)
        return {LabStep::NetworkNamespace, errno};
    static_cast<void>(writeFile("/proc/sys/net/ipv4/tcp_child_ehash_entries", "1024"));
    static_cast<void>(writeFile("/proc/sys/net/ipv4/udp_child_hash_entries", "1024"));
    return {};
}

LabError makePrivateHost(Role programs, const LabOptions &options, PrivateHost &host)
{
    if (::unshare(CLONE_NEWNET) != 0)
        return {LabStep::NetworkNamespace, errno};
    host.network.reset(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    if (!host.network.isOpen())
        return {LabStep::NetworkNamespace, errno};
    for (const auto &[name, value] : quietSettings)
        set(name, value, host);
    if (const LabError error = makeDevice(host); error.step != LabStep::None)
        return error;
    if (const LabError error = makeNetwork(programs, options.isPatient);
        error.step != LabStep::None)
        return error;
    if (options.isPatient) {
        for (const auto &[name, value] : patientSettings)
            set(name, value, host);
    }
    for (const LabSetting &setting : options.settings) {
        if (setting.host == programs && isLabSetting(setting.name))
            set(setting.name, setting.value, host);
    }
    host.reports.reset(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (!host.reports.isOpen())
        return {LabStep::Reports, errno};
    return {};
}

} // namespace twodoors
