// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/main_window.h"

#include "app/window/focus_keys.h"
#include "app/window/guest_field.h"
#include "app/window/system_motion.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QScreen>
#include <QStatusTipEvent>
#include <QTabBar>
#include <QVBoxLayout>
#include <algorithm>

namespace twodoors
{

namespace
{

using Values = std::vector<std::pair<std::string, std::string>>;

/// Between two lines of play at the usual speed.
constexpr Nanoseconds humanPace = std::chrono::milliseconds(700);

std::vector<std::string> localFilesIn(const QMimeData &data)
{
    std::vector<std::string> files;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile())
            files.push_back(url.toLocalFile().toStdString());
    }
    return files;
}

Settings settingsFor(const WindowOptions &options)
{
    Settings settings = Settings::read(options.settingsFile);
    settings.theme = options.theme.value_or(settings.theme);
    return settings;
}

constexpr QSize smallest(960, 600);
constexpr QSize usual(1440, 900);

} // namespace

MainWindow::MainWindow(const WindowOptions &options)
    : m_options(options), m_settings(settingsFor(options)),
      m_appearance(options.tongue.value_or(m_settings.tongue.value_or(options.usualTongue))),
      m_viewpoint(m_appearance), m_follower(m_viewpoint),
      m_actions(new Actions(m_appearance, *this)),
      m_deeds(new RunDeeds(*m_actions, m_conductor, m_viewpoint, this)),
      m_look(new Look(m_appearance, *this, m_settings.theme)),
      m_readingLine(new ProgressLine(m_appearance, this)),
      m_savingLine(new ProgressLine(m_appearance, this)),
      m_readingNotice(new NoticeBar(m_appearance, this)),
      m_savingNotice(new NoticeBar(m_appearance, this)),
      m_recoveryNotice(new NoticeBar(m_appearance, this)),
      m_reading(m_appearance, *m_readingLine, *m_readingNotice),
      m_saving(*m_actions, m_viewpoint, *m_savingLine, *m_savingNotice, askWithDialog(*this)),
      m_recovery(m_appearance, *m_recoveryNotice)
{
    setAcceptDrops(true);
    setMinimumSize(smallest);
    resize(usual.boundedTo(screen()->availableSize()));
    restoreGeometry(m_settings.geometry);
    setWindowTitle(m_appearance.words("window.name"));
}

void MainWindow::furnish()
{
    if (std::exchange(m_isFurnished, true))
        return;
    build();
    connectRun();
    connectView();
    connectFiles();
    connectHelp();
    recall();
    say();
    centralWidget()->show(); // or else it comes a moment later, and cannot have the focus
    centralWidget()->setFocus();
}

MainWindow::~MainWindow()
{
    // the panes look at what is a member here
    delete takeCentralWidget();
}

void MainWindow::build()
{
    m_bar = new TopBar(m_appearance, *m_actions, this);
    m_status = new StatusLine(m_appearance, this);
    m_panes = makePanes(m_viewpoint, m_conductor);
    m_rows = new QSplitter(Qt::Vertical);
    m_columns = new QSplitter(Qt::Horizontal);
    m_tabs = new QTabWidget;
    m_badge = new QPushButton(m_panes.stage);
    m_badge->setObjectName("PastBadge"); // before the style sheet reaches it
    m_columns->addWidget(m_panes.clientCode);
    m_columns->addWidget(m_panes.stage);
    m_columns->addWidget(m_panes.serverCode);
    m_rows->addWidget(m_columns);
    m_rows->addWidget(m_tabs);
    for (QSplitter *splitter : {m_columns, m_rows}) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
    m_columns->setStretchFactor(1, 1);
    m_rows->setStretchFactor(0, 1);
    m_columns->setSizes({300, 840, 300});
    m_rows->setSizes({580, 230});
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    for (QWidget *panel : std::initializer_list<QWidget *>{m_panes.log, m_panes.packet,
                                                           m_panes.states, m_panes.lesson})
        m_tabs->addTab(panel, QString());

    auto *whole = new QWidget(this);
    auto *layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    for (NoticeBar *notice : {m_recoveryNotice, m_readingNotice, m_savingNotice})
        layout->addWidget(notice);
    layout->addWidget(m_rows, 1);
    auto *last = new QHBoxLayout;
    last->setSpacing(0);
    last->addWidget(m_status, 1);
    last->addWidget(m_readingLine);
    last->addWidget(m_savingLine);
    layout->addLayout(last);
    setCentralWidget(whole);
    whole->setFocusPolicy(Qt::ClickFocus); // a click beside the sentence ends writing it

    m_badge->setFocusPolicy(Qt::TabFocus);
    m_badge->hide();
    m_panes.stage->installEventFilter(this);
    m_menus = new Menus(m_appearance, *m_actions, *menuBar());
    for (QAction *flight : m_menus->flights())
        m_bar->flights().addAction(flight);
    for (const Deed deed : Saving::deeds) {
        if (deed == Deed::SavePng)
            m_bar->exports().addSeparator();
        m_bar->exports().addAction(&m_actions->of(deed));
    }
}

void MainWindow::recall()
{
    m_columns->restoreState(m_settings.columns);
    m_rows->restoreState(m_settings.rows);
    m_actions->of(Deed::ClientCode).setChecked(m_settings.showsClientCode);
    m_actions->of(Deed::ServerCode).setChecked(m_settings.showsServerCode);
    m_actions->of(Deed::Panels).setChecked(m_settings.showsPanels);
    m_appearance.setReducedMotion(m_settings.reducesMotion.value_or(systemReducesMotion()));
    m_actions->of(Deed::Still).setChecked(m_appearance.hasReducedMotion());
    present(false);
    m_tabs->setCurrentIndex(std::clamp(m_settings.tab, 0, m_tabs->count() - 1));
    m_bar->setSpeed(m_settings.speed);
    m_panes.clientCode->setLanguage(m_settings.codeLanguage);
    m_panes.serverCode->setLanguage(m_settings.codeLanguage);
    for (QAction *flight : m_menus->flights())
        flight->setChecked(Nanoseconds(flight->data().toLongLong()) == m_settings.run.flightTime);
    m_bar->guests().setSentences(m_settings.run.messages);
    const Deed themes[]{Deed::ThemeSystem, Deed::ThemeLight, Deed::ThemeDark};
    m_actions->of(themes[static_cast<std::size_t>(m_settings.theme)]).setChecked(true);
    if (!m_options.lesson.empty() && m_options.lesson != m_settings.run.lesson) {
        m_settings.run = RunChoice();
        m_settings.run.lesson = m_options.lesson;
        m_bar->guests().setSentences({});
    }
    m_bar->showLesson(m_settings.run.lesson);
}

void MainWindow::remember()
{
    m_settings.geometry = saveGeometry();
    m_settings.columns = m_columns->saveState();
    m_settings.rows = m_rows->saveState();
    m_settings.showsClientCode = m_actions->of(Deed::ClientCode).isChecked();
    m_settings.showsServerCode = m_actions->of(Deed::ServerCode).isChecked();
    m_settings.showsPanels = m_actions->of(Deed::Panels).isChecked();
    m_settings.tab = m_tabs->currentIndex();
    m_settings.tongue = m_appearance.tongue();
    m_settings.theme = m_look->themeChoice();
    m_settings.speed = m_bar->speed();
    m_settings.codeLanguage = m_panes.clientCode->language();
    m_settings.run.messages = m_bar->guests().sentences();
    m_settings.write(m_options.settingsFile);
}

void MainWindow::begin()
{
    prepareFolder();
    if (!m_options.file.empty())
        openFile(m_options.file);
    else
        run(m_settings.run);
    if (m_options.offersTour && !m_settings.hasSeenTour && m_options.file.empty())
        startTour();
}

void MainWindow::run(RunChoice choice)
{
    furnish();
    m_reading.abandon();
    m_wantsRun = true;
    choice.sessionFile = m_options.session;
    choice.messages = m_bar->guests().sentences();
    if (std::ranges::all_of(choice.messages, &std::string::empty))
        choice.messages.clear();
    if (choice.part == Part::Both)
        m_settings.run = choice;
    m_status->say(m_appearance.words("window.status.starting"));
    m_conductor.start(choice);
}

void MainWindow::chooseLesson(const std::string &id)
{
    m_bar->guests().setSentences({}); // a lesson brings sentences of its own
    RunChoice choice = m_settings.run;
    choice.lesson = id;
    choice.lessonFile.clear();
    run(std::move(choice));
}

void MainWindow::say()
{
    const Values file{{"file", m_reading.fileName().toStdString()}};
    setWindowTitle(m_reading.file().empty() ? m_appearance.words("window.name")
                                            : m_appearance.words("files.title", file));
    const std::pair<QWidget *, const char *> panes[]{
        {m_panes.clientCode, "code-client"}, {m_panes.serverCode, "code-server"},
        {m_panes.stage, "canvas"},           {m_panes.log, "log"},
        {m_panes.packet, "packet"},          {m_panes.states, "states"},
        {m_panes.lesson, "lesson"}};
    for (const auto &[pane, key] : panes) {
        const QString name = m_appearance.words(std::string("window.tab.") + key);
        pane->setAccessibleName(name);
        if (const int tab = m_tabs->indexOf(pane); tab >= 0)
            m_tabs->setTabText(tab, name);
    }
    const std::pair<const char *, const char *> scrollers[]{{"ScrollLeftButton", "to-left"},
                                                            {"ScrollRightButton", "to-right"}};
    for (const auto &[name, key] : scrollers) { // Qt names them once, in the language of then
        if (auto *scroller = m_tabs->findChild<QToolButton *>(name))
            scroller->setAccessibleName(m_appearance.words(std::string("window.tab.") + key));
    }
    m_tabs->setAccessibleName(m_appearance.words("window.tab.all"));
    centralWidget()->setAccessibleName(m_appearance.words("window.name"));
    m_actions->of(m_appearance.tongue() == Tongue::Chinese ? Deed::Chinese : Deed::English)
        .setChecked(true);
    sayWhatPartsAre();
    allowHands();
    showProtocol();
    sayStanding();
    placeBadge();
}

void MainWindow::sayStanding()
{
    const std::string &wire = m_viewpoint.recording().header.wire;
    const auto words = [this](const char *key) {
        return m_appearance.words(std::string("window.status.") + key);
    };
    const RunReport &report = m_conductor.report();
    if (!m_deeds->isLive()) {
        m_status->setStanding(wire.empty()                         ? QString()
                              : wire == SessionHeader::captureWire ? words("capture")
                                                                   : words("session"));
    } else if (report.labMissing) {
        const Values why{{"why", m_appearance.words(*report.labMissing).toStdString()}};
        m_status->setStanding(m_appearance.words("window.status.loopback-why", why));
    } else {
        m_status->setStanding(words(wire == "lab"                             ? "lab"
                                    : m_conductor.choice().part == Part::Both ? "loopback"
                                                                              : "network"));
    }
    m_status->setKeys(words(m_viewpoint.isInPast() || !m_deeds->isLive() ? "keys-past" : "keys"));
}

void MainWindow::sayFaults()
{
    const Seq latest = m_viewpoint.latest();
    Seq fault = Seq::None;
    for (std::uint32_t seq = number(m_faultsSeen) + 1; seq <= number(latest); ++seq) {
        if (m_viewpoint.journal().kindOf(static_cast<Seq>(seq)) == Kind::Fault)
            fault = static_cast<Seq>(seq);
    }
    m_faultsSeen = latest;
    if (fault != Seq::None)
        m_status->say(m_viewpoint.sentence(fault), true);
}

void MainWindow::placeBadge()
{
    m_badge->setVisible(m_viewpoint.isInPast());
    if (!m_viewpoint.isInPast())
        return;
    const Values values{{"event", std::to_string(number(m_viewpoint.cursor()))},
                        {"last", std::to_string(number(m_viewpoint.latest()))}};
    m_badge->setText(m_appearance.words("window.past", values));
    m_badge->setToolTip(m_actions->of(Deed::ToNow).toolTip());
    m_badge->adjustSize();
    QRect place(QPoint(), m_badge->size());
    place.moveCenter(m_panes.canvas->handsRoom().center().toPoint());
    m_badge->move(std::max(0, place.left()), place.top());
    m_badge->raise();
}

void MainWindow::present(bool presents)
{
    m_look->present(presents);
    menuBar()->setVisible(!presents);
    m_status->setVisible(!presents);
    m_bar->present(presents);
    m_panes.clientCode->setVisible(m_actions->of(Deed::ClientCode).isChecked());
    m_panes.serverCode->setVisible(m_actions->of(Deed::ServerCode).isChecked());
    m_tabs->setVisible(!presents && m_actions->of(Deed::Panels).isChecked());
}

void MainWindow::setPace()
{
    const double factor = m_bar->speedFactor();
    m_deeds->setPace(Nanoseconds(
        static_cast<Nanoseconds::rep>(static_cast<double>(humanPace.count()) / factor)));
}

bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::ThemeChange)
        m_look->followSystem();
    if (event->type() == QEvent::StatusTip && m_isFurnished) {
        m_status->setHint(static_cast<QStatusTipEvent *>(event)->tip());
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride
        && keepsKey(focusWidget(), *static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    const bool handled = QMainWindow::event(event);
    if (event->type() == QEvent::Paint && !std::exchange(m_hasBegun, true)) {
        QTimer::singleShot(0, this, [this] {
            furnish();
            // the lab begins when there is something to see
            QTimer::singleShot(0, this, &MainWindow::begin);
        });
    }
    return handled;
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (!pressFocused(focusWidget(), *event))
        QMainWindow::keyPressEvent(event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_isFurnished)
        remember();
    m_reading.abandon();
    m_saving.cancel();
    QMainWindow::closeEvent(event);
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        placeBadge();
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!localFilesIn(*event->mimeData()).empty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const std::vector<std::string> files = localFilesIn(*event->mimeData());
    if (files.empty())
        return;
    event->acceptProposedAction();
    openFile(firstToOpen(files));
}

} // namespace twodoors
