// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does when something is wished for, or has happened.
#include "app/window/guest_field.h"
#include "app/window/main_window.h"
#include "app/window/peers_dialog.h"

#include <QFileDialog>
#include <algorithm>

namespace twodoors
{

namespace
{

using Values = std::vector<std::pair<std::string, std::string>>;

bool usesUdp(const Program &program)
{
    for (std::size_t i = 1; i <= program.lineCount(); ++i) {
        const ProgramLine *line = program.find(static_cast<LineNumber>(i));
        if (line != nullptr && line->protocol == Protocol::Udp)
            return true;
    }
    return false;
}

} // namespace

void MainWindow::connectRun()
{
    connect(&m_conductor, &Conductor::started, this,
            [this](const std::shared_ptr<const Recording> &recording) {
                if (!m_wantsRun) // a file was opened before it had begun
                    return;
                m_faultsSeen = Seq::None;
                m_status->clear();
                m_reading.leave();
                m_viewpoint.look(recording);
                m_follower.poke();
                if (std::ranges::all_of(m_bar->guests().sentences(), &std::string::empty))
                    m_bar->guests().setSentences(recording->lesson->messages);
            });
    connect(&m_conductor, &Conductor::news, &m_follower, &Follower::poke);
    connect(&m_conductor, &Conductor::reported, this, &MainWindow::showReport);
    connect(&m_viewpoint, &Viewpoint::grown, this, &MainWindow::sayFaults);
    connect(m_deeds, &RunDeeds::wished, m_status, &StatusLine::clear);
    connect(m_deeds, &RunDeeds::nobodyCouldGo, this, [this](bool isPacketInHand) {
        m_status->say(m_appearance.words(isPacketInHand ? "window.status.nobody-held"
                                                        : "window.status.nobody"));
    });
    const auto on = [this](Deed deed, auto wished) {
        connect(&m_actions->of(deed), &QAction::triggered, this, wished);
    };
    on(Deed::Restart, [this] { run(m_conductor.choice()); });
    on(Deed::Tcp, [this] { chooseLesson(m_lastTcpLesson); });
    on(Deed::Udp, [this] { chooseLesson("udp-echo"); });
    on(Deed::Peers, [this] { askForPeers(); });
    on(Deed::Hold, [this] { m_settings.run.holds = true; });
    on(Deed::Flow, [this] { m_settings.run.holds = false; });
    on(Deed::Faster, [this] { m_bar->setSpeed(m_bar->speed() + 1); });
    on(Deed::Slower, [this] { m_bar->setSpeed(m_bar->speed() - 1); });
    for (QAction *flight : m_menus->flights()) {
        connect(flight, &QAction::triggered, this, [this, flight] {
            m_settings.run.flightTime = Nanoseconds(flight->data().toLongLong());
            m_conductor.setFlightTime(m_settings.run.flightTime);
        });
    }
    connect(m_bar, &TopBar::lessonChosen, this, &MainWindow::chooseLesson);
    connect(m_bar, &TopBar::peersWanted, this, &MainWindow::askForPeers);
    connect(m_bar, &TopBar::speedChanged, this, &MainWindow::setPace);
    connect(&m_bar->guests(), &GuestField::confirmed, this, [this] { run(m_conductor.choice()); });
    connect(&m_bar->guests(), &GuestField::fronted, this, [this](int guest) {
        const auto all = static_cast<int>(m_bar->guests().sentences().size());
        m_viewpoint.setFrontGuest({Role::Client, static_cast<std::uint16_t>(all == 1 ? 0 : guest)});
    });
}

void MainWindow::connectView()
{
    const auto on = [this](Deed deed, auto wished) {
        connect(&m_actions->of(deed), &QAction::triggered, this, wished);
    };
    on(Deed::English, [this] { m_look->setTongue(Tongue::English); });
    on(Deed::Chinese, [this] { m_look->setTongue(Tongue::Chinese); });
    on(Deed::ThemeSystem, [this] { m_look->choose(ThemeChoice::System); });
    on(Deed::ThemeLight, [this] { m_look->choose(ThemeChoice::Light); });
    on(Deed::ThemeDark, [this] { m_look->choose(ThemeChoice::Dark); });
    on(Deed::Still, [this](bool still) {
        m_settings.reducesMotion = still;
        m_appearance.setReducedMotion(still);
    });
    for (const Deed deed : {Deed::Presentation, Deed::ClientCode, Deed::ServerCode, Deed::Panels})
        on(deed, [this] { present(m_actions->of(Deed::Presentation).isChecked()); });
    on(Deed::Quit, [this] { close(); });
    connect(m_bar, &TopBar::languageToggled, this, [this] {
        m_look->setTongue(m_appearance.tongue() == Tongue::English ? Tongue::Chinese
                                                                   : Tongue::English);
    });
    connect(m_badge, &QPushButton::clicked, &m_viewpoint, &Viewpoint::returnToNow);
    connect(&m_appearance, &Appearance::changed, this, &MainWindow::say);
    connect(&m_viewpoint, &Viewpoint::cursorMoved, this, [this] {
        placeBadge();
        sayStanding();
        // screen readers say what changes where the focus is, and that is here at the beginning
        centralWidget()->setAccessibleDescription(m_viewpoint.sentence(m_viewpoint.cursor()));
    });
    connect(&m_viewpoint, &Viewpoint::recordingChanged, this, [this] {
        placeBadge();
        say();
    });
    connect(m_panes.states, &StatesPanel::tabTitleChanged, this, &MainWindow::showProtocol);
}

void MainWindow::connectFiles()
{
    connect(&m_reading, &Reading::begun, this,
            [this](const std::shared_ptr<const Recording> &recording) {
                m_wantsRun = false;
                m_faultsSeen = Seq::None;
                m_conductor.stop();
                m_viewpoint.look(recording);
                const Values values{{"file", m_reading.fileName().toStdString()}};
                m_bar->showOther(m_appearance.words("window.run.opened", values));
            });
    connect(&m_reading, &Reading::news, &m_follower, &Follower::poke);
    connect(&m_reading, &Reading::ended, this, &MainWindow::sayStanding);
    const auto say = [this](const QString &words) { m_status->say(words); };
    connect(&m_reading, &Reading::said, this, say);
    connect(&m_saving, &Saving::said, this, say);
    connect(m_panes.canvas, &Canvas::paceChanged, &m_saving,
            [this] { m_saving.setPace(m_panes.canvas->pace()); });
    connect(&m_recovery, &Recovery::said, m_status, &StatusLine::say);
    connect(&m_recovery, &Recovery::openWanted, this, &MainWindow::openFile);
    connect(&m_recovery, &Recovery::saveWanted, &m_actions->of(Deed::SaveSession),
            &QAction::trigger);
    connect(&m_viewpoint, &Viewpoint::recordingChanged, this,
            [this] { m_recovery.setShown(m_reading.file()); });
    connect(&m_saving, &Saving::sessionSaved, this,
            [this](const std::shared_ptr<const Recording> &recording, std::size_t events) {
                if (recording == m_viewpoint.shared() && m_recovery.isShown()
                    && m_reading.isComplete() && events == recording->journal.size())
                    m_recovery.settle();
            });
    connect(&m_conductor, &Conductor::notKept, this,
            [this](const Failure &failure) { m_status->say(m_appearance.words(failure), true); });
    for (const ProgressLine *line : {m_readingLine, m_savingLine})
        connect(line, &ProgressLine::shown, this, &MainWindow::allowCancel);
    connect(&m_actions->of(Deed::CancelWork), &QAction::triggered, this, [this] {
        m_reading.cancel();
        m_saving.cancel();
    });
    connect(&m_appearance, &Appearance::changed, this, &MainWindow::allowCancel);
    allowCancel();
    connect(&m_actions->of(Deed::Open), &QAction::triggered, this, &MainWindow::askForFile);
    connect(m_bar, &TopBar::fileWanted, this, &MainWindow::askForFile);
}

/// While there is something to cancel, Esc is for that.
void MainWindow::allowCancel()
{
    const bool may = !m_readingLine->isHidden() || !m_savingLine->isHidden();
    m_actions->allow(Deed::CancelWork, may ? QString() : m_appearance.words("files.idle"));
    m_actions->of(Deed::ToNow)
        .setShortcuts(may ? QList<QKeySequence>{Qt::Key_End}
                          : QList<QKeySequence>{Qt::Key_End, Qt::Key_Escape});
}

/// Runs are kept from now on, and those that a crash left behind are offered.
void MainWindow::prepareFolder()
{
    std::filesystem::path path = m_options.runsFolder;
    if (path.empty()) {
        auto usual = RunFolder::usual();
        if (!usual) {
            m_status->say(m_appearance.words(usual.failure()), true);
            return;
        }
        path = *std::move(usual);
    }
    const RunFolder folder(path);
    m_recovery.look(folder);
    m_conductor.keepRunsIn(folder);
}

void MainWindow::openFile(const std::string &file)
{
    furnish();
    if (isLessonFile(file)) {
        RunChoice choice = m_settings.run;
        choice.lessonFile = file;
        m_bar->guests().setSentences({});
        run(std::move(choice));
        return;
    }
    m_status->clear();
    m_reading.open(file);
}

void MainWindow::askForFile()
{
    const QString file =
        QFileDialog::getOpenFileName(this, m_appearance.words("window.ask.open"), QString(),
                                     m_appearance.words("window.ask.files"));
    if (!file.isEmpty())
        openFile(file.toStdString());
}

void MainWindow::askForPeers()
{
    PeersDialog dialog(m_appearance, this);
    if (dialog.exec() == QDialog::Accepted)
        run(dialog.choice());
}

void MainWindow::showReport()
{
    const RunReport &report = m_conductor.report();
    if (report.failure)
        m_status->say(m_appearance.words(*report.failure), true);
    m_bar->guests().setEnabled(report.hasClient || !report.isUnderWay);
    m_viewpoint.setLive(m_deeds->isLive() && report.isUnderWay);
    allowHands();
    sayStanding();
    showProtocol();
}

/// What cannot be done in loopback, or in a file, is greyed on the canvas, too.
void MainWindow::allowHands()
{
    m_panes.canvas->setHandsRefusal(m_deeds->whyNoWire());
    const bool isUnderWay = m_deeds->isLive() && m_conductor.report().isUnderWay;
    m_panes.log->setRemarksPossible(isUnderWay, isUnderWay ? QString() : m_deeds->whyNoWire());
    const Part part = m_conductor.choice().part;
    m_panes.clientCode->setOutside(m_deeds->isLive() && part == Part::ServerOnly);
    m_panes.serverCode->setOutside(m_deeds->isLive() && part == Part::ClientOnly);
}

/// Which protocol the programs speak, and the name of the run in the bar.
void MainWindow::showProtocol()
{
    const Recording &recording = m_viewpoint.recording();
    const bool isUdp = recording.lesson && !recording.lesson->cast.empty()
                       && usesUdp(recording.lesson->cast.front().program);
    m_actions->of(isUdp ? Deed::Udp : Deed::Tcp).setChecked(true);
    m_tabs->setTabText(m_tabs->indexOf(m_panes.states), m_panes.states->tabTitle());
    if (!m_deeds->isLive())
        return;
    const RunChoice &choice = m_conductor.choice();
    if (choice.part != Part::Both) {
        const Values values{{"address", choice.server.text()}};
        m_bar->showOther(m_appearance.words(
            choice.part == Part::ServerOnly ? "window.run.server-alone" : "window.run.client-alone",
            values));
    } else if (!choice.lessonFile.empty()) {
        m_bar->showOther(QString::fromStdString(recording.lesson->title(m_appearance.tongue())));
    } else {
        m_bar->showLesson(choice.lesson);
        if (!isUdp && choice.lesson == recording.header.lesson)
            m_lastTcpLesson = choice.lesson;
    }
}

} // namespace twodoors
