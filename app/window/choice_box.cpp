// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/choice_box.h"

#include <QStyleOptionComboBox>
#include <QStylePainter>

namespace twodoors
{

void ChoiceBox::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    const QRect room =
        style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    option.currentText =
        fontMetrics().elidedText(option.currentText, Qt::ElideRight, room.width() - 4);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
    painter.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::Text));
    painter.drawText(rect().adjusted(0, 0, -fontMetrics().averageCharWidth(), 0),
                     Qt::AlignRight | Qt::AlignVCenter, "▾");
}

} // namespace twodoors
