// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/states/states_painter.h"

#include <QAbstractScrollArea>

namespace twodoors
{

/// The figure with its scene, at the size it is given; what is too large to be read there scrolls.
class StatesDiagram final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// The appearance must outlive the widget.
    explicit StatesDiagram(Appearance &appearance, QWidget *parent = nullptr);

    void setScene(StatesScene scene);
    [[nodiscard]] const StatesScene &scene() const noexcept { return m_scene; }
    [[nodiscard]] const StatesGeometry &geometryOfFigure() const noexcept { return m_geometry; }
    [[nodiscard]] const PlacedScene &placed() const noexcept { return m_placed; }

    /// The state whose meaning is asked for; nothing for the chosen door's.
    [[nodiscard]] std::optional<FigureBox> selected() const noexcept { return m_selected; }
    void select(std::optional<FigureBox> box);

    /// What the tooltip says at a place of the figure; empty where it says nothing.
    [[nodiscard]] QString explanationAt(const QPointF &place) const;

    [[nodiscard]] QSize sizeHint() const override;

signals:
    void doorChosen(twodoors::DoorId door);
    void selectionChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void layOut();
    [[nodiscard]] QPointF placeOf(const QPointF &inViewport) const;
    [[nodiscard]] QPointF origin() const;
    [[nodiscard]] std::optional<FigureBox> boxAt(const QPointF &place) const;
    [[nodiscard]] std::optional<FigureBox> neighbour(FigureBox box, const QPointF &towards) const;
    [[nodiscard]] QString meaningOf(FigureBox box) const;

    Appearance &m_appearance;
    StatesScene m_scene;
    StatesGeometry m_geometry;
    PlacedScene m_placed;
    std::optional<FigureBox> m_selected;
};

} // namespace twodoors
