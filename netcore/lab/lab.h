// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/failure.h"
#include "kernel/sock_diag.h"
#include "lab/lab_options.h"
#include "lab/lab_protocol.h"

#include <memory>
#include <mutex>
#include <string>
#include <sys/types.h>
#include <vector>

namespace twodoors
{

/// Two private hosts of this machine, each a network namespace with a TUN device, made without root
/// by a helper process. What one host sends comes out of its device; nothing leads anywhere else.
///
/// Everything ends with this object, and with the process however it ends: the helper goes when its
/// socket closes, and the namespaces go with their last socket.
class Lab
{
public:
    /// Starts the helper: this very program, whose main() calls runAsLabHelper(). Fails with
    /// "lab-…" topics that say which step this system does not permit.
    [[nodiscard]] static Result<std::unique_ptr<Lab>> start(const LabOptions &options = {});

    Lab(const Lab &) = delete;
    Lab &operator=(const Lab &) = delete;
    ~Lab();

    /// The TUN device of the host of this role's programs: a packet a read or write, non-blocking.
    [[nodiscard]] int device(Role programs) const noexcept;

    /// The host's reports; each once.
    [[nodiscard]] Result<SockDiag> takeReports(Role programs);

    /// As socket(2), on the host of this role's programs: a descriptor, or -1 and errno. Any
    /// thread.
    [[nodiscard]] int makeSocket(Role programs, int domain, int type, int protocol);

    /// A file of the host's /proc/net.
    [[nodiscard]] Result<std::string> read(Role programs, LabFile file);

    /// For programs that look into the lab from outside (nsenter(1)).
    struct Namespaces {
        Descriptor client;
        Descriptor server;
        Descriptor user;
    };
    [[nodiscard]] Result<Namespaces> namespaces();

    /// Settings that this system did not take, as "net/ipv4/… =… (why)": the lab works without
    /// them.
    [[nodiscard]] const std::vector<std::string> &notSet() const noexcept { return m_notSet; }

    [[nodiscard]] pid_t helper() const noexcept { return m_helper; }

private:
    Lab(Descriptor socket, pid_t helper) : m_socket(std::move(socket)), m_helper(helper) {}

    [[nodiscard]] Result<bool> waitUntilReady(const LabOptions &options);
    /// 0 or the errno; the answer's own bytes and descriptors in `message`.
    [[nodiscard]] int ask(const LabRequest &request, struct PassedMessage &message);

    std::mutex m_mutex; ///< of the socket: a request and its answer
    int m_broken = 0;   ///< why the helper cannot be asked any more
    Descriptor m_socket;
    pid_t m_helper;
    Descriptor m_clientDevice;
    Descriptor m_serverDevice;
    Descriptor m_clientReports;
    Descriptor m_serverReports;
    std::vector<std::string> m_notSet;
};

} // namespace twodoors
