// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "notes/notes.h"
#include "recording/recording.h"
#include "widgets/appearance.h"
#include "world/history.h"

#include <QObject>
#include <memory>
#include <optional>

namespace twodoors
{

/// Where the window looks: a recording, and the cursor in it. The one owner of cursor and
/// selection; every view is a function of the World at this cursor. Lives in the window's thread.
class Viewpoint final : public QObject
{
    Q_OBJECT

public:
    /// The appearance must outlive the viewpoint.
    explicit Viewpoint(Appearance &appearance, QObject *parent = nullptr);
    ~Viewpoint() override;

    [[nodiscard]] Appearance &appearance() const noexcept { return m_appearance; }
    [[nodiscard]] const Theme &theme() const noexcept { return m_appearance.theme(); }

    /// Looks at another recording, from its beginning on. Never null; an empty one before the
    /// first.
    void look(std::shared_ptr<const Recording> recording);
    [[nodiscard]] const Recording &recording() const noexcept { return *m_recording; }
    /// For whoever needs it longer than it is looked at.
    [[nodiscard]] const std::shared_ptr<const Recording> &shared() const noexcept
    {
        return m_recording;
    }
    [[nodiscard]] const Journal &journal() const noexcept { return m_recording->journal; }

    /// Takes what the journal has gained, at most `most` events. Whether there is more.
    bool catchUp(std::size_t most = std::size_t{1} << 15);

    /// The last event taken so far; None where there is none.
    [[nodiscard]] Seq latest() const noexcept { return m_history->latest().seq(); }
    /// The event that the window stands just after; None stands before the first.
    [[nodiscard]] Seq cursor() const noexcept { return m_cursor.value_or(latest()); }
    [[nodiscard]] bool isInPast() const noexcept { return m_cursor.has_value(); }
    /// The World at the cursor.
    [[nodiscard]] const World &world() const noexcept
    {
        return m_cursor ? m_past : m_history->latest();
    }
    /// Whether the recording still goes on, so that time passes while nothing happens.
    void setLive(bool live);
    [[nodiscard]] bool isLive() const noexcept { return m_isLive; }
    /// The session's time at the cursor: the clock's at the end of a live run, else the World's.
    [[nodiscard]] Nanoseconds now() const noexcept;
    /// The World just after some event up to latest().
    [[nodiscard]] World worldAt(Seq seq) const;
    [[nodiscard]] Event event(Seq seq) const noexcept { return journal().at(seq); }

    /// Into the past, or, with the latest event, to its end without following what comes.
    void setCursor(Seq seq);
    /// So many events on (or back, below 0), within what there is. Going on beyond the latest event
    /// returns to now.
    void moveCursor(std::int64_t events);
    /// Follows the latest event from now on.
    void returnToNow();

    /// The event that is looked at more closely: the one selected, or the cursor's. None where
    /// there is none.
    [[nodiscard]] Seq selected() const noexcept { return m_selected.value_or(cursor()); }
    [[nodiscard]] bool hasSelection() const noexcept { return m_selected.has_value(); }
    void select(Seq seq);
    void clearSelection();

    /// The guest that is in front, the first client program before one was chosen.
    [[nodiscard]] Who frontGuest() const noexcept { return m_frontGuest; }
    void setFrontGuest(Who guest);

    [[nodiscard]] const Notes &notes() const noexcept { return *m_notes; }
    /// The sentence and the headline of any event up to latest(), in the window's language.
    [[nodiscard]] QString sentence(Seq seq) const;
    [[nodiscard]] QString headline(Seq seq) const;
    [[nodiscard]] QString whoText(Who who) const;

signals:
    /// Another recording is looked at; all that was known of the one before is void.
    void recordingChanged();
    /// The journal was followed further; emitted before cursorMoved() where both change.
    void grown();
    /// The World at the cursor is another.
    void cursorMoved();
    void selectionChanged();
    void frontGuestChanged();
    void liveChanged();

private:
    void makeNotes();

    Appearance &m_appearance;
    std::shared_ptr<const Recording> m_recording;
    std::unique_ptr<History> m_history;
    std::unique_ptr<Notes> m_notes;
    std::optional<Seq> m_cursor; ///< nothing: follows the latest event
    World m_past;                ///< at m_cursor
    std::optional<Seq> m_selected;
    Who m_frontGuest{Role::Client, 0};
    bool m_isLive = false;
};

} // namespace twodoors
