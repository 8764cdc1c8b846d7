// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/step_dots.h"

#include <QPainter>
#include <cmath>

namespace twodoors
{

namespace
{

constexpr qreal dot = 8;
constexpr qreal bar = 20;
constexpr qreal between = 6;

} // namespace

StepDots::StepDots(const Appearance &appearance, int count, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_count(count)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StepDots::setStep(int step)
{
    m_step = step;
    updateGeometry();
    update();
}

QSize StepDots::sizeHint() const
{
    const Theme &theme = m_appearance.theme();
    const qreal width = (m_count - 1) * (dot + between) + bar + 2;
    return {static_cast<int>(std::ceil(theme.px(width))),
            static_cast<int>(std::ceil(theme.px(dot + 2)))};
}

void StepDots::paintEvent(QPaintEvent *)
{
    const Theme &theme = m_appearance.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    qreal left = 1;
    for (int i = 0; i < m_count; ++i) {
        const qreal width = theme.px(i == m_step ? bar : dot);
        const QRectF area(left, 1, width, theme.px(dot));
        painter.setPen(QPen(theme.colour(i <= m_step ? Ink::Client : Ink::Dim), theme.px(1.4)));
        painter.setBrush(i <= m_step ? QBrush(theme.colour(Ink::Client)) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(area, theme.px(dot / 2), theme.px(dot / 2));
        left += width + theme.px(between);
    }
}

} // namespace twodoors
