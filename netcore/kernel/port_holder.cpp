// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/port_holder.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>

namespace twodoors
{

namespace
{

namespace fs = std::filesystem;

/// An IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2) as the IPv4 address it stands for.
Endpoint unmapped(const Endpoint &endpoint)
{
    constexpr std::array<std::uint8_t, 12> prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    const auto &address = endpoint.address;
    if (endpoint.family != Family::IPv6
        || !std::equal(prefix.begin(), prefix.end(), address.begin()))
        return endpoint;
    Endpoint inner;
    inner.family = Family::IPv4;
    inner.port = endpoint.port;
    std::copy(address.begin() + prefix.size(), address.end(), inner.address.begin());
    return inner;
}

bool collide(const KernelSocket &socket, const Endpoint &wantedAddress)
{
    const Endpoint held = unmapped(socket.local);
    const Endpoint wanted = unmapped(wantedAddress);
    if (held.port != wanted.port)
        return false;
    if (held.family == wanted.family)
        return held.isAnyAddress() || wanted.isAnyAddress() || held.address == wanted.address;
    // Of the two families only IPv6's [::] reaches over to the other.
    const bool heldReaches = held.family == Family::IPv6 && held.isAnyAddress() && !socket.onlyIPv6;
    const bool wantedReaches = wanted.family == Family::IPv6 && wanted.isAnyAddress();
    return heldReaches || wantedReaches;
}

int importance(const KernelSocket &socket)
{
    switch (socket.state) {
    case SocketState::Listen:
        return 4;
    case SocketState::Unconnected:
    case SocketState::Connected:
    case SocketState::Closed:
        return 3;
    case SocketState::TimeWait:
        return 0;
    default:
        return socket.inode != 0 ? 2 : 1;
    }
}

std::optional<pid_t> pidOf(const fs::path &directory)
{
    const std::string name = directory.filename().string();
    pid_t pid = 0;
    const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (problem != std::errc() || end != name.data() + name.size())
        return std::nullopt;
    return pid;
}

bool holds(const fs::path &process, const std::string &wantedLink)
{
    std::error_code error;
    for (fs::directory_iterator entry(process / "fd", error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code vanished;
        if (fs::read_symlink(entry->path(), vanished) == wantedLink)
            return true;
    }
    return false;
}

void findProcess(PortHolder &holder)
{
    if (holder.socket.inode == 0)
        return;
    const std::string wantedLink = "socket:[" + std::to_string(holder.socket.inode) + "]";
    std::error_code error;
    for (fs::directory_iterator entry("/proc", error), end; !error && entry != end;
         entry.increment(error)) {
        const auto pid = pidOf(entry->path());
        if (!pid || !holds(entry->path(), wantedLink))
            continue;
        holder.pid = pid;
        std::string name;
        std::ifstream file(entry->path() / "comm");
        std::getline(file, name);
        holder.program = printable(name);
        return;
    }
}

} // namespace

std::optional<PortHolder> findPortHolder(SockDiag &diag, const Endpoint &wanted, Protocol protocol)
{
    const auto sockets = diag.dump({protocol, wanted.port, StateSet::all()});
    if (!sockets)
        return std::nullopt;
    const KernelSocket *found = nullptr;
    for (const KernelSocket &socket : *sockets) {
        if (collide(socket, wanted)
            && (found == nullptr || importance(socket) > importance(*found)))
            found = &socket;
    }
    if (found == nullptr)
        return std::nullopt;
    PortHolder holder;
    holder.socket = *found;
    findProcess(holder);
    return holder;
}

} // namespace twodoors
