// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/descriptor.h"
#include "base/failure.h"
#include "kernel/kernel_socket.h"

#include <optional>
#include <vector>

namespace twodoors
{

/// Asks the kernel for the sockets of one network namespace (sock_diag(7)), needing no privilege.
/// One thread at a time.
///
/// Fails with "kernel-reports-not-available" where the kernel has no such reports, and with
/// "kernel-report-failed" where one went wrong; the errno says how.
class SockDiag
{
public:
    /// For the namespace of the calling thread; tried once, so that it is known to work.
    [[nodiscard]] static Result<SockDiag> open();

    /// For the namespace in which this netlink socket (NETLINK_SOCK_DIAG) was made.
    [[nodiscard]] static Result<SockDiag> adopt(Descriptor netlink);

    struct Query {
        Protocol protocol = Protocol::Tcp;
        std::optional<std::uint16_t> port; ///< the source's or the destination's
        StateSet states = StateSet::all();
    };

    /// The sockets that match, of IPv4 and of IPv6. What comes and goes while the kernel tells may
    /// or may not be among them. Returns within seconds, whatever the other end does.
    [[nodiscard]] Result<std::vector<KernelSocket>> dump(const Query &query);

private:
    enum class Answer : std::uint8_t { More, Done, Changed };

    explicit SockDiag(Descriptor netlink) : m_netlink(std::move(netlink)) {}

    [[nodiscard]] Result<Answer> dumpFamily(int family, const Query &query,
                                            std::vector<KernelSocket> &sockets);
    [[nodiscard]] int ask(int family, const Query &query);
    [[nodiscard]] Result<Answer> read(Protocol protocol, std::size_t size,
                                      std::vector<KernelSocket> &sockets);
    [[nodiscard]] Result<std::size_t> receive(int flags);
    void discardOldAnswers();

    Descriptor m_netlink;
    std::uint32_t m_sequence = 0;
    bool m_changedMeanwhile = false; ///< the kernel's word that this dump may contradict itself
    std::vector<char> m_buffer;
};

} // namespace twodoors
