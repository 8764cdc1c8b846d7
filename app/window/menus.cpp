// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/menus.h"

#include "journal/ids.h"

#include <QActionGroup>
#include <QMenu>

namespace twodoors
{

namespace
{

using namespace std::chrono_literals;

/// Flight times to choose from; none where speed matters.
constexpr Nanoseconds flightTimes[]{0ms, 200ms, 1s, 3s, 10s};

constexpr std::nullopt_t separator = std::nullopt;

} // namespace

Menus::Menus(Appearance &appearance, Actions &actions, QMenuBar &bar)
    : QObject(&bar), m_appearance(appearance), m_actions(actions), m_bar(bar)
{
    add("file", {Deed::Open, separator, Deed::SaveSession, Deed::SavePackets, Deed::SaveMarkdown,
                 Deed::SaveHtml, Deed::SaveCsv, separator, Deed::SavePng, Deed::SaveSvg,
                 Deed::SavePdf, separator, Deed::CancelWork, separator, Deed::Quit});
    add("run", {Deed::Step, Deed::StepClient, Deed::StepServer, separator,      Deed::Play,
                Deed::Live, Deed::Faster,     Deed::Slower,     separator,      Deed::ToStart,
                Deed::Back, Deed::Forward,    Deed::ToNow,      separator,      Deed::Tcp,
                Deed::Udp,  Deed::Peers,      separator,        Deed::AddGuest, Deed::RemoveGuest,
                separator,  Deed::Restart,    Deed::Stop});
    QMenu *wire = add("wire", {Deed::ToggleHold, Deed::Hold, Deed::Flow, Deed::HoldToServer,
                               Deed::HoldToClient, separator, Deed::Deliver, Deed::Drop,
                               Deed::Duplicate, Deed::Delay, Deed::Corrupt, separator, Deed::Cut,
                               Deed::CutToServer, Deed::CutToClient, separator});
    QMenu *flight = add("flight", {}, wire);
    QMenu *view = add("view", {Deed::ClientCode, Deed::ServerCode, Deed::Panels, separator});
    add("language", {Deed::English, Deed::Chinese}, view);
    add("theme", {Deed::ThemeSystem, Deed::ThemeLight, Deed::ThemeDark}, view);
    view->addAction(&m_actions.of(Deed::Still));
    view->addSeparator();
    view->addAction(&m_actions.of(Deed::Presentation));
    add("help", {Deed::Tour, Deed::WhatsThis, Deed::Keys, separator, Deed::About});

    auto *group = new QActionGroup(this);
    for (const Nanoseconds time : flightTimes) {
        QAction *choice = flight->addAction(QString());
        choice->setData(static_cast<qlonglong>(time.count()));
        choice->setCheckable(true);
        group->addAction(choice);
        m_flights.append(choice);
    }
    m_flights.first()->setChecked(true);
    say();
    connect(&m_appearance, &Appearance::changed, this, &Menus::say);
}

QMenu *Menus::add(const char *key, std::initializer_list<std::optional<Deed>> deeds, QMenu *in)
{
    QMenu *menu = in == nullptr ? m_bar.addMenu(QString()) : in->addMenu(QString());
    menu->setToolTipsVisible(true);
    for (const std::optional<Deed> deed : deeds) {
        if (deed)
            menu->addAction(&m_actions.of(*deed));
        else
            menu->addSeparator();
    }
    m_menus.append({menu, std::string("window.menu.") + key});
    return menu;
}

void Menus::say()
{
    for (const auto &[menu, key] : m_menus)
        menu->setTitle(m_appearance.words(key));
    for (QAction *flight : m_flights) {
        const double seconds = static_cast<double>(flight->data().toLongLong()) / 1e9;
        const std::vector<std::pair<std::string, std::string>> values{
            {"seconds", QString::number(seconds).toStdString()}};
        const QString time = seconds == 0 ? m_appearance.words("window.run.flight-none")
                                          : m_appearance.words("window.run.flight", values);
        flight->setText(time);
        const std::vector<std::pair<std::string, std::string>> tip{{"time", time.toStdString()}};
        flight->setStatusTip(m_appearance.words("window.run.flight-tip", tip));
        flight->setToolTip(flight->statusTip());
    }
}

} // namespace twodoors
