// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/sight.h"

namespace twodoors
{

/// The hosts with their programs and doors, and what is on the wire between them.
struct Stage {
    struct PacketBox {
        PacketId packet = PacketId::None;
        Heading heading = Heading::None;
        bool isInHand = false;
        QRectF area;
    };

    Scene scene;
    std::vector<PacketBox> packets; ///< the chosen one last
    QRectF wire;                    ///< the tube
    QRectF hands;                   ///< room for what a hand can do, below the wire
};

/// The height that the stage wants, in logical pixels.
[[nodiscard]] qreal stageHeight(const Theme &theme) noexcept;

/// The packet that hands act on: the chosen one while it is on the wire, else the one in the hand
/// for longest, else the first on the wire; None where there is none.
[[nodiscard]] PacketId packetInReach(const World &world, PacketId chosen) noexcept;

/// The present at the cursor, on `area`, which is as wide as the columns.
[[nodiscard]] Stage stageScene(const Sight &sight, const QRectF &area);

} // namespace twodoors
