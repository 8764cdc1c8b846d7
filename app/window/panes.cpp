// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/panes.h"

#include <QVBoxLayout>

namespace twodoors
{

namespace
{

QWidget *makeStage(Viewpoint &viewpoint, Canvas &canvas)
{
    auto *stage = new QWidget;
    auto *layout = new QVBoxLayout(stage);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(&canvas, 1);
    layout->addWidget(new Scrubber(viewpoint, canvas.index()));
    return stage;
}

void connectCanvas(const Canvas &canvas, Conductor &conductor)
{
    QObject::connect(
        &canvas, &Canvas::packetActionWanted, &conductor,
        [&conductor](PacketId packet, WireAction action) { conductor.act(packet, action); });
    QObject::connect(&canvas, &Canvas::cutWanted, &conductor, &Conductor::cut);
    QObject::connect(&canvas, &Canvas::mendWanted, &conductor, &Conductor::mend);
    QObject::connect(&canvas, &Canvas::holdWanted, &conductor, &Conductor::hold);
}

} // namespace

Panes makePanes(Viewpoint &viewpoint, Conductor &conductor)
{
    Panes panes;
    panes.canvas = new Canvas(viewpoint);
    panes.stage = makeStage(viewpoint, *panes.canvas);
    panes.clientCode = new CodePane(viewpoint, Role::Client);
    panes.serverCode = new CodePane(viewpoint, Role::Server);
    panes.log = new LogPanel(viewpoint);
    panes.packet = new PacketPanel(viewpoint);
    panes.states = new StatesPanel(viewpoint);
    panes.lesson = new LessonPanel(viewpoint);
    connectCanvas(*panes.canvas, conductor);
    QObject::connect(panes.log, &LogPanel::remarkWanted, &conductor, &Conductor::addRemark);
    QObject::connect(panes.clientCode, &CodePane::languageChosen, panes.serverCode,
                     &CodePane::setLanguage);
    QObject::connect(panes.serverCode, &CodePane::languageChosen, panes.clientCode,
                     &CodePane::setLanguage);
    return panes;
}

} // namespace twodoors
