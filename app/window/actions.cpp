// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/actions.h"

#include <QActionGroup>
#include <QRegularExpression>
#include <QWidget>

namespace twodoors
{

namespace
{

/// Which choice an action is one of; only one of a group is checked.
enum class Group : std::uint8_t { None, OnOff, Protocol, Wire, Language, Theme };

struct Row {
    Deed deed;
    const char *key;       ///< of its words
    const char *shortcuts; ///< as QKeySequence reads them, with spaces between
    Group group = Group::None;
};

constexpr Row rows[]{
    {Deed::Open, "open", "Ctrl+O"},
    {Deed::SaveSession, "save-session", "Ctrl+S"},
    {Deed::SavePackets, "save-packets", "Ctrl+Shift+S"},
    {Deed::SaveMarkdown, "save-markdown", "Ctrl+M"},
    {Deed::SaveHtml, "save-html", "Ctrl+E"},
    {Deed::SaveCsv, "save-csv", "Ctrl+Shift+E"},
    {Deed::SavePng, "save-png", "Ctrl+I"},
    {Deed::SaveSvg, "save-svg", ""},
    {Deed::SavePdf, "save-pdf", "Ctrl+Shift+I"},
    {Deed::CancelWork, "cancel-work", "Esc"},
    {Deed::Quit, "quit", "Ctrl+Q"},
    {Deed::Step, "step", "Space"},
    {Deed::StepClient, "step-client", "C"},
    {Deed::StepServer, "step-server", "S"},
    {Deed::Play, "play", "P"},
    {Deed::Live, "live", "Ctrl+L", Group::OnOff},
    {Deed::Faster, "faster", "+ ="},
    {Deed::Slower, "slower", "-"},
    {Deed::Restart, "restart", "Ctrl+R"},
    {Deed::Stop, "stop", "Ctrl+."},
    {Deed::Tcp, "tcp", "Ctrl+T", Group::Protocol},
    {Deed::Udp, "udp", "Ctrl+U", Group::Protocol},
    {Deed::Peers, "peers", "Ctrl+P"},
    {Deed::ToStart, "to-start", "Home"},
    {Deed::Back, "back", "Left"},
    {Deed::Forward, "forward", "Right"},
    {Deed::ToNow, "to-now", "End Esc"},
    {Deed::Hold, "hold", "", Group::Wire},
    {Deed::Flow, "flow", "", Group::Wire},
    {Deed::ToggleHold, "toggle-hold", "H"},
    {Deed::HoldToServer, "hold-to-server", "", Group::OnOff},
    {Deed::HoldToClient, "hold-to-client", "", Group::OnOff},
    {Deed::Cut, "cut", "Ctrl+K", Group::OnOff},
    {Deed::CutToServer, "cut-to-server", "", Group::OnOff},
    {Deed::CutToClient, "cut-to-client", "", Group::OnOff},
    {Deed::Deliver, "deliver", "D"},
    {Deed::Drop, "drop", "X"},
    {Deed::Duplicate, "duplicate", "2"},
    {Deed::Delay, "delay", "L"},
    {Deed::Corrupt, "corrupt", "!"},
    {Deed::English, "english", "", Group::Language},
    {Deed::Chinese, "chinese", "", Group::Language},
    {Deed::ThemeSystem, "theme-system", "", Group::Theme},
    {Deed::ThemeLight, "theme-light", "", Group::Theme},
    {Deed::ThemeDark, "theme-dark", "", Group::Theme},
    {Deed::Presentation, "presentation", "F11", Group::OnOff},
    {Deed::ClientCode, "client-code", "Ctrl+1", Group::OnOff},
    {Deed::ServerCode, "server-code", "Ctrl+2", Group::OnOff},
    {Deed::Panels, "panels", "Ctrl+3", Group::OnOff},
    {Deed::Still, "still", "", Group::OnOff},
    {Deed::Keys, "keys", "F1 ?"},
    {Deed::WhatsThis, "whats-this", "Shift+F1"},
    {Deed::Tour, "tour", ""},
    {Deed::About, "about", ""},
    {Deed::AddGuest, "add-guest", "Ctrl+G"},
    {Deed::RemoveGuest, "remove-guest", ""},
};
static_assert(std::size(rows) == deedCount);

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < std::size(rows); ++i) {
        if (static_cast<std::size_t>(rows[i].deed) != i)
            return false;
    }
    return true;
}
static_assert(isInOrder());

} // namespace

QString withoutMark(QString words)
{
    static const QRegularExpression chineseMark("\\(&.\\)");
    return words.remove(chineseMark).remove('&');
}

Actions::Actions(Appearance &appearance, QWidget &window)
    : QObject(&window), m_appearance(appearance)
{
    std::array<QActionGroup *, 6> groups{};
    for (const Row &row : rows) {
        auto *action = new QAction(&window);
        action->setObjectName(row.key);
        QList<QKeySequence> keys;
        for (const QString &key : QString(row.shortcuts).split(' ', Qt::SkipEmptyParts))
            keys.append(QKeySequence(key));
        action->setShortcuts(keys);
        action->setCheckable(row.group != Group::None);
        if (row.group > Group::OnOff) {
            auto *&group = groups[static_cast<std::size_t>(row.group)];
            if (group == nullptr)
                group = new QActionGroup(this);
            group->addAction(action);
        }
        window.addAction(action);
        m_actions[static_cast<std::size_t>(row.deed)] = action;
    }
    say();
    connect(&m_appearance, &Appearance::changed, this, [this] { say(); });
}

void Actions::say()
{
    for (const Row &row : rows)
        say(row.deed);
}

void Actions::say(Deed deed)
{
    const std::string_view key =
        deed == Deed::Play && m_plays ? "pause" : rows[static_cast<std::size_t>(deed)].key;
    const auto words = [this, key](std::string_view part) {
        return m_appearance.words("window." + std::string(part) + "." + std::string(key));
    };
    QAction &action = of(deed);
    action.setText(words("do"));
    const bool hasShort = m_appearance.catalogue().has("window.short." + std::string(key));
    action.setIconText(hasShort ? words("short") : withoutMark(words("do")));
    const QString &whyNot = m_whyNot[static_cast<std::size_t>(deed)];
    action.setEnabled(whyNot.isEmpty());
    const QString tip = whyNot.isEmpty() ? words("tip") : whyNot;
    const QString shortcut = action.shortcut().toString(QKeySequence::NativeText);
    action.setToolTip(shortcut.isEmpty() ? tip : tip + " (" + shortcut + ")");
    action.setStatusTip(tip);
    action.setWhatsThis(words("tip"));
}

void Actions::allow(Deed deed, const QString &whyNot)
{
    QString &known = m_whyNot[static_cast<std::size_t>(deed)];
    if (known == whyNot)
        return;
    known = whyNot;
    say(deed);
}

void Actions::showPlaying(bool plays)
{
    if (plays == m_plays)
        return;
    m_plays = plays;
    say(Deed::Play);
}

QString Actions::plainName(Deed deed) const
{
    return withoutMark(of(deed).text());
}

} // namespace twodoors
