// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lesson/lesson_words.h"

#include "base/text.h"

namespace twodoors
{

namespace
{

bool isCapture(const Recording &recording)
{
    return recording.header.wire == SessionHeader::captureWire;
}

bool isEmpty(const Recording &recording)
{
    return !recording.lesson && recording.header.wire.empty() && recording.journal.size() == 0;
}

/// Which words stand where there is no lesson.
std::string withoutLesson(const Recording &recording)
{
    return isCapture(recording) ? "lessonpanel.capture"
           : isEmpty(recording) ? "lessonpanel.empty"
                                : "lessonpanel.noLesson";
}

/// Of a file: control characters made visible, so that they cannot lead the eye astray.
std::string shown(const std::string &text)
{
    return printable(text);
}

QString startOf(const CastMember &member, const Viewpoint &view)
{
    const Appearance &appearance = view.appearance();
    if (!member.after)
        return appearance.words("lessonpanel.start.atOnce");
    const std::pair<std::string, std::string> values[] = {
        {"other", view.whoText(member.after->who).toStdString()},
        {"call", std::string(nameOf(member.after->call))}};
    return appearance.words(
        member.after->ended ? "lessonpanel.start.afterEnd" : "lessonpanel.start.afterCall", values);
}

QString memberText(const CastMember &member, const Viewpoint &view)
{
    const Appearance &appearance = view.appearance();
    const std::pair<std::string, std::string> values[] = {
        {"who", view.whoText(member.who).toStdString()},
        {"program", shown(member.program.title)},
        {"error", Catalogue::errnoName(member.expectedError)}};
    // Chinese sets no space between its sentences.
    const QString space = appearance.tongue() == Tongue::Chinese ? QString() : QStringLiteral(" ");
    QString text = appearance.words("lessonpanel.member", values) + startOf(member, view);
    if (member.expectedError != 0)
        text += space + appearance.words("lessonpanel.ends", values);
    return text;
}

LessonPart castPart(const Lesson &lesson, const Viewpoint &view)
{
    const Appearance &appearance = view.appearance();
    LessonPart part{appearance.words("lessonpanel.cast"), {}};
    for (const CastMember &member : lesson.cast)
        part.paragraphs << memberText(member, view);
    if (!lesson.messages.empty()) {
        std::string messages;
        for (const std::string &message : lesson.messages)
            messages += (messages.empty() ? "“" : ", “") + shown(message) + "”";
        const std::pair<std::string, std::string> values[] = {{"messages", messages}};
        part.paragraphs << appearance.words("lessonpanel.messages", values);
    }
    return part;
}

LessonPart originPart(const Viewpoint &view)
{
    const Appearance &appearance = view.appearance();
    const SessionHeader &header = view.recording().header;
    const std::string where = "lessonpanel.where." + header.wire;
    LessonPart part{appearance.words("lessonpanel.origin"),
                    {appearance.words(
                        appearance.catalogue().has(where) ? where : "lessonpanel.where.unknown")}};
    const auto add = [&](std::string_view key, const std::string &name, const std::string &value) {
        if (value.empty())
            return;
        const std::pair<std::string, std::string> values[] = {{name, shown(value)}};
        part.paragraphs << appearance.words("lessonpanel.fact." + std::string(key), values);
    };
    add("lesson", "id", header.lesson);
    add("start", "start", header.start);
    add("kernel", "kernel", header.kernel);
    add("server", "server", header.server.text());
    add("events", "count", std::to_string(number(view.latest())));
    return part;
}

} // namespace

QString escaped(const QString &text)
{
    return text.toHtmlEscaped();
}

QString lessonTitle(const Viewpoint &view)
{
    const Recording &recording = view.recording();
    if (!recording.lesson)
        return view.appearance().words(withoutLesson(recording));
    return QString::fromStdString(shown(recording.lesson->title(view.appearance().tongue())));
}

std::vector<LessonPart> lessonParts(const Viewpoint &view)
{
    const Recording &recording = view.recording();
    const Appearance &appearance = view.appearance();
    std::vector<LessonPart> parts;
    if (recording.lesson) {
        parts.push_back(
            {appearance.words("lessonpanel.aim"),
             {QString::fromStdString(shown(recording.lesson->aim(appearance.tongue())))}});
        parts.push_back(castPart(*recording.lesson, view));
    } else {
        parts.push_back({{}, {appearance.words(withoutLesson(recording) + "Text")}});
    }
    if (!isEmpty(recording))
        parts.push_back(originPart(view));
    return parts;
}

} // namespace twodoors
