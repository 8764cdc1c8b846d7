// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/focus_ring.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QEvent>
#include <QMainWindow>
#include <QPainter>

namespace twodoors
{

FocusRing::FocusRing(const Appearance &appearance, QMainWindow &window)
    : QWidget(&window), m_appearance(appearance), m_window(window)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
    connect(qApp, &QApplication::focusChanged, this,
            [this](const QWidget *, QWidget *now) { follow(now); });
}

/// It lies over the window and not in the view: a view lays out and scrolls its children.
void FocusRing::follow(QWidget *focused)
{
    if (m_view != nullptr)
        m_view->removeEventFilter(this);
    const bool isByKeys = QGuiApplication::mouseButtons() == Qt::NoButton;
    const bool isView = qobject_cast<QAbstractScrollArea *>(focused) != nullptr;
    m_view = isView && isByKeys && focused->window() == &m_window ? focused : nullptr;
    setVisible(m_view != nullptr);
    if (m_view == nullptr)
        return;
    m_view->installEventFilter(this);
    place();
    raise();
}

void FocusRing::place()
{
    setGeometry(QRect(m_view->mapTo(&m_window, QPoint()), m_view->size()));
}

bool FocusRing::eventFilter(QObject *, QEvent *event)
{
    if (event->type() == QEvent::Hide)
        hide();
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move)
        place();
    return false;
}

void FocusRing::paintEvent(QPaintEvent *)
{
    const Theme &theme = m_appearance.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.colour(Ink::Client), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), theme.px(3), theme.px(3));
}

} // namespace twodoors
