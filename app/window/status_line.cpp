// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/status_line.h"

#include <QHBoxLayout>
#include <QStyle>
#include <cmath>

namespace twodoors
{

using namespace std::chrono_literals;

StatusLine::StatusLine(Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_left(new QLabel(this)), m_right(new QLabel(this))
{
    setObjectName("StatusLine");
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_left, 1);
    layout->addWidget(m_right);
    m_left->setTextFormat(Qt::PlainText);
    m_left->setMinimumWidth(0);
    m_left->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_fading.setSingleShot(true);
    m_fading.setInterval(6s);
    connect(&m_fading, &QTimer::timeout, this, &StatusLine::clear);
    connect(&m_appearance, &Appearance::changed, this, &StatusLine::dress);
    dress();
}

void StatusLine::dress()
{
    const auto px = [this](qreal length) {
        return static_cast<int>(std::lround(m_appearance.theme().px(length)));
    };
    layout()->setContentsMargins(px(16), px(4), px(16), px(4));
    layout()->setSpacing(px(24));
    setWhatsThis(m_appearance.words("whatsthis.status"));
    show();
}

void StatusLine::setStanding(const QString &words)
{
    m_standing = words;
    show();
}

void StatusLine::setKeys(const QString &words)
{
    m_right->setText(words);
    show();
}

void StatusLine::setHint(const QString &words)
{
    m_hint = words;
    show();
}

void StatusLine::say(const QString &words, bool isGrave)
{
    m_said = words;
    m_isGrave = isGrave;
    if (isGrave)
        m_fading.stop();
    else
        m_fading.start();
    show();
}

void StatusLine::clear()
{
    m_said.clear();
    m_isGrave = false;
    m_fading.stop();
    show();
}

void StatusLine::show()
{
    m_text = !m_hint.isEmpty() ? m_hint : !m_said.isEmpty() ? m_said : m_standing;
    const bool isGrave = m_isGrave && m_text == m_said;
    if (m_left->property("grave").toBool() != isGrave) {
        m_left->setProperty("grave", isGrave);
        m_left->style()->unpolish(m_left);
        m_left->style()->polish(m_left);
    }
    m_left->setText(m_left->fontMetrics().elidedText(m_text, Qt::ElideRight, m_left->width()));
    m_left->setToolTip(m_text);
    m_left->setAccessibleName(m_text);
}

QSize StatusLine::minimumSizeHint() const
{
    return {0, QWidget::minimumSizeHint().height()};
}

void StatusLine::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layout()->activate();
    show();
}

} // namespace twodoors
