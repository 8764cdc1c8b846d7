// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"

#include <QWidget>

namespace twodoors
{

/// Which step of how many: the present one is a bar, those done are full, those to come are rings.
class StepDots final : public QWidget
{
    Q_OBJECT

public:
    StepDots(const Appearance &appearance, int count, QWidget *parent);

    void setStep(int step);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Appearance &m_appearance;
    int m_count;
    int m_step = 0;
};

} // namespace twodoors
