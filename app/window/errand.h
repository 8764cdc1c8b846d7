// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/progress.h"

#include <QObject>
#include <atomic>
#include <functional>
#include <optional>
#include <thread>

namespace twodoors
{

/// Long work on a thread of its own; its end is told in the thread that began it. The destructor
/// cancels it and waits until it has cleared up.
class Errand final : public QObject
{
    Q_OBJECT

public:
    using Work = std::function<std::optional<Failure>(const Progress &)>;

    explicit Errand(QObject *parent = nullptr) : QObject(parent) {}

    /// None must be under way.
    void begin(Work work);
    /// It ends soon; ended() says how.
    void cancel() noexcept { m_thread.request_stop(); }
    [[nodiscard]] bool isUnderWay() const noexcept { return m_isUnderWay; }
    /// How much is done, from 0 to 1.
    [[nodiscard]] double progress() const noexcept;

signals:
    /// With nothing, or why it came to nothing.
    void ended(const std::optional<Failure> &failure);

private:
    bool m_isUnderWay = false;
    std::atomic<std::size_t> m_done = 0;
    std::atomic<std::size_t> m_total = 0;
    std::jthread m_thread; ///< the last one: it uses all others
};

} // namespace twodoors
