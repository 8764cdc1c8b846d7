// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/notice_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QStyle>
#include <cmath>

namespace twodoors
{

NoticeBar::NoticeBar(Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_words(new QLabel(this)),
      m_close(new QToolButton(this))
{
    setObjectName("NoticeBar");
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_words, 1);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setText("✕");
    m_close->setFocusPolicy(Qt::StrongFocus);
    connect(m_close, &QToolButton::clicked, this, [this] {
        dismiss();
        emit closed();
    });
    connect(&m_appearance, &Appearance::changed, this, &NoticeBar::dress);
    hide();
    dress();
}

void NoticeBar::dress()
{
    const auto px = [this](qreal length) {
        return static_cast<int>(std::lround(m_appearance.theme().px(length)));
    };
    layout()->setContentsMargins(px(14), px(6), px(12), px(6));
    layout()->setSpacing(px(8));
    m_close->setToolTip(m_appearance.words("files.close"));
    m_close->setAccessibleName(m_close->toolTip());
    setWhatsThis(m_appearance.words("files.notice-what"));
}

void NoticeBar::say(const QString &words, const QStringList &choices, bool isGrave)
{
    while (m_choices.size() < static_cast<std::size_t>(choices.size())) {
        auto *button = new QPushButton(this);
        const int place = static_cast<int>(m_choices.size());
        connect(button, &QPushButton::clicked, this, [this, place] { emit chosen(place); });
        static_cast<QHBoxLayout *>(layout())->insertWidget(1 + place, button, 0, Qt::AlignTop);
        setTabOrder(place == 0 ? m_words : static_cast<QWidget *>(m_choices.back()), button);
        m_choices.push_back(button);
    }
    setTabOrder(m_choices.empty() ? m_words : static_cast<QWidget *>(m_choices.back()), m_close);
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        const bool isOne = i < static_cast<std::size_t>(choices.size());
        m_choices[i]->setVisible(isOne);
        if (isOne)
            m_choices[i]->setText(choices[static_cast<qsizetype>(i)]);
    }
    if (property("grave").toBool() != isGrave) {
        setProperty("grave", isGrave);
        style()->unpolish(this);
        style()->polish(this);
    }
    m_words->setText(words);
    setAccessibleName(words);
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void NoticeBar::dismiss()
{
    hide();
    m_words->clear();
    setAccessibleName({});
}

} // namespace twodoors
