// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/recovery.h"

#include <QDateTime>
#include <QLocale>

namespace twodoors
{

namespace
{

using Values = std::vector<std::pair<std::string, std::string>>;

std::string timeText(const std::string &start, Tongue tongue)
{
    const QDateTime time = QDateTime::fromString(QString::fromStdString(start), Qt::ISODateWithMs);
    if (!time.isValid())
        return start;
    const QLocale locale(tongue == Tongue::Chinese ? QLocale::Chinese : QLocale::English);
    return locale.toString(time.toLocalTime(), QLocale::ShortFormat).toStdString();
}

} // namespace

Recovery::Recovery(Appearance &appearance, NoticeBar &notice)
    : m_appearance(appearance), m_notice(notice)
{
    connect(&m_errand, &Errand::ended, this, &Recovery::offerNext);
    connect(&m_appearance, &Appearance::changed, this, &Recovery::say);
    connect(&m_notice, &NoticeBar::closed, this, [this] { m_isLater = true; });
    connect(&m_notice, &NoticeBar::chosen, this, [this](int choice) {
        if (choice != 0)
            discard();
        else if (isShown())
            emit saveWanted();
        else
            open();
    });
}

void Recovery::look(const RunFolder &folder)
{
    m_folder = folder;
    m_found = std::make_shared<std::vector<KeptRun>>();
    m_errand.begin([folder, found = m_found](const Progress &) -> std::optional<Failure> {
        *found = folder.crashed();
        return std::nullopt;
    });
}

void Recovery::setShown(const std::string &file)
{
    m_shown = file;
    say();
}

bool Recovery::isShown() const
{
    return m_taken && m_taken->path() == m_shown;
}

void Recovery::offerNext()
{
    m_notice.dismiss();
    m_lesson.reset();
    if (!m_found || m_found->empty())
        return;
    auto lesson = readLesson(m_found->front().header.source);
    if (lesson)
        m_lesson = *std::move(lesson);
    say();
}

void Recovery::say()
{
    if (m_isLater || !m_found || m_found->empty() || m_errand.isUnderWay())
        return;
    const KeptRun &run = m_found->front();
    const auto words = [this](const char *key, const Values &values = {}) {
        return m_appearance.words(std::string("files.crashed.") + key, values);
    };
    const Tongue tongue = m_appearance.tongue();
    const Values values{{"lesson", m_lesson ? m_lesson->title(tongue) : run.header.lesson},
                        {"time", timeText(run.header.start, tongue)},
                        {"events", std::to_string(run.events)}};
    m_notice.say(words(isShown() ? "opened" : "offer", values),
                 {words(isShown() ? "save" : "open"), words("discard")});
}

/// Whether it is in our hands now.
bool Recovery::take()
{
    if (m_taken)
        return true;
    auto taken = m_folder->take(m_found->front());
    if (taken) {
        m_taken.emplace(*std::move(taken));
        return true;
    }
    emit said(m_appearance.words(taken.failure()), true);
    m_found->erase(m_found->begin());
    offerNext();
    return false;
}

void Recovery::open()
{
    if (take())
        emit openWanted(m_taken->path().string());
}

void Recovery::discard()
{
    if (take())
        remove("files.crashed.discarded");
}

void Recovery::settle()
{
    remove("files.crashed.saved");
}

void Recovery::remove(const char *words)
{
    const auto failure = m_taken->discard();
    emit said(failure ? m_appearance.words(*failure) : m_appearance.words(words),
              failure.has_value());
    m_taken.reset();
    m_found->erase(m_found->begin());
    offerNext();
}

} // namespace twodoors
