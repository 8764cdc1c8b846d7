// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"
#include "kernel/snapshot.h"

#include <chrono>

namespace twodoors
{

/// Brings the kernel's own view of a session's doors into the journal: asks for it by sock_diag(7),
/// and appends what is no longer as it was told last, with Evidence::Kernel.
///
/// A report is a snapshot while programs go on. Where it cannot be sure which door a socket is, or
/// whether one is gone, it says nothing; the next report will.
class KernelReporter
{
public:
    enum class Depth : std::uint8_t {
        Full,
        Sampled ///< without TIME-WAIT, of which a live run may have tens of thousands
    };

    /// Journal and registry must outlive this object. The journal is read, too: for what a
    /// connect() that has not returned is doing, and what was accepted.
    KernelReporter(Journal &journal, DoorRegistry &doors, SockDiag diag);

    /// A server's port. TCP doors with it on neither side are not reported; UDP doors all are.
    void watch(std::uint16_t port);

    /// The reports show only the host of this role's programs (Role::Client or Role::Server), so
    /// nothing is said of other doors. Without this, of all.
    void limitTo(Role programs);

    /// Appends what changed since the last report and gives the number of events. `cause` is the
    /// event after which it was asked for. One thread at a time.
    [[nodiscard]] Result<std::size_t> report(Depth depth, Seq cause);

private:
    using Entry = DoorRegistry::Entry;
    using Entries = std::unordered_map<Flow, Entry, FlowHash>;

    /// What the journal knows by now of the door that has a flow.
    struct Told {
        Entry entry;
        DoorStage stage = DoorStage::None; ///< of what this reporter itself told
        bool waits = false;                ///< the kernel made it, accept() has not returned it
        bool hasState = false;
        KernelSocket state;
        std::uint64_t round = 0; ///< of the last report that saw it
        std::optional<std::chrono::steady_clock::time_point> missed; ///< when first, since then
    };

    /// A door whose connect() has not returned: the registry does not know its flow yet.
    struct Connecting {
        int fd = -1;
        Who who;
    };

    void readJournal();
    void readCall(const Event &event);
    void readDoorEvent(const Event &event);
    void waitsNoMore(const Flow &flow);
    [[nodiscard]] Entries relevantDoors() const;
    [[nodiscard]] std::unordered_map<std::uint64_t, Entry> connectingByInode() const;

    void reportKnown(const Flow &flow, const KernelSocket &socket, const Entry &entry);
    void reportUnknown(const Flow &flow, const KernelSocket &socket);
    void reportState(const Flow &flow, const KernelSocket &socket, const Entry &entry);
    [[nodiscard]] Result<bool> reportGone(Depth depth, const Snapshot &snapshot);
    [[nodiscard]] bool seemsGone(Depth depth, const Snapshot &snapshot, const Flow &flow,
                                 const Entry &entry) const;
    [[nodiscard]] bool isPerhapsAccepted(const Flow &flow);
    [[nodiscard]] bool isSaidClosed(DoorId door) const;
    [[nodiscard]] bool seemsReset(Depth depth, const Snapshot &snapshot, const Flow &flow,
                                  const Entry &entry) const;
    void dropOldRecords();

    [[nodiscard]] std::optional<Entry> welcomeDoorFor(const Flow &child) const;
    [[nodiscard]] bool mayWaitForAccept(const Flow &child);
    [[nodiscard]] bool isUnchanged(const Flow &flow, const Entry &before) const;
    [[nodiscard]] bool isOfThisHost(const Who &owner) const noexcept;
    void appendDoor(DoorStage stage, const Flow &flow, const Entry &entry);
    void sayGone(const Flow &flow, const Entry &entry);
    void append(Event event, const Who &owner);

    Journal &m_journal;
    DoorRegistry &m_doors;
    SockDiag m_diag;
    std::vector<std::uint16_t> m_ports;
    std::optional<Role> m_programs;

    std::size_t m_read = 0; ///< events of the journal
    std::unordered_map<DoorId, Connecting> m_connecting;
    std::unordered_map<DoorId, int> m_accepting; ///< calls under way on a welcome door
    std::vector<bool> m_closed;                  ///< by the door's number
    std::unordered_map<Flow, Told, FlowHash> m_told;

    // Of the report under way.
    Entries m_before;
    std::vector<std::pair<Flow, Entry>> m_welcomes;
    std::uint64_t m_round = 0;
    std::size_t m_events = 0;
    Seq m_cause = Seq::None;
};

} // namespace twodoors
