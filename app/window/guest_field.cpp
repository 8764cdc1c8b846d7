// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/guest_field.h"

#include <QHBoxLayout>
#include <algorithm>

namespace twodoors
{

namespace
{

/// So many guests can be told apart in a window.
constexpr std::size_t mostGuests = 64;

} // namespace

GuestField::GuestField(Appearance &appearance, Actions &actions, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_actions(actions), m_edit(new QLineEdit(this)),
      m_guests(new QToolButton(this)), m_menu(new QMenu(m_guests))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_guests);
    m_edit->setFocusPolicy(Qt::StrongFocus);
    m_edit->setMaxLength(4096);
    m_guests->setFocusPolicy(Qt::TabFocus);
    m_guests->setPopupMode(QToolButton::InstantPopup);
    m_guests->setMenu(m_menu);
    m_menu->setToolTipsVisible(true);

    connect(m_edit, &QLineEdit::textEdited, this,
            [this](const QString &text) { m_sentences[m_shown] = text; });
    connect(m_edit, &QLineEdit::returnPressed, this, &GuestField::confirmed);
    connect(m_menu, &QMenu::aboutToShow, this, &GuestField::fillMenu);
    connect(&m_actions.of(Deed::AddGuest), &QAction::triggered, this, [this] {
        m_sentences.emplace_back();
        show(m_sentences.size() - 1);
        m_edit->setFocus();
    });
    connect(&m_actions.of(Deed::RemoveGuest), &QAction::triggered, this, [this] {
        m_sentences.erase(m_sentences.begin() + static_cast<std::ptrdiff_t>(m_shown));
        show(std::min(m_shown, m_sentences.size() - 1));
        emit confirmed();
    });
    connect(&m_appearance, &Appearance::changed, this, &GuestField::say);
    say();
}

std::vector<std::string> GuestField::sentences() const
{
    std::vector<std::string> sentences;
    for (const QString &sentence : m_sentences)
        sentences.push_back(sentence.toStdString());
    return sentences;
}

void GuestField::setSentences(const std::vector<std::string> &sentences)
{
    m_sentences.clear();
    for (const std::string &sentence : sentences)
        m_sentences.push_back(QString::fromStdString(sentence));
    if (m_sentences.empty())
        m_sentences.emplace_back();
    show(0);
}

void GuestField::setRoom(int width)
{
    m_edit->setMinimumWidth(width);
}

void GuestField::show(std::size_t guest)
{
    m_shown = guest;
    m_edit->setText(m_sentences[guest]);
    m_edit->setCursorPosition(0);
    say();
    emit fronted(static_cast<int>(guest) + 1);
}

void GuestField::fillMenu()
{
    m_menu->clear();
    for (std::size_t i = 0; i < m_sentences.size(); ++i) {
        QString sentence = m_sentences[i];
        QAction *entry = m_menu->addAction(m_appearance.words(
            "window.run.guest", std::vector<std::pair<std::string, std::string>>{
                                    {"number", std::to_string(i + 1)},
                                    {"sentence", sentence.replace('&', "&&").toStdString()}}));
        entry->setCheckable(true);
        entry->setChecked(i == m_shown);
        connect(entry, &QAction::triggered, this, [this, i] { show(i); });
    }
    m_menu->addSeparator();
    m_menu->addAction(&m_actions.of(Deed::AddGuest));
    m_menu->addAction(&m_actions.of(Deed::RemoveGuest));
}

void GuestField::say()
{
    const std::size_t count = m_sentences.size();
    const std::vector<std::pair<std::string, std::string>> values{
        {"number", std::to_string(m_shown + 1)}, {"count", std::to_string(count)}};
    const QString what = count > 1 ? m_appearance.words("window.run.sentence-of", values)
                                   : m_appearance.words("window.run.sentence");
    m_edit->setFont(m_appearance.theme().code());
    m_edit->setPlaceholderText(what);
    m_edit->setToolTip(what);
    m_edit->setAccessibleName(what);
    const QString guests = m_appearance.words("window.run.guests", values);
    m_guests->setText(count > 1 ? QString("%1/%2 ▾").arg(m_shown + 1).arg(count) : QString("+"));
    m_guests->setToolTip(guests);
    m_guests->setAccessibleName(guests);
    m_edit->setWhatsThis(m_appearance.words("whatsthis.sentence"));
    m_guests->setWhatsThis(m_appearance.words("whatsthis.guests"));
    m_actions.of(Deed::AddGuest).setEnabled(count < mostGuests);
    m_actions.of(Deed::RemoveGuest).setEnabled(count > 1);
}

} // namespace twodoors
