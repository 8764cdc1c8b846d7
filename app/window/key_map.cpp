// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/key_map.h"

#include <algorithm>
#include <initializer_list>

namespace twodoors
{

namespace
{

struct DeedGroup {
    const char *key;
    std::initializer_list<Deed> deeds;
};

/// Actions with keys that stand in none of these are shown among runs and files.
const DeedGroup deedGroups[]{
    {"programs",
     {Deed::Step, Deed::StepClient, Deed::StepServer, Deed::Play, Deed::Faster, Deed::Slower,
      Deed::Live, Deed::Restart, Deed::Stop}},
    {"time", {Deed::Back, Deed::Forward, Deed::ToStart, Deed::ToNow}},
    {"packets",
     {Deed::Deliver, Deed::Drop, Deed::Duplicate, Deed::Delay, Deed::Corrupt, Deed::ToggleHold,
      Deed::Cut}},
    {"runs", {Deed::Open}},
    {"view",
     {Deed::Presentation, Deed::ClientCode, Deed::ServerCode, Deed::Panels, Deed::Keys,
      Deed::WhatsThis}},
};

struct PartRow {
    const char *group;
    const char *what;
    const char *keys; ///< as people read them, with spaces between; %1 is the word for the wheel
};

constexpr PartRow partRows[]{
    {"time", "timeline.scrub", "PgUp PgDown"},
    {"view", "view.tab", "Tab Shift+Tab"},
    {"view", "view.press", "Space Enter"},
    {"view", "view.menus", "Alt"},
    {"timeline", "timeline.scroll", "↑ ↓"},
    {"timeline", "timeline.page", "PgUp PgDown"},
    {"timeline", "timeline.zoom", "Ctrl+= Ctrl+-"},
    {"timeline", "timeline.wheel-zoom", "Ctrl+%1"},
    {"timeline", "timeline.select", "Enter"},
    {"timeline", "timeline.menu", "Shift+F10"},
    {"log", "log.move", "↑ ↓"},
    {"log", "log.page", "PgUp PgDown"},
    {"log", "log.find", "Ctrl+F"},
    {"log", "log.leave", "Esc"},
    {"log", "log.copy", "Ctrl+C"},
    {"log", "log.all", "Ctrl+A"},
    {"packet", "packet.fields", "↑ ↓"},
    {"packet", "packet.bytes", "← → ↑ ↓"},
    {"packet", "packet.ends", "Home End"},
    {"packet", "packet.show", "Enter"},
    {"states", "states.move", "← → ↑ ↓"},
    {"states", "states.leave", "Esc"},
};

/// The way a key cap shows it, whatever the language of Qt.
QString capOf(const QKeySequence &key)
{
    QString text = key.toString(QKeySequence::PortableText);
    if (text == "Left")
        return "←";
    return text == "Right" ? "→" : text;
}

KeyRow rowOf(const Actions &actions, Deed deed)
{
    KeyRow row{{}, actions.plainName(deed).remove(QChar(0x2026)), actions.of(deed).whatsThis()};
    for (const QKeySequence &key : actions.of(deed).shortcuts())
        row.keys.append(capOf(key));
    return row;
}

void addPartRows(KeyGroup &group, std::string_view key, const Appearance &appearance)
{
    for (const PartRow &row : partRows) {
        if (row.group != key)
            continue;
        const QString keys = QString(row.keys).replace("%1", appearance.words("keymap.wheel"));
        group.rows.push_back(
            {keys.split(' '), appearance.words(std::string("keymap.") + row.what)});
    }
}

/// Shown among runs and files.
std::vector<Deed> otherDeeds()
{
    std::vector<Deed> others;
    for (std::size_t i = 0; i < deedCount; ++i) {
        const auto deed = static_cast<Deed>(i);
        if (std::ranges::none_of(deedGroups, [deed](const DeedGroup &group) {
                return std::ranges::find(group.deeds, deed) != group.deeds.end();
            }))
            others.push_back(deed);
    }
    return others;
}

} // namespace

std::vector<KeyGroup> keyMap(const Appearance &appearance, const Actions &actions)
{
    const auto titled = [&appearance](const char *key) {
        return KeyGroup{appearance.words(std::string("keymap.group.") + key), {}};
    };
    const auto addDeed = [&actions](KeyGroup &group, Deed deed) {
        if (KeyRow row = rowOf(actions, deed); !row.keys.isEmpty())
            group.rows.push_back(std::move(row));
    };
    std::vector<KeyGroup> groups;
    for (const auto &[key, deeds] : deedGroups) {
        KeyGroup group = titled(key);
        for (const Deed deed : deeds)
            addDeed(group, deed);
        if (std::string_view(key) == "runs") {
            for (const Deed deed : otherDeeds())
                addDeed(group, deed);
        }
        addPartRows(group, key, appearance);
        groups.push_back(std::move(group));
    }
    for (const char *key : {"timeline", "log", "packet", "states"}) {
        KeyGroup group = titled(key);
        addPartRows(group, key, appearance);
        groups.push_back(std::move(group));
    }
    return groups;
}

} // namespace twodoors
