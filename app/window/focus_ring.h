// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"

#include <QPointer>
#include <QWidget>

class QMainWindow;

namespace twodoors
{

/// A frame around the view that the keyboard has come to. Views have none of their own, and a
/// style sheet's frame would move what is in them; a click needs none.
class FocusRing final : public QWidget
{
    Q_OBJECT

public:
    /// The appearance must outlive it.
    FocusRing(const Appearance &appearance, QMainWindow &window);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void follow(QWidget *focused);
    void place();

    const Appearance &m_appearance;
    QMainWindow &m_window;
    QPointer<QWidget> m_view; ///< framed now
};

} // namespace twodoors
