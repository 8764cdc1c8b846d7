// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/export/sink.h"
#include "journal/journal.h"
#include "journal/session_file.h"
#include "lessons/lesson.h"
#include "notes/notes.h"

#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace twodoors
{

enum class LogFormat : std::uint8_t { Text, JsonLines, Markdown, Html, Csv };

/// By their names on the command line.
inline constexpr std::array<std::pair<std::string_view, LogFormat>, 5> logFormats{
    {{"text", LogFormat::Text},
     {"jsonl", LogFormat::JsonLines},
     {"markdown", LogFormat::Markdown},
     {"html", LogFormat::Html},
     {"csv", LogFormat::Csv}}};

/// How the names of its files end: ".html".
[[nodiscard]] std::string_view suffixOf(LogFormat format) noexcept;

/// One row of an annotated log.
struct LogRow {
    const Event &event;
    std::string who;
    std::string headline;
    std::string sentence;
};

/// Writes a journal as an annotated log, as it grows: each event once, in order. A call is one row
/// with its return, or, where the kernel saw it wait, one when it waits and one when it returns.
class LogPrinter
{
public:
    /// What a log is written from; all must outlive the printer.
    struct Source {
        Sink &output;
        const Catalogue &catalogue;
        const SessionHeader &header;
        const Lesson *lesson; ///< nullptr where it is not known
    };

    explicit LogPrinter(const Source &source);
    LogPrinter(const LogPrinter &) = delete;
    LogPrinter &operator=(const LogPrinter &) = delete;
    virtual ~LogPrinter() = default;

    virtual void begin() = 0;
    /// Prints what the journal has gained up to `end` events.
    void catchUp(const Journal &journal, std::size_t end);
    /// Prints the calls that never returned, and ends the log.
    void finish();

protected:
    virtual void print(const LogRow &row) = 0;
    /// For formats that show events as they are.
    virtual void printPlain(const Event &event);
    [[nodiscard]] virtual bool wantsRows() const noexcept { return true; }
    virtual void end() {}

    [[nodiscard]] const Source &source() const noexcept { return m_source; }
    /// Where and when all this was recorded.
    [[nodiscard]] std::string origin() const;
    /// The heads of a table of rows: number, time, who, event, meaning, evidence.
    [[nodiscard]] std::array<std::string, 6> heads() const;
    [[nodiscard]] std::string evidenceText(const Event &event) const;

private:
    void take(const Event &event);
    void print(const Event &event, std::string headline, std::string sentence);

    Source m_source;
    Notes m_notes;
    World m_world;
    std::size_t m_printed = 0;
    std::vector<Event> m_keptBack; ///< calls that have not returned, at most one a program
};

[[nodiscard]] std::unique_ptr<LogPrinter> makeLogPrinter(LogFormat format,
                                                         const LogPrinter::Source &source);

/// Seconds with six digits behind the point.
[[nodiscard]] std::string secondsText(Nanoseconds t);

/// Whether colours are wanted on this output: a terminal, and NO_COLOR not set (no-color.org).
[[nodiscard]] bool wantsColour(const Sink &output);

/// Breaks a text into lines of at most `width` columns: at spaces, and between wide characters.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

} // namespace twodoors
