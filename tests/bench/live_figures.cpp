// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_window.h"
#include "frame_times.h"
#include "opened_file.h"
#include "watched_application.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/scrubber.h"
#include "window_figures.h"

#include <QEventLoop>
#include <QMouseEvent>
#include <QTimer>
#include <fmt/format.h>

namespace twodoors::bench
{

namespace
{

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr int eventsASecond = 10'000;
constexpr double wantedRate = 55;   // frames a second
constexpr double wantedAnswer = 50; // ms
constexpr int followMilliseconds = 16;
constexpr auto betweenClicks = 100ms;

/// Goes through the events of a recording once more, at a steady rate.
class Writer
{
public:
    Writer(const Journal &from, std::size_t begin, Journal &to)
        : m_thread([this, &from, begin, &to] { write(from, begin, to); })
    {}
    ~Writer()
    {
        m_isOver = true;
        m_thread.join();
    }

private:
    void write(const Journal &from, std::size_t begin, Journal &to) const
    {
        constexpr auto beat = 2ms;
        constexpr std::size_t perBeat = eventsASecond / (1s / beat);
        auto next = std::chrono::steady_clock::now();
        for (std::size_t seq = begin; !m_isOver;) {
            const std::size_t end = std::min(seq + perBeat, from.size() + 1);
            for (; seq < end; ++seq)
                to.append(from.at(static_cast<Seq>(seq)));
            std::this_thread::sleep_until(next += beat);
        }
    }

    std::atomic<bool> m_isOver = false;
    std::thread m_thread;
};

void post(QWidget &widget, QPointF place)
{
    for (const QEvent::Type type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
        const bool isPress = type == QEvent::MouseButtonPress;
        QCoreApplication::postEvent(
            &widget, new QMouseEvent(type, place, widget.mapToGlobal(place), Qt::LeftButton,
                                     isPress ? Qt::LeftButton : Qt::NoButton, Qt::NoModifier));
    }
}

/// Clicks now at an event on the canvas, which goes into the past, and now at the scrubber's end,
/// which comes back; measures until the canvas has been painted anew.
class Clicks
{
public:
    Clicks(BenchWindow &window, WatchedApplication &application) : m_window(window)
    {
        application.watch([this](QObject *receiver, QEvent *event) { note(receiver, event); });
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { click(); });
    }

    void start() { m_timer.start(betweenClicks); }
    [[nodiscard]] int frames() const noexcept { return m_frames; }
    [[nodiscard]] const FrameTimes &answers() const noexcept { return m_answers; }

private:
    void click()
    {
        if (m_posted)
            return;
        m_clicked = m_window.view().isInPast() ? static_cast<QWidget *>(&m_window.scrubber())
                                               : m_window.canvas().viewport();
        m_posted = std::chrono::steady_clock::now();
        m_isAnswered = false;
        const std::vector<Target> &targets = m_window.canvas().timeline().targets;
        if (m_window.view().isInPast() || targets.empty())
            post(*m_clicked, QPointF(m_clicked->width() - 1, m_clicked->height() / 2.0));
        else
            post(*m_clicked, targets[targets.size() / 2].area.center());
    }

    void note(QObject *receiver, QEvent *event)
    {
        // the scrubber is painted in each frame that shows more events
        if (event->type() == QEvent::Paint && receiver == &m_window.scrubber())
            ++m_frames;
        if (!m_posted)
            return;
        if (event->type() == QEvent::MouseButtonRelease && receiver == m_clicked)
            m_isAnswered = true;
        if (m_isAnswered && event->type() == QEvent::Paint
            && receiver == m_window.canvas().viewport()) {
            m_answers.add(std::chrono::steady_clock::now() - *m_posted);
            m_posted.reset();
        }
    }

    BenchWindow &m_window;
    QTimer m_timer;
    QWidget *m_clicked = nullptr;
    std::optional<SteadyTime> m_posted;
    bool m_isAnswered = false; ///< the click has been handled, but is not seen yet
    int m_frames = 0;
    FrameTimes m_answers;
};

void runFor(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

void measureRun(Report &report, const WindowScale &scale, WatchedApplication &application,
                const Recording &from, std::size_t before, Beside beside, const std::string &name)
{
    auto recording = std::make_shared<Recording>();
    recording->header = from.header;
    recording->lesson = from.lesson;
    for (std::size_t seq = 1; seq <= before; ++seq)
        recording->journal.append(from.journal.at(static_cast<Seq>(seq)));
    BenchWindow window(beside);
    window.view().look(recording);
    window.view().setLive(true);
    while (window.view().catchUp()) {}
    window.window().show();
    QTimer follower;
    QObject::connect(&follower, &QTimer::timeout, &follower,
                     [&window] { window.view().catchUp(); });
    follower.setTimerType(Qt::PreciseTimer);
    follower.start(followMilliseconds);
    const Writer writer(from.journal, before + 1, recording->journal);
    runFor(200ms); // until all is loaded that the first frames need

    Clicks clicks(window, application);
    const auto begin = std::chrono::steady_clock::now();
    runFor(scale.liveTime);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    const double rate = clicks.frames() / time.count();
    clicks.start();
    runFor(scale.liveTime);
    application.watch({});

    report.figures.push_back({name + ", frames", fmt::format("{:.1f}/s", rate),
                              fmt::format("{} events/s", eventsASecond),
                              fmt::format("{:.2f}", rate / wantedRate),
                              fmt::format(">= {:.0f}/s", wantedRate), yesNo(rate >= wantedRate)});
    const FrameTimes &answers = clicks.answers();
    const double p99 = answers.percentile(99);
    report.figures.push_back({name + ", a click answered",
                              fmt::format("{:.1f} / {:.1f} / {:.1f} ms", answers.percentile(50),
                                          p99, answers.percentile(100)),
                              fmt::format("{} clicks", answers.size()),
                              fmt::format("{:.2f}", p99 / wantedAnswer),
                              fmt::format("p99 <= {:.0f} ms", wantedAnswer),
                              yesNo(answers.size() > 0 && p99 <= wantedAnswer)});
}

} // namespace

void measureLive(Report &report, const WindowScale &scale, WatchedApplication &application,
                 const WindowFiles &files)
{
    OpenedFile file(files.session);
    BenchWindow reader(Beside::Nothing);
    if (!file.follow(reader.view())) {
        report.addNotMeasured("a live run", "");
        return;
    }
    const Recording &from = *file.recording();
    const std::size_t whole = from.journal.size();
    const auto ofRun = static_cast<std::size_t>(
        eventsASecond * std::chrono::duration<double>(scale.liveTime * 2 + 2s).count());
    measureRun(report, scale, application, from, 0, Beside::Log, "live run");
    measureRun(report, scale, application, from, whole - std::min(whole, ofRun), Beside::Log,
               "live run, after many events");
    measureRun(report, scale, application, from, whole - std::min(whole, ofRun), Beside::AllPanels,
               "live run, all panels");
}

} // namespace twodoors::bench
