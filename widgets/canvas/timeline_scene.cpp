// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/timeline_scene.h"

#include "widgets/canvas/timeline_marks.h"

#include <cmath>

namespace twodoors
{

namespace
{

/// Below this many pixels a row, events are drawn by the pixel.
constexpr qreal leastRow = 4;
/// The most events drawn one by one that begin on the same pixel.
constexpr std::uint32_t mostOnPixel = 64;
constexpr std::uint32_t mostOnDensePixel = 2;
/// How far a thing that begins on a dense pixel must reach to be drawn by itself.
constexpr qreal leastReach = 12;
constexpr qreal leastLife = 3;
/// How many of what crosses the window's upper edge are drawn.
constexpr int mostAcross = 400;

class TimelineMaker
{
public:
    TimelineMaker(const Sight &sight, const TimelineWindow &window)
        : m_sight(sight), m_ruler(sight, window), m_area(window.area),
          m_presentY(m_ruler.y(presentPosition(sight, m_ruler.scale()))),
          m_marks(m_scene, m_sight, m_ruler, m_presentY)
    {
        m_first = m_ruler.scale().firstFrom(m_ruler.position(m_area.top() - margin()));
        m_end = std::min(m_ruler.scale().firstFrom(m_ruler.position(m_area.bottom() + margin())),
                         static_cast<Seq>(number(sight.view.cursor()) + 1));
        m_first = std::min(m_first, m_end);
    }

    Scene make()
    {
        drawGround();
        drawLifelines();
        drawPresent();
        drawAcross();
        drawEvents();
        drawLongReaching();
        drawConnections();
        drawTimes();
        drawMoment();
        return std::move(m_scene);
    }

private:
    /// So much above and below the window may still reach into it.
    [[nodiscard]] qreal margin() const { return m_sight.px(24); }

    [[nodiscard]] qreal bottom() const { return std::min(m_presentY, m_area.bottom()); }

    void drawGround()
    {
        m_scene.box(m_area, Ink::Ground, Ink::Ground, 0, Stroke::None);
        const Columns &columns = m_sight.columns;
        m_scene.box({columns.wireLeft(), m_area.top(), columns.wireRight() - columns.wireLeft(),
                     m_area.height()},
                    Ink::Band, Ink::Band, 0, Stroke::None);
    }

    bool lifeline(qreal x, const Spans::Span &life, Ink ink, Stroke stroke, qreal width)
    {
        const qreal begin = m_ruler.y(life.begin);
        const qreal end = endOf(life);
        if (isDense() && end - begin < leastLife)
            return false;
        const qreal from = std::max(begin, m_area.top());
        const qreal to = std::min(end, m_area.bottom());
        if (to > from)
            m_scene.line({x, from}, {x, to}, ink, stroke, width);
        return to > from;
    }

    /// Where it has come to at the cursor.
    [[nodiscard]] qreal endOf(const Spans::Span &span) const
    {
        const bool hasEnd = span.end != Seq::None && span.end <= m_sight.view.cursor();
        return hasEnd ? m_ruler.y(span.end) : m_presentY;
    }

    /// What spans so many pixels takes at least so long.
    [[nodiscard]] Spans::Length lengthOf(qreal pixels) const
    {
        const double length = pixels / m_ruler.window().zoom; // rows, or seconds
        if (m_ruler.scale().pace() == Pace::TrueTime)
            return {0, std::chrono::duration_cast<Nanoseconds>(
                           std::chrono::duration<double>(std::min(length, 1e9)))};
        // no event takes more than a row
        return {static_cast<std::uint32_t>(std::min(length, 1e9)), Nanoseconds{0}};
    }

    /// Those that reach into the window; of many those that come first.
    template <class Draw>
    void forEachLife(const Spans &lives, Draw draw)
    {
        int drawn = 0;
        const Seq from = std::max(m_first, static_cast<Seq>(1));
        const auto visit = [&](std::uint32_t place, const Spans::Span &) {
            drawn += draw(place) ? 1 : 0;
            return drawn < mostAcross;
        };
        lives.forEachAcross(from, visit);
        drawn = 0;
        lives.forEachLong(from, static_cast<Seq>(number(m_end) - 1),
                          isDense() ? lengthOf(leastLife) : Spans::Length{}, visit);
    }

    void drawLifelines()
    {
        const Tracks &tracks = m_sight.index.tracks();
        forEachLife(tracks.programLives(), [&](std::uint32_t place) {
            const ProgramTrack &program = tracks.programs()[place];
            const Spans::Span &life = tracks.programLives()[place];
            return lifeline(m_sight.columns.programX(program), life, Ink::Line, Stroke::Solid, 1.5);
        });
        const auto drawDoor = [&](std::uint32_t place) {
            const DoorTrack &track = tracks.doors()[place];
            const Spans::Span &life = tracks.doorLives()[place];
            const DoorView *door = m_sight.world().door(track.id);
            if (door == nullptr)
                return false;
            const bool isHalfOpen = door->stage == DoorStage::HalfOpen;
            return lifeline(m_sight.columns.doorX(track), life, inkOf(*door),
                            isHalfOpen ? Stroke::Dashed : Stroke::Solid, isHalfOpen ? 1.5 : 1);
        };
        forEachLife(tracks.doorLives(), drawDoor);
    }

    void drawPresent()
    {
        if (m_presentY < m_area.top() || m_presentY > m_area.bottom())
            return;
        m_scene.line({m_area.left(), m_presentY}, {m_sight.columns.width(), m_presentY},
                     Ink::Present, Stroke::Solid, 1.5);
    }

    /// Over all else: what moment this is.
    void drawMoment()
    {
        const bool isPast = m_sight.view.isInPast();
        if (m_presentY >= m_area.top() && m_presentY <= m_area.bottom())
            tag(left(), m_presentY, m_sight.words(isPast ? "canvas.here" : "canvas.now"),
                Type::Label);
    }

    void tag(qreal left, qreal middleY, const QString &words, Type type)
    {
        const qreal height = m_sight.types.height(type) + m_sight.px(4);
        const QRectF area(left, middleY - height / 2,
                          m_sight.types.width(type, words) + m_sight.px(14), height);
        m_scene.box(area, Ink::Present, Ink::SelectedRow, 3);
        m_scene.text(area, words, Ink::Text, type);
    }

    /// What began above the window and reaches into it.
    void drawAcross()
    {
        int drawn = 0;
        m_sight.index.calls().forEachAcross(m_first, [&](std::uint32_t, const Spans::Span &span) {
            if (span.begin < m_first)
                m_marks.drawCall(m_sight.journal().at(span.begin));
            return ++drawn < mostAcross;
        });
        drawn = 0;
        m_sight.index.packets().forEachAcross(m_first, [&](std::uint32_t, const Spans::Span &span) {
            if (span.begin < m_first)
                m_marks.drawPacket(m_sight.journal().at(span.begin));
            return ++drawn < mostAcross;
        });
    }

    [[nodiscard]] bool isDense() const
    {
        return m_ruler.scale().pace() == Pace::TrueTime
               || m_ruler.window().zoom < m_sight.px(leastRow);
    }

    void drawEvents()
    {
        const std::uint32_t most = isDense() ? mostOnDensePixel : mostOnPixel;
        for (Seq seq = m_first; seq < m_end;) {
            const qreal pixel = std::floor(m_ruler.y(seq));
            const Seq next =
                std::min(m_end, m_ruler.scale().firstFrom(m_ruler.position(pixel + 1)));
            const Seq stop = std::max(next, static_cast<Seq>(number(seq) + 1));
            if (number(stop) - number(seq) > most)
                addToRuns(pixel, m_sight.index.rows().gravest(seq, stop));
            else
                for (std::uint32_t one = number(seq); one < number(stop); ++one)
                    drawOne(static_cast<Seq>(one));
            seq = stop;
        }
        for (std::size_t band = 0; band < bandCount; ++band)
            endRun(band);
    }

    void drawOne(Seq seq)
    {
        m_marks.draw(seq);
        const std::uint32_t end = m_sight.index.rows().endOf(seq);
        const bool ownsRow = end != m_sight.index.rows().endOf(static_cast<Seq>(number(seq) - 1));
        const qreal y = m_ruler.y(seq);
        const qreal height = m_sight.types.height(Type::SmallCode);
        if (!ownsRow || y - m_lastTimeY < height || y < m_area.top() + height / 2)
            return;
        m_lastTimeY = y;
        const double seconds = std::chrono::duration<double>(m_sight.journal().at(seq).t).count();
        m_times.text({left() + m_sight.px(4), y - height / 2,
                      m_sight.columns.gutter() - m_sight.px(10), height},
                     QString::number(seconds, 'f', seconds < 1000 ? 3 : 1), Ink::Dim,
                     Type::SmallCode, Qt::AlignRight | Qt::AlignVCenter);
    }

    /// The times stay in view where the columns are scrolled away below them.
    void drawTimes()
    {
        if (m_sight.seenLeft > 0)
            m_scene.box({left(), m_area.top(), m_sight.columns.gutter(), m_area.height()},
                        Ink::Ground, Ink::Ground, 0, Stroke::None);
        std::ranges::move(m_times.shapes, std::back_inserter(m_scene.shapes));
    }

    [[nodiscard]] qreal left() const { return m_area.left() + m_sight.seenLeft; }

    /// Marks on consecutive pixels that are alike become one.
    struct Run {
        Gravity gravity = Gravity::None;
        qreal from = 0;
        qreal to = 0;
    };

    void addToRuns(qreal pixel, const Marks &marks)
    {
        for (std::size_t band = 0; band < bandCount; ++band) {
            Run &run = m_runs[band];
            if (run.gravity == marks[band] && run.to == pixel) {
                run.to = pixel + 1;
                continue;
            }
            endRun(band);
            run = {marks[band], pixel, pixel + 1};
        }
    }

    void endRun(std::size_t band)
    {
        const Run run = std::exchange(m_runs[band], {});
        if (run.gravity == Gravity::None)
            return;
        const auto [left, right] = edgesOf(static_cast<Band>(band));
        const Ink ink = inkOfRun(run.gravity, static_cast<Band>(band));
        m_scene.box({left, run.from, right - left, run.to - run.from}, ink, ink, 0, Stroke::None)
            .isFaint = run.gravity == Gravity::Plain;
    }

    [[nodiscard]] static Ink inkOfRun(Gravity gravity, Band band) noexcept
    {
        if (gravity == Gravity::Lost)
            return Ink::Lost;
        if (gravity == Gravity::Held)
            return Ink::Held;
        const bool isServer = band == Band::ServerDoors || band == Band::ServerProgram;
        return isServer ? Ink::Connection : Ink::Client;
    }

    [[nodiscard]] std::pair<qreal, qreal> edgesOf(Band band) const
    {
        const Columns &columns = m_sight.columns;
        const qreal half = m_sight.px(9);
        const qreal column = columns.columnWidth();
        const auto around = [half](qreal x) { return std::pair(x - half, x + half); };
        switch (band) {
        case Band::ClientProgram:
            return around(columns.emptyProgramX(Side::Client));
        case Band::ClientDoors:
            return around(columns.wireLeft() - column / 2);
        case Band::ServerDoors:
            return around(columns.wireRight() + column / 2);
        case Band::ServerProgram:
            return around(columns.emptyProgramX(Side::Server));
        case Band::Wire:
            break;
        }
        return {columns.wireLeft() + half, columns.wireRight() - half};
    }

    /// What begins on dense pixels but takes long: a call that blocks for minutes among a million
    /// others is still seen.
    void drawLongReaching()
    {
        if (!isDense() || m_first >= m_end)
            return;
        const Seq last = static_cast<Seq>(number(m_end) - 1);
        const Spans::Length least = lengthOf(leastReach);
        const auto draw = [&](const Spans &spans, auto drawSpan) {
            qreal lastY = -1;
            spans.forEachLong(m_first, last, least, [&](std::uint32_t, const Spans::Span &span) {
                const qreal begin = m_ruler.y(span.begin);
                if (std::floor(begin) == lastY || endOf(span) - begin < leastReach)
                    return true;
                drawSpan(m_sight.journal().at(span.begin));
                lastY = std::floor(begin);
                return true;
            });
        };
        draw(m_sight.index.calls(), [this](const Event &call) { m_marks.drawCall(call); });
        draw(m_sight.index.packets(), [this](const Event &first) { m_marks.drawPacket(first); });
    }

    /// From the selected event's cause to it, and on to what it caused.
    void drawConnections()
    {
        const Seq selected = m_sight.view.selected();
        if (!m_sight.view.hasSelection() || selected == Seq::None
            || selected > m_sight.view.cursor())
            return;
        const Event event = m_sight.journal().at(selected);
        ring(event);
        if (event.cause != Seq::None && event.cause < selected)
            connect(m_sight.journal().at(event.cause), event);
        constexpr std::uint32_t lookAhead = 256;
        const std::uint32_t last =
            std::min(number(selected) + lookAhead, number(m_sight.view.cursor()));
        for (std::uint32_t seq = number(selected) + 1; seq <= last; ++seq) {
            const Event later = m_sight.journal().at(static_cast<Seq>(seq));
            if (later.cause == selected)
                connect(event, later);
        }
    }

    [[nodiscard]] QPointF placeOf(const Event &event) const
    {
        return {m_sight.xOf(event), m_ruler.y(event.seq)};
    }

    void ring(const Event &event)
    {
        const qreal half = m_sight.px(9);
        const QPointF place = placeOf(event);
        m_scene.box({place.x() - half, place.y() - half, half * 2, half * 2}, Ink::Present, {}, 9)
            .width = 2;
    }

    void connect(const Event &from, const Event &to)
    {
        const QPointF begin = placeOf(from);
        const QPointF end = placeOf(to);
        if (begin == end || (begin.y() < m_area.top() && end.y() < m_area.top()))
            return;
        m_scene.arrow(begin, end, Ink::Present, Stroke::Dashed, 2);
    }

    const Sight &m_sight;
    TimelineRuler m_ruler;
    QRectF m_area;
    qreal m_presentY;
    Scene m_scene;
    Scene m_times;
    TimelineMarks m_marks;
    Seq m_first = Seq::None; ///< in view
    Seq m_end = Seq::None;   ///< one past the last in view
    std::array<Run, bandCount> m_runs{};
    qreal m_lastTimeY = -1e9;
};

} // namespace

double presentPosition(const Sight &sight, const TimeScale &scale)
{
    if (scale.pace() == Pace::TrueTime)
        return std::chrono::duration<double>(sight.now).count();
    constexpr double below = 0.4; // of a row
    return scale.after(sight.view.cursor()) + below;
}

Scene timelineScene(const Sight &sight, const TimelineWindow &window)
{
    return TimelineMaker(sight, window).make();
}

} // namespace twodoors
