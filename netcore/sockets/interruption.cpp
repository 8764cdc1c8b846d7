// SPDX-License-Identifier: GPL-3.0-or-later
#include "sockets/interruption.h"

#include <cerrno>
#include <csignal>
#include <system_error>

namespace twodoors
{

Interruption::Interruption()
{
    struct sigaction action {};
    action.sa_handler = [](int) {};
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGRTMIN + 1, &action, nullptr) != 0)
        throw std::system_error(errno, std::generic_category(), "sigaction");
}

void Interruption::enter()
{
    const std::scoped_lock lock(m_mutex);
    m_thread = pthread_self();
}

void Interruption::leave()
{
    const std::scoped_lock lock(m_mutex);
    m_thread.reset();
}

void Interruption::request()
{
    m_requested = true;
    const std::scoped_lock lock(m_mutex);
    if (m_thread)
        pthread_kill(*m_thread, SIGRTMIN + 1);
}

} // namespace twodoors
