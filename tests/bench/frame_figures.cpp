// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_window.h"
#include "frame_times.h"
#include "opened_file.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/scrubber.h"
#include "window_figures.h"

#include <QCoreApplication>
#include <QImage>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>
#include <cmath>
#include <ctime>
#include <fmt/format.h>
#include <random>

namespace twodoors::bench
{

namespace
{

using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr double wantedFrame = 16; // ms

/// That this thread has had of a processor; what others take of a busy machine is not in it.
std::chrono::nanoseconds busyTime()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// A window that somebody moves about in. A frame is one input and the whole window painted after
/// it, into an image as the screen's.
class Hand
{
public:
    explicit Hand(BenchWindow &window)
        : m_window(window), m_picture(BenchWindow::size, QImage::Format_RGB32)
    {
        m_window.window().show();
        paint();
    }

    void wheel(int notches, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget *viewport = m_window.canvas().viewport();
        const QPointF middle = QRectF(viewport->rect()).center();
        QWheelEvent event(middle, viewport->mapToGlobal(middle), {},
                          {0, notches * int{QWheelEvent::DefaultDeltasPerStep}}, Qt::NoButton,
                          modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(viewport, &event);
    }

    /// `part` of the way down the timeline, as far as it goes.
    void jump(double part)
    {
        QScrollBar *bar = m_window.canvas().verticalScrollBar();
        bar->setValue(static_cast<int>(std::lround(part * bar->maximum())));
    }

    /// The scrubber's handle, at `part` of its width.
    void drag(double part)
    {
        Scrubber &scrubber = m_window.scrubber();
        const QPointF place(part * scrubber.width(), scrubber.height() / 2.0);
        QMouseEvent event(QEvent::MouseMove, place, scrubber.mapToGlobal(place), Qt::NoButton,
                          Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&scrubber, &event);
    }

    void paint()
    {
        QPainter painter(&m_picture);
        m_window.window().render(&painter);
    }

    [[nodiscard]] BenchWindow &window() noexcept { return m_window; }
    [[nodiscard]] std::size_t shapes() const
    {
        return m_window.canvas().timeline().shapes.size()
               + m_window.canvas().stage().scene.shapes.size();
    }

private:
    BenchWindow &m_window;
    QImage m_picture;
};

/// Moves about in one way and adds the figure.
class Moving
{
public:
    Moving(Report &report, BenchWindow &window, int frames, std::string of)
        : m_report(report), m_hand(window), m_frames(frames), m_of(std::move(of))
    {}

    /// input(hand, frame) is what the hand does before each frame.
    template <class Input>
    void measure(const std::string &name, Input input)
    {
        FrameTimes times;
        FrameTimes busy;
        std::size_t mostShapes = 0;
        for (int frame = 0; frame < m_frames; ++frame) {
            const auto begin = std::chrono::steady_clock::now();
            const std::chrono::nanoseconds busyBegin = busyTime();
            input(m_hand, frame);
            m_hand.paint();
            busy.add(busyTime() - busyBegin);
            times.add(std::chrono::steady_clock::now() - begin);
            mostShapes = std::max(mostShapes, m_hand.shapes());
        }
        const double p99 = times.percentile(99);
        m_report.figures.push_back(
            {m_of + ", " + name,
             fmt::format("{:.1f} / {:.1f} / {:.1f} ms", times.percentile(50), p99,
                         times.percentile(100)),
             fmt::format("cpu p99 {:.1f} ms, {} shapes", busy.percentile(99), mostShapes),
             fmt::format("{:.2f}", p99 / wantedFrame), fmt::format("p99 <= {:.0f} ms", wantedFrame),
             yesNo(p99 <= wantedFrame)});
    }

    void measureScrolling()
    {
        measure("scrolling", [this](Hand &hand, int frame) { scroll(hand, frame); });
        // from three times its usual size, to where a row is less than a thousandth of a pixel
        measure("scrolling, dense", [this](Hand &hand, int frame) {
            constexpr int levels = 6;
            constexpr int notchesApart = -12;
            if (frame % std::max(m_frames / levels, 1) == 0)
                hand.wheel(notchesApart, Qt::ControlModifier);
            scroll(hand, frame);
        });
        measureZooming("zooming");
    }

    void measureZooming(const std::string &name)
    {
        measure(name, [this](Hand &hand, int frame) {
            constexpr int turn = 80; // notches from the closest to the whole
            const bool isOut = frame / turn % 2 == 0;
            if (isOut && frame % turn == 0)
                hand.jump(m_part(m_random));
            hand.wheel(isOut ? -1 : 1, Qt::ControlModifier);
        });
    }

    void measureDragging(const std::string &name)
    {
        measure(name, [this](Hand &hand, int frame) {
            // on along the line, and now and then far away
            constexpr int apart = 50;
            hand.drag(frame % apart == 0 ? m_part(m_random) : std::fmod(frame * 0.00137, 1.0));
        });
        m_hand.window().view().returnToNow();
    }

    void measureTrueTime()
    {
        m_hand.window().canvas().setPace(Pace::TrueTime);
        measureZooming("true time, zooming");
        measure("true time, scrolling", [this](Hand &hand, int frame) { scroll(hand, frame); });
        m_hand.window().canvas().setPace(Pace::Steps);
    }

private:
    /// By the wheel, and now and then to another place.
    void scroll(Hand &hand, int frame)
    {
        constexpr int apart = 10;
        if (frame % apart == 0)
            hand.jump(m_part(m_random));
        else
            hand.wheel(frame / apart % 2 == 0 ? -1 : 3);
    }

    Report &m_report;
    Hand m_hand;
    int m_frames;
    std::string m_of;
    std::mt19937 m_random{1}; // the same moves in every run
    std::uniform_real_distribution<> m_part{0, 1};
};

void measureFile(Report &report, const WindowScale &scale, const std::filesystem::path &path,
                 const std::string &of)
{
    OpenedFile file(path);
    const auto measure = [&](Beside beside, const std::string &name, auto moves) {
        BenchWindow window(beside);
        if (!file.follow(window.view())) {
            report.addNotMeasured(name, "");
            return;
        }
        Moving moving(report, window, scale.frames, name);
        moves(moving);
    };
    measure(Beside::Nothing, of, [](Moving &moving) {
        moving.measureScrolling();
        moving.measureDragging("dragging the cursor");
        moving.measureTrueTime();
    });
    measure(Beside::Log, of + " with the log", [](Moving &moving) {
        moving.measureZooming("zooming");
        moving.measureDragging("dragging the cursor");
    });
    measure(Beside::AllPanels, of + " with all panels", [](Moving &moving) {
        moving.measureZooming("zooming");
        moving.measureDragging("dragging the cursor");
    });
}

} // namespace

void measureFrames(Report &report, const WindowScale &scale, const WindowFiles &files)
{
    measureFile(report, scale, files.session, "session");
    measureFile(report, scale, files.capture, "capture");
}

} // namespace twodoors::bench
