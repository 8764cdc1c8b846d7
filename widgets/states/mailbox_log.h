// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"

#include <map>
#include <span>
#include <unordered_map>
#include <vector>

namespace twodoors
{

/// A datagram that went through a mailbox.
struct MailboxEntry {
    Seq at = Seq::None; ///< the call's return; of a capture: the packet
    bool isIn = false;
    std::uint32_t countIn = 0; ///< with this one
    std::uint32_t countOut = 0;
};

/// The datagrams of each mailbox, read from a journal as it grows: those that calls of its program
/// have sent and received, or, where no calls are recorded, those seen in a capture.
class MailboxLog
{
public:
    /// Reads on up to and with `last`. `isCapture`: packets speak, there are no calls.
    void read(const Journal &journal, Seq last, bool isCapture);
    void clear();

    [[nodiscard]] bool hasMailboxes() const noexcept { return m_hasMailboxes; }
    [[nodiscard]] bool hasTcp() const noexcept { return m_hasTcp; }

    /// The last datagram up to and with `cursor`; nullptr where there is none.
    [[nodiscard]] const MailboxEntry *last(DoorId door, Seq cursor) const;

private:
    void readDoor(const Event &event);
    void readReturn(const Event &event);
    void readPacket(const Event &event);
    void add(DoorId door, Seq at, bool isIn);

    std::unordered_map<DoorId, std::vector<MailboxEntry>> m_entries;
    std::map<std::string, DoorId> m_byAddress; ///< of captures
    std::size_t m_read = 0;
    bool m_hasMailboxes = false;
    bool m_hasTcp = false;
};

} // namespace twodoors
