// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/states/mailbox_log.h"

#include <algorithm>

namespace twodoors
{

void MailboxLog::read(const Journal &journal, Seq last, bool isCapture)
{
    for (; m_read < number(last); ++m_read) {
        const auto seq = static_cast<Seq>(m_read + 1);
        const Kind kind = journal.kindOf(seq);
        if (kind == Kind::Door)
            readDoor(journal.at(seq));
        else if (kind == Kind::Return && m_hasMailboxes)
            readReturn(journal.at(seq));
        else if (kind == Kind::Packet && isCapture && m_hasMailboxes)
            readPacket(journal.at(seq));
    }
}

void MailboxLog::clear()
{
    *this = MailboxLog();
}

void MailboxLog::readDoor(const Event &event)
{
    m_hasTcp = m_hasTcp || event.protocol == Protocol::Tcp;
    if (event.protocol != Protocol::Udp)
        return;
    m_hasMailboxes = true;
    m_entries.try_emplace(event.door);
    if (event.local.isSet())
        m_byAddress[event.local.text()] = event.door;
}

void MailboxLog::readReturn(const Event &event)
{
    if (event.error != 0 || event.value < 0 || !m_entries.contains(event.door))
        return;
    switch (event.call) {
    case CallName::Recv:
    case CallName::RecvFrom:
        add(event.door, event.seq, true);
        break;
    case CallName::Send:
    case CallName::SendTo:
        add(event.door, event.seq, false);
        break;
    default:
        break;
    }
}

void MailboxLog::readPacket(const Event &event)
{
    if (event.protocol != Protocol::Udp || !isSighting(event.verb))
        return;
    if (const auto sender = m_byAddress.find(event.local.text()); sender != m_byAddress.end())
        add(sender->second, event.seq, false);
    if (const auto receiver = m_byAddress.find(event.peer.text()); receiver != m_byAddress.end())
        add(receiver->second, event.seq, true);
}

void MailboxLog::add(DoorId door, Seq at, bool isIn)
{
    std::vector<MailboxEntry> &entries = m_entries[door];
    MailboxEntry entry = entries.empty() ? MailboxEntry{} : entries.back();
    entry.at = at;
    entry.isIn = isIn;
    ++(isIn ? entry.countIn : entry.countOut);
    entries.push_back(entry);
}

const MailboxEntry *MailboxLog::last(DoorId door, Seq cursor) const
{
    const auto known = m_entries.find(door);
    if (known == m_entries.end())
        return nullptr;
    const auto end = std::ranges::upper_bound(known->second, cursor, {}, &MailboxEntry::at);
    return end == known->second.begin() ? nullptr : &*std::prev(end);
}

} // namespace twodoors
