// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says of itself: the tour, the keys, what each part is.
#include "app/window/about_dialog.h"
#include "app/window/focus_ring.h"
#include "app/window/keys_dialog.h"
#include "app/window/main_window.h"

#include <QMenuBar>
#include <QScrollBar>
#include <QTabBar>
#include <QWhatsThis>

namespace twodoors
{

namespace
{

QRect placeOf(const QWidget &part, const QRect &area, const QWidget &window)
{
    return part.isVisible() ? QRect(part.mapTo(&window, area.topLeft()), area.size()) : QRect();
}

QRect placeOf(const QWidget &part, const QWidget &window)
{
    return placeOf(part, part.rect(), window);
}

/// Where the bar has the buttons of these deeds, as one place.
QRect placeOf(const TopBar &bar, const Actions &actions, std::initializer_list<Deed> deeds,
              const QWidget &window)
{
    QRect place;
    for (const auto *button : bar.findChildren<QToolButton *>()) {
        for (const Deed deed : deeds) {
            if (button->defaultAction() == &actions.of(deed))
                place |= placeOf(*button, window);
        }
    }
    return place.isEmpty() ? place : place.adjusted(-4, -4, 4, 4);
}

/// The wire on the stage, with its name above it and room for the hands below.
QRect wireOf(const Canvas &canvas, const Theme &theme)
{
    const Stage &stage = canvas.stage();
    const qreal side = theme.px(4);
    return stage.wire.united(stage.hands)
        .adjusted(-side, -theme.px(36), side, theme.px(8))
        .translated(-canvas.horizontalScrollBar()->value(), 0)
        .toAlignedRect();
}

} // namespace

void MainWindow::startTour()
{
    furnish();
    if (m_tour != nullptr)
        return;
    const auto whole = [this](const QWidget *part) { return placeOf(*part, *this); };
    std::vector<TourStep> steps{
        {"programs",
         [this, whole] {
             return QList{whole(m_panes.clientCode), whole(m_panes.serverCode)};
         }},
        {"steps",
         [this] {
             return QList{placeOf(*m_bar, *m_actions,
                                  {Deed::Step, Deed::StepClient, Deed::StepServer, Deed::Play},
                                  *this)};
         }},
        {"stage",
         [this] {
             const QWidget &canvas = *m_panes.canvas->viewport();
             const auto height = static_cast<int>(stageHeight(m_appearance.theme()));
             return QList{placeOf(canvas, QRect(0, 0, canvas.width(), height), *this)};
         }},
        {"packet",
         [this] {
             return QList{placeOf(*m_panes.canvas->viewport(),
                                  wireOf(*m_panes.canvas, m_appearance.theme()), *this),
                          placeOf(*m_bar, *m_actions, {Deed::Hold, Deed::Flow}, *this)};
         }},
        {"time", [this, whole] {
             return QList{whole(m_panes.stage->findChild<Scrubber *>()), whole(m_tabs)};
         }}};
    m_tour = new Tour(m_appearance, std::move(steps), *this);
    connect(m_tour, &Tour::finished, this, [this] { m_settings.hasSeenTour = true; });
}

void MainWindow::connectHelp()
{
    new FocusRing(m_appearance, *this);
    const auto on = [this](Deed deed, auto wished) {
        connect(&m_actions->of(deed), &QAction::triggered, this, wished);
    };
    on(Deed::Tour, [this] { startTour(); });
    on(Deed::WhatsThis, [] { QWhatsThis::enterWhatsThisMode(); });
    on(Deed::Keys, [this] { KeysDialog(m_appearance, *m_actions, this).exec(); });
    on(Deed::About, [this] { AboutDialog(m_appearance, m_conductor.report(), this).exec(); });
}

void MainWindow::sayWhatPartsAre()
{
    const std::pair<QWidget *, const char *> parts[]{{menuBar(), "menus"},
                                                     {m_tabs->tabBar(), "tabs"},
                                                     {m_badge, "badge"},
                                                     {m_columns, "splitter"},
                                                     {m_rows, "splitter"}};
    for (const auto &[part, key] : parts)
        part->setWhatsThis(m_appearance.words(std::string("whatsthis.") + key));
    m_tabs->tabBar()->setAccessibleName(m_appearance.words("window.tab.all"));
}

} // namespace twodoors
