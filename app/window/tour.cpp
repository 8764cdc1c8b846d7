// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/tour.h"

#include "app/window/step_dots.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTimer>
#include <QVBoxLayout>
#include <cmath>
#include <limits>

namespace twodoors
{

namespace
{

constexpr qreal cardWidth = 400;
constexpr qreal gap = 14;  ///< between the card and what it speaks of
constexpr int shade = 150; ///< of 255, over what is not spoken of

using Values = std::vector<std::pair<std::string, std::string>>;

} // namespace

Tour::Tour(Appearance &appearance, std::vector<TourStep> steps, QWidget &window)
    : QWidget(&window), m_appearance(appearance), m_steps(std::move(steps)),
      m_focusBefore(window.focusWidget()), m_card(new QFrame(this)), m_title(new QLabel(m_card)),
      m_text(new QLabel(m_card)),
      m_dots(new StepDots(appearance, static_cast<int>(m_steps.size()), m_card)),
      m_skip(new QPushButton(m_card)), m_back(new QPushButton(m_card)),
      m_next(new QPushButton(m_card))
{
    m_card->setObjectName("TourCard");
    m_card->setAttribute(Qt::WA_StyledBackground);
    m_title->setObjectName("TourTitle");
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    m_next->setObjectName("TourNext");
    m_skip->setObjectName("TourSkip");
    m_back->setObjectName("TourBack");

    auto *column = new QVBoxLayout(m_card);
    column->addWidget(m_title);
    column->addWidget(m_text);
    auto *row = new QHBoxLayout;
    row->addWidget(m_dots);
    row->addStretch(1);
    row->addWidget(m_skip);
    row->addWidget(m_back);
    row->addWidget(m_next);
    column->addLayout(row);

    connect(m_skip, &QPushButton::clicked, this, &Tour::finish);
    connect(m_back, &QPushButton::clicked, this, &Tour::goBack);
    connect(m_next, &QPushButton::clicked, this, &Tour::goOn);
    connect(&m_appearance, &Appearance::changed, this, &Tour::say);
    connect(qApp, &QApplication::focusChanged, this,
            [this](const QWidget *, const QWidget *now) { keepFocus(now); });
    for (QPushButton *button : {m_skip, m_back, m_next})
        button->installEventFilter(this);
    window.installEventFilter(this);
    say();
    show();
    raise();
    m_next->setFocus();
}

void Tour::goOn()
{
    if (m_step + 1 == m_steps.size())
        return finish();
    ++m_step;
    say();
    m_next->setFocus();
}

void Tour::goBack()
{
    if (m_step == 0)
        return;
    --m_step;
    say();
    if (m_step == 0)
        m_next->setFocus();
}

void Tour::finish()
{
    hide();
    if (m_focusBefore != nullptr)
        m_focusBefore->setFocus();
    emit finished();
    deleteLater();
}

void Tour::keepFocus(const QWidget *focused)
{
    if (isVisible() && focused != nullptr && focused->window() == window()
        && !isAncestorOf(focused))
        m_next->setFocus();
}

void Tour::say()
{
    const Theme &theme = m_appearance.theme();
    const auto px = [&theme](qreal length) {
        return static_cast<int>(std::lround(theme.px(length)));
    };
    const std::string key = "tour." + m_steps[m_step].key;
    m_title->setText(m_appearance.words(key + ".title"));
    m_text->setText(m_appearance.words(key + ".text"));
    m_skip->setText(m_appearance.words("tour.skip"));
    m_back->setText(m_appearance.words("tour.back"));
    const bool isLast = m_step + 1 == m_steps.size();
    m_next->setText(m_appearance.words(isLast ? "tour.done" : "tour.next"));
    m_back->setEnabled(m_step > 0);
    m_skip->setVisible(!isLast);
    const Values values{{"step", std::to_string(m_step + 1)},
                        {"count", std::to_string(m_steps.size())}};
    const QString standing = m_appearance.words("tour.standing", values);
    m_dots->setStep(static_cast<int>(m_step));
    m_dots->setAccessibleName(standing);
    m_dots->setToolTip(standing);
    setAccessibleName(m_appearance.words("tour.name"));
    setWhatsThis(m_appearance.words("tour.what"));
    m_card->setAccessibleName(standing);
    // what has the focus is what is read out
    m_next->setAccessibleDescription(standing + ". " + m_title->text() + ". " + m_text->text());
    m_card->layout()->setContentsMargins(px(20), px(16), px(20), px(16));
    m_card->layout()->setSpacing(px(10));
    place();
    placeLater();
}

/// The window's own parts find their places only after this.
void Tour::placeLater()
{
    QTimer::singleShot(0, this, &Tour::place);
}

void Tour::place()
{
    if (m_isPlacing)
        return;
    m_isPlacing = true;
    setGeometry(parentWidget()->rect());
    m_places.clear();
    for (const QRect &place : m_steps[m_step].places()) {
        if (const QRect shown = place.intersected(rect()); !shown.isEmpty())
            m_places.append(shown);
    }
    const int margin = static_cast<int>(m_appearance.theme().px(gap));
    const int width = std::min(static_cast<int>(m_appearance.theme().px(cardWidth)),
                               std::max(parentWidget()->width() - 2 * margin, 1));
    for (QWidget *part : m_card->findChildren<QWidget *>())
        part->ensurePolished();
    m_card->layout()->activate();
    const QSize card(std::max(width, m_card->layout()->totalMinimumSize().width()), 0);
    m_card->resize(card.width(), m_card->layout()->totalHeightForWidth(card.width()));
    m_card->move(bestPlace(m_card->size()));
    m_isPlacing = false;
    update();
}

/// Beside the parts spoken of, where the card covers least of them.
QPoint Tour::bestPlace(QSize card) const
{
    const int margin = static_cast<int>(m_appearance.theme().px(gap));
    const QRect room =
        rect().adjusted(margin, margin, -margin - card.width(), -margin - card.height());
    const QPoint middle = rect().center() - QPoint(card.width() / 2, card.height() / 2);
    QRect all;
    for (const QRect &place : m_places)
        all |= place;
    QList<QPoint> candidates{middle};
    if (!all.isEmpty()) {
        const int x = all.center().x() - card.width() / 2;
        const int y = all.center().y() - card.height() / 2;
        candidates = {{x, all.bottom() + margin},
                      {x, all.top() - margin - card.height()},
                      {all.right() + margin, y},
                      {all.left() - margin - card.width(), y},
                      middle};
    }
    QPoint best = middle;
    qint64 least = std::numeric_limits<qint64>::max();
    for (const QPoint &candidate : candidates) {
        const QPoint inside(
            std::clamp(candidate.x(), room.left(), std::max(room.left(), room.right())),
            std::clamp(candidate.y(), room.top(), std::max(room.top(), room.bottom())));
        qint64 covered = 0;
        for (const QRect &place : m_places) {
            const QRect hidden = place.intersected(QRect(inside, card));
            covered += qint64{hidden.width()} * hidden.height();
        }
        if (covered < least) {
            least = covered;
            best = inside;
        }
    }
    return best;
}

bool Tour::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // no key may move the run beneath
        return true;
    }
    return QWidget::event(event);
}

bool Tour::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != parentWidget()) // a button would take arrows for the way to its neighbour
        return event->type() == QEvent::KeyPress && hear(*static_cast<QKeyEvent *>(event));
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        placeLater();
    return false;
}

bool Tour::focusNextPrevChild(bool next)
{
    QList<QWidget *> ring;
    for (QPushButton *button : {m_next, m_skip, m_back}) {
        if (button->isEnabled() && !button->isHidden())
            ring.append(button);
    }
    const qsizetype here = std::max<qsizetype>(ring.indexOf(focusWidget()), 0);
    const qsizetype there = (here + (next ? 1 : -1) + ring.size()) % ring.size();
    ring[there]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

bool Tour::hear(const QKeyEvent &event)
{
    switch (event.key()) {
    case Qt::Key_Escape:
        finish();
        return true;
    case Qt::Key_Right:
        goOn();
        return true;
    case Qt::Key_Left:
        goBack();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (auto *button = qobject_cast<QPushButton *>(focusWidget()))
            button->click();
        else
            goOn();
        return true;
    default:
        return false;
    }
}

void Tour::keyPressEvent(QKeyEvent *event)
{
    hear(*event); // and none goes further
}

void Tour::mousePressEvent(QMouseEvent *event)
{
    event->accept();
}

void Tour::wheelEvent(QWheelEvent *event)
{
    event->accept();
}

void Tour::paintEvent(QPaintEvent *)
{
    const Theme &theme = m_appearance.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath dim;
    dim.addRect(rect());
    QPainterPath spoken;
    for (const QRect &place : m_places)
        spoken.addRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), theme.px(6), theme.px(6));
    painter.fillPath(dim.subtracted(spoken), QColor(0, 0, 0, shade));
    painter.setPen(QPen(theme.colour(Ink::Present), theme.px(2)));
    painter.drawPath(spoken);
}

} // namespace twodoors
