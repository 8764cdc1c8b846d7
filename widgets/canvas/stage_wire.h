// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/stage_scene.h"

namespace twodoors
{

/// Draws the wire and the packets on it.
class StageWire
{
public:
    StageWire(Stage &stage, const Sight &sight, const QRectF &hosts);

    void draw();

private:
    /// A packet, the middle of its box, and how much of it is shown.
    struct Placed {
        const PacketView *packet = nullptr;
        qreal x = 0;
        QSizeF size;
        bool isChosen = false;
    };

    void drawTube();
    void drawPackets();
    void drawPacket(const Placed &placed);
    void drawLastLoss();
    void drawEnvelope(const PacketView &packet, const QRectF &area, Ink ink);
    void drawSegment(const PacketView &packet, const QRectF &area, Ink ink);
    void drawCountdown(const PacketView &packet);
    [[nodiscard]] QString caption() const;
    [[nodiscard]] std::vector<Placed> placed() const;
    void moveFlying(Placed &placed) const;
    [[nodiscard]] QSizeF boxSize(const PacketView &packet, bool isChosen) const;

    Stage &m_stage;
    const Sight &m_sight;
    QRectF m_hosts;
    QRectF m_tube;
};

} // namespace twodoors
