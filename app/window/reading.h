// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/notice_bar.h"
#include "app/window/opening.h"
#include "app/window/progress_line.h"

namespace twodoors
{

/// The file that is looked at, or is to be: says how far its reading is, and what is to be known
/// of it.
class Reading final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it, but for the two widgets while no file is opened.
    Reading(Appearance &appearance, ProgressLine &line, NoticeBar &notice);

    void open(const std::string &file);
    /// What has been read until now stays.
    void cancel() { m_opening.cancel(); }
    /// Nobody wants the file any more that is still read.
    void abandon();
    /// Something else is looked at, while another file may be on its way.
    void leave();

    [[nodiscard]] bool isUnderWay() const noexcept { return m_opening.isUnderWay(); }
    /// The one looked at, as it was named to open(); empty where it is none.
    [[nodiscard]] const std::string &file() const noexcept { return m_file; }
    [[nodiscard]] QString fileName() const;
    /// Whether all events are there that can ever be read of it.
    [[nodiscard]] bool isComplete() const noexcept { return m_isComplete; }

signals:
    void begun(const std::shared_ptr<const Recording> &recording);
    void news();
    /// The reading has come to its end, in whatever way.
    void ended();
    void said(const QString &words);

private:
    void say();

    Appearance &m_appearance;
    ProgressLine &m_line;
    NoticeBar &m_notice;
    Opening m_opening;
    std::string m_file;
    std::string m_wanted;
    std::vector<Failure> m_words;
    bool m_isComplete = false;
};

/// The first of these files that begins as something that can be opened does; where there is none,
/// the first.
[[nodiscard]] std::string firstToOpen(const std::vector<std::string> &files);

[[nodiscard]] bool isLessonFile(const std::string &file);

} // namespace twodoors
