// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_window.h"

#include "widgets/canvas/canvas.h"
#include "widgets/canvas/scrubber.h"
#include "widgets/code/code_pane.h"
#include "widgets/log/log_panel.h"
#include "widgets/packet/packet_panel.h"

#include <QDockWidget>
#include <QVBoxLayout>

namespace twodoors::bench
{

namespace
{

void addDock(QMainWindow &window, Qt::DockWidgetArea area, QWidget *panel)
{
    auto *dock = new QDockWidget(&window);
    dock->setWidget(panel);
    window.addDockWidget(area, dock);
}

} // namespace

BenchWindow::BenchWindow(Beside beside)
    : m_appearance(Tongue::English), m_view(m_appearance), m_canvas(new Canvas(m_view)),
      m_scrubber(new Scrubber(m_view, m_canvas->index()))
{
    auto *middle = new QWidget;
    auto *column = new QVBoxLayout(middle);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_canvas, 1);
    column->addWidget(m_scrubber);
    m_window.setCentralWidget(middle);
    if (beside != Beside::Nothing) {
        m_log = new LogPanel(m_view);
        addDock(m_window, Qt::BottomDockWidgetArea, m_log);
    }
    if (beside == Beside::AllPanels) {
        addDock(m_window, Qt::LeftDockWidgetArea, new CodePane(m_view, Role::Client));
        addDock(m_window, Qt::RightDockWidgetArea, new CodePane(m_view, Role::Server));
        addDock(m_window, Qt::BottomDockWidgetArea, new PacketPanel(m_view));
    }
    m_window.resize(size);
}

BenchWindow::~BenchWindow() = default;

} // namespace twodoors::bench
