// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/states/mailboxes_view.h"
#include "widgets/states/states_diagram.h"
#include "widgets/viewpoint.h"

#include <QLabel>
#include <QListView>
#include <QStackedLayout>
#include <QTextEdit>

namespace twodoors
{

class DoorListModel;

/// The states of the doors at the cursor in TCP's state diagram; the mailboxes where the recording
/// has only those.
class StatesPanel final : public QWidget
{
    Q_OBJECT

public:
    /// The viewpoint must outlive the widget.
    explicit StatesPanel(Viewpoint &view, QWidget *parent = nullptr);

    /// What its tab is called: the TCP states, or mailboxes.
    [[nodiscard]] QString tabTitle() const;
    [[nodiscard]] bool showsMailboxes() const;

    /// The door whose way is shown.
    [[nodiscard]] DoorId chosenDoor() const noexcept { return m_chosen; }
    void chooseDoor(DoorId door);

signals:
    void tabTitleChanged();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void lookAnew();
    void grow();
    void refresh();
    void restyle();
    void say();
    void choosePart();
    void chooseDefault(const std::vector<DoorId> &doors);
    [[nodiscard]] bool hasOnlyMailboxes() const;
    [[nodiscard]] Protocol protocolAtCursor() const;

    Viewpoint &m_view;
    StateWays m_ways;
    MailboxLog m_mailboxes;
    DoorId m_chosen = DoorId::None;
    bool m_isChosenByHand = false;

    QStackedLayout *m_parts;
    QWidget *m_tcp;
    StatesDiagram *m_diagram;
    DoorListModel *m_doors;
    QLabel *m_listTitle;
    QListView *m_list;
    QTextEdit *m_text;
    MailboxesView *m_cards;
};

} // namespace twodoors
