// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/actions.h"
#include "app/window/errand.h"
#include "app/window/notice_bar.h"
#include "app/window/progress_line.h"
#include "widgets/pictures/picture_export.h"
#include "widgets/viewpoint.h"

#include <array>
#include <memory>

namespace twodoors
{

/// The deeds that write what is looked at into a file.
class Saving final : public QObject
{
    Q_OBJECT

public:
    /// In the order of the menus.
    static constexpr std::array deeds{Deed::SaveSession, Deed::SavePackets, Deed::SaveMarkdown,
                                      Deed::SaveHtml,    Deed::SaveCsv,     Deed::SavePng,
                                      Deed::SaveSvg,     Deed::SavePdf};

    /// Asks where a file is to go; empty for nowhere. Whoever answers with the name of a file that
    /// is there wants it replaced.
    struct Question {
        QString title;
        QString usual;  ///< a name that fits
        QString filter; ///< as a QFileDialog reads it
        QString ending; ///< of the name, without the dot
    };
    using AskWhere = std::function<QString(const Question &)>;

    /// All must outlive it, but for the two widgets while nothing is wished for.
    Saving(Actions &actions, Viewpoint &viewpoint, ProgressLine &line, NoticeBar &notice,
           AskWhere askWhere);

    /// Of the timeline in pictures.
    void setPace(Pace pace) noexcept { m_pace = pace; }

    void askWith(AskWhere askWhere) { m_askWhere = std::move(askWhere); }

    /// What is being written stops within moments, and leaves nothing.
    void cancel() noexcept { m_errand.cancel(); }
    [[nodiscard]] bool isUnderWay() const noexcept { return m_errand.isUnderWay(); }

signals:
    /// The first `events` events of the recording stand in a session file now.
    void sessionSaved(const std::shared_ptr<const Recording> &recording, std::size_t events);
    void said(const QString &words);

private:
    void save(Deed deed);
    [[nodiscard]] Errand::Work workFor(Deed deed) const;
    [[nodiscard]] Errand::Work pictureWork(PictureFormat format) const;
    void tell(const std::optional<Failure> &failure);
    void allow();

    Actions &m_actions;
    Viewpoint &m_viewpoint;
    Appearance &m_appearance;
    ProgressLine &m_line;
    NoticeBar &m_notice;
    AskWhere m_askWhere;
    Pace m_pace = Pace::Steps;

    /// What is being written.
    struct Order {
        Deed deed{};
        QString file{};
        std::shared_ptr<const Recording> recording{};
        std::size_t events = 0;
    };
    Order m_order;
    std::optional<Failure> m_failure; ///< that the notice tells of
    Errand m_errand;
};

/// Asks with a dialog over this window.
[[nodiscard]] Saving::AskWhere askWithDialog(QWidget &window);

} // namespace twodoors
