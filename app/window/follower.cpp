// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/follower.h"

namespace twodoors
{

using namespace std::chrono_literals;

Follower::Follower(Viewpoint &viewpoint, QObject *parent) : QObject(parent), m_viewpoint(viewpoint)
{
    m_frames.setInterval(16ms);
    connect(&m_frames, &QTimer::timeout, this, [this] {
        if (m_isWanted)
            fetch();
        else
            m_frames.stop();
    });
}

void Follower::poke()
{
    m_isWanted = true;
    if (m_frames.isActive())
        return;
    m_frames.start();
    fetch();
}

void Follower::fetch()
{
    m_isWanted = m_viewpoint.catchUp();
}

} // namespace twodoors
