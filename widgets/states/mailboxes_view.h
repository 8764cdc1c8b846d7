// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/states/mailbox_log.h"
#include "widgets/viewpoint.h"

#include <QLabel>
#include <QScrollArea>

namespace twodoors
{

/// What a mailbox's card says.
struct MailboxWords {
    QString title;
    QString address;
    QString peer;
    QString waiting;
    QString counts;
    QString last;
    Ink ink = Ink::Client;
    bool isOpen = true; ///< its program still holds it

    friend bool operator==(const MailboxWords &, const MailboxWords &) = default;
};

[[nodiscard]] MailboxWords mailboxWords(const DoorView &door, const MailboxLog &log,
                                        const Viewpoint &view);

/// The mailboxes of the World at the cursor as cards beside each other.
class MailboxesView final : public QScrollArea
{
    Q_OBJECT

public:
    /// Viewpoint and log must outlive the widget.
    MailboxesView(Viewpoint &view, const MailboxLog &log, QWidget *parent = nullptr);
    ~MailboxesView() override;

    /// Says anew what the World at the cursor holds.
    void refresh();

    [[nodiscard]] int cardCount() const noexcept { return static_cast<int>(m_cards.size()); }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    class Card;

    void arrange();
    void restyle();
    [[nodiscard]] std::vector<const DoorView *> shownMailboxes(std::size_t &left) const;

    Viewpoint &m_view;
    const MailboxLog &m_log;
    QWidget *m_page;
    QLabel *m_sentence;
    QLabel *m_note; ///< that there is none, or that not all are shown
    std::vector<Card *> m_cards;
};

} // namespace twodoors
