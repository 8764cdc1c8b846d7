// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/stage_scene.h"

#include "widgets/canvas/stage_doors.h"
#include "widgets/canvas/stage_wire.h"

namespace twodoors
{

namespace
{

constexpr qreal height = 192;

void drawHost(Stage &stage, const Sight &sight, Side side, const QRectF &area)
{
    const Ink ink = side == Side::Client ? Ink::Client : Ink::Text;
    stage.scene.box(area, Ink::Line, side == Side::Client ? Ink::ClientTint : Ink::Button, 8,
                    Stroke::None);
    const qreal inset = sight.px(12);
    const qreal line = sight.types.height(Type::Title);
    const qreal left = std::max(area.left(), sight.seenLeft) + inset;
    const qreal right = std::min(area.right(), sight.seenRight()) - inset;
    const QRectF title(left, area.top() + sight.px(6), right - left, line);
    const QString name =
        sight.words(side == Side::Client ? "canvas.client-host" : "canvas.server-host");
    if (sight.types.width(Type::Title, name) > title.width())
        return;
    stage.scene.text(title, name, ink, Type::Title, Qt::AlignLeft | Qt::AlignVCenter);
    const QString address = hostAddress(sight, side);
    const bool hasRoom =
        sight.types.width(Type::Title, name) + sight.types.width(Type::SmallCode, address) + inset
        < title.width();
    if (hasRoom)
        stage.scene.text(title, address, Ink::Dim, Type::SmallCode,
                         Qt::AlignRight | Qt::AlignVCenter);
}

} // namespace

qreal stageHeight(const Theme &theme) noexcept
{
    return theme.px(height);
}

PacketId packetInReach(const World &world, PacketId chosen) noexcept
{
    const auto &onWire = world.onWire();
    if (std::ranges::find(onWire, chosen) != onWire.end())
        return chosen;
    for (const PacketId id : onWire) {
        if (const PacketView *packet = world.packet(id); packet != nullptr && packet->isInHand)
            return id;
    }
    return onWire.empty() ? PacketId::None : onWire.front();
}

Stage stageScene(const Sight &sight, const QRectF &area)
{
    Stage stage;
    const Columns &columns = sight.columns;
    const qreal margin = sight.px(8);
    stage.scene.box(area, Ink::Panel, Ink::Panel, 0, Stroke::None);
    const QRectF hosts = area.adjusted(margin, margin, -margin, -margin);
    drawHost(stage, sight, Side::Client,
             {hosts.topLeft(), QPointF(columns.wireLeft(), hosts.bottom())});
    drawHost(stage, sight, Side::Server,
             {QPointF(columns.wireRight(), hosts.top()), hosts.bottomRight()});
    StageWire(stage, sight, hosts).draw();
    StageDoors(stage, sight, hosts).draw();
    return stage;
}

} // namespace twodoors
