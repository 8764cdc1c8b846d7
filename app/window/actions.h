// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/appearance.h"

#include <QAction>
#include <array>
#include <cstdint>

namespace twodoors
{

/// Everything that can be done from a menu, the bar or a key.
enum class Deed : std::uint8_t {
    Open,
    SaveSession,
    SavePackets,
    SaveMarkdown,
    SaveHtml,
    SaveCsv,
    SavePng,
    SaveSvg,
    SavePdf,
    CancelWork,
    Quit,
    Step,
    StepClient,
    StepServer,
    Play,
    Live,
    Faster,
    Slower,
    Restart,
    Stop,
    Tcp,
    Udp,
    Peers,
    ToStart,
    Back,
    Forward,
    ToNow,
    Hold,
    Flow,
    ToggleHold,
    HoldToServer,
    HoldToClient,
    Cut,
    CutToServer,
    CutToClient,
    Deliver,
    Drop,
    Duplicate,
    Delay,
    Corrupt,
    English,
    Chinese,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    Presentation,
    ClientCode,
    ServerCode,
    Panels,
    Still,
    Keys,
    WhatsThis,
    Tour,
    About,
    AddGuest,
    RemoveGuest
};
inline constexpr std::size_t deedCount = static_cast<std::size_t>(Deed::RemoveGuest) + 1;

/// The window's actions: their keys, and their words in the window's language.
class Actions final : public QObject
{
    Q_OBJECT

public:
    /// The actions belong to `window`, whose keys they hear; the appearance must outlive them.
    Actions(Appearance &appearance, QWidget &window);

    [[nodiscard]] QAction &of(Deed deed) const noexcept
    {
        return *m_actions[static_cast<std::size_t>(deed)];
    }

    /// Whether it can be done now: where `whyNot` says something, it cannot, and says so.
    void allow(Deed deed, const QString &whyNot);

    /// Play and pause are one action with two names.
    void showPlaying(bool plays);

    /// The name without the mark of its menu key.
    [[nodiscard]] QString plainName(Deed deed) const;

private:
    void say();
    void say(Deed deed);

    Appearance &m_appearance;
    std::array<QAction *, deedCount> m_actions{};
    std::array<QString, deedCount> m_whyNot;
    bool m_plays = false;
};

/// Words of a menu entry without the mark of its key: "&Open", "打开(&O)".
[[nodiscard]] QString withoutMark(QString words);

} // namespace twodoors
