// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab/lab_helper.h"

#include "lab/descriptor_passing.h"
#include "lab/lab_ending.h"
#include "lab/private_host.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/ranges.h>
#include <linux/capability.h>
#include <sched.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace twodoors
{

namespace
{

template <class Value>
std::string_view bytesOf(const Value &value) noexcept
{
    return {reinterpret_cast<const char *>(&value), sizeof value};
}

/// A helper outlives what is typed at the terminal, and holds nothing of its own that could keep a
/// pipe open.
void leaveTheTerminal()
{
    static_cast<void>(::setsid());
    for (const int signal : {SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGTSTP, SIGPIPE})
        static_cast<void>(std::signal(signal, SIG_IGN));
    const int nothing = ::open("/dev/null", O_RDWR);
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        static_cast<void>(::dup2(nothing, fd));
    if (nothing > STDERR_FILENO)
        ::close(nothing);
    static_cast<void>(::prctl(PR_SET_NAME, "twodoors-lab"));
    static_cast<void>(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

/// Of all powers it keeps those that setns(2) and the ending of connections ask for.
void dropPowers()
{
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, 2> sets{};
    sets[0].permitted = sets[0].effective =
        std::uint32_t{1} << CAP_SYS_ADMIN | std::uint32_t{1} << CAP_NET_ADMIN;
    static_cast<void>(::syscall(SYS_capset, &header, sets.data()));
}

/// "patient" in the first line where it is wanted, then "client net/ipv4/… value" a line.
LabOptions optionsFrom(std::string_view text)
{
    LabOptions options{false, {}};
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line == "patient") {
            options.isPatient = true;
            continue;
        }
        const std::size_t first = line.find(' ');
        const std::size_t second = line.find(' ', first + 1);
        const auto role = fromName<Role>(line.substr(0, first));
        if (!role || second == std::string_view::npos)
            continue;
        options.settings.push_back({*role, std::string(line.substr(first + 1, second - first - 1)),
                                    std::string(line.substr(second + 1))});
    }
    return options;
}

class Helper
{
public:
    explicit Helper(int socket) : m_socket(socket) {}

    int run()
    {
        PassedMessage message;
        if (receiveMessage(m_socket, message) != 0)
            return EXIT_FAILURE;
        const LabError made = make(optionsFrom(message.bytes));
        if (made.step != LabStep::None) {
            const LabAnswer answer{made.error, made.step};
            static_cast<void>(sendMessage(m_socket, bytesOf(answer)));
            return EXIT_FAILURE;
        }
        dropPowers();
        if (!sayReady())
            return EXIT_FAILURE;
        const int status = serveAll();
        for (const PrivateHost *host : {&m_client, &m_server}) {
            if (::setns(host->network.get(), CLONE_NEWNET) == 0)
                endTcpOfThisHost();
        }
        return status;
    }

private:
    [[nodiscard]] int serveAll()
    {
        PassedMessage message;
        while (receiveMessage(m_socket, message) == 0) {
            LabRequest request;
            if (message.bytes.size() != sizeof request)
                return EXIT_FAILURE;
            std::memcpy(&request, message.bytes.data(), sizeof request);
            if (!serve(request))
                return EXIT_FAILURE;
        }
        return EXIT_SUCCESS;
    }

    LabError make(const LabOptions &options)
    {
        LabError error = enterUserNamespace();
        if (error.step == LabStep::None)
            error = prepareSmallTables();
        Descriptor home;
        if (error.step == LabStep::None) {
            home.reset(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
            error = makePrivateHost(Role::Client, options, m_client);
        }
        if (error.step == LabStep::None && ::setns(home.get(), CLONE_NEWNET) != 0)
            error = {LabStep::NetworkNamespace, errno};
        if (error.step == LabStep::None)
            error = makePrivateHost(Role::Server, options, m_server);
        return error;
    }

    bool sayReady()
    {
        std::vector<std::string> notSet = m_client.notSet;
        notSet.insert(notSet.end(), m_server.notSet.begin(), m_server.notSet.end());
        const LabAnswer answer;
        const std::array<int, 4> descriptors{m_client.device.get(), m_server.device.get(),
                                             m_client.reports.get(), m_server.reports.get()};
        const std::string text =
            std::string(bytesOf(answer)) + fmt::format("{}", fmt::join(notSet, "\n"));
        const bool said = sendMessage(m_socket, text, descriptors) == 0;
        // The kernel takes some 20 ms to do away with a device when its last descriptor closes: Lab
        // does that for the client's, meanwhile we at our end for the server's.
        m_client.device.reset();
        for (PrivateHost *host : {&m_client, &m_server})
            host->reports.reset();
        return said;
    }

    [[nodiscard]] bool reply(int error, std::string_view text = {},
                             std::span<const int> descriptors = {}) const
    {
        const LabAnswer answer{error, LabStep::None};
        return sendMessage(m_socket, std::string(bytesOf(answer)) + std::string(text), descriptors)
               == 0;
    }

    /// False where this is no request, or nobody takes the answer.
    [[nodiscard]] bool serve(const LabRequest &request)
    {
        if (request.host != Role::Client && request.host != Role::Server)
            return false;
        const PrivateHost &host = request.host == Role::Client ? m_client : m_server;
        if (::setns(host.network.get(), CLONE_NEWNET) != 0)
            return reply(errno);
        switch (request.kind) {
        case LabRequestKind::Socket: {
            const Descriptor made(::socket(request.domain, request.type, request.protocol));
            if (!made.isOpen())
                return reply(errno);
            const std::array<int, 1> descriptors{made.get()};
            return reply(0, {}, descriptors);
        }
        case LabRequestKind::File:
            return serveFile(request.file);
        case LabRequestKind::Namespaces: {
            const Descriptor user(::open("/proc/self/ns/user", O_RDONLY | O_CLOEXEC));
            const std::array<int, 3> descriptors{m_client.network.get(), m_server.network.get(),
                                                 user.get()};
            return reply(0, {}, descriptors);
        }
        }
        return false;
    }

    [[nodiscard]] bool serveFile(LabFile which) const
    {
        constexpr std::array<const char *, 4> paths{
            "/proc/thread-self/net/snmp", "/proc/thread-self/net/netstat",
            "/proc/thread-self/net/tcp", "/proc/thread-self/net/route"};
        const auto index = static_cast<std::size_t>(which);
        if (index >= paths.size())
            return false;
        const Descriptor file(::open(paths[index], O_RDONLY | O_CLOEXEC));
        if (!file.isOpen())
            return reply(errno);
        std::string text(longestPassedMessage - sizeof(LabAnswer), '\0');
        std::size_t size = 0;
        while (size < text.size()) {
            const ssize_t got = ::read(file.get(), text.data() + size, text.size() - size);
            if (got <= 0)
                break;
            size += static_cast<std::size_t>(got);
        }
        return reply(0, std::string_view(text).substr(0, size));
    }

    int m_socket;
    PrivateHost m_client;
    PrivateHost m_server;
};

} // namespace

std::optional<int> runAsLabHelper(int argc, char **argv)
{
    if (argc != 3 || std::string_view(argv[1]) != labHelperOption)
        return std::nullopt;
    const std::string_view number(argv[2]);
    int socket = -1;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), socket);
    if (error != std::errc{} || end != number.data() + number.size())
        return EXIT_FAILURE;
    leaveTheTerminal();
    return Helper(socket).run();
}

} // namespace twodoors
