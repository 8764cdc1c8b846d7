// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/progress_line.h"

#include <QHBoxLayout>
#include <cmath>
#include <utility>

namespace twodoors
{

using namespace std::chrono_literals;

namespace
{

/// Work that is done before shows nothing.
constexpr auto patience = 300ms;

constexpr auto lookInterval = 100ms;

/// Parts of the bar.
constexpr int whole = 1000;

} // namespace

ProgressLine::ProgressLine(Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_words(new QLabel(this)),
      m_bar(new QProgressBar(this)), m_cancel(new QToolButton(this))
{
    setObjectName("ProgressLine");
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_words);
    layout->addWidget(m_bar);
    layout->addWidget(m_cancel);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, whole);
    m_cancel->setFocusPolicy(Qt::StrongFocus);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    m_looks.setInterval(lookInterval);
    connect(&m_patience, &QTimer::timeout, this, &ProgressLine::appear);
    connect(&m_looks, &QTimer::timeout, this, &ProgressLine::look);
    connect(m_cancel, &QToolButton::clicked, this, &ProgressLine::cancelled);
    connect(&m_appearance, &Appearance::changed, this, &ProgressLine::say);
    hide();
    say();
}

void ProgressLine::say()
{
    const auto px = [this](qreal length) {
        return static_cast<int>(std::lround(m_appearance.theme().px(length)));
    };
    layout()->setContentsMargins(px(8), px(2), px(12), px(2));
    layout()->setSpacing(px(8));
    m_bar->setFixedSize(px(120), px(8));
    m_cancel->setText(m_appearance.words("files.cancel"));
    m_cancel->setToolTip(m_appearance.words("files.cancel-tip"));
    m_cancel->setAccessibleName(m_cancel->toolTip());
    setAccessibleName(m_appearance.words("files.progress"));
    m_bar->setAccessibleName(accessibleName());
    setWhatsThis(m_appearance.words("files.progress-what"));
    if (m_standing)
        look();
}

void ProgressLine::begin(std::function<Standing()> standing)
{
    m_standing = std::move(standing);
    if (isHidden())
        m_patience.start();
}

void ProgressLine::appear()
{
    look();
    m_looks.start();
    show();
    emit shown(true);
}

void ProgressLine::look()
{
    const Standing standing = m_standing();
    const int percent = static_cast<int>(standing.part * 100);
    m_words->setText(standing.words + QString(" · %1%").arg(percent));
    m_bar->setValue(static_cast<int>(standing.part * whole));
}

void ProgressLine::end()
{
    m_standing = {};
    m_patience.stop();
    m_looks.stop();
    if (isHidden())
        return;
    hide();
    emit shown(false);
}

} // namespace twodoors
