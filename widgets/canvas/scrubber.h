// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/timeline_index.h"
#include "widgets/viewpoint.h"

#include <QWidget>
#include <vector>

namespace twodoors
{

/// The whole run as a line with a mark for each event, and the cursor on it. Drag to travel.
class Scrubber final : public QWidget
{
    Q_OBJECT

public:
    /// The index, of the same viewpoint, must outlive the scrubber.
    Scrubber(Viewpoint &view, const TimelineIndex &index, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

    /// Where an event is on the line, and which event is nearest to a place.
    [[nodiscard]] qreal xOf(Seq seq) const noexcept;
    [[nodiscard]] Seq eventAt(qreal x) const noexcept;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void restyle();
    void say();
    void go(qreal x);
    void findMarks();
    void paintMarks(QPainter &painter) const;
    [[nodiscard]] QRectF line() const;

    /// What the marks were found for.
    struct Range {
        Seq latest = Seq::None;
        Seq indexed = Seq::None;
        QRectF line{};

        friend bool operator==(const Range &, const Range &) = default;
    };
    struct Mark {
        qreal pixel = 0;
        Gravity gravity = Gravity::None;
        Band band = Band::Wire;
    };

    Viewpoint &m_view;
    const TimelineIndex &m_index;
    Range m_range;
    std::vector<Mark> m_marks;
};

} // namespace twodoors
