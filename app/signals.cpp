// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals.h"

#include <cerrno>
#include <csignal>
#include <pthread.h>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>

namespace twodoors
{

StopSignals::StopSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&set, signal);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a file at its size limit says EFBIG
    m_signals = outOfTheWay(Descriptor(signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)));
    if (!m_signals.isOpen())
        throw std::system_error(errno, std::generic_category(), "signalfd");
}

bool StopSignals::hasCome()
{
    signalfd_siginfo signal{};
    if (::read(m_signals.get(), &signal, sizeof signal) == sizeof signal)
        m_hasCome = true;
    return m_hasCome;
}

} // namespace twodoors
