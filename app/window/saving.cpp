// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/saving.h"

#include "app/export/exports.h"
#include "app/window/picture_work.h"

#include <QFileDialog>
#include <QFileInfo>
#include <algorithm>

namespace twodoors
{

namespace
{

using Values = std::vector<std::pair<std::string, std::string>>;

std::string_view endingOf(Deed deed)
{
    switch (deed) {
    case Deed::SavePackets:
        return "pcapng";
    case Deed::SaveMarkdown:
        return "md";
    case Deed::SaveHtml:
        return "html";
    case Deed::SaveCsv:
        return "csv";
    case Deed::SavePng:
        return "png";
    case Deed::SaveSvg:
        return "svg";
    case Deed::SavePdf:
        return "pdf";
    default:
        return "jsonl";
    }
}

std::string keyOf(std::string_view part, Deed deed)
{
    return "files." + std::string(part) + "." + std::string(endingOf(deed));
}

} // namespace

Saving::AskWhere askWithDialog(QWidget &window)
{
    return [&window](const Saving::Question &question) -> QString {
        QFileDialog dialog(&window, question.title, QString(), question.filter);
        dialog.setAcceptMode(QFileDialog::AcceptSave);
        dialog.setDefaultSuffix(question.ending);
        dialog.selectFile(question.usual);
        return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
    };
}

Saving::Saving(Actions &actions, Viewpoint &viewpoint, ProgressLine &line, NoticeBar &notice,
               AskWhere askWhere)
    : m_actions(actions), m_viewpoint(viewpoint), m_appearance(viewpoint.appearance()),
      m_line(line), m_notice(notice), m_askWhere(std::move(askWhere))
{
    for (const Deed deed : deeds)
        connect(&m_actions.of(deed), &QAction::triggered, this, [this, deed] { save(deed); });
    connect(&m_errand, &Errand::ended, this, &Saving::tell);
    connect(&m_line, &ProgressLine::cancelled, this, &Saving::cancel);
    connect(&m_notice, &NoticeBar::closed, this, [this] { m_failure.reset(); });
    connect(&m_viewpoint, &Viewpoint::grown, this, &Saving::allow);
    connect(&m_viewpoint, &Viewpoint::recordingChanged, this, &Saving::allow);
    connect(&m_appearance, &Appearance::changed, this, [this] {
        allow();
        if (m_failure)
            m_notice.say(m_appearance.words(*m_failure), {}, true);
    });
    allow();
}

void Saving::allow()
{
    const QString whyNot = isUnderWay() ? m_appearance.words("files.busy")
                           : m_viewpoint.latest() == Seq::None
                               ? m_appearance.words("window.no-export")
                               : QString();
    for (const Deed deed : deeds)
        m_actions.allow(deed, whyNot);
}

void Saving::save(Deed deed)
{
    const std::string &lesson = m_viewpoint.recording().header.lesson;
    const QString ending = QString::fromUtf8(endingOf(deed));
    const QString kind = m_appearance.words(keyOf("kind", deed));
    const QString name = lesson.empty() ? QString("twodoors") : QString::fromStdString(lesson);
    const QString file = m_askWhere({m_appearance.words(keyOf("ask", deed)), name + '.' + ending,
                                     kind + " (*." + ending + ')', ending});
    if (file.isEmpty() || isUnderWay())
        return;
    m_failure.reset();
    m_notice.dismiss();
    m_order = {deed, file, m_viewpoint.shared(), m_viewpoint.journal().size()};
    m_errand.begin(workFor(deed));
    allow();
    m_line.begin([this]() -> ProgressLine::Standing {
        const Values values{{"file", QFileInfo(m_order.file).fileName().toStdString()}};
        return {m_appearance.words("files.saving", values), m_errand.progress()};
    });
}

Errand::Work Saving::workFor(Deed deed) const
{
    const auto asLog = [this](LogFormat format) -> Errand::Work {
        return [order = m_order, format,
                catalogue = m_appearance.catalogue()](const Progress &progress) {
            return exportLog(order.file.toStdString(), format, *order.recording, catalogue,
                             order.events, {IfThere::Replace, progress});
        };
    };
    switch (deed) {
    case Deed::SavePackets:
        return [order = m_order, catalogue = m_appearance.catalogue()](const Progress &progress) {
            return exportPackets(order.file.toStdString(), *order.recording, catalogue,
                                 order.events, {IfThere::Replace, progress});
        };
    case Deed::SaveMarkdown:
        return asLog(LogFormat::Markdown);
    case Deed::SaveHtml:
        return asLog(LogFormat::Html);
    case Deed::SaveCsv:
        return asLog(LogFormat::Csv);
    case Deed::SavePng:
        return pictureWork(PictureFormat::Png);
    case Deed::SaveSvg:
        return pictureWork(PictureFormat::Svg);
    case Deed::SavePdf:
        return pictureWork(PictureFormat::Pdf);
    default:
        return [order = m_order](const Progress &progress) {
            return exportSession(order.file.toStdString(), *order.recording, order.events,
                                 {IfThere::Replace, progress});
        };
    }
}

Errand::Work Saving::pictureWork(PictureFormat format) const
{
    PictureOrder order{.file = m_order.file,
                       .recording = m_order.recording,
                       .tongue = m_appearance.tongue(),
                       .cursor = m_viewpoint.cursor(),
                       .frontGuest = m_viewpoint.frontGuest()};
    order.options.format = format;
    order.options.pace = m_pace;
    return [order = std::move(order)](const Progress &progress) {
        return drawPicture(order, progress);
    };
}

void Saving::tell(const std::optional<Failure> &failure)
{
    m_line.end();
    allow();
    const Order order = std::exchange(m_order, {});
    const Values values{{"file", order.file.toStdString()}};
    if (!failure) {
        emit said(m_appearance.words("window.status.saved", values));
        if (order.deed == Deed::SaveSession)
            emit sessionSaved(order.recording, order.events);
    } else if (isCancelled(*failure)) {
        emit said(m_appearance.words("files.not-saved", values));
    } else {
        m_failure = failure;
        m_notice.say(m_appearance.words(*failure), {}, true);
    }
}

} // namespace twodoors
