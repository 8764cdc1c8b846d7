// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/canvas.h"

#include "widgets/canvas/scene_painter.h"

#include <QPainter>
#include <QScrollBar>
#include <QTimerEvent>
#include <cmath>

namespace twodoors
{

namespace
{

constexpr double usualRow = 30; ///< pixels of the design
constexpr int flightTick = 16;  ///< milliseconds
constexpr int clockTick = 100;
/// Scroll bars count in whole pixels; longer timelines are scaled down to this.
constexpr double longestBar = 1 << 30;

} // namespace

Canvas::Canvas(Viewpoint &view, QWidget *parent)
    : QAbstractScrollArea(parent), m_view(view), m_types(view.theme()),
      m_hands(new HandsBar(view.appearance(), viewport())), m_zoom(view.theme().px(usualRow))
{
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    connect(m_hands, &HandsBar::actionWanted, this, [this](WireAction action) {
        if (const PacketId packet = packetInReach(); packet != PacketId::None)
            emit packetActionWanted(packet, action);
    });
    connect(&m_view, &Viewpoint::recordingChanged, this, &Canvas::restart);
    connect(&m_view, &Viewpoint::grown, this, &Canvas::grow);
    connect(&m_view, &Viewpoint::cursorMoved, this, &Canvas::followCursor);
    connect(&m_view, &Viewpoint::selectionChanged, this, &Canvas::refresh);
    connect(&m_view, &Viewpoint::frontGuestChanged, this, &Canvas::refresh);
    connect(&m_view, &Viewpoint::liveChanged, this, &Canvas::refresh);
    connect(&m_view.appearance(), &Appearance::changed, this, &Canvas::restyle);
    restyle();
    restart();
}

Canvas::~Canvas() = default;

QSize Canvas::minimumSizeHint() const
{
    return {static_cast<int>(m_view.theme().px(420)),
            static_cast<int>(stageHeight(m_view.theme()) + m_view.theme().px(80))};
}

QSize Canvas::sizeHint() const
{
    return {static_cast<int>(m_view.theme().px(820)), static_cast<int>(m_view.theme().px(560))};
}

void Canvas::restart()
{
    m_index.clear();
    m_top = 0;
    m_isFollowing = true;
    m_chosen = PacketId::None;
    m_drag.reset();
    grow();
    refresh();
}

void Canvas::grow()
{
    m_index.catchUp(m_view.journal(), m_view.latest());
    if (m_view.isInPast())
        updateScrollBars();
}

void Canvas::followCursor()
{
    if (!m_keepsPlace && (m_isFollowing || m_view.isInPast()))
        m_isFollowing = true;
    refresh();
    say();
}

void Canvas::say()
{
    setAccessibleDescription(m_view.sentence(m_view.cursor()));
}

void Canvas::restyle()
{
    m_types = Types(m_view.theme());
    setAccessibleName(m_view.appearance().words("canvas.name"));
    setWhatsThis(m_view.appearance().words("canvas.what"));
    say();
    if (m_pace == Pace::Steps)
        m_zoom = m_view.theme().px(usualRow);
    refresh();
}

void Canvas::refresh()
{
    m_isStale = true;
    keepTicking();
    viewport()->update();
}

/// Runs the clock only while something on the canvas goes with it.
void Canvas::keepTicking()
{
    const World &world = m_view.world();
    const bool isLive = m_view.isLive() && !m_view.isInPast();
    const bool flies = std::ranges::any_of(world.onWire(), [&world](PacketId id) {
        const PacketView *packet = world.packet(id);
        return packet != nullptr && !packet->isInHand;
    });
    const bool counts = !world.onWire().empty() || m_pace == Pace::TrueTime;
    if (isLive && flies && !m_view.appearance().hasReducedMotion())
        m_tick.start(flightTick, this);
    else if (isLive && counts)
        m_tick.start(clockTick, this);
    else
        m_tick.stop();
}

void Canvas::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_tick.timerId())
        refresh();
    else
        QAbstractScrollArea::timerEvent(event);
}

void Canvas::setPace(Pace pace)
{
    if (pace == m_pace)
        return;
    m_pace = pace;
    m_top = 0;
    m_isFollowing = true;
    resetZoom();
    emit paceChanged();
}

void Canvas::resetZoom()
{
    m_zoom = m_view.theme().px(usualRow);
    if (m_pace == Pace::TrueTime) {
        const Columns across = columns();
        m_zoom = leastZoom(sight(across));
    }
    m_isFollowing = true;
    refresh();
}

/// At which all there is fits into the window.
double Canvas::leastZoom(const Sight &sight) const
{
    const TimeScale scale(m_index.rows(), m_view.journal(), m_pace);
    const double end = std::max(presentPosition(sight, scale), 1e-6);
    return std::min((timelineArea().height() - m_view.theme().px(30)) / end,
                    m_view.theme().px(usualRow) * (m_pace == Pace::Steps ? 1.0 : 1e9));
}

void Canvas::zoom(double factor)
{
    zoomAround(factor, timelineArea().center().y());
}

void Canvas::zoomAround(double factor, qreal y)
{
    const Columns across = columns();
    const double least = leastZoom(sight(across));
    const double most = m_pace == Pace::Steps ? m_view.theme().px(usualRow) * 3 : 1e8;
    const double before = m_zoom;
    m_zoom = std::clamp(m_zoom * factor, std::min(least, most), most);
    const double position = m_top + (y - timelineArea().top()) / before;
    setTop(position - (y - timelineArea().top()) / m_zoom);
    refresh();
}

void Canvas::setHandsRefusal(const QString &whyNot)
{
    m_refusal = whyNot;
    m_hands->setRefusal(whyNot);
}

PacketId Canvas::packetInReach() const
{
    return m_view.isInPast() ? PacketId::None : twodoors::packetInReach(m_view.world(), m_chosen);
}

QRectF Canvas::stageArea() const
{
    return {0, 0, static_cast<qreal>(viewport()->width()), stageHeight(m_view.theme())};
}

QRectF Canvas::timelineArea() const
{
    const qreal top = stageHeight(m_view.theme());
    return {0, top, static_cast<qreal>(viewport()->width()),
            std::max<qreal>(viewport()->height() - top, 1)};
}

TimelineWindow Canvas::window() const
{
    return {timelineArea(), m_top, m_zoom, m_pace};
}

Columns Canvas::columns() const
{
    return {m_index.tracks(),
            {m_view.cursor(), m_view.frontGuest(), static_cast<qreal>(viewport()->width()),
             isAboutUdp(m_view)},
            m_view.theme()};
}

Sight Canvas::sight(const Columns &columns) const
{
    return {.view = m_view,
            .index = m_index,
            .columns = columns,
            .types = m_types,
            .now = m_view.now(),
            .chosen = m_chosen,
            .isUdp = isAboutUdp(m_view),
            .seenLeft = static_cast<qreal>(horizontalScrollBar()->value()),
            .seenWidth = static_cast<qreal>(viewport()->width())};
}

void Canvas::setTop(double top)
{
    const Columns across = columns();
    const Sight seen = sight(across);
    const TimeScale scale(m_index.rows(), m_view.journal(), m_pace);
    const double room = (timelineArea().height() - m_view.theme().px(28)) / m_zoom;
    const double most = std::max(presentPosition(seen, scale) - room, 0.0);
    m_top = std::clamp(top, 0.0, most);
    m_isFollowing = m_top >= most - 1 / m_zoom;
}

void Canvas::updateScrollBars()
{
    const Columns across = columns();
    const Sight seen = sight(across);
    const TimeScale scale(m_index.rows(), m_view.journal(), m_pace);
    const double room = (timelineArea().height() - m_view.theme().px(28)) / m_zoom;
    const double most = std::max(presentPosition(seen, scale) - room, 0.0);
    if (m_isFollowing && !m_drag)
        m_top = most;
    m_top = std::clamp(m_top, 0.0, most);
    const double unit = std::min(1.0, longestBar / std::max(most * m_zoom, 1.0)) * m_zoom;
    const QSignalBlocker vertical(verticalScrollBar());
    verticalScrollBar()->setRange(0, static_cast<int>(most * unit));
    verticalScrollBar()->setPageStep(static_cast<int>(room * unit));
    verticalScrollBar()->setSingleStep(static_cast<int>(m_view.theme().px(usualRow)));
    verticalScrollBar()->setValue(static_cast<int>(m_top * unit));

    const int beyond = static_cast<int>(std::ceil(across.width())) - viewport()->width();
    const bool wasNarrow = horizontalScrollBar()->maximum() == 0;
    const QSignalBlocker horizontal(horizontalScrollBar());
    horizontalScrollBar()->setRange(0, std::max(beyond, 0));
    horizontalScrollBar()->setPageStep(viewport()->width());
    if (wasNarrow && beyond > 0) // the wire is what matters most
        horizontalScrollBar()->setValue(static_cast<int>(across.wireX()) - viewport()->width() / 2);
}

void Canvas::scrollContentsBy(int, int)
{
    const double most = std::max(verticalScrollBar()->maximum(), 1);
    const Columns across = columns();
    const Sight seen = sight(across);
    const TimeScale scale(m_index.rows(), m_view.journal(), m_pace);
    const double room = (timelineArea().height() - m_view.theme().px(28)) / m_zoom;
    const double end = std::max(presentPosition(seen, scale) - room, 0.0);
    setTop(end * verticalScrollBar()->value() / most);
    refresh();
}

void Canvas::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    refresh();
}

void Canvas::makeScenes()
{
    updateScrollBars();
    const Columns across = columns();
    const Sight seen = sight(across);
    QRectF stage = stageArea();
    stage.setWidth(across.width());
    TimelineWindow part = window();
    part.area.setWidth(across.width());
    m_stage = stageScene(seen, stage);
    m_timeline = timelineScene(seen, part);
    m_isStale = false;
    placeHands();
}

QRectF Canvas::handsRoom()
{
    if (m_isStale)
        makeScenes();
    return m_stage.hands.translated(-horizontalScrollBar()->value(), 0);
}

void Canvas::placeHands()
{
    const PacketId id = packetInReach();
    const PacketView *packet = m_view.world().packet(id);
    m_hands->setPacket(packet != nullptr && m_view.isLive(), packet != nullptr && packet->isInHand);
    const QSize wanted = m_hands->fitInto(static_cast<int>(m_stage.hands.width()) - 8);
    const QPointF middle = m_stage.hands.center() - QPointF(horizontalScrollBar()->value(), 0);
    const int left = std::clamp(static_cast<int>(middle.x()) - wanted.width() / 2, 0,
                                std::max(viewport()->width() - wanted.width(), 0));
    m_hands->setGeometry(QRect(QPoint(left, static_cast<int>(m_stage.hands.top())), wanted));
}

void Canvas::paintEvent(QPaintEvent *)
{
    if (m_isStale)
        makeScenes();
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(-horizontalScrollBar()->value(), 0);
    const QRectF everything(horizontalScrollBar()->value(), 0, viewport()->width(),
                            viewport()->height());
    painter.setClipRect(everything.intersected(m_timeline.shapes.front().area));
    paint(painter, m_timeline, m_view.theme(), m_types);
    painter.setClipRect(everything);
    paint(painter, m_stage.scene, m_view.theme(), m_types);
    paintDraggedPacket(painter);
}

} // namespace twodoors
