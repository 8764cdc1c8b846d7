// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/stage_scene.h"

namespace twodoors
{

/// Where doors, programs and the wire stand, measured from a host's upper edge, in pixels of the
/// design.
namespace StageLine
{
inline constexpr qreal caption = 34;
inline constexpr qreal doorTop = 52;
inline constexpr qreal doorHeight = 54;
inline constexpr qreal doorWidth = 31;
inline constexpr qreal middle = doorTop + doorHeight / 2;
} // namespace StageLine

/// The address of a host, of its doors where the recording does not say it.
[[nodiscard]] QString hostAddress(const Sight &sight, Side side);

/// What is written above a door: its role, in short where a column is narrow.
[[nodiscard]] QString doorCaption(const Sight &sight, const DoorView &door);

/// Draws the programs and the doors that stand at the cursor.
class StageDoors
{
public:
    StageDoors(Stage &stage, const Sight &sight, const QRectF &hosts)
        : m_stage(stage), m_sight(sight), m_hosts(hosts)
    {}

    void draw();

private:
    void drawPrograms();
    [[nodiscard]] const ProgramLine *lineOf(const ProgramView &program) const;
    void drawProgram(const ProgramView &program, qreal x);
    void drawEmptyProgram(Role role);
    void drawDoor(const DoorView &door, qreal x);
    void drawSign(const DoorView &door, const QRectF &area);
    void drawBelow(const DoorView &door, qreal x, qreal y);
    void drawAcceptQueue(const DoorView &door, qreal x, qreal y);
    void drawWaitingBytes(const DoorView &door, qreal x, qreal y);
    void textAt(qreal x, qreal top, const QString &text, Ink ink, Type type);

    Stage &m_stage;
    const Sight &m_sight;
    QRectF m_hosts;
};

} // namespace twodoors
