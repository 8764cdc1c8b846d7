// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/viewpoint.h"

#include <QTimer>

namespace twodoors
{

/// Fetches what the journal has gained, at most once a frame, and rests while there is nothing.
class Follower final : public QObject
{
    Q_OBJECT

public:
    explicit Follower(Viewpoint &viewpoint, QObject *parent = nullptr);

    /// The journal has grown.
    void poke();

    [[nodiscard]] bool isResting() const noexcept { return !m_frames.isActive(); }

private:
    void fetch();

    Viewpoint &m_viewpoint;
    QTimer m_frames;
    bool m_isWanted = false;
};

} // namespace twodoors
