// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/actions.h"
#include "app/window/conductor.h"
#include "app/window/follower.h"
#include "app/window/look.h"
#include "app/window/menus.h"
#include "app/window/panes.h"
#include "app/window/reading.h"
#include "app/window/recovery.h"
#include "app/window/run_deeds.h"
#include "app/window/saving.h"
#include "app/window/settings.h"
#include "app/window/status_line.h"
#include "app/window/top_bar.h"
#include "app/window/tour.h"

#include <QMainWindow>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <filesystem>

namespace twodoors
{

/// What the command line says about the window; all else is as it was left.
struct WindowOptions {
    std::string file{};    ///< a session file or a capture, instead of a run
    std::string lesson{};  ///< a built-in lesson's id
    std::string session{}; ///< each run is written to this file as it goes
    std::optional<Tongue> tongue{};
    Tongue usualTongue = Tongue::English; ///< where none was ever chosen
    std::optional<ThemeChoice> theme{};
    QString settingsFile{};             ///< the user's own where it is empty
    std::filesystem::path runsFolder{}; ///< RunFolder::usual() where it is empty
    bool offersTour = false;            ///< to whoever has never seen it
};

/// The window: the run at every moment, and all that moves it.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(const WindowOptions &options);
    ~MainWindow() override;

    [[nodiscard]] Appearance &appearance() noexcept { return m_appearance; }
    [[nodiscard]] Viewpoint &viewpoint() noexcept { return m_viewpoint; }
    [[nodiscard]] Conductor &conductor() noexcept { return m_conductor; }
    [[nodiscard]] Actions &actions() noexcept { return *m_actions; }
    [[nodiscard]] TopBar &bar()
    {
        furnish();
        return *m_bar;
    }
    [[nodiscard]] StatusLine &statusLine()
    {
        furnish();
        return *m_status;
    }
    [[nodiscard]] Reading &reading() noexcept { return m_reading; }
    [[nodiscard]] Saving &saving() noexcept { return m_saving; }

    /// Makes all that is in the window, once. A window that nobody asked to does so after its first
    /// paint: it is there at once, and full a moment later.
    void furnish();

    /// Begins a run of this choice, with the guests' sentences as they stand in the bar.
    void run(RunChoice choice);
    void openFile(const std::string &file);
    void startTour();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void connectRun();
    void connectView();
    void connectFiles();
    void connectHelp();
    void sayWhatPartsAre();
    void begin();
    void recall();
    void remember();
    void say();
    void sayStanding();
    void sayFaults();
    void placeBadge();
    void chooseLesson(const std::string &id);
    void askForFile();
    void askForPeers();
    void prepareFolder();
    void allowCancel();
    void allowHands();
    void showReport();
    void showProtocol();
    void present(bool presents);
    void setPace();

    WindowOptions m_options;
    Settings m_settings;
    Appearance m_appearance;
    Viewpoint m_viewpoint;
    Conductor m_conductor;
    Follower m_follower;
    Actions *m_actions;
    RunDeeds *m_deeds;
    Menus *m_menus = nullptr;
    Look *m_look;
    TopBar *m_bar = nullptr;
    StatusLine *m_status = nullptr;
    Panes m_panes;
    QSplitter *m_rows = nullptr;
    QSplitter *m_columns = nullptr;
    QTabWidget *m_tabs = nullptr;
    QPushButton *m_badge = nullptr;
    ProgressLine *m_readingLine;
    ProgressLine *m_savingLine;
    NoticeBar *m_readingNotice;
    NoticeBar *m_savingNotice;
    NoticeBar *m_recoveryNotice;
    Reading m_reading;
    Saving m_saving;
    Recovery m_recovery;
    Seq m_faultsSeen = Seq::None;
    std::string m_lastTcpLesson = "tcp-echo";
    QPointer<Tour> m_tour;
    bool m_isFurnished = false;
    bool m_hasBegun = false;
    bool m_wantsRun = false; ///< the last wish was for a run, not for a file
};

} // namespace twodoors
