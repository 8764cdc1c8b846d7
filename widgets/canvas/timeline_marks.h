// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/timeline_scene.h"

namespace twodoors
{

/// Draws single events of the timeline into a scene.
class TimelineMarks
{
public:
    TimelineMarks(Scene &scene, const Sight &sight, const TimelineRuler &ruler, qreal presentY);

    /// Draws what begins or happens with this event.
    void draw(Seq seq);
    /// Draw what began before the window; the event is its first one.
    void drawCall(const Event &call);
    void drawPacket(const Event &first);

private:
    void drawReturn(const Event &call, const Event &back, qreal programX, qreal doorX, Ink ink);
    /// Its area; none where there was no room for it.
    QRectF drawPacketLabel(const PacketView &packet, QPointF middle, Ink ink, Seq seq);
    void drawLost(const Event &first, const PacketView &packet, QPointF from, qreal toX,
                  qreal endY);
    void drawKept(const Event &first, const PacketView &packet, QPointF from, qreal toX);
    [[nodiscard]] qreal fallOf(Seq seen) const;
    void drawMaking(const Event &door);
    void drawState(const Event &event);
    void drawEnd(const Event &event);
    void drawAcross(const Event &event);
    void drawChange(const Event &event);
    void pill(QPointF middle, const QString &text, Ink ink, const Target &target);
    /// The first of the texts that has room above the line from one x to another.
    void lineText(qreal fromX, qreal toX, qreal y, std::initializer_list<QString> choices, Ink ink);
    [[nodiscard]] qreal doorX(DoorId door, qreal otherwise) const;
    [[nodiscard]] bool hasRoom(const QRectF &area) const;

    Scene &m_scene;
    const Sight &m_sight;
    const TimelineRuler &m_ruler;
    qreal m_presentY;
    bool m_hasTexts;              ///< rows are high enough for them
    std::vector<QRectF> m_labels; ///< of packets, so that they do not cover each other
};

} // namespace twodoors
