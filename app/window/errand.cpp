// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/errand.h"

#include <utility>

namespace twodoors
{

void Errand::begin(Work work)
{
    m_isUnderWay = true;
    m_done = m_total = 0;
    m_thread = std::jthread([this, work = std::move(work)](const std::stop_token &stop) {
        const Progress progress{stop, [this](std::size_t done, std::size_t total) {
                                    m_done = done;
                                    m_total = total;
                                }};
        const std::optional<Failure> failure = work(progress);
        const auto tell = [this, failure] {
            m_isUnderWay = false;
            emit ended(failure);
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    });
}

double Errand::progress() const noexcept
{
    const std::size_t total = m_total;
    return total == 0 ? 0.0 : static_cast<double>(m_done) / static_cast<double>(total);
}

} // namespace twodoors
