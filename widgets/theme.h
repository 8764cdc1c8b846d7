// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"
#include "world/world.h"

#include <QColor>
#include <QFont>
#include <array>
#include <cstdint>

namespace twodoors
{

/// What a colour is for. Tints are grounds on which text of the same name stands readable.
enum class Ink : std::uint8_t {
    Client,
    Welcome,
    Connection,
    Held,
    Lost,
    Ground, ///< behind the timeline
    Panel,  ///< behind everything else
    Line,   ///< between things
    Text,
    Dim, ///< text of less weight
    Present,
    SelectedRow,
    Band,   ///< of the wire in the timeline
    Button, ///< behind a button or a choice
    ClientTint,
    WelcomeTint,
    ConnectionTint,
    HeldTint,
    LostTint,
    OnAccent ///< text on a ground of Client, Welcome, Connection, Held or Lost
};

/// The colours and types of the window, in one of its two moods and at one size. A value.
class Theme
{
public:
    enum class Mood : std::uint8_t { Light, Dark };

    /// `scale` is 1 at the desk and more on a projector.
    explicit Theme(Mood mood = Mood::Light, qreal scale = 1.0);

    [[nodiscard]] Mood mood() const noexcept { return m_mood; }
    [[nodiscard]] bool isDark() const noexcept { return m_mood == Mood::Dark; }
    [[nodiscard]] qreal scale() const noexcept { return m_scale; }

    [[nodiscard]] QColor colour(Ink ink) const noexcept
    {
        return m_colours[static_cast<std::size_t>(ink)];
    }

    /// The same with less weight, as if the ground shone through.
    [[nodiscard]] QColor faint(Ink ink) const noexcept;

    /// Sizes in logical pixels before the scale.
    static constexpr qreal bodySize = 13;
    static constexpr qreal smallSize = 11;

    /// For words: Inter and Noto Sans CJK SC, or the platform's where these are missing.
    [[nodiscard]] QFont words(qreal size = bodySize, QFont::Weight weight = QFont::Normal) const;
    /// For code and numbers: JetBrains Mono, or the platform's fixed font.
    [[nodiscard]] QFont code(qreal size = bodySize, QFont::Weight weight = QFont::Normal) const;

    /// A length of the design in logical pixels, at this theme's scale.
    [[nodiscard]] qreal px(qreal length) const noexcept { return length * m_scale; }

    friend bool operator==(const Theme &, const Theme &) noexcept = default;

private:
    Mood m_mood;
    qreal m_scale;
    std::array<QColor, 20> m_colours;
};

/// The tint that goes with an ink; Button for an ink that has none.
[[nodiscard]] Ink tintOf(Ink ink) noexcept;

/// Whose colour an event bears: the client's, the server's, the welcome door's, the wire's …
[[nodiscard]] Ink inkOf(const Event &event, const World &world) noexcept;
[[nodiscard]] Ink inkOf(const DoorView &door) noexcept;
[[nodiscard]] Ink inkOf(const PacketView &packet) noexcept;

/// Contrast of two opaque colours, 1 to 21 (WCAG 2.1, 1.4.3).
[[nodiscard]] qreal contrast(const QColor &one, const QColor &other) noexcept;

} // namespace twodoors
