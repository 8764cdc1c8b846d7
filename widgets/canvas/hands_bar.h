// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/viewpoint.h"
#include "wire/rule.h"

#include <QPushButton>
#include <QWidget>
#include <array>

namespace twodoors
{

/// What a hand can do with the packet in reach, as a row of buttons.
class HandsBar final : public QWidget
{
    Q_OBJECT

public:
    explicit HandsBar(Appearance &appearance, QWidget *parent = nullptr);

    /// Whether there is a packet to act on, and whether it is in the hand or flies.
    void setPacket(bool isThere, bool isInHand);
    /// Takes one row where the buttons fit in this width, else two. The size it needs.
    QSize fitInto(int width);
    /// Why nothing can be done; empty where all can.
    void setRefusal(const QString &whyNot);

signals:
    void actionWanted(twodoors::WireAction action);

private:
    void restyle();
    void arrange(int rows);

    Appearance &m_appearance;
    std::array<QPushButton *, 6> m_buttons{};
    QString m_refusal;
    int m_rows = 0;
};

} // namespace twodoors
