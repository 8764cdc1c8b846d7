// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/reading.h"

#include "wire/capture_reader.h"

#include <QFileInfo>
#include <QLocale>
#include <algorithm>
#include <fstream>

namespace twodoors
{

namespace
{

using Values = std::vector<std::pair<std::string, std::string>>;

QString nameOf(const std::string &file)
{
    return QFileInfo(QString::fromStdString(file)).fileName();
}

bool beginsAsASession(const std::string &file)
{
    constexpr std::string_view beginning = "{\"twodoors\"";
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) // of others, reading may wait
        return false;
    std::string found(beginning.size(), '\0');
    std::ifstream(file, std::ios::binary)
        .read(found.data(), static_cast<std::streamsize>(found.size()));
    return found == beginning;
}

/// What was read in vain is nothing that a person could still want.
bool isAllThereIs(const std::vector<Failure> &words)
{
    return std::ranges::all_of(words, [](const Failure &word) {
        return word.topic == "session-cut" || word.topic == "capture-empty"
               || word.topic == "capture-skipped" || word.topic == "capture-truncated";
    });
}

} // namespace

bool isLessonFile(const std::string &file)
{
    return file.ends_with(".yaml") || file.ends_with(".yml");
}

std::string firstToOpen(const std::vector<std::string> &files)
{
    const auto found = std::ranges::find_if(files, [](const std::string &file) {
        return isLessonFile(file) || isCaptureFile(file) || beginsAsASession(file);
    });
    return found != files.end() ? *found : files.empty() ? std::string() : files.front();
}

Reading::Reading(Appearance &appearance, ProgressLine &line, NoticeBar &notice)
    : m_appearance(appearance), m_line(line), m_notice(notice)
{
    connect(&m_opening, &Opening::begun, this,
            [this](const std::shared_ptr<const Recording> &recording) {
                m_file = m_wanted;
                emit begun(recording);
            });
    connect(&m_opening, &Opening::news, this, &Reading::news);
    connect(&m_opening, &Opening::finished, this, [this](const std::vector<Failure> &words) {
        m_line.end();
        m_words = words;
        m_isComplete = isAllThereIs(words);
        say();
        emit ended();
    });
    connect(&m_opening, &Opening::failed, this, [this](const Failure &failure) {
        m_line.end();
        if (!isCancelled(failure)) {
            m_words = {failure};
        } else if (m_opening.hasBegun()) {
            m_words = {{"reading-stopped", failure.values}};
        } else {
            const Values values{{"file", nameOf(m_wanted).toStdString()}};
            emit said(m_appearance.words("files.not-opened", values));
        }
        say();
        emit ended();
    });
    connect(&m_line, &ProgressLine::cancelled, this, &Reading::cancel);
    connect(&m_notice, &NoticeBar::closed, this, [this] { m_words.clear(); });
    connect(&m_appearance, &Appearance::changed, this, &Reading::say);
}

QString Reading::fileName() const
{
    return nameOf(m_file);
}

void Reading::open(const std::string &file)
{
    m_wanted = file;
    m_isComplete = false;
    m_words.clear();
    m_notice.dismiss();
    m_opening.open(file);
    m_line.begin([this]() -> ProgressLine::Standing {
        const QLocale locale(QLocale::English);
        const Values values{
            {"file", nameOf(m_wanted).toStdString()},
            {"events", locale.toString(static_cast<qulonglong>(m_opening.events())).toStdString()}};
        return {m_appearance.words("files.reading", values), m_opening.progress()};
    });
}

void Reading::abandon()
{
    m_opening.abandon();
    m_line.end();
}

void Reading::leave()
{
    m_file.clear();
    m_words.clear();
    m_notice.dismiss();
}

void Reading::say()
{
    if (m_words.empty())
        return;
    QStringList words;
    for (const Failure &word : m_words)
        words.append(m_appearance.words(word));
    const bool isGrave = !m_isComplete && m_words.front().topic != "reading-stopped";
    m_notice.say(words.join('\n'), {}, isGrave);
}

} // namespace twodoors
