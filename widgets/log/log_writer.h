// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/log/log_index.h"
#include "widgets/viewpoint.h"

#include <QString>
#include <QStringMatcher>
#include <optional>

namespace twodoors
{

/// What a row of the annotated log says, in the window's language. Its texts are safe to show: no
/// control characters, none that turn the direction, no more than some thousand letters.
struct LogLine {
    Nanoseconds t{0};
    Evidence evidence = Evidence::Call;
    Ink ink = Ink::Dim;
    Seq call = Seq::None;  ///< the call that the row stands for too
    Seq cause = Seq::None; ///< what led to the row's event, or to its call
    QString who;
    QString headline;
    QString sentence;
};

/// Writes rows out, quickest one after another: each is told from the World just after its event,
/// and the World moves on with the rows.
class LogWriter
{
public:
    /// Columns of the longest text of a line.
    static constexpr std::size_t longestText = 2000;

    /// The viewpoint must outlive the writer.
    explicit LogWriter(const Viewpoint &view) : m_view(view) {}

    [[nodiscard]] LogLine line(const LogRow &row);
    /// Whether the row's headline or sentence has the text in it.
    [[nodiscard]] bool says(const LogRow &row, const QStringMatcher &text);

    /// Forgets the recording.
    void clear() { m_world = World(); }

private:
    /// The events that a row is told from.
    struct Told {
        Event event;
        std::optional<Event> call; ///< where the row stands for it too
    };

    void moveTo(Seq seq);
    [[nodiscard]] Told told(const LogRow &row) const;
    [[nodiscard]] QString headline(const LogRow &row, const Told &told) const;
    [[nodiscard]] QString sentence(const LogRow &row, const Told &told) const;

    const Viewpoint &m_view;
    World m_world;
};

} // namespace twodoors
