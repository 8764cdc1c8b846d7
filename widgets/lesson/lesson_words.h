// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/viewpoint.h"

#include <QStringList>
#include <array>

namespace twodoors
{

/// The words of the glossary, by their keys under "lessonpanel.word."; in reading order.
inline constexpr std::array<std::string_view, 19> glossaryKeys{
    "welcome", "connection", "client",  "mailbox",  "knock",     "wire",  "host",
    "program", "hold",       "deliver", "drop",     "duplicate", "delay", "corrupt",
    "ghost",   "backlog",    "event",   "inferred", "session"};

/// A part of the notes: a heading and its paragraphs, plain text.
struct LessonPart {
    QString heading;
    QStringList paragraphs;
};

/// The title of the run's lesson, or what the recording is without one.
[[nodiscard]] QString lessonTitle(const Viewpoint &view);

/// Aim, cast and origin of what is looked at.
[[nodiscard]] std::vector<LessonPart> lessonParts(const Viewpoint &view);

/// A text that others wrote as it may stand in rich text: nothing in it is markup.
[[nodiscard]] QString escaped(const QString &text);

} // namespace twodoors
