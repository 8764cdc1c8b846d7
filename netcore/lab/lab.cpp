// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab/lab.h"

#include "lab/descriptor_passing.h"
#include "lab/lab_helper.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace twodoors
{

namespace
{

/// For each of the helper's answers; it has long come, or never will.
constexpr timeval patience{10, 0};

/// For the helper to end once its socket is closed.
constexpr int endPatience = 2000; // milliseconds

Failure failureOf(LabStep step, int error)
{
    switch (step) {
    case LabStep::UserNamespace:
        return {"lab-no-user-namespace", {}, error};
    case LabStep::UserMaps:
        return {"lab-user-namespace-powerless", {}, error};
    case LabStep::NetworkNamespace:
        return {error == EPERM || error == EACCES ? "lab-user-namespace-powerless"
                                                  : "lab-no-network-namespace",
                {},
                error};
    case LabStep::OpenTun:
        return {
            error == EACCES || error == EPERM ? "lab-tun-not-permitted" : "lab-no-tun", {}, error};
    case LabStep::MakeTun:
        return {error == EPERM ? "lab-user-namespace-powerless" : "lab-no-tun", {}, error};
    default:
        return {"lab-helper-failed", {{"step", std::string(nameOf(step))}}, error};
    }
}

/// The errno, 0 where it runs. `socket` becomes the helper's descriptor 3.
int startHelper(int socket, pid_t &helper)
{
    constexpr int helperSocket = 3;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, socket, helperSocket);
    posix_spawn_file_actions_addclosefrom_np(&actions, helperSocket + 1);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    std::string program = "/proc/self/exe";
    std::string option = labHelperOption;
    std::string number = std::to_string(helperSocket);
    std::array<char *, 4> arguments{program.data(), option.data(), number.data(), nullptr};
    const int error =
        ::posix_spawn(&helper, program.c_str(), &actions, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

/// Asks the helper and takes its answer off the front of `message`. 0 or the errno.
int exchange(int socket, std::string_view question, PassedMessage &message, LabAnswer &answer)
{
    int error = sendMessage(socket, question);
    if (error == 0)
        error = receiveMessage(socket, message);
    if (error == 0 && message.bytes.size() < sizeof answer)
        error = EBADMSG;
    if (error != 0)
        return error;
    std::memcpy(&answer, message.bytes.data(), sizeof answer);
    message.bytes.erase(0, sizeof answer);
    return 0;
}

} // namespace

Result<std::unique_ptr<Lab>> Lab::start(const LabOptions &options)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return failureOf(LabStep::Start, errno);
    Descriptor ours = outOfTheWay(Descriptor(ends[0]));
    const Descriptor theirs = outOfTheWay(Descriptor(ends[1]));
    ::setsockopt(ours.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(ours.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    pid_t helper = 0;
    if (const int error = startHelper(theirs.get(), helper); error != 0)
        return failureOf(LabStep::Start, error);
    std::unique_ptr<Lab> lab(new Lab(std::move(ours), helper));
    if (auto ready = lab->waitUntilReady(options); !ready)
        return ready.failure();
    return lab;
}

Result<bool> Lab::waitUntilReady(const LabOptions &options)
{
    std::string text = options.isPatient ? "patient\n" : "ordinary\n";
    for (const LabSetting &setting : options.settings)
        text += std::string(nameOf(setting.host)) + ' ' + setting.name + ' ' + setting.value + '\n';
    PassedMessage message;
    LabAnswer answer;
    if (const int error = exchange(m_socket.get(), text, message, answer); error != 0)
        return failureOf(LabStep::Start, error);
    if (answer.step != LabStep::None)
        return failureOf(answer.step, answer.error);
    constexpr std::size_t expected = 4;
    if (message.descriptors.size() != expected)
        return failureOf(LabStep::Start, message.isCut ? EMFILE : EBADMSG);
    const std::array<Descriptor *, expected> places{&m_clientDevice, &m_serverDevice,
                                                    &m_clientReports, &m_serverReports};
    for (std::size_t i = 0; i < expected; ++i)
        *places[i] = outOfTheWay(std::move(message.descriptors[i]));
    std::string_view rest = message.bytes;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        m_notSet.emplace_back(line);
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    }
    return true;
}

Lab::~Lab()
{
    // first the device that the helper has, too, and takes away while we do the other
    m_serverDevice.reset();
    m_socket.reset(); // that is its sign to go
    m_clientDevice.reset();
    const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, m_helper, 0)));
    pollfd end{process.get(), POLLIN, 0};
    if (process.isOpen() && ::poll(&end, 1, endPatience) == 0)
        ::kill(m_helper, SIGKILL);
    while (::waitpid(m_helper, nullptr, 0) < 0 && errno == EINTR) {}
}

int Lab::device(Role programs) const noexcept
{
    return programs == Role::Client ? m_clientDevice.get() : m_serverDevice.get();
}

Result<SockDiag> Lab::takeReports(Role programs)
{
    return SockDiag::adopt(std::move(programs == Role::Client ? m_clientReports : m_serverReports));
}

int Lab::ask(const LabRequest &request, PassedMessage &message)
{
    const std::scoped_lock lock(m_mutex);
    if (m_broken != 0)
        return m_broken;
    const std::string_view bytes(reinterpret_cast<const char *>(&request), sizeof request);
    LabAnswer answer;
    m_broken = exchange(m_socket.get(), bytes, message, answer);
    // an answer that comes too late must not be taken for the next one
    return m_broken != 0 ? m_broken : answer.error;
}

int Lab::makeSocket(Role programs, int domain, int type, int protocol)
{
    PassedMessage message;
    int error = ask({.kind = LabRequestKind::Socket,
                     .host = programs,
                     .domain = domain,
                     .type = type,
                     .protocol = protocol},
                    message);
    if (error == 0 && message.descriptors.size() != 1)
        error = message.isCut ? EMFILE : EBADMSG; // unix(7), MSG_CTRUNC
    if (error != 0) {
        errno = error;
        return -1;
    }
    if ((static_cast<unsigned>(type) & unsigned{SOCK_CLOEXEC}) == 0)
        ::fcntl(message.descriptors[0].get(), F_SETFD, 0);
    return message.descriptors[0].release();
}

Result<std::string> Lab::read(Role programs, LabFile file)
{
    PassedMessage message;
    const int error = ask({.kind = LabRequestKind::File, .host = programs, .file = file}, message);
    if (error != 0)
        return failureOf(LabStep::Start, error);
    return std::move(message.bytes);
}

Result<Lab::Namespaces> Lab::namespaces()
{
    PassedMessage message;
    int error = ask({.kind = LabRequestKind::Namespaces}, message);
    if (error == 0 && message.descriptors.size() != 3)
        error = message.isCut ? EMFILE : EBADMSG;
    if (error != 0)
        return failureOf(LabStep::Start, error);
    return Namespaces{std::move(message.descriptors[0]), std::move(message.descriptors[1]),
                      std::move(message.descriptors[2])};
}

} // namespace twodoors
