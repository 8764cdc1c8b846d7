// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/hands_bar.h"
#include "widgets/canvas/stage_scene.h"
#include "widgets/canvas/timeline_scene.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <optional>

namespace twodoors
{

/// Stage and timeline on the same columns: the present at the cursor, and below it how it came to
/// be. What it paints is a function of the viewpoint; wishes leave it as signals.
class Canvas final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit Canvas(Viewpoint &view, QWidget *parent = nullptr);
    ~Canvas() override;

    [[nodiscard]] Pace pace() const noexcept { return m_pace; }
    void setPace(Pace pace);
    void zoom(double factor);
    void resetZoom();

    /// Why nobody can lay hands on packets here; empty where one can.
    void setHandsRefusal(const QString &whyNot);

    /// The packet that a key acts on; None where there is none.
    [[nodiscard]] PacketId packetInReach() const;

    /// Where the buttons are while a packet is in reach, and room is otherwise.
    [[nodiscard]] QRectF handsRoom();

    /// The index behind the picture; follows the viewpoint.
    [[nodiscard]] const TimelineIndex &index() const noexcept { return m_index; }

    /// What was painted last, for whoever wants to look at it closely.
    [[nodiscard]] const Stage &stage() const noexcept { return m_stage; }
    [[nodiscard]] const Scene &timeline() const noexcept { return m_timeline; }

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void packetActionWanted(twodoors::PacketId packet, twodoors::WireAction action);
    void cutWanted(twodoors::Heading heading);
    void mendWanted(twodoors::Heading heading);
    void holdWanted(twodoors::Heading heading);
    void paceChanged();

protected:
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void restart();
    void grow();
    void followCursor();
    void restyle();
    void refresh();
    void keepTicking();
    void makeScenes();
    void placeHands();
    void updateScrollBars();
    void setTop(double top);
    void zoomAround(double factor, qreal y);
    void say();

    [[nodiscard]] QRectF stageArea() const;
    [[nodiscard]] QRectF timelineArea() const;
    [[nodiscard]] TimelineWindow window() const;
    [[nodiscard]] Columns columns() const;
    [[nodiscard]] Sight sight(const Columns &columns) const;
    [[nodiscard]] double leastZoom(const Sight &sight) const;
    [[nodiscard]] QPointF onCanvas(QPointF inViewport) const;
    [[nodiscard]] const Target *targetAt(QPointF inViewport) const;
    void wireMenu(class QMenu &menu);
    void packetMenu(class QMenu &menu, PacketId packet);
    void endPacketDrag(QPointF end);
    void paintDraggedPacket(class QPainter &painter) const;

    struct Drag {
        QPointF begin;
        QPointF at;
        double top = 0;
        int left = 0;
        PacketId packet = PacketId::None; ///< None: the timeline itself is dragged
        bool hasMoved = false;
    };

    Viewpoint &m_view;
    TimelineIndex m_index;
    Types m_types;
    HandsBar *m_hands;
    QBasicTimer m_tick;

    Pace m_pace = Pace::Steps;
    double m_zoom;
    double m_top = 0;
    bool m_isFollowing = true; ///< the present line stays in view
    bool m_keepsPlace = false; ///< while a click moves the cursor
    PacketId m_chosen = PacketId::None;
    std::optional<Drag> m_drag;
    QString m_refusal;

    bool m_isStale = true;
    Stage m_stage;
    Scene m_timeline;
};

} // namespace twodoors
