// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/errand.h"
#include "app/window/notice_bar.h"
#include "lessons/lesson.h"
#include "recording/run_folder.h"

#include <memory>
#include <optional>

namespace twodoors
{

/// Offers the runs that a crash left behind, the newest first. What is opened of them stays in the
/// folder until it is saved elsewhere or discarded; whatever was not decided is offered again at
/// the next start.
class Recovery final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it, but for the notice before look().
    Recovery(Appearance &appearance, NoticeBar &notice);

    /// Looks for such runs, on a thread of its own.
    void look(const RunFolder &folder);

    /// Which file the window looks at: what can be done about the run depends on it.
    void setShown(const std::string &file);
    /// Whether the window looks at the run that is offered.
    [[nodiscard]] bool isShown() const;
    /// The run that isShown() stands in a file of the person's own.
    void settle();

signals:
    void openWanted(const std::string &file);
    void saveWanted();
    void said(const QString &words, bool isGrave);

private:
    void offerNext();
    void say();
    void open();
    void discard();
    [[nodiscard]] bool take();
    void remove(const char *words);

    Appearance &m_appearance;
    NoticeBar &m_notice;
    std::optional<RunFolder> m_folder;
    std::shared_ptr<std::vector<KeptRun>> m_found; ///< the first one is offered
    bool m_isLater = false;                        ///< nothing is offered until the next start
    std::optional<TakenRun> m_taken;               ///< the one offered, once it was opened
    std::optional<Lesson> m_lesson;                ///< that ran
    std::string m_shown;
    Errand m_errand;
};

} // namespace twodoors
